import type { ErrorCode } from '../../shared/base/index.ts';
import { changeBetween, type PictureLook } from './picture-look.ts';
import { isHum, isSilent, type SoundLook } from './sound-look.ts';

export const recordedFaults = [
  'RECORDING_UNREADABLE', 'PICTURE_BLACK', 'PICTURE_COVERED', 'PICTURE_BLURRED', 'PICTURE_FROZEN', 'STAMP_MISSING', 'STAMP_WRONG', 'SOUND_SILENT', 'SOUND_HUM', 'SOUND_CLIPPED', 'SOUND_APART', 'MICROPHONE_APART', 'MICROPHONE_DEAF',
] as const satisfies readonly ErrorCode[];
export type RecordedFault = (typeof recordedFaults)[number];

/** What was seen and heard in one fragment read back from a disk. Room time. */
export interface FragmentLook {
  readonly fromMs: number;
  readonly toMs: number;
  /** A new run starts: its pictures are not compared with those before. */
  readonly runId: string;
  /** null when it does not decode; undefined where there is none, as in a microphone's sound. */
  readonly picture: PictureLook | null | undefined;
  /** What its changes take on the disk, as a part of what they took before (`SizeSign`); 1 when that is not known. */
  readonly changeShare: number;
  /** undefined when the stamp was not looked at. */
  readonly stamp: 'right' | 'wrong' | 'absent' | 'unsure' | undefined;
  /** null when the camera records no sound; undefined when the fragment holds none although it should. */
  readonly sound: SoundLook | null | undefined;
  /** The sound itself, 16 kHz, where there is any. */
  readonly heard?: { readonly fromMs: number; readonly samples: Int16Array };
}

/** How the camera looks when it is well: from the room check, else from the first second of the recording. */
export interface PictureBaseline {
  readonly structure: number;
  readonly steepness: number;
}

export interface FaultChange {
  readonly kind: 'began' | 'ended';
  readonly fault: RecordedFault;
  readonly fromMs: number;
  /** For `ended`: where the first good fragment begins. */
  readonly toMs: number;
}

type Verdict = 'bad' | 'good' | 'unknown';

interface Standing {
  bad: number;
  good: number;
  fromMs: number;
  /** Where the first of the good ones begins. */
  goodFromMs: number;
  lasting: boolean;
}

/** Fragments of about a second: two bad ones in a row are a fault, two good ones are its end. */
const confirm = 2;
const stillBelow = { movedCells: 3, restlessness: 0.5, changeShare: 0.04, refining: 1.5 } as const;
const coveredBelow = { structure: 0.3, steepness: 0.35 } as const;
const blurredBelow = 0.42;
const leastSteepness = 12;

/** Judges one camera, fragment after fragment, and says where each fault begins and ends. Pure but for its memory. */
export class FaultWatch {
  readonly #standing = new Map<RecordedFault, Standing>();
  #baseline: PictureBaseline | undefined;
  #before: { readonly look: PictureLook; readonly fromMs: number; readonly runId: string; readonly changeShare: number } | undefined;
  #lastToMs = 0;

  constructor(baseline?: PictureBaseline) {
    this.#baseline = baseline;
  }

  get lasting(): readonly { readonly fault: RecordedFault; readonly fromMs: number }[] {
    return [...this.#standing].filter(([, s]) => s.lasting).map(([fault, { fromMs }]) => ({ fault, fromMs }));
  }

  /** Something was bad and is not yet certain: the next fragment should be looked at without delay. */
  get suspects(): boolean {
    return [...this.#standing.values()].some((s) => !s.lasting && s.bad > 0);
  }

  observe(look: FragmentLook): readonly FaultChange[] {
    const picture = look.picture ?? null;
    if (picture !== null && !picture.black && picture.steepness >= leastSteepness) this.#baseline ??= picture;
    const verdicts = this.#verdicts(look);
    // What is still was so from the picture before on.
    const stillFromMs = this.#before?.fromMs ?? look.fromMs;
    // Two seconds in a row that cost nothing but the stamp, and the same picture at their beginnings, are as good as three pictures that are the same.
    const isStillForLong = Math.max(look.changeShare, this.#before?.changeShare ?? 1) < stillBelow.changeShare;
    this.#lastToMs = look.toMs;
    if (picture !== null) this.#before = { look: picture, fromMs: look.fromMs, runId: look.runId, changeShare: look.changeShare };
    return recordedFaults.flatMap((fault) =>
      fault === 'PICTURE_FROZEN' ? this.#count(fault, verdicts[fault], look, stillFromMs, isStillForLong ? confirm : 1) : this.#count(fault, verdicts[fault], look, look.fromMs));
  }

  /** Whether something in this fragment is bad, without taking it in: then those before it that were passed over are worth a look. */
  wouldSuspect(look: FragmentLook): boolean {
    return Object.values(this.#verdicts(look)).includes('bad');
  }

  /** Something is suspected or lasts: every fragment is worth a look. */
  get isBusy(): boolean {
    return [...this.#standing.values()].some((s) => s.lasting || s.bad > 0);
  }

  /** Nothing more is recorded: what lasts ends with the last fragment. */
  close(): readonly FaultChange[] {
    const ended = this.lasting.map(({ fault, fromMs }) => ({ kind: 'ended' as const, fault, fromMs, toMs: this.#lastToMs }));
    this.#standing.clear();
    return ended;
  }

  #verdicts(look: FragmentLook): Record<RecordedFault, Verdict> {
    const { stamp, sound } = look;
    const picture = look.picture ?? null;
    const unknown = look.picture === null;
    const black = picture?.black === true;
    const covered = picture !== null && !black && this.#isCovered(picture);
    const seen = (bad: boolean): Verdict => (picture === null ? 'unknown' : verdict(bad));
    return {
      RECORDING_UNREADABLE: verdict(unknown),
      PICTURE_BLACK: seen(black),
      PICTURE_COVERED: seen(covered),
      PICTURE_BLURRED: black || covered ? 'unknown' : seen(picture !== null && this.#isBlurred(picture)),
      PICTURE_FROZEN: this.#frozen(look, black || covered),
      STAMP_MISSING: unknown || stamp === undefined || stamp === 'unsure' ? 'unknown' : verdict(stamp === 'absent'),
      STAMP_WRONG: unknown || stamp === undefined || stamp === 'unsure' || stamp === 'absent' ? 'unknown' : verdict(stamp === 'wrong'),
      SOUND_SILENT: sound === null ? 'unknown' : verdict(sound === undefined || isSilent(sound)),
      SOUND_HUM: sound === null || sound === undefined ? 'unknown' : verdict(isHum(sound)),
      SOUND_CLIPPED: sound === null || sound === undefined ? 'unknown' : verdict(sound.isClipped),
      // Judged by StepWatch, from arrival: where a fragment's sound and its pictures end is the muxer's doing.
      SOUND_APART: 'unknown',
      // Judged from what microphones and cameras heard of the same moments.
      MICROPHONE_APART: 'unknown',
      MICROPHONE_DEAF: 'unknown',
    };
  }

  #frozen({ picture, runId, changeShare }: FragmentLook, blind: boolean): Verdict {
    const before = this.#before;
    if (picture === null || picture === undefined || blind || before?.runId !== runId) return 'unknown';
    const { movedCells, restlessness } = changeBetween(before.look, picture);
    // An encoder goes on refining a picture that stands still for some seconds: the key pictures differ by more, and nothing but the stamp costs it any bytes.
    const mostRestless = changeShare < stillBelow.changeShare ? stillBelow.refining : stillBelow.restlessness;
    return verdict(movedCells < stillBelow.movedCells && restlessness < mostRestless);
  }

  #isCovered({ structure, steepness }: PictureLook): boolean {
    const baseline = this.#baseline;
    return baseline !== undefined && structure < baseline.structure * coveredBelow.structure && steepness < baseline.steepness * coveredBelow.steepness;
  }

  #isBlurred({ steepness, meanLuma }: PictureLook): boolean {
    const baseline = this.#baseline;
    // In poor light every edge is faint: that is darkness, not focus.
    return baseline !== undefined && meanLuma > 40 && steepness < baseline.steepness * blurredBelow;
  }

  #count(fault: RecordedFault, seen: Verdict, { fromMs: lookFromMs, toMs }: FragmentLook, badFromMs: number, weight = 1): readonly FaultChange[] {
    if (seen === 'unknown') return [];
    const s = this.#standing.get(fault) ?? { bad: 0, good: 0, fromMs: 0, goodFromMs: 0, lasting: false };
    this.#standing.set(fault, s);
    if (seen === 'bad') {
      if (!s.lasting && s.bad === 0) s.fromMs = badFromMs;
      s.bad += weight;
      s.good = 0;
      if (s.lasting || s.bad < confirm) return [];
      s.lasting = true;
      return [{ kind: 'began', fault, fromMs: s.fromMs, toMs }];
    }
    if (s.good === 0) s.goodFromMs = lookFromMs;
    s.good += 1;
    s.bad = 0;
    if (!s.lasting || s.good < confirm) return [];
    s.lasting = false;
    return [{ kind: 'ended', fault, fromMs: s.fromMs, toMs: s.goodFromMs }];
  }
}

function verdict(bad: boolean): Verdict {
  return bad ? 'bad' : 'good';
}
