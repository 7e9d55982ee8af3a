/** One coded picture, in Annex B NAL units without start codes and without the access unit delimiter. */
export interface AccessUnit {
  readonly nalUnits: readonly Buffer[];
  readonly isKeyframe: boolean;
}

export const nalType = { idr: 5, sps: 7, pps: 8, delimiter: 9 } as const;

const startCode = Buffer.from([0, 0, 1]);
const delimiterStart = Buffer.from([0, 0, 1, nalType.delimiter]);
const maxPendingBytes = 8 * 1024 * 1024;

/**
 * Cuts an Annex B byte stream in which every access unit begins with a delimiter (ISO/IEC 14496-10, 7.4.1.2.3).
 * A unit is known to be complete when the next one begins.
 */
export class AccessUnitReader {
  #pending: Buffer = Buffer.alloc(0);
  readonly #onUnit: (unit: AccessUnit) => void;

  constructor(onUnit: (unit: AccessUnit) => void) {
    this.#onUnit = onUnit;
  }

  push(chunk: Buffer): void {
    let from = Math.max(1, this.#pending.length - delimiterStart.length + 1);
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    for (;;) {
      const next = this.#pending.indexOf(delimiterStart, from);
      if (next < 0) break;
      this.#emit(this.#pending.subarray(0, next));
      this.#pending = this.#pending.subarray(next);
      from = delimiterStart.length;
    }
    if (this.#pending.length > maxPendingBytes) throw new Error('The encoder wrote no access unit delimiter');
  }

  #emit(bytes: Buffer): void {
    const nalUnits = splitNalUnits(bytes).filter((unit) => typeOf(unit) !== nalType.delimiter);
    if (nalUnits.length > 0) this.#onUnit({ nalUnits, isKeyframe: nalUnits.some((unit) => typeOf(unit) === nalType.idr) });
  }
}

export function typeOf(nalUnit: Buffer): number {
  return (nalUnit[0] ?? 0) & 0x1f;
}

/** The NAL units of an Annex B byte stream, without start codes and trailing zero bytes. */
export function splitNalUnits(bytes: Buffer): readonly Buffer[] {
  const units: Buffer[] = [];
  let start = bytes.indexOf(startCode);
  while (start >= 0) {
    const next = bytes.indexOf(startCode, start + startCode.length);
    const unit = withoutTrailingZeros(bytes.subarray(start + startCode.length, next < 0 ? bytes.length : next));
    if (unit.length > 0) units.push(unit);
    start = next;
  }
  return units;
}

function withoutTrailingZeros(unit: Buffer): Buffer {
  let end = unit.length;
  while (end > 0 && unit[end - 1] === 0) end -= 1;
  return unit.subarray(0, end);
}

/** The unit as an Annex B byte stream that a decoder can start with when it is a keyframe. */
export function toAnnexB(unit: AccessUnit): Buffer {
  return Buffer.concat(unit.nalUnits.flatMap((nal) => [Buffer.from([0, 0, 0, 1]), nal]));
}
