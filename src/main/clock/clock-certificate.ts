import type { JsonObject } from '../../shared/base/index.ts';
import type { ClockStep } from './disciplined-clock.ts';
import type { SystemStep } from './system-step-watch.ts';

interface Minute {
  readonly fromMs: number;
  samples: number;
  failedRounds: number;
  disputedRounds: number;
  /** Of the sample farthest from room time: server minus room. */
  offsetUs: number | null;
  delayUs: number | null;
  errorMs: number;
  systemOffsetMs: number;
  source: 'sntp' | 'system';
}

interface CameraOffset {
  readonly cameraId: string;
  readonly offsetMs: number;
  readonly errorMs: number;
  readonly atMs: number;
}

export interface Moment {
  readonly atMs: number;
  readonly errorMs: number;
  readonly systemOffsetMs: number;
  readonly source: 'sntp' | 'system';
  readonly server: string;
}

const keptMinutes = 60 * 24 * 14;
const keptNotes = 10_000;

/** Remembers, minute by minute, how wrong each clock was. Bounded: two weeks. */
export class ClockHistory {
  readonly #minutes = new Map<number, Minute>();
  #steps: readonly { readonly atMs: number; readonly step: ClockStep }[] = [];
  #systemSteps: readonly { readonly atMs: number; readonly step: SystemStep }[] = [];
  #cameras: readonly CameraOffset[] = [];
  #servers: readonly { readonly atMs: number; readonly server: string }[] = [];

  noteMoment(moment: Moment): void {
    this.#minuteOf(moment);
    if (this.#servers.at(-1)?.server !== moment.server) this.#servers = keep([...this.#servers, { atMs: moment.atMs, server: moment.server }]);
  }

  noteSample(moment: Moment, offsetMs: number, delayMs: number, disputed: boolean): void {
    const minute = this.#minuteOf(moment);
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

  noteStep(atMs: number, step: ClockStep): void {
    this.#steps = keep([...this.#steps, { atMs, step }]);
  }

  noteSystemStep(atMs: number, step: SystemStep): void {
    this.#systemSteps = keep([...this.#systemSteps, { atMs, step }]);
  }

  noteCamera(offset: CameraOffset): void {
    this.#cameras = keep([...this.#cameras, offset]);
  }

  /** The clock certificate of an interval of room time: whole numbers only, so that it has one byte form. Ends belong to it. */
  certificate(fromMs: number, toMs: number): JsonObject {
    const within = (atMs: number) => atMs >= fromMs && atMs <= toMs;
    const minutes = [...this.#minutes.values()].filter((minute) => minute.fromMs + 60_000 > fromMs && minute.fromMs <= toMs).sort((a, b) => a.fromMs - b.fromMs);
    const before = this.#servers.filter((use) => use.atMs <= fromMs).at(-1);
    const servers = [...(before === undefined ? [] : [before]), ...this.#servers.filter((use) => use.atMs > fromMs && use.atMs <= toMs)];
    return {
      format: 'shilu-clock-certificate-1',
      fromMs,
      toMs,
      sources: [...new Set(minutes.map((minute) => minute.source))],
      servers: servers.map((use) => ({ sinceMs: use.atMs, server: use.server })),
      worstErrorMs: minutes.length === 0 ? null : Math.max(...minutes.map((minute) => minute.errorMs)),
      minutes: minutes.map((minute) => ({ ...minute })),
      steps: this.#steps.filter((note) => within(note.atMs)).map(({ atMs, step }) => ({ atMs, reason: step.reason, action: step.action, byMs: step.byMs, fromMs: step.fromMs, toMs: step.toMs })),
      systemSteps: this.#systemSteps.filter((note) => within(note.atMs)).map(({ atMs, step }) => ({ atMs, byMs: step.byMs })),
      cameras: this.#cameras.filter((note) => within(note.atMs)).map((note) => ({ ...note })),
    };
  }

  #minuteOf(moment: Moment): Minute {
    const key = Math.floor(moment.atMs / 60_000);
    let minute = this.#minutes.get(key);
    if (minute === undefined) {
      minute = {
        fromMs: key * 60_000, samples: 0, failedRounds: 0, disputedRounds: 0, offsetUs: null, delayUs: null,
        errorMs: moment.errorMs, systemOffsetMs: moment.systemOffsetMs, source: moment.source,
      };
      this.#minutes.set(key, minute);
      const oldest = this.#minutes.keys().next().value;
      if (this.#minutes.size > keptMinutes && oldest !== undefined) this.#minutes.delete(oldest);
    }
    minute.errorMs = Math.max(minute.errorMs, moment.errorMs);
    if (Math.abs(moment.systemOffsetMs) > Math.abs(minute.systemOffsetMs)) minute.systemOffsetMs = moment.systemOffsetMs;
    // A minute that was partly on the fallback is stated as fallback.
    if (moment.source === 'system') minute.source = 'system';
    return minute;
  }
}

function keep<T>(notes: readonly T[]): readonly T[] {
  return notes.slice(-keptNotes);
}
