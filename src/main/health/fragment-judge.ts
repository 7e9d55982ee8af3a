import { decodeLooks, lookSampleRate, type FfmpegTools } from '../ffmpeg/index.ts';
import type { FragmentLook } from './fault-watch.ts';
import { measureFragments, type DecodedCamera, type DecodedFragment } from './fragment-measure.ts';
import type { StampLetters } from './stamp-letters.ts';

/** A fragment as it was read back from a disk. */
export interface ReadBackFragment extends Pick<DecodedFragment, 'runId' | 'roomMs' | 'durationMs' | 'soundMs' | 'soundAheadMs'> {
  readonly bytes: Uint8Array;
}

export interface ReadBack {
  readonly init: Uint8Array;
  readonly fragments: readonly ReadBackFragment[];
  /** Sound was announced for this camera. */
  readonly expectSound: boolean;
  readonly hasSound: boolean;
  readonly letters: StampLetters | undefined;
  readonly timeZone: string;
}

/** How what was decoded is measured: in a thread of its own where something else must not wait. */
export type Measure = (camera: DecodedCamera) => Promise<readonly FragmentLook[]>;

const measureHere: Measure = (camera) => Promise.resolve(measureFragments(camera));

/** Decodes what was read back of several cameras and measures each fragment. Never throws for bad media: it does not decode. */
export async function lookAtFragments(tools: FfmpegTools, cameras: readonly ReadBack[], measure: Measure = measureHere): Promise<readonly (readonly FragmentLook[])[]> {
  const requests = cameras.map(({ init, fragments, hasSound }) => ({ media: Buffer.concat([init, ...fragments.map((f) => f.bytes)]), hasSound }));
  const looks = await decodeLooks(tools, requests);
  return Promise.all(cameras.map(({ fragments, expectSound, hasSound, letters, timeZone }, n) => {
    const look = looks[n] ?? null;
    let soundAt = 0;
    const decoded = fragments.map(({ runId, roomMs, durationMs, soundMs, soundAheadMs }, k): DecodedFragment => {
      const samples = Math.round((soundMs * lookSampleRate) / 1000);
      soundAt += samples;
      return {
        runId, roomMs, durationMs, soundMs, soundAheadMs, picture: look?.pictures[k]?.slice(), strip: look?.strips[k]?.slice(),
        heard: look?.sound?.slice(soundAt - samples, soundAt),
      };
    });
    return measure({ fragments: decoded, expectSound: expectSound && hasSound, letters, timeZone });
  }));
}
