import { nodeFileOps, type FileOps, type OpenFile } from '../../src/main/platform/index.ts';
import type { CrashPoint } from './procedure-steps.ts';

/** File operations during one of which this process is killed, as by a power cut. Only ever loaded by the programs of tests. */
export class CrashingDisk implements FileOps {
  readonly #point: Pick<CrashPoint, 'call' | 'moment'> | undefined;
  readonly #where: string;
  #left: number;

  /** @param where the crash comes at the `nth` such call on a path that contains this */
  constructor(point: Pick<CrashPoint, 'call' | 'moment'> | undefined, where: string, nth: number) {
    this.#point = point;
    this.#where = where;
    this.#left = nth;
  }

  makeFolder = (path: string): Promise<void> => this.around('makeFolder', path, () => nodeFileOps.makeFolder(path));
  create = (path: string): Promise<OpenFile> => this.around('create', path, async () => this.#wrap(await nodeFileOps.create(path)));
  reopen = (path: string): Promise<OpenFile> => this.around('reopen', path, async () => this.#wrap(await nodeFileOps.reopen(path)));
  writeWhole = (path: string, bytes: Uint8Array | string): Promise<void> => this.around('writeWhole', path, () => nodeFileOps.writeWhole(path, bytes));
  setAside = (path: string): Promise<string | undefined> => nodeFileOps.setAside(path);

  async around<T>(call: CrashPoint['call'], path: string, work: () => Promise<T>, half: () => Promise<unknown> = work): Promise<T> {
    const point = this.#point;
    if (point?.call !== call || !path.includes(this.#where) || --this.#left !== 0) return work();
    if (point.moment === 'half') await half();
    if (point.moment === 'after') await work();
    process.kill(process.pid, 'SIGKILL');
    return new Promise<T>(() => undefined);
  }

  #wrap(file: OpenFile): OpenFile {
    const { path } = file;
    return {
      path,
      append: (bytes) => this.around('append', path, () => file.append(bytes), () => file.append(bytes.subarray(0, bytes.byteLength / 2))),
      sync: () => this.around('sync', path, () => file.sync()),
      read: (position, length) => this.around('read', path, () => file.read(position, length)),
      size: () => file.size(),
      truncate: (bytes) => this.around('truncate', path, () => file.truncate(bytes)),
      close: () => this.around('close', path, () => file.close()),
    };
  }
}
