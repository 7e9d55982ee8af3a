import type { KeptFragment } from './kept-stream.ts';

/** A player that joins now, and the room check, look at so many. */
const shownFragments = 8;
/** A pre-roll reaches at least so far back. */
const preRollMs = 10_000;
/** Ten seconds at 40 Mbit/s; beyond it the oldest are forgotten. */
const mostBytes = 50_000_000;
/** Room time that leaps between two fragments was set meanwhile: what lies before belongs to another time. */
const leapMs = 1_000;

/**
 * What a recorder holds of one stream of a live run, in memory only, oldest first. As a rule just enough to show it and to begin with a
 * key frame; while a checked room is idle, the pre-roll of at least ten seconds that the start of a session is joined to.
 */
export class HeldMedia {
  #fragments: KeptFragment[] = [];
  #bytes = 0;
  #preRoll = false;

  get fragments(): readonly KeptFragment[] {
    return this.#fragments;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get shown(): readonly KeptFragment[] {
    return this.#fragments.slice(-shownFragments);
  }

  /** Switching it off forgets all that is older than what is shown. */
  holdPreRoll(on: boolean): void {
    this.#preRoll = on;
    this.#forget();
  }

  push(kept: KeptFragment): void {
    const last = this.#fragments.at(-1)?.fragment;
    if (last !== undefined && Math.abs(kept.fragment.roomMs - last.roomMs - last.media.durationMs) > leapMs) this.clear();
    this.#fragments.push(kept);
    this.#bytes += kept.fragment.media.bytes.byteLength;
    this.#forget();
  }

  clear(): void {
    this.#fragments = [];
    this.#bytes = 0;
  }

  /** What a session that starts now is joined to: the pre-roll, or without one the fragment before. Begins with a key frame; empty when none is held. */
  get beginning(): readonly KeptFragment[] {
    const wanted = this.#preRoll ? 0 : this.#fragments.length - 1;
    const from = this.#keyAtOrBefore(wanted) ?? this.#fragments.findIndex(({ fragment }) => fragment.media.startsWithKey);
    return from < 0 ? [] : this.#fragments.slice(from);
  }

  #forget(): void {
    const drop = Math.max(this.#oldest(), this.#tooMany());
    for (const { fragment } of this.#fragments.splice(0, drop)) this.#bytes -= fragment.media.bytes.byteLength;
  }

  /** The first that is still wanted, with the key frame that it needs. */
  #oldest(): number {
    const last = this.#fragments.at(-1)?.fragment;
    if (last === undefined) return 0;
    const endMs = last.roomMs + last.media.durationMs;
    const shown = Math.max(0, this.#fragments.length - shownFragments);
    const inTime = this.#fragments.findIndex(({ fragment }) => fragment.roomMs + fragment.media.durationMs > endMs - preRollMs);
    const wanted = this.#preRoll ? Math.min(shown, inTime) : shown;
    return this.#keyAtOrBefore(wanted) ?? 0;
  }

  #tooMany(): number {
    let bytes = this.#bytes;
    let n = 0;
    for (; bytes > mostBytes && n < this.#fragments.length - 1; n += 1) bytes -= this.#fragments[n]?.fragment.media.bytes.byteLength ?? 0;
    return n;
  }

  #keyAtOrBefore(index: number): number | undefined {
    const found = this.#fragments.findLastIndex(({ fragment }, n) => n <= index && fragment.media.startsWithKey);
    return found < 0 ? undefined : found;
  }
}
