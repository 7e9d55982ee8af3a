import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../shared/base/index.ts';
import { nodeFileOps, syncFolder } from '../platform/index.ts';

export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * A packet being written, under a temporary name beside its final one. Every file is synced as it is written; `publish` gives the
 * folder its name when everything is on the disk, so a packet is there whole or not at all. Nothing is ever overwritten.
 */
export class PacketFolder {
  readonly path: string;
  readonly #temporary: string;
  readonly #files = new Map<string, WrittenFile>();

  private constructor(path: string, temporary: string) {
    this.path = path;
    this.#temporary = temporary;
  }

  /** @throws AppError PACKET_EXISTS, FOLDER_NOT_WRITABLE */
  static async create(parent: string, packetId: string): Promise<PacketFolder> {
    const path = join(parent, packetId);
    if (await exists(path)) throw new AppError('PACKET_EXISTS', { path });
    const temporary = join(parent, `.${packetId}.part`);
    try {
      await nodeFileOps.makeFolder(parent);
      await rm(temporary, { recursive: true, force: true });
      await mkdir(temporary, { mode: 0o750 });
    } catch (error) {
      throw new AppError('FOLDER_NOT_WRITABLE', { path: parent }, error);
    }
    return new PacketFolder(path, temporary);
  }

  /** Everything written so far, in the order in which it was written. */
  get files(): readonly WrittenFile[] {
    return [...this.#files.values()];
  }

  /** Where a file of this name lies while the packet is being written, for a worker that writes it itself; its folder exists on return. */
  async place(path: string): Promise<string> {
    const target = join(this.#temporary, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o750 });
    return target;
  }

  /** Takes in a file that a worker wrote, synced and hashed. */
  adopt(file: WrittenFile): void {
    this.#files.set(file.path, file);
  }

  async write(path: string, content: Uint8Array | string | AsyncIterable<string>): Promise<WrittenFile> {
    const handle = await open(await this.place(path), constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o640);
    try {
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const piece of typeof content === 'string' || content instanceof Uint8Array ? [content] : content) {
        const buffer = Buffer.from(piece);
        await handle.writeFile(buffer);
        hash.update(buffer);
        bytes += buffer.length;
      }
      await handle.sync();
      const file = { path, bytes, sha256: hash.digest('hex') };
      this.adopt(file);
      return file;
    } finally {
      await handle.close();
    }
  }

  /** @throws AppError PACKET_EXISTS when the name was taken meanwhile */
  async publish(): Promise<void> {
    await syncTree(this.#temporary);
    // rename(2) replaces an empty folder without a word: look first. Two exports never share a packet id.
    if (await exists(this.path)) throw new AppError('PACKET_EXISTS', { path: this.path });
    try {
      await rename(this.#temporary, this.path);
    } catch (error) {
      throw new AppError('PACKET_EXISTS', { path: this.path }, error);
    }
    await syncFolder(dirname(this.path));
  }

  /** Takes away what an export that failed has written under its temporary name. Does nothing after `publish`. */
  discard(): Promise<void> {
    return rm(this.#temporary, { recursive: true, force: true });
  }
}

async function syncTree(folder: string): Promise<void> {
  for (const item of await readdir(folder, { withFileTypes: true })) if (item.isDirectory()) await syncTree(join(folder, item.name));
  await syncFolder(folder);
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false;
  }
}
