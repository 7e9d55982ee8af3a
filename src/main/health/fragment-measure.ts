import { formatRoomTime } from '../../shared/domain/index.ts';
import type { FragmentLook } from './fault-watch.ts';
import { lookAtPicture } from './picture-look.ts';
import { listenTo } from './sound-look.ts';
import { readStamp, type StampLetters } from './stamp-letters.ts';

/** One fragment after decoding: room time of its first picture, lengths in milliseconds. */
export interface DecodedFragment {
  readonly runId: string;
  readonly roomMs: number;
  readonly durationMs: number;
  readonly soundMs: number;
  readonly soundAheadMs: number | null;
  /** undefined when it does not decode. */
  readonly picture: Uint8Array | undefined;
  readonly strip: Uint8Array | undefined;
  readonly heard: Int16Array | undefined;
}

export interface DecodedCamera {
  readonly fragments: readonly DecodedFragment[];
  /** The camera has a microphone, and this run records it. */
  readonly expectSound: boolean;
  readonly letters: StampLetters | undefined;
  readonly timeZone: string;
}

/** The stamp may be this far from the time that the fragment's chain box names, and still be called right (requirement: 100 ms). */
const stampToleranceMs = 100;
const leastSoundMs = 300;

/** Looks at and listens to each fragment: its key picture, its stamp, its sound. Pure; a few milliseconds each. */
export function measureFragments({ fragments, expectSound, letters, timeZone }: DecodedCamera): readonly FragmentLook[] {
  return fragments.map(({ runId, roomMs, durationMs, soundMs, soundAheadMs, picture, strip, heard }) => ({
    fromMs: roomMs, toMs: roomMs + durationMs, runId,
    picture: picture === undefined ? null : lookAtPicture(picture),
    stamp: strip === undefined || letters === undefined ? undefined : judgeStamp(strip, letters, roomMs, timeZone),
    sound: expectSound ? soundOf(heard, soundMs) : null,
    soundAheadMs: expectSound ? soundAheadMs : null,
  }));
}

function soundOf(heard: Int16Array | undefined, soundMs: number): FragmentLook['sound'] {
  return heard === undefined || soundMs < leastSoundMs || heard.length === 0 ? undefined : listenTo(heard);
}

function judgeStamp(strip: Uint8Array, letters: StampLetters, roomMs: number, timeZone: string): FragmentLook['stamp'] {
  const reading = readStamp(strip, letters);
  if (reading.kind !== 'read') return reading.kind;
  const fits = [-stampToleranceMs, 0, stampToleranceMs].some((ms) => formatRoomTime(roomMs + ms, timeZone) === reading.text);
  return fits ? 'right' : 'wrong';
}
