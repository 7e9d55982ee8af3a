import { startTimer } from '../platform/index.ts';

interface Gathered<Item> {
  readonly item: Item;
  readonly cancel: () => void;
  more: number;
}

/** What comes again within this time is counted and told at its end; as long as it goes on, the time doubles up to the longer one. */
const firstGatherMs = 5_000;
const longestGatherMs = 600_000;
/** Different kinds that are gathered at a time; a person is not refused in so many ways within seconds, a program may be. */
const kindsAtOnce = 100;

/**
 * Writes the first of its kind at once and repetitions as one, with their number, so that neither a finger on a button nor a program in a loop fills the ledger. Nothing goes uncounted:
 * beyond `kindsAtOnce` kinds at a time, what else comes is counted together as `others`.
 */
export class RepeatedFacts<Item> {
  readonly #write: (item: Item, count: number) => void;
  readonly #others: (item: Item) => { readonly key: string; readonly item: Item };
  readonly #gathering = new Map<string, Gathered<Item>>();

  constructor(write: (item: Item, count: number) => void, others: (item: Item) => { readonly key: string; readonly item: Item }) {
    this.#write = write;
    this.#others = others;
  }

  note(key: string, item: Item): void {
    if (this.#countAgain(key)) return;
    if (this.#gathering.size < kindsAtOnce) {
      this.#begin(key, item);
      return;
    }
    const others = this.#others(item);
    if (!this.#countAgain(others.key)) this.#begin(others.key, others.item);
  }

  /** Writes what is still being gathered. */
  close(): Promise<void> {
    for (const [key, { cancel }] of [...this.#gathering]) {
      cancel();
      this.#take(key);
    }
    return Promise.resolve();
  }

  #countAgain(key: string): boolean {
    const known = this.#gathering.get(key);
    if (known !== undefined) known.more += 1;
    return known !== undefined;
  }

  #begin(key: string, item: Item): void {
    this.#write(item, 1);
    this.#gather(key, item, firstGatherMs);
  }

  #gather(key: string, item: Item, gatherMs: number): void {
    const cancel = startTimer(gatherMs, () => {
      if (this.#take(key) > 0) this.#gather(key, item, Math.min(2 * gatherMs, longestGatherMs));
    });
    this.#gathering.set(key, { item, more: 0, cancel });
  }

  /** Tells what came again. @returns how often */
  #take(key: string): number {
    const gathered = this.#gathering.get(key);
    this.#gathering.delete(key);
    if (gathered !== undefined && gathered.more > 0) this.#write(gathered.item, gathered.more);
    return gathered?.more ?? 0;
  }
}
