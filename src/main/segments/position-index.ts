import type { StreamId, MediaPosition, SegmentName } from '../../shared/domain/index.ts';

export interface PlacedFragment {
  readonly roomMs: number;
  readonly durationMs: number;
  readonly segment: SegmentName;
  readonly mediaMs: number;
}

/** Knows for every room time where it lies in the recording of one stream. */
export class PositionIndex {
  readonly #streamId: StreamId;
  readonly #fragments: PlacedFragment[] = [];

  constructor(streamId: StreamId) {
    this.#streamId = streamId;
  }

  add(fragment: PlacedFragment): MediaPosition {
    this.#fragments.push(fragment);
    return { streamId: this.#streamId, segment: fragment.segment, mediaMs: fragment.mediaMs };
  }

  /** Room time at which the last fragment ends. */
  get endMs(): number | undefined {
    const last = this.#fragments.at(-1);
    return last === undefined ? undefined : last.roomMs + last.durationMs;
  }

  /**
   * The place of a room time. A moment just after the last fragment is answered as if the segment went on (its fragment is not
   * complete yet); undefined for a moment in a gap or outside the recording.
   */
  at(roomMs: number, aheadMs = 5_000): MediaPosition | undefined {
    const index = this.#fragments.findLastIndex((fragment) => fragment.roomMs <= roomMs);
    const fragment = this.#fragments[index];
    if (fragment === undefined) return undefined;
    const slack = index === this.#fragments.length - 1 ? aheadMs : joinMs;
    const into = roomMs - fragment.roomMs;
    if (into >= fragment.durationMs + slack) return undefined;
    return { streamId: this.#streamId, segment: fragment.segment, mediaMs: fragment.mediaMs + into };
  }
}

/** Rounding and slewing leave cracks of a few milliseconds between fragments that touch. */
const joinMs = 20;
