import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { AppError, isAppError } from '../../shared/base/index.ts';
import type { ExportSnapshot } from '../../shared/contract/index.ts';
import { parseId, type ExportPhase, type PersonIdentity, type SessionId } from '../../shared/domain/index.ts';
import { writeFileDurably } from '../platform/index.ts';
import { removeAll, temporaryNames } from '../packet/index.ts';
import { rateOf, withSample, type ExportSample } from './export-rate.ts';
import type { Station } from './station.ts';

/** One packet that is being made, and where. */
export interface ExportTask {
  readonly sessionId: SessionId;
  readonly packetId: string;
  readonly folder: string;
  /** Of how many, in a hand-over. */
  readonly number: number;
  readonly of: number;
}

/** What the work of a task is given. */
export interface ExportWatch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly phase: ExportPhase; readonly bytesDone: number; readonly bytesTotal: number }) => void;
}

interface Running {
  readonly task: ExportTask;
  readonly cancel: AbortController;
  samples: readonly ExportSample[];
  readonly ended: Promise<unknown>;
}

const note = z.object({ sessionId: z.string(), packetId: z.string(), folder: z.string() });

/** Makes one packet at a time, says how far it is, and knows after a crash what was under way. */
export class ExportDesk {
  readonly #station: Station;
  #running: Running | undefined;

  constructor(station: Station) {
    this.#station = station;
  }

  snapshot(): ExportSnapshot | null {
    if (this.#running === undefined) return null;
    const { task: { packetId, sessionId, number, of }, samples } = this.#running;
    const { phase, bytesDone, bytesTotal } = samples.at(-1) ?? { phase: 'preparing', bytesDone: 0, bytesTotal: 0 };
    return { packetId, sessionId, phase, bytesDone, bytesTotal, ...rateOf(samples), number, of };
  }

  /**
   * Runs the work of one export. When it fails or is cancelled, that is a fact.
   * @throws AppError EXPORT_RUNNING, or what the work threw
   */
  async run<Result>(task: ExportTask, by: PersonIdentity, work: (watch: ExportWatch) => Promise<Result>): Promise<Result> {
    if (this.#running !== undefined) throw new AppError('EXPORT_RUNNING');
    const { sessionId, packetId, folder } = task;
    const cancel = new AbortController();
    const started = this.#start(task, cancel.signal, work);
    this.#running = { task, cancel, samples: [], ended: started.catch(() => undefined) };
    this.#station.changed();
    try {
      return await started;
    } catch (error) {
      const left = temporaryNames(folder, packetId)[0];
      const stays = await removeAll(temporaryNames(folder, packetId)).then(() => '', () => left);
      this.#station.facts.write(sessionId, 'packet.exportStopped', { packetId, reason: isAppError(error) ? error.code : 'INTERNAL', leftAt: stays }, by);
      throw error;
    } finally {
      this.#running = undefined;
      this.#station.changed();
    }
  }

  /** @throws AppError EXPORT_UNKNOWN when it is not under way, or already whole */
  cancel(packetId: string): void {
    const running = this.#running;
    if (running?.task.packetId !== packetId || running.samples.at(-1)?.phase === 'checking') throw new AppError('EXPORT_UNKNOWN', { packetId });
    running.cancel.abort(new AppError('EXPORT_CANCELLED'));
  }

  /** Removes what an export left that a crash cut off. What cannot be removed (the medium is away) is named in a fact; it does not look finished. */
  async recover(): Promise<void> {
    const left = await this.#readNote();
    if (left === undefined) return;
    const names = temporaryNames(left.folder, left.packetId);
    const stays = await removeAll(names).then(() => '', () => names[0]);
    const sessionId = this.#station.sessions.get(left.sessionId)?.sessionId ?? '';
    this.#station.facts.write(sessionId, 'packet.exportStopped', { packetId: left.packetId, reason: 'crash', leftAt: stays }, 'station');
    await rm(this.#station.folder.exporting, { force: true });
  }

  /** Cancels what is under way and waits for its end. */
  async close(): Promise<void> {
    this.#running?.cancel.abort(new AppError('EXPORT_CANCELLED'));
    await this.#running?.ended;
  }

  async #start<Result>({ sessionId, packetId, folder }: ExportTask, signal: AbortSignal, work: (watch: ExportWatch) => Promise<Result>): Promise<Result> {
    const { exporting } = this.#station.folder;
    await rm(exporting, { force: true });
    await writeFileDurably(exporting, JSON.stringify({ sessionId, packetId, folder }));
    try {
      return await work({ signal, onProgress: (progress) => this.#tell(progress) });
    } finally {
      await rm(exporting, { force: true });
    }
  }

  #tell(progress: Omit<ExportSample, 'atMs'>): void {
    if (this.#running === undefined) return;
    this.#running.samples = withSample(this.#running.samples, { ...progress, atMs: this.#station.roomClock.monotonicMs() });
    this.#station.changed();
  }

  async #readNote(): Promise<z.infer<typeof note> | undefined> {
    const { exporting } = this.#station.folder;
    try {
      const { sessionId, packetId, folder } = note.parse(JSON.parse(await readFile(exporting, 'utf8')));
      return { sessionId: parseId<SessionId>(sessionId), packetId, folder };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
        this.#station.log.warn('the note of an export cannot be read', { detail: String(error) });
        await rm(exporting, { force: true });
      }
      return undefined;
    }
  }
}
