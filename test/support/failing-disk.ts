import { nodeFileOps, type FileOps, type OpenFile } from '../../src/main/platform/index.ts';

export type DiskCall = 'makeFolder' | 'create' | 'append' | 'sync' | 'read' | 'close' | 'reopen' | 'truncate' | 'writeWhole' | 'setAside';

/** What becomes of the n-th call (from 1) on paths that contain `where`: an error code, silence for ever, or wrong bytes. */
export interface DiskFault {
  readonly where: string;
  readonly call: DiskCall;
  readonly nth: number;
  readonly outcome: 'EIO' | 'ENOSPC' | 'EROFS' | 'hangs' | 'lies' | 'short';
}

/** File operations of which one fails, as disks do. Counts every call, so that a test can fail each in turn. */
export class FailingDisk implements FileOps {
  readonly counts = new Map<DiskCall, number>();
  readonly #fault: DiskFault;

  constructor(fault: DiskFault) {
    this.#fault = fault;
  }

  async create(path: string): Promise<OpenFile> {
    await this.#meet('create', path);
    return this.#wrap(path, await nodeFileOps.create(path));
  }

  async reopen(path: string): Promise<OpenFile> {
    await this.#meet('reopen', path);
    return this.#wrap(path, await nodeFileOps.reopen(path));
  }

  async writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
    await this.#meet('writeWhole', path);
    await nodeFileOps.writeWhole(path, bytes);
  }

  async setAside(path: string): Promise<string | undefined> {
    await this.#meet('setAside', path);
    return nodeFileOps.setAside(path);
  }

  #wrap(path: string, file: OpenFile): OpenFile {
    return {
      path,
      append: async (bytes) => {
        const { outcome } = this.#fault;
        // A short write that is called a success.
        if (this.#strikes('append', path) && outcome === 'short') {
          await this.#meet('append', path);
          return file.append(bytes.subarray(0, bytes.byteLength / 2));
        }
        // A full disk takes a part before it refuses.
        if (this.#strikes('append', path) && outcome !== 'hangs') await file.append(bytes.subarray(0, bytes.byteLength / 2));
        await this.#meet('append', path);
        await file.append(bytes);
      },
      sync: async () => {
        await this.#meet('sync', path);
        await file.sync();
      },
      read: async (position, length) => {
        const bytes = await file.read(position, length);
        if (this.#strikes('read', path) && this.#fault.outcome === 'lies') bytes[0] = (bytes[0] ?? 0) ^ 1;
        const short = this.#strikes('read', path) && this.#fault.outcome === 'short';
        await this.#meet('read', path);
        return short ? bytes.subarray(0, bytes.byteLength - 1) : bytes;
      },
      size: () => file.size(),
      truncate: async (bytes) => {
        await this.#meet('truncate', path);
        await file.truncate(bytes);
      },
      close: async () => {
        await this.#meet('close', path);
        await file.close();
      },
    };
  }

  async makeFolder(path: string): Promise<void> {
    await this.#meet('makeFolder', path);
    await nodeFileOps.makeFolder(path);
  }

  #strikes(call: DiskCall, path: string): boolean {
    return path.includes(this.#fault.where) && call === this.#fault.call && (this.counts.get(call) ?? 0) + 1 === this.#fault.nth;
  }

  async #meet(call: DiskCall, path: string): Promise<void> {
    if (!path.includes(this.#fault.where)) return;
    const struck = this.#strikes(call, path);
    this.counts.set(call, (this.counts.get(call) ?? 0) + 1);
    if (!struck || this.#fault.outcome === 'lies' || this.#fault.outcome === 'short') return;
    if (this.#fault.outcome === 'hangs') await new Promise(() => undefined);
    throw Object.assign(new Error(`${this.#fault.outcome}: ${call}`), { code: this.#fault.outcome });
  }
}
