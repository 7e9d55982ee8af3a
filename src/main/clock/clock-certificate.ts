import type { JsonObject } from '../../shared/base/index.ts';
import type { ClockBasis, ClockStep } from './disciplined-clock.ts';

/** What the clocks did in one minute of room time. Whole numbers only. */
export interface ClockMinute {
  readonly fromMs: number;
  samples: number;
  failedRounds: number;
  disputedRounds: number;
  /** Servers that contradicted the majority. */
  rejected: readonly string[];
  /** Of the sample farthest from room time: server minus room. */
  offsetUs: number | null;
  delayUs: number | null;
  errorMs: number;
  systemOffsetMs: number;
  source: ClockBasis;
  server: string;
}

/** Something about a clock that happened or was measured at one moment. */
export type ClockMark =
  | { readonly kind: 'step'; readonly reason: ClockStep['reason']; readonly action: ClockStep['action']; readonly byMs: number; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'systemStep'; readonly byMs: number }
  | { readonly kind: 'alignment'; readonly presses: number; readonly byMs: number; readonly errorMs: number; readonly spreadMs: number }
  | { readonly kind: 'camera'; readonly cameraId: string; readonly offsetMs: number; readonly errorMs: number }
  /** The media of one run against room time: how much longer it took than its media time says, and the greatest bound of its stamps. */
  | { readonly kind: 'run'; readonly sourceId: string; readonly runId: string; readonly toMs: number; readonly mediaMs: number; readonly driftMs: number; readonly stampErrorMs: number };

export interface StoredMark {
  /** A later mark with the same key takes its place. */
  readonly key: string;
  readonly atMs: number;
  readonly mark: ClockMark;
}

/** Where what was measured outlives a crash. */
export interface ClockStore {
  load(): { readonly minutes: readonly ClockMinute[]; readonly marks: readonly StoredMark[] };
  /** All of it or nothing. @throws when it cannot be kept */
  save(minutes: readonly ClockMinute[], marks: readonly StoredMark[]): void;
}

export interface Moment {
  readonly atMs: number;
  readonly errorMs: number;
  readonly systemOffsetMs: number;
  readonly source: ClockBasis;
  readonly server: string;
}

const keptMinutes = 60 * 24 * 14;
const keptMarks = 10_000;
/** The less certain source is stated for a minute that had two. */
const certainty = ['sntp', 'operator', 'system'] as const satisfies readonly ClockBasis[];

/** Remembers, minute by minute, how wrong each clock was. Bounded in memory: two weeks. */
export class ClockHistory {
  readonly #store: ClockStore | undefined;
  readonly #minutes = new Map<number, ClockMinute>();
  readonly #marks = new Map<string, StoredMark>();
  readonly #unsavedMinutes = new Set<ClockMinute>();
  readonly #unsavedMarks = new Map<string, StoredMark>();
  #noted = 0;

  constructor(store?: ClockStore) {
    this.#store = store;
    if (store === undefined) return;
    const { minutes, marks } = store.load();
    for (const minute of minutes) this.#minutes.set(minute.fromMs / 60_000, { ...minute });
    for (const mark of marks) this.#marks.set(mark.key, mark);
  }

  noteMoment(moment: Moment): void {
    this.#minuteOf(moment);
  }

  noteSample(moment: Moment, { offsetMs, delayMs, disputed, rejected }: { readonly offsetMs: number; readonly delayMs: number; readonly disputed: boolean; readonly rejected: readonly string[] }): void {
    const minute = this.#minuteOf(moment);
    minute.rejected = [...new Set([...minute.rejected, ...rejected])].sort();
    if (disputed) {
      minute.disputedRounds += 1;
      return;
    }
    minute.samples += 1;
    const offsetUs = Math.round(offsetMs * 1000);
    if (minute.offsetUs === null || Math.abs(offsetUs) > Math.abs(minute.offsetUs)) minute.offsetUs = offsetUs;
    minute.delayUs = Math.max(minute.delayUs ?? 0, Math.round(delayMs * 1000));
  }

  noteFailedRound(moment: Moment): void {
    this.#minuteOf(moment).failedRounds += 1;
  }

  note(atMs: number, mark: ClockMark): void {
    this.#noted += 1;
    const key = mark.kind === 'run' ? `run ${mark.runId}` : `${mark.kind} ${atMs} ${this.#noted}`;
    const stored = { key, atMs: this.#marks.get(key)?.atMs ?? atMs, mark };
    this.#marks.set(key, stored);
    this.#unsavedMarks.set(key, stored);
    const oldest = this.#marks.keys().next().value;
    if (this.#marks.size > keptMarks && oldest !== undefined) this.#marks.delete(oldest);
  }

  /** Writes what has changed since the last time. @throws when it cannot be kept; it is then tried again with the next */
  save(): void {
    if (this.#store === undefined || this.#unsavedMinutes.size + this.#unsavedMarks.size === 0) return;
    this.#store.save([...this.#unsavedMinutes], [...this.#unsavedMarks.values()]);
    this.#unsavedMinutes.clear();
    this.#unsavedMarks.clear();
  }

  /** The clock certificate of an interval of room time: whole numbers only, so that it has one byte form. Ends belong to it. `now` stands for after. */
  certificate(fromMs: number, toMs: number, now: Moment): JsonObject {
    const all = [...this.#minutes.values()].sort((a, b) => a.fromMs - b.fromMs);
    const minutes = all.filter((minute) => minute.fromMs + 60_000 > fromMs && minute.fromMs <= toMs);
    const before = all.findLast((minute) => minute.fromMs + 60_000 <= fromMs);
    const marks = [...this.#marks.values()].filter(({ atMs }) => atMs >= fromMs && atMs <= toMs).sort((a, b) => a.atMs - b.atMs);
    const of = <K extends ClockMark['kind']>(kind: K): JsonObject[] => marks.flatMap(({ atMs, mark }) => (mark.kind === kind ? [withoutKind(atMs, mark)] : []));
    return {
      format: 'shilu-clock-certificate-2',
      fromMs,
      toMs,
      sources: [...new Set(minutes.map((minute) => minute.source))],
      servers: [...new Set(minutes.map((minute) => minute.server))].filter((server) => server !== ''),
      rejectedServers: [...new Set(minutes.flatMap((minute) => minute.rejected))].sort(),
      worstErrorMs: minutes.length === 0 ? null : Math.max(...minutes.map((minute) => minute.errorMs)),
      before: before === undefined ? null : toJson(before),
      minutes: minutes.map(toJson),
      after: { ...now },
      steps: of('step'),
      systemSteps: of('systemStep'),
      alignments: this.#alignments(fromMs, toMs),
      cameras: of('camera'),
      runs: of('run'),
    };
  }

  /** Also the last one before: room time may still rest on it. */
  #alignments(fromMs: number, toMs: number): JsonObject[] {
    const all = [...this.#marks.values()].filter(({ mark, atMs }) => mark.kind === 'alignment' && atMs <= toMs).sort((a, b) => a.atMs - b.atMs);
    const last = all.findLast(({ atMs }) => atMs < fromMs);
    return all.filter((stored) => stored.atMs >= fromMs || stored === last).map(({ atMs, mark }) => withoutKind(atMs, mark));
  }

  #minuteOf(moment: Moment): ClockMinute {
    const key = Math.floor(moment.atMs / 60_000);
    let minute = this.#minutes.get(key);
    if (minute === undefined) {
      minute = {
        fromMs: key * 60_000, samples: 0, failedRounds: 0, disputedRounds: 0, rejected: [], offsetUs: null, delayUs: null,
        errorMs: moment.errorMs, systemOffsetMs: moment.systemOffsetMs, source: moment.source, server: moment.server,
      };
      this.#minutes.set(key, minute);
      const oldest = this.#minutes.keys().next().value;
      if (this.#minutes.size > keptMinutes && oldest !== undefined) this.#minutes.delete(oldest);
    }
    this.#unsavedMinutes.add(minute);
    minute.errorMs = Math.max(minute.errorMs, moment.errorMs);
    minute.server = moment.server;
    if (Math.abs(moment.systemOffsetMs) > Math.abs(minute.systemOffsetMs)) minute.systemOffsetMs = moment.systemOffsetMs;
    // A minute that was partly on the fallback is stated as fallback.
    if (certainty.indexOf(moment.source) > certainty.indexOf(minute.source)) minute.source = moment.source;
    return minute;
  }
}

function toJson(minute: ClockMinute): JsonObject {
  return { ...minute };
}

function withoutKind(atMs: number, mark: ClockMark): JsonObject {
  return { atMs, ...Object.fromEntries(Object.entries(mark).filter(([name]) => name !== 'kind')) };
}
