/** What room time should be, and how far it may be wrong, from a moment of the monotonic clock on. */
export interface Aim {
  readonly atMonotonicMs: number;
  readonly roomMs: number;
  /** Speed of true time against the monotonic clock, less one. */
  readonly frequency: number;
  readonly errorMs: number;
  /** How fast the error grows: ms per ms. */
  readonly errorGrowth: number;
}

interface Piece {
  readonly fromMs: number;
  readonly roomMs: number;
  readonly rate: number;
  readonly aim: Aim;
}

/** Corrections change the speed of room time against the monotonic clock by no more than this (500 ppm: 1.8 s in an hour). */
export const maxSlew = 500e-6;
const correctWithinMs = 20_000;
const maxPieces = 20_000;

/**
 * Room time as a function of monotonic time: straight pieces, each beginning where the one before ended, except at a step.
 * Between steps it only ever goes forward, because no piece is slower than 1 - `maxSlew`.
 */
export class TimeLine {
  #pieces: Piece[];

  constructor(aim: Aim) {
    this.#pieces = [cruise(aim)];
  }

  /** Room time and the bound of its error at a moment, with fractions. Before the first piece it is extrapolated backwards. */
  at(monotonicMs: number): { readonly roomMs: number; readonly errorMs: number } {
    const piece = this.#pieceAt(monotonicMs);
    const roomMs = piece.roomMs + (monotonicMs - piece.fromMs) * piece.rate;
    const { aim } = piece;
    const sinceMs = monotonicMs - aim.atMonotonicMs;
    const aimMs = aim.roomMs + sinceMs * (1 + aim.frequency);
    return { roomMs, errorMs: aim.errorMs + Math.abs(sinceMs) * aim.errorGrowth + Math.abs(aimMs - roomMs) };
  }

  /** From `aim.atMonotonicMs` on, runs towards the aim at no more than `maxSlew`, then along it. What was before stays as it was. */
  slew(aim: Aim): void {
    const fromMs = aim.atMonotonicMs;
    const { roomMs } = this.at(fromMs);
    const frequency = clamp(aim.frequency, maxSlew);
    const missingMs = aim.roomMs - roomMs;
    const speed = clamp(frequency + missingMs / correctWithinMs, maxSlew) - frequency;
    const forMs = speed === 0 ? 0 : missingMs / speed;
    this.#cutFrom(fromMs);
    if (forMs > 0) this.#pieces.push({ fromMs, roomMs, rate: 1 + frequency + speed, aim });
    this.#pieces.push({ fromMs: fromMs + forMs, roomMs: roomMs + forMs * (1 + frequency + speed), rate: 1 + frequency, aim });
  }

  /** Jumps to the aim. The only thing that can move room time back: who calls it answers for that. */
  step(aim: Aim): void {
    this.#cutFrom(aim.atMonotonicMs);
    this.#pieces.push(cruise(aim));
  }

  #cutFrom(monotonicMs: number): void {
    this.#pieces = this.#pieces.filter((piece) => piece.fromMs < monotonicMs).slice(-maxPieces);
  }

  #pieceAt(monotonicMs: number): Piece {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#pieces[middle]?.fromMs ?? Infinity) <= monotonicMs) low = middle;
      else high = middle - 1;
    }
    const piece = this.#pieces[low];
    if (piece === undefined) throw new Error('A time line has at least one piece');
    return piece;
  }
}

function cruise(aim: Aim): Piece {
  return { fromMs: aim.atMonotonicMs, roomMs: aim.roomMs, rate: 1 + clamp(aim.frequency, maxSlew), aim };
}

function clamp(value: number, limit: number): number {
  return Math.min(Math.max(value, -limit), limit);
}
