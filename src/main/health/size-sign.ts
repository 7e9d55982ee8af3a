/** What a fragment takes on the disk, for each second. What a scene costs an encoder changes at once when the scene does. */
export interface FragmentSizes {
  readonly keyBytes: number;
  /** Of the pictures after the key picture. */
  readonly changeBytes: number;
  /** null without a sound track. */
  readonly soundBytes: number | null;
}

export interface SizeReading {
  /** Out of line with those before, or too few are known. */
  readonly isUnusual: boolean;
  /** What its changes take, as a part of what they usually take; 1 while too few are known. */
  readonly changeShare: number;
}

const remembered = 10;
const leastRemembered = 3;
const inLine = { keyBytes: [0.75, 1.35], changeBytes: [0.5, 2.5], soundBytes: [0.6, 1.7] } as const;

/**
 * Says which fragments deserve to be decoded at once, from their sizes alone: a camera that repeats its picture, a cloth over it, a dead
 * line. What it overlooks is seen at the next look.
 */
export class SizeSign {
  #before: readonly FragmentSizes[] = [];

  observe(sizes: FragmentSizes): SizeReading {
    const known = this.#before;
    this.#before = [...known, sizes].slice(-remembered);
    if (known.length < leastRemembered) return { isUnusual: true, changeShare: 1 };
    const usual = (size: keyof FragmentSizes) => median(known.map((each) => each[size] ?? 0));
    const isUnusual = (['keyBytes', 'changeBytes', 'soundBytes'] as const).some((size) => {
      const now = sizes[size];
      const [least, most] = inLine[size];
      return now === null ? usual(size) > 0 : now < usual(size) * least || now > usual(size) * most;
    });
    return { isUnusual, changeShare: sizes.changeBytes / Math.max(usual('changeBytes'), 1) };
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
