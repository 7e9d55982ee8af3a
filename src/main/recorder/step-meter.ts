/** How much later sound reached the station than pictures of the same media time, over one window. */
export interface SoundStep {
  /** Negative: the sound comes earlier than it says. */
  readonly lateMs: number;
  /** Room time of the window. */
  readonly fromMs: number;
  readonly toMs: number;
}

const windowMs = 800;
const leastOfEach = 8;
/** Everything late at once says that the machine or the network is behind, not which of the two is out of step. */
const calmMs = 250;
const forgetPerWindowMs = 5;

interface Least {
  count: number;
  delayMs: number;
}

/**
 * Compares when sound and pictures arrive with the media times under which they are recorded. A picture or a sound can come late but never
 * early, so the least delayed of a window is right for each; they come in one stream, so what holds one up holds up the other. Their difference
 * is the camera's, and stays: where it changes, what is recorded has come out of step by as much.
 */
export class StepMeter {
  readonly #toRoom: (monotonicMs: number) => number;
  readonly #picture: Least = fresh();
  readonly #sound: Least = fresh();
  #bestPictureMs = Number.POSITIVE_INFINITY;
  #startedAtMs: number | undefined;

  /** @param toRoom room time at a moment of the monotonic clock */
  constructor(toRoom: (monotonicMs: number) => number) {
    this.#toRoom = toRoom;
  }

  picture(ptsMs: number, arrivalMs: number): SoundStep | undefined {
    this.#bestPictureMs = Math.min(this.#bestPictureMs, arrivalMs - ptsMs);
    return this.#take(this.#picture, ptsMs, arrivalMs);
  }

  sound(ptsMs: number, arrivalMs: number): SoundStep | undefined {
    return this.#take(this.#sound, ptsMs, arrivalMs);
  }

  #take(least: Least, ptsMs: number, arrivalMs: number): SoundStep | undefined {
    this.#startedAtMs ??= arrivalMs;
    const done = arrivalMs - this.#startedAtMs >= windowMs ? this.#close(this.#startedAtMs, arrivalMs) : undefined;
    least.count += 1;
    least.delayMs = Math.min(least.delayMs, arrivalMs - ptsMs);
    return done;
  }

  #close(fromMs: number, toMs: number): SoundStep | undefined {
    const [picture, sound] = [{ ...this.#picture }, { ...this.#sound }];
    for (const least of [this.#picture, this.#sound]) Object.assign(least, fresh());
    this.#startedAtMs = toMs;
    const calmBelowMs = this.#bestPictureMs + calmMs;
    // What has become usual is calm again, after the better part of a minute.
    this.#bestPictureMs += forgetPerWindowMs;
    if (picture.count < leastOfEach || sound.count < leastOfEach || picture.delayMs > calmBelowMs) return undefined;
    return { lateMs: Math.round(sound.delayMs - picture.delayMs), fromMs: Math.round(this.#toRoom(fromMs)), toMs: Math.round(this.#toRoom(toMs)) };
  }
}

function fresh(): Least {
  return { count: 0, delayMs: Number.POSITIVE_INFINITY };
}
