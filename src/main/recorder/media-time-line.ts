import type { RoomClock } from '../clock/index.ts';
import { OffsetEstimator } from './offset-estimator.ts';
import { StampOffset } from './stamp-offset.ts';

/** A picture that has passed the stamp. */
export interface StampedPicture {
  readonly ptsMs: number;
  /** Room time minus media time as it was drawn; undefined before there was one. */
  readonly offsetMs: number | undefined;
}

export interface TimeLineOptions {
  readonly roomClock: RoomClock;
  readonly cameraLatencyMs: number;
  readonly cameraLatencyErrorMs: number;
  /** Makes the stamp show this offset; resolves when every later picture does. */
  readonly write: (offsetMs: number, roomMs: number) => Promise<void>;
  /** Whether the stamp may leap: true only while nothing is kept. */
  readonly mayStep: () => boolean;
}

/** More than slewing can be meant to mend: the room clock was set. */
const stepMs = 1_000;
/** The estimate may still be this far off when a picture is judged to be drawn after the stamp was written. */
const safetyMs = 40;

/** Ties the media time of one run to room time, and keeps the stamp to it. */
export class MediaTimeLine {
  readonly #options: TimeLineOptions;
  readonly #estimator = new OffsetEstimator();
  #offset: StampOffset | undefined;
  #safeFromPtsMs = Number.POSITIVE_INFINITY;
  #lastPtsMs = 0;
  #errorMs = 0;

  constructor(options: TimeLineOptions) {
    this.#options = options;
  }

  /** Takes the arrival of a picture; returns it as it was stamped. */
  add(ptsMs: number): StampedPicture {
    this.#estimator.add(ptsMs, this.#options.roomClock.monotonicMs());
    this.#lastPtsMs = ptsMs;
    return { ptsMs, offsetMs: this.#offset?.appliedMs };
  }

  /** Room time minus media time as it is drawn now; undefined before there is one. */
  get offsetMs(): number | undefined {
    return this.#offset?.appliedMs;
  }

  get jumped(): boolean {
    return this.#estimator.jumped;
  }

  /** Bound of the error of the stamp; of the camera's own latency only as far as it was measured. */
  get errorMs(): number {
    return this.#errorMs;
  }

  /** Whether the stamp in this picture and in all after it is right. */
  isStamped(ptsMs: number): boolean {
    return ptsMs >= this.#safeFromPtsMs;
  }

  /** Follows the estimate and the room clock. Called a few times a second. */
  async update(): Promise<void> {
    const { roomClock, cameraLatencyMs, cameraLatencyErrorMs, write, mayStep } = this.#options;
    const { estimate } = this.#estimator;
    if (estimate === undefined) return;
    const monotonicMs = roomClock.monotonicMs();
    const mediaZeroMs = estimate.offsetMs - cameraLatencyMs;
    const room = roomClock.at(mediaZeroMs + this.#lastPtsMs);
    const targetMs = room.atMs - this.#lastPtsMs;
    const mustSet = this.#offset === undefined || (Math.abs(targetMs - this.#offset.appliedMs) > stepMs && mayStep());
    if (mustSet) this.#safeFromPtsMs = Number.POSITIVE_INFINITY;
    const offset = (this.#offset ??= new StampOffset(targetMs, monotonicMs));
    if (mustSet) offset.step(targetMs, monotonicMs);
    else offset.follow(targetMs, monotonicMs);
    this.#errorMs = Math.ceil(room.errorMs + cameraLatencyErrorMs + Math.abs(targetMs - offset.appliedMs) + estimate.jitterMs);
    await write(offset.appliedMs, room.atMs);
    // A picture arrives no earlier than its media time says, so one that is due after now is drawn after now.
    if (mustSet) this.#safeFromPtsMs = roomClock.monotonicMs() - estimate.offsetMs + safetyMs;
  }
}
