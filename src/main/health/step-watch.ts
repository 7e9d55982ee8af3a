import type { FaultChange, RecordedFault } from './fault-watch.ts';

/** One window of the recorder's comparison: how much later sound came than pictures of the same media time. Room time. */
export interface StepWindow {
  readonly lateMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Sound and pictures of a camera may be this far from where they were when its reference was taken (requirement D9). */
export const mostApartMs = 80;
/** Without a reference nothing is known of the camera's own difference; beyond this no camera is in step. */
const neverInStepMs = 400;
const endsBelow = 0.75;
const learnWindows = 7;
/** The middle windows must agree so well: a reference that was learnt on a machine out of breath would accuse the camera ever after. */
const steadyMs = 60;
const confirm = 2;

/**
 * Judges whether the recorded sound of one camera is in step with its pictures. What lies between them in the camera and on the way is its
 * reference, learnt when it is first seen and kept over reconnections; it is not followed afterwards, for slow drift is what is looked for.
 */
export class StepWatch {
  readonly #fault: RecordedFault;
  #referenceMs: number | undefined;
  #learning: readonly number[] = [];
  #bad: readonly StepWindow[] = [];
  #good: readonly StepWindow[] = [];
  #sinceMs: number | undefined;

  /** @param fault what it is called: of a camera’s own sound, or of a microphone against a camera */
  constructor(fault: RecordedFault = 'SOUND_APART') {
    this.#fault = fault;
  }

  /** From when the sound has been out of step; undefined while it is not. */
  get sinceMs(): number | undefined {
    return this.#sinceMs;
  }

  observe(window: StepWindow): FaultChange | undefined {
    const apart = this.#isApart(window.lateMs);
    if (!apart && this.#referenceMs === undefined) this.#learn(window.lateMs);
    if (apart) {
      this.#good = [];
      this.#bad = [...this.#bad, window].slice(-confirm);
      const [first] = this.#bad;
      if (this.#sinceMs !== undefined || first === undefined || this.#bad.length < confirm) return undefined;
      this.#sinceMs = first.fromMs;
      return { kind: 'began', fault: this.#fault, fromMs: first.fromMs, toMs: window.toMs };
    }
    this.#bad = [];
    this.#good = [...this.#good, window].slice(-confirm);
    const [first] = this.#good;
    if (this.#sinceMs === undefined || first === undefined || this.#good.length < confirm) return undefined;
    return this.#end(first.fromMs);
  }

  /** Nothing more is recorded: what lasts ends here. */
  close(atMs: number): FaultChange | undefined {
    this.#bad = [];
    this.#good = [];
    return this.#sinceMs === undefined ? undefined : this.#end(atMs);
  }

  #isApart(lateMs: number): boolean {
    if (this.#referenceMs === undefined) return Math.abs(lateMs) > neverInStepMs;
    // What hovers at the limit is one fault, not twenty.
    return Math.abs(lateMs - this.#referenceMs) > (this.#sinceMs === undefined ? mostApartMs : mostApartMs * endsBelow);
  }

  #learn(lateMs: number): void {
    this.#learning = [...this.#learning, lateMs].slice(-learnWindows);
    if (this.#learning.length < learnWindows) return;
    const middle = [...this.#learning].sort((a, b) => a - b).slice(1, -1);
    if ((middle.at(-1) ?? 0) - (middle[0] ?? 0) <= steadyMs) this.#referenceMs = middle[Math.floor(middle.length / 2)];
  }

  #end(toMs: number): FaultChange {
    const fromMs = this.#sinceMs ?? toMs;
    this.#sinceMs = undefined;
    return { kind: 'ended', fault: this.#fault, fromMs, toMs };
  }
}
