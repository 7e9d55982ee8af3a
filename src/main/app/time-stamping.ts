import { sha256Hex } from '../../shared/base/index.ts';
import { sleep } from '../platform/index.ts';
import { requestTimeStamp, type ClosingDocument, type TimeStamp } from '../seal/index.ts';
import type { Station } from './station.ts';

const deadlineMs = 20_000;

type Outcome = TimeStamp | Error;

/** What the closing document says of the time stamp, and the answer itself when there is one. */
export interface StampedSeal {
  readonly stated: ClosingDocument['timeStamp'];
  readonly responseDer: Uint8Array | undefined;
}

/** Asks the time-stamp authority for a token over a manifest while its code is being signed. The seal never waits for it longer than it is told to. */
export class TimeStamping {
  readonly #station: Station;
  readonly #asked = new Map<string, Promise<Outcome>>();

  constructor(station: Station) {
    this.#station = station;
  }

  /** Asks once for each manifest; returns at once. */
  ask(manifestBytes: Uint8Array): void {
    const { timeStamp } = this.#station.settings;
    const key = sha256Hex(manifestBytes);
    if (timeStamp === null || this.#asked.has(key)) return;
    this.#asked.set(key, requestTimeStamp(manifestBytes, timeStamp, deadlineMs).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error)))));
  }

  /** What came of it within this time: a token, an honest "none", or why there is no answer. */
  async outcome(manifestBytes: Uint8Array, withinMs: number): Promise<StampedSeal> {
    const { timeStamp } = this.#station.settings;
    if (timeStamp === null) return { stated: { state: 'none' }, responseDer: undefined };
    this.ask(manifestBytes);
    const outcome = await Promise.race([this.#asked.get(sha256Hex(manifestBytes)), sleep(withinMs).then(() => new Error('no answer yet'))]);
    if (outcome === undefined || outcome instanceof Error) {
      const detail = (outcome?.message ?? '').slice(0, 200);
      this.#station.log.warn('no time stamp', { server: timeStamp.url, detail });
      return { stated: { state: 'unanswered', server: timeStamp.url, detail }, responseDer: undefined };
    }
    const { atMs, isTrusted, responseDer } = outcome;
    return { stated: { state: 'token', server: timeStamp.url, atMs, isTrusted, responseSha256: sha256Hex(responseDer) }, responseDer };
  }
}
