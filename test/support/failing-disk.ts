import { nodeFileOps, type FileOps, type OpenFile } from '../../src/main/platform/index.ts';

export type DiskCall = 'makeFolder' | 'create' | 'append' | 'sync' | 'read' | 'close';

/** What becomes of the n-th call (from 1) on paths that contain `where`: an error code, silence for ever, or wrong bytes. */
export interface DiskFault {
  readonly where: string;
  readonly call: DiskCall;
  readonly nth: number;
  readonly outcome: 'EIO' | 'ENOSPC' | 'hangs' | 'lies';
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
    const file = await nodeFileOps.create(path);
    return {
      path,
      append: async (bytes) => {
        // A full disk takes a part before it refuses.
        if (this.#strikes('append', path) && this.#fault.outcome !== 'hangs') await file.append(bytes.subarray(0, bytes.byteLength / 2));
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
        await this.#meet('read', path);
        return bytes;
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
    if (!struck || this.#fault.outcome === 'lies') return;
    if (this.#fault.outcome === 'hangs') await new Promise(() => undefined);
    throw Object.assign(new Error(`${this.#fault.outcome}: ${call}`), { code: this.#fault.outcome });
  }
}
