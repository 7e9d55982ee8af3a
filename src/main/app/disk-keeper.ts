import { stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { AppError, type ErrorCode, type ErrorParams } from '../../shared/base/index.ts';
import { disks, type Disk, type PersonIdentity } from '../../shared/domain/index.ts';
import { checkFolder, sameDisk } from '../health/index.ts';
import { Rounds, sleep, withDeadline } from '../platform/index.ts';
import { isKept } from '../session/index.ts';
import { makeDataFolder } from './data-folder.ts';
import { giveDiskIdentity, readDiskIdentity } from './disk-identity.ts';
import { diskPatienceMs } from './disk-patience.ts';
import { completeCopies, recoverClosedSegments } from './session-copies.ts';
import type { Station } from './station.ts';

type DiskState = 'ok' | 'failed' | 'copying';
type DiskProblem = 'DISK_MISSING' | 'DISK_WRONG';

interface KeptDisk {
  readonly path: string;
  readonly state: DiskState;
  /** Failures in a row, each of which doubles the wait before the disk is used again. */
  readonly failures: number;
  readonly nextLookAtMs: number;
}

const tickMs = 1_000;
const hourMs = 3_600_000;
const lookEveryMs = 10_000;
const firstWaitMs = 3_000;
const longestWaitMs = 60_000;

/**
 * Knows the two disks: where each is, whether it is the right one, and whether it takes what is recorded. A disk that fails or is away is
 * looked for again and again; when it is back, or another folder was given, it joins the recording and is completed from the other.
 */
export class DiskKeeper {
  readonly #station: Station;
  readonly #disks = new Map<Disk, KeptDisk>();
  readonly #rounds: Rounds;
  readonly #copying = new Map<Disk, Promise<void>>();
  #shared = false;

  constructor(station: Station) {
    this.#station = station;
    this.#rounds = new Rounds({ everyMs: tickMs, round: () => this.#lookAtAll(), onError: (error) => station.log.error('the disks could not be watched', error) });
    for (const disk of disks) this.#disks.set(disk, { path: this.#folderOf(disk), state: 'ok', failures: 0, nextLookAtMs: 0 });
  }

  get folders(): Readonly<Record<Disk, string>> {
    return { primary: this.#get('primary').path, mirror: this.#get('mirror').path };
  }

  /** True when a power cut or a dead disk would take both copies. */
  get shared(): boolean {
    return this.#shared;
  }

  /** Disks that take nothing now. */
  get absent(): ReadonlySet<Disk> {
    return new Set(disks.filter((disk) => this.state(disk) === 'failed'));
  }

  /** On how many disks everything of this session is: one that is still being completed does not count beside a whole one. */
  get copies(): 0 | 1 | 2 {
    if (this.absent.size === disks.length) return 0;
    return disks.every((disk) => this.state(disk) === 'ok') ? 2 : 1;
  }

  state(disk: Disk): DiskState {
    return this.#get(disk).state;
  }

  /**
   * Finds both disks. A disk that is away or is another one is an alarm, never a reason not to start; nothing is written to it.
   * @throws AppError FOLDER_NOT_WRITABLE when a folder that was never used cannot be made and nothing was ever recorded here
   */
  async open(): Promise<void> {
    for (const disk of disks) {
      const problem = await this.#problemOf(disk);
      if (problem !== undefined) this.#setFailed(disk, problem, problem);
    }
    await this.#noteShared();
  }

  /** Begins to watch, and completes what one disk lacks. */
  start(): void {
    for (const disk of disks) if (this.state(disk) === 'ok') this.#complete(disk, false);
    this.#rounds.start();
  }

  /** A recorder could not write to this disk: final for what it was writing. */
  failed(disk: Disk, detail: string): void {
    if (this.state(disk) !== 'failed') this.#setFailed(disk, 'DISK_FAILED', detail);
  }

  /** Looks at a disk now; a code when it cannot be used. */
  async look(disk: Disk): Promise<ErrorCode | null> {
    const problem = await this.#problemOf(disk);
    if (problem !== undefined && this.state(disk) !== 'failed') {
      this.#setFailed(disk, problem, problem);
      this.#station.recording.leave(disk, problem);
    }
    return problem ?? (this.state(disk) === 'failed' ? 'DISK_FAILED' : null);
  }

  /**
   * Gives a disk another folder, also while recording. On return it takes what is recorded from now on; what it lacks is being copied.
   * @throws AppError DISK_IN_USE, DISK_WRONG or FOLDER_NOT_WRITABLE; then nothing has changed
   */
  async replace(disk: Disk, folder: string, by: PersonIdentity): Promise<void> {
    const path = resolve(folder);
    const other = this.folders[otherDisk(disk)];
    if (contains(path, other) || contains(other, path)) throw new AppError('DISK_IN_USE', { path });
    await makeDataFolder(path);
    const found = await readDiskIdentity(path).catch((cause: unknown) => { throw new AppError('DISK_WRONG', { disk, path }, cause); });
    if (found !== undefined && found.disk !== disk) throw new AppError('DISK_WRONG', { disk, path });
    if (!(await checkFolder(path)).ok) throw new AppError('FOLDER_NOT_WRITABLE', { path });
    const diskId = found?.diskId ?? (await giveDiskIdentity(path, disk));
    this.#station.settings.setDisk(disk, { path, diskId, given: this.#station.folder.disks[disk] });
    this.#station.note('disk.replaced', { disk, path, diskId }, by);
    if (this.state(disk) !== 'failed') this.#setFailed(disk, 'DISK_FAILED', 'replaced');
    this.#station.recording.leave(disk, 'replaced');
    await this.#copying.get(disk);
    this.#set(disk, { path, failures: 0, nextLookAtMs: 0 });
    await this.#noteShared();
    await this.#tryReturn(disk);
  }

  async close(): Promise<void> {
    await this.#rounds.close();
    await Promise.all(this.#copying.values());
  }

  async #lookAtAll(): Promise<void> {
    for (const disk of disks) {
      if (this.#now() < this.#get(disk).nextLookAtMs) continue;
      this.#set(disk, { nextLookAtMs: this.#now() + lookEveryMs });
      await (this.state(disk) === 'failed' ? this.#tryReturn(disk) : this.look(disk)).catch((error: unknown) => this.#station.log.error('a disk could not be looked at', error, { disk }));
      this.#watchRoom(disk);
    }
  }

  /** What was reserved for this session at its start must still be there for the hours that it can last. */
  #watchRoom(disk: Disk): void {
    const stage = this.#station.controller?.state.stage;
    const { reserveHours } = this.#station.profile;
    const hoursNeeded = stage?.status === 'recording' ? Math.max(0, Math.ceil(reserveHours - (this.#station.roomClock.now().atMs - stage.startedAtMs) / hourMs)) : 0;
    const hoursLeft = this.#station.storage.hoursLeftOn(disk);
    if (this.state(disk) === 'failed' || hoursLeft >= hoursNeeded) this.#station.alarms.clear(disk, 'DISK_LOW');
    else this.#raise('DISK_LOW', disk, 'warning', { hoursLeft, hoursNeeded });
  }

  /** A disk that is back takes part from the next fragment on, and is completed from the other meanwhile. */
  async #tryReturn(disk: Disk): Promise<void> {
    const problem = await this.#problemOf(disk);
    if (this.#rounds.closing.aborted || this.state(disk) !== 'failed') return;
    if (problem !== undefined || !(await this.#station.storage.hasRoom(disk))) {
      this.#set(disk, { nextLookAtMs: this.#now() + Math.min(longestWaitMs, firstWaitMs * 2 ** this.#get(disk).failures) });
      return;
    }
    const allWereGone = this.copies === 0;
    this.#set(disk, { state: 'copying', nextLookAtMs: this.#now() + lookEveryMs });
    this.#station.alarms.clear(disk);
    this.#station.note('disk.returned', { disk });
    if (allWereGone) this.#station.alarms.clear('disks', 'STORAGE_LOST');
    const closed = await this.#station.recording.join(disk, this.#get(disk).path);
    for (const { streamId, until } of closed) await recoverClosedSegments(this.#station, streamId, until);
    if (this.state(disk) === 'copying') this.#complete(disk, true);
  }

  #complete(disk: Disk, mistrust: boolean): void {
    const before = this.#copying.get(disk) ?? Promise.resolve();
    const work = before.then(() => this.#copyUntilWhole(disk, mistrust)).catch((error: unknown) => this.#station.log.error('a copy could not be completed', error, { disk }));
    this.#copying.set(disk, work);
  }

  async #copyUntilWhole(disk: Disk, mistrust: boolean): Promise<void> {
    const signal = this.#rounds.closing;
    for (let wait = firstWaitMs; !signal.aborted && this.state(disk) !== 'failed'; wait = Math.min(longestWaitMs, wait * 2)) {
      const outcome = await completeCopies(this.#station, disk, {
        mistrust, signal, isAway: () => this.state(disk) === 'failed',
        onBegin: () => {
          this.#set(disk, { state: 'copying' });
          this.#raise('DISK_COPYING', disk, 'warning');
        },
      });
      // A disk that came back with nothing to copy is whole as soon as the other one could be asked.
      if (outcome.whole && this.state(disk) === 'copying') {
        this.#set(disk, { state: 'ok', failures: 0 });
        this.#station.alarms.clear(disk, 'DISK_COPYING');
        if (outcome.segments > 0 || mistrust) this.#station.note('copy.completed', { disk, segments: outcome.segments, addedBytes: outcome.addedBytes });
      }
      if (outcome.whole) return;
      await sleep(wait, signal);
    }
  }

  /** Why this disk must not be written to; undefined when it is the right one and answers. */
  async #problemOf(disk: Disk): Promise<DiskProblem | undefined> {
    const { path } = this.#get(disk);
    try {
      return await withDeadline(`looking at ${path}`, this.#patienceMs(disk), this.#examine(disk, path));
    } catch (error) {
      if (this.#station.settings.disks[disk] === undefined && this.#station.ledger.entriesOfType('session.opened').length === 0) throw error;
      this.#station.log.warn('a disk is not there', { disk, path, error: String(error) });
      return 'DISK_MISSING';
    }
  }

  #patienceMs(disk: Disk): number {
    const state = this.#station.controller?.state;
    return diskPatienceMs({ isRecorded: state !== undefined && isKept(state), takesPart: this.state(disk) !== 'failed' });
  }

  async #examine(disk: Disk, path: string): Promise<DiskProblem | undefined> {
    const known = this.#station.settings.disks[disk];
    // A folder that was used before is never made again: where its disk is not mounted, that would hide it.
    if (known?.path !== path) await makeDataFolder(path);
    else await stat(path);
    const found = await readDiskIdentity(path);
    if (known?.path === path) return found?.diskId !== known.diskId ? 'DISK_WRONG' : (await checkFolder(path)).ok ? undefined : 'DISK_MISSING';
    if (found !== undefined && found.disk !== disk) return 'DISK_WRONG';
    const diskId = found?.diskId ?? (await giveDiskIdentity(path, disk));
    this.#station.settings.setDisk(disk, { path, diskId, given: this.#station.folder.disks[disk] });
    return undefined;
  }

  #setFailed(disk: Disk, code: DiskProblem | 'DISK_FAILED', detail: string): void {
    const failures = this.#get(disk).failures + 1;
    this.#set(disk, { state: 'failed', failures, nextLookAtMs: this.#now() + Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1)) });
    this.#station.alarms.clear(disk);
    this.#raise(code, disk, 'alarm');
    this.#station.note('disk.failed', { disk, detail });
  }

  #raise(code: ErrorCode, disk: Disk, severity: 'alarm' | 'warning', more: ErrorParams = {}): void {
    const sinceMs = Math.round(this.#station.roomClock.now().atMs);
    this.#station.alarms.raise({ code, subject: disk, severity, sinceMs, params: { disk, path: this.#get(disk).path, ...more } });
  }

  /** A start that names the folder of last time keeps a replacement; one that names another folder undoes it. */
  #folderOf(disk: Disk): string {
    const given = this.#station.folder.disks[disk];
    const known = this.#station.settings.disks[disk];
    return known?.given === given ? known.path : given;
  }

  async #noteShared(): Promise<void> {
    const { primary, mirror } = this.folders;
    this.#shared = await sameDisk(primary, mirror).catch(() => false);
  }

  #get(disk: Disk): KeptDisk {
    const kept = this.#disks.get(disk);
    if (kept === undefined) throw new Error(`There is no disk ${disk}`);
    return kept;
  }

  #set(disk: Disk, change: Partial<KeptDisk>): void {
    this.#disks.set(disk, { ...this.#get(disk), ...change });
    this.#station.changed();
  }

  #now(): number {
    return this.#station.roomClock.monotonicMs();
  }
}

export function otherDisk(disk: Disk): Disk {
  return disk === 'primary' ? 'mirror' : 'primary';
}

function contains(outer: string, inner: string): boolean {
  const way = relative(outer, inner);
  return way === '' || (!way.startsWith(`..${sep}`) && way !== '..');
}
