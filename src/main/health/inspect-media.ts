import { isAppError, type ErrorCode } from '../../shared/base/index.ts';
import { decodeAudio, decodedSampleRate, decodeFrames, type FfmpegTools } from '../ffmpeg/index.ts';
import { judgePicture, lookAt, type PictureVerdict } from './picture-judge.ts';

export interface InspectInput {
  readonly tools: FfmpegTools;
  /** Init and fragments as recorded, three to twelve seconds of them; the last three seconds are judged. */
  readonly media: Uint8Array;
  readonly expectAudio: boolean;
}

export interface MediaInspection extends PictureVerdict {
  readonly decodes: boolean;
  /** How many pictures were looked at. */
  readonly frames: number;
  /** RMS in dB of full scale; −120 is digital silence; null without sound. */
  readonly soundDb: number | null;
  /** The first thing that is wrong: PICTURE_MISSING, PICTURE_BLACK, PICTURE_FROZEN, SOUND_SILENT. */
  readonly problem: ErrorCode | null;
}

const mostFrames = 12 * lookAt.framesPerSecond;
const silentBelowDb = -75;
const digitalSilenceDb = -120;
const soundSeconds = 3;

/**
 * Looks at what is being recorded as a person would: does it decode, does it move outside the stamp, is there light, is there sound?
 * A room where nothing at all moves, not even a wall clock, cannot be told from a frozen camera and is called frozen.
 * Never throws for bad media.
 */
export async function inspectMedia({ tools, media, expectAudio }: InspectInput): Promise<MediaInspection> {
  const frames = await orNothing(decodeFrames(tools, media, { count: mostFrames, width: lookAt.width, height: lookAt.height, everySeconds: 1 / lookAt.framesPerSecond }));
  const samples = expectAudio ? await orNothing(decodeAudio(tools, media)) : null;
  const soundDb = samples === null || samples.length === 0 ? null : loudness(samples.subarray(-soundSeconds * decodedSampleRate));
  if (frames === null || frames.length < 2)
    return { decodes: false, frames: frames?.length ?? 0, moving: false, black: false, meanLuma: 0, soundDb, problem: 'PICTURE_MISSING' };
  const picture = judgePicture(frames);
  return { decodes: true, frames: frames.length, ...picture, soundDb, problem: problemOf(picture, expectAudio, soundDb) };
}

function problemOf({ black, moving }: PictureVerdict, expectAudio: boolean, soundDb: number | null): ErrorCode | null {
  if (black) return 'PICTURE_BLACK';
  if (!moving) return 'PICTURE_FROZEN';
  return expectAudio && (soundDb ?? digitalSilenceDb) < silentBelowDb ? 'SOUND_SILENT' : null;
}

async function orNothing<T>(decoding: Promise<T>): Promise<T | null> {
  try {
    return await decoding;
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}

function loudness(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return power === 0 ? digitalSilenceDb : Math.max(digitalSilenceDb, Math.round(10 * Math.log10(power)));
}
