import { setImmediate as nextTurn } from 'node:timers/promises';
import { formatRoomTime } from '../../shared/domain/index.ts';
import { lookSampleRate, type Look, type LookRequest } from '../ffmpeg/index.ts';
import type { FragmentLook } from './fault-watch.ts';
import { lookAtPicture } from './picture-look.ts';
import { listenTo } from './sound-look.ts';
import { readStamp, type StampLetters } from './stamp-letters.ts';

/** A fragment as it was read back from a disk. Room time of its first picture; lengths in milliseconds. */
export interface ReadBackFragment {
  readonly runId: string;
  readonly bytes: Uint8Array;
  /** A camera's own fragments may lie between its key pictures: of those the sound alone is looked at. */
  readonly hasKey: boolean;
  readonly roomMs: number;
  readonly durationMs: number;
  readonly soundMs: number;
  /** Room time of the first of its sound. */
  readonly soundFromMs: number;
  readonly changeShare: number;
}

export interface ReadBack {
  readonly init: Uint8Array;
  readonly fragments: readonly ReadBackFragment[];
  /** Sound was announced for this camera. */
  readonly expectSound: boolean;
  readonly hasSound: boolean;
  /** Not for a microphone. */
  readonly hasPicture: boolean;
  readonly letters: StampLetters | undefined;
  readonly stampedBy: 'station' | 'camera';
  /** How far the stamp may be from room time. The station's own is held to 100 ms, a camera's to what the profile allows its clock. */
  readonly stampToleranceMs: number;
  readonly timeZone: string;
}

/** Decodes each; null what does not decode. Never throws for bad media. */
export type DecodeLooks = (requests: readonly LookRequest[]) => Promise<readonly (Look | null)[]>;

/** The station's stamp may be this far from the time that the fragment's chain box names, and still be called right (requirement: 100 ms). */
export const ownStampToleranceMs = 100;
const leastSoundMs = 300;

/**
 * Decodes what was read back of several cameras, and looks at and listens to each fragment: its key picture, its stamp, its sound.
 * Gives the loop back between fragments. Never throws for bad media: it does not decode.
 */
export async function lookAtFragments(decode: DecodeLooks, cameras: readonly ReadBack[]): Promise<readonly (readonly FragmentLook[])[]> {
  const looks = await decode(cameras.map(({ init, fragments, hasSound, hasPicture, stampedBy }) => ({ init, fragments: fragments.map((f) => f.bytes), keys: fragments.filter((f) => f.hasKey).length, hasSound, hasPicture, stampedBy, soundMs: fragments.reduce((sum, f) => sum + f.soundMs, 0) })));
  const all: (readonly FragmentLook[])[] = [];
  for (const [n, camera] of cameras.entries()) {
    const look = looks[n] ?? null;
    const seen: FragmentLook[] = [];
    let [soundAt, keyAt] = [0, 0];
    for (const fragment of camera.fragments) {
      await nextTurn();
      const samples = Math.round((fragment.soundMs * lookSampleRate) / 1000);
      const heard = look?.sound?.subarray(soundAt, soundAt + samples);
      soundAt += samples;
      const picture = fragment.hasKey ? look?.pictures[keyAt] : undefined;
      const strip = fragment.hasKey ? look?.strips[keyAt] : undefined;
      if (fragment.hasKey) keyAt += 1;
      const hasNoPicture = look !== null && !(camera.hasPicture && fragment.hasKey);
      seen.push({
        fromMs: fragment.roomMs, toMs: fragment.roomMs + fragment.durationMs, runId: fragment.runId, changeShare: fragment.changeShare,
        picture: picture === undefined ? (hasNoPicture ? undefined : null) : lookAtPicture(picture),
        stamp: strip === undefined ? undefined : judgeStamp(strip, fragment.roomMs, camera),
        sound: soundOf(camera, heard, fragment.soundMs),
        ...(heard === undefined || heard.length === 0 ? {} : { heard: { fromMs: fragment.soundFromMs, samples: Int16Array.from(heard) } }),
      });
    }
    all.push(seen);
  }
  return all;
}

function soundOf({ expectSound, hasSound }: ReadBack, heard: Int16Array | undefined, soundMs: number): FragmentLook['sound'] {
  if (!expectSound || !hasSound) return null;
  return heard === undefined || soundMs < leastSoundMs || heard.length === 0 ? undefined : listenTo(heard);
}

function judgeStamp(strip: Uint8Array, roomMs: number, { letters, stampedBy, stampToleranceMs, timeZone }: ReadBack): FragmentLook['stamp'] {
  // Nothing is known of how the station's own stamp looks only when it could not be drawn; a camera's stamp that nobody can read is none.
  if (letters === undefined) return stampedBy === 'camera' ? 'absent' : undefined;
  const reading = readStamp(strip, letters);
  if (reading.kind === 'read') return isRight(reading.text, { roomMs, timeZone, toleranceMs: stampToleranceMs }) ? 'right' : 'wrong';
  return stampedBy === 'camera' ? 'absent' : reading.kind;
}

/** Whether a stamp could stand in a picture of this time. */
export function isRight(stamp: string, { roomMs, timeZone, toleranceMs }: { readonly roomMs: number; readonly timeZone: string; readonly toleranceMs: number }): boolean {
  for (let ms = -toleranceMs; ms < toleranceMs; ms += 1_000) if (formatRoomTime(roomMs + ms, timeZone) === stamp) return true;
  return [0, toleranceMs].some((ms) => formatRoomTime(roomMs + ms, timeZone) === stamp);
}
