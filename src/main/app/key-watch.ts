import { startTimer } from '../platform/index.ts';
import { certificateWords, type KeptKey } from '../seal/index.ts';
import type { Station } from './station.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** An agency's CA takes its time. */
const warnBeforeMs = 30 * dayMs;

/** Warns while a certificate that seals is about to run out, and raises an alarm once it has: a seal made after that would not hold. */
export class KeyWatch {
  readonly #station: Station;
  #cancel: () => void = () => undefined;

  constructor(station: Station) {
    this.#station = station;
  }

  /** Opens the second key, where the rules ask for it: that it cannot be read must be known before a session and not at its seal. */
  async start(): Promise<void> {
    const { profile, secondKeys, alarms, roomClock, log } = this.#station;
    if (profile.secondSignature !== 'none') {
      await secondKeys.open().catch((error: unknown) => {
        log.error('the second key cannot be opened', error);
        alarms.raise({ code: 'SECOND_KEY_UNREADABLE', subject: 'sm2', severity: 'alarm', sinceMs: Math.round(roomClock.now().atMs), params: {} });
      });
    }
    this.look();
    this.#next();
  }

  /** Once an hour, and when a certificate was replaced. */
  look(): void {
    this.#judge('station', this.#station.key);
    if (this.#station.secondKeys.isOpen) void this.#station.secondKeys.open().then(({ key }) => this.#judge('sm2', key));
  }

  close(): Promise<void> {
    this.#cancel();
    return Promise.resolve();
  }

  #next(): void {
    this.#cancel = startTimer(hourMs, () => {
      this.look();
      this.#next();
    });
  }

  #judge(subject: 'station' | 'sm2', { certificatePem }: KeptKey): void {
    const { alarms, roomClock } = this.#station;
    const { validUntilMs } = certificateWords(certificatePem);
    const sinceMs = Math.round(roomClock.now().atMs);
    const code = endingOf(validUntilMs, sinceMs);
    for (const other of ['CERTIFICATE_ENDING', 'CERTIFICATE_EXPIRED'] as const) if (other !== code) alarms.clear(subject, other);
    const until = new Date(validUntilMs).toISOString().slice(0, 10);
    if (code !== undefined) alarms.raise({ code, subject, severity: code === 'CERTIFICATE_EXPIRED' ? 'alarm' : 'warning', sinceMs, params: { until } });
  }
}

/** What is to be said of a certificate that holds until then. */
export function endingOf(validUntilMs: number, nowMs: number): 'CERTIFICATE_ENDING' | 'CERTIFICATE_EXPIRED' | undefined {
  if (nowMs > validUntilMs) return 'CERTIFICATE_EXPIRED';
  return nowMs > validUntilMs - warnBeforeMs ? 'CERTIFICATE_ENDING' : undefined;
}
