import { software, type PictureEncoder } from './picture-encoder.ts';

/** The encoder of this machine, until it fails at its work: from then on x264, for as long as the station runs. */
export class EncoderInUse {
  #current: PictureEncoder = software;
  readonly #onGivenUp: (encoder: PictureEncoder, why: string) => void;

  constructor(onGivenUp: (encoder: PictureEncoder, why: string) => void) {
    this.#onGivenUp = onGivenUp;
  }

  get current(): PictureEncoder {
    return this.#current;
  }

  /** What the trials at the start found. */
  use(encoder: PictureEncoder): void {
    this.#current = encoder;
  }

  /** @param failed what the run was made with that failed. @returns whether the next run is made with another */
  giveUp(failed: PictureEncoder, why: string): boolean {
    if (failed.kind === software.kind) return false;
    if (failed === this.#current) {
      this.#current = software;
      this.#onGivenUp(failed, why);
    }
    return true;
  }
}
