import { useEffect } from 'react';
import { localMs, sayActive } from '../stores/index.ts';

/** The station locks a console it has not heard of for minutes, so once a minute is enough. */
const sayEveryMs = 60_000;
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Tells the station that somebody is at this console, when somebody is. Draws nothing. */
export function ActivityWatch() {
  useEffect(() => {
    let saidAtMs = localMs();
    const onSign = (): void => {
      if (localMs() - saidAtMs < sayEveryMs) return;
      saidAtMs = localMs();
      void sayActive();
    };
    for (const sign of signs) window.addEventListener(sign, onSign, { passive: true });
    return () => {
      for (const sign of signs) window.removeEventListener(sign, onSign);
    };
  }, []);
  return null;
}
