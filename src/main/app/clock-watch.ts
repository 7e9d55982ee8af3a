import type { ErrorCode, ErrorParams, JsonObject } from '../../shared/base/index.ts';
import type { RunId } from '../../shared/domain/index.ts';
import type { SampleNews } from '../clock/index.ts';
import { startTimer } from '../platform/index.ts';
import type { Station } from './station.ts';

interface RunTimes {
  readonly firstRoomMs: number;
  readonly firstMediaMs: number;
  errorMs: number;
  notedAtMs: number;
}

/** What is known of a run is kept this often, so that a crash loses no more of it. */
const noteRunEveryMs = 30_000;
/** Less than a second changes no order that anybody reads. */
const toldFromMs = 1_000;
const longestTimerMs = 2_000_000_000;

/** Turns what the room clock says into facts and alarms, and collects for the certificate what other clocks did. */
export class ClockWatch {
  readonly #station: Station;
  readonly #runs = new Map<RunId, RunTimes>();
  #rejected: readonly string[] = [];
  #cancelBackwards: () => void = () => undefined;

  constructor(station: Station) {
    this.#station = station;
  }

  /** @param lastFactMs room time of the last fact that the station before this one wrote; undefined when it is the first */
  start(lastFactMs: number | undefined): void {
    const { roomClock } = this.#station;
    if (lastFactMs !== undefined) this.#noteBackwards(lastFactMs - roomClock.now().atMs);
    roomClock.onDidStep(({ byMs, reason, action }) => this.#station.noteClock('clock.stepped', { byMs, reason, action, errorMs: Math.ceil(roomClock.status().errorMs) }));
    roomClock.onDidSystemStep(({ byMs }) => this.#station.noteClock('systemClock.stepped', { byMs }));
    roomClock.onDidSample((news) => this.#sampled(news));
  }

  /** A fragment of a kept run: its media time against room time, as stamped. */
  noteFragment(sourceId: string, { runId, roomMs, mediaMs, durationMs, errorMs }: { readonly runId: RunId; readonly roomMs: number; readonly mediaMs: number; readonly durationMs: number; readonly errorMs: number }): void {
    const run = this.#runs.get(runId) ?? { firstRoomMs: roomMs, firstMediaMs: mediaMs, errorMs, notedAtMs: -Infinity };
    this.#runs.set(runId, run);
    run.errorMs = Math.max(run.errorMs, errorMs);
    if (roomMs - run.notedAtMs < noteRunEveryMs) return;
    run.notedAtMs = roomMs;
    const elapsedMs = mediaMs - run.firstMediaMs;
    this.#station.roomClock.note(run.firstRoomMs, {
      kind: 'run', sourceId, runId, toMs: Math.round(roomMs + durationMs), mediaMs: Math.round(elapsedMs + durationMs),
      driftMs: Math.round(roomMs - run.firstRoomMs - elapsedMs), stampErrorMs: Math.ceil(run.errorMs),
    });
    // Runs of the past are in the history: only live ones need their beginning here.
    for (const [old, { notedAtMs }] of this.#runs) if (roomMs - notedAtMs > 20 * noteRunEveryMs) this.#runs.delete(old);
  }

  /** The measured error of every clock of a session: the room's minute by minute, the cameras' and their latencies, and each run's drift. */
  certificate(fromMs: number, toMs: number): JsonObject {
    const latencies = this.#station.settings.cameras.map(({ cameraId, latency }) => ({
      cameraId, latencyMs: latency?.latencyMs ?? null, errorMs: latency?.errorMs ?? null, measuredAtMs: latency?.measuredAtMs ?? null,
    }));
    return { ...this.#station.roomClock.certificate(fromMs, toMs), latencies };
  }

  /**
   * Without a time server room time begins anew from the system clock at every start, and that may have been set back meanwhile: then facts
   * carry earlier times than the facts before them. Their order is that of the ledger; that it differs from their times is said here.
   */
  #noteBackwards(byMs: number): void {
    if (byMs <= 0) return;
    const { roomClock, alarms } = this.#station;
    this.#station.noteClock('clock.stepped', { byMs: -Math.round(byMs), reason: 'restart', action: 'stepped', errorMs: Math.ceil(roomClock.status().errorMs) });
    if (byMs < toldFromMs) return;
    this.#raise('CLOCK_WENT_BACK', 'restart', { seconds: Math.round(byMs / 1000) });
    this.#cancelBackwards = startTimer(Math.min(byMs, longestTimerMs), () => alarms.clear('restart', 'CLOCK_WENT_BACK'));
  }

  close(): Promise<void> {
    this.#cancelBackwards();
    return Promise.resolve();
  }

  #sampled({ outcome, status }: SampleNews): void {
    const servers = status.servers.map(({ server }) => server).join(', ');
    if (outcome === 'apart') this.#raise('CLOCK_SERVERS_APART', '', { server: servers });
    else this.#station.alarms.clear('', 'CLOCK_SERVERS_APART');
    const rejected = outcome === 'taken' ? status.servers.filter(({ state }) => state === 'rejected').map(({ server }) => server) : this.#rejected;
    for (const server of rejected) this.#raise('CLOCK_SERVER_REJECTED', server, { server });
    for (const server of this.#rejected) if (!rejected.includes(server)) this.#station.alarms.clear(server, 'CLOCK_SERVER_REJECTED');
    this.#rejected = rejected;
  }

  #raise(code: ErrorCode, subject: string, params: ErrorParams): void {
    this.#station.alarms.raise({ code, subject, severity: 'warning', sinceMs: Math.round(this.#station.roomClock.now().atMs), params });
  }
}
