import type { ExportPhase } from '../../shared/domain/index.ts';

export interface ExportSample {
  readonly phase: ExportPhase;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly atMs: number;
}

/** Over how long the rate is taken: a stick takes its bytes in gulps. */
const windowMs = 10_000;
const soonestMs = 1_000;

/** The samples that a rate is taken from: those of this phase, as far back as the window reaches. */
export function withSample(samples: readonly ExportSample[], sample: ExportSample): readonly ExportSample[] {
  return [...samples.filter(({ phase, atMs }) => phase === sample.phase && sample.atMs - atMs <= windowMs), sample];
}

/** Bytes a second, and how long the rest of the phase takes at that rate; null while that cannot be said. */
export function rateOf(samples: readonly ExportSample[]): { readonly bytesPerSecond: number; readonly leftMs: number | null } {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.atMs - first.atMs < soonestMs) return { bytesPerSecond: 0, leftMs: null };
  const bytesPerMs = (last.bytesDone - first.bytesDone) / (last.atMs - first.atMs);
  if (bytesPerMs <= 0) return { bytesPerSecond: 0, leftMs: null };
  return { bytesPerSecond: Math.round(bytesPerMs * 1000), leftMs: Math.round((last.bytesTotal - last.bytesDone) / bytesPerMs) };
}
