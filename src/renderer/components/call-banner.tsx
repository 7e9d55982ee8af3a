import { Button, Switch } from 'antd';
import { useEffect, useState } from 'react';
import type { OfficerCallSnapshot } from '../../shared/contract/index.ts';
import { useText } from '../i18n/index.ts';
import { useCall } from '../stores/index.ts';
import { BellFilled } from './icons.ts';
import { Refusal } from './refusal.tsx';
import { clockTime } from './times.ts';

const toneSeconds = 0.6;
const toneHz = 660;

/** Somebody in the room asks for an officer. It stays until one answers; the sound is off until it is switched on here, for it would be on the recording. */
export function CallBanner({ calls, timeZone }: { readonly calls: readonly OfficerCallSnapshot[]; readonly timeZone: string }) {
  const { t } = useText();
  const [sound, setSound] = useState(false);
  const { run, busy, error } = useCall('officer.answer');
  const last = calls.at(-1)?.callId;
  useEffect(() => {
    if (sound && last !== undefined) playTone();
  }, [sound, last]);
  if (calls.length === 0) return null;
  return (
    <section className="banner banner-call" role="alert" aria-label={t('call.title')} data-testid="call-banner">
      <BellFilled aria-hidden />
      <strong>{t('call.title')}</strong>
      {calls.map(({ callId, by, note, atMs }) => (
        <span key={callId} className="call-one">
          {t('call.by', { name: by, time: clockTime(atMs, timeZone) })}{note === '' ? '' : ` · ${note}`}
          <Button size="large" loading={busy} data-testid={`action-answer-${callId}`} onClick={() => void run({ callId })}>{t('call.answer')}</Button>
        </span>
      ))}
      <span className="grow" />
      <label className="call-sound">{t('call.sound')} <Switch checked={sound} onChange={setSound} checkedChildren={t('call.soundOn')} unCheckedChildren={t('call.soundOff')} data-testid="call-sound" aria-label={t('call.sound')} /></label>
      <Refusal error={error} />
    </section>
  );
}

function playTone(): void {
  const context = new AudioContext();
  const tone = context.createOscillator();
  tone.frequency.value = toneHz;
  tone.connect(context.destination);
  tone.onended = () => void context.close();
  tone.start();
  tone.stop(context.currentTime + toneSeconds);
}
