import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../shared/base/index.ts';
import type { DeliveryFile, Packaging } from './delivery.ts';
import { nodeFileOps, syncFolder } from '../platform/index.ts';

export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

const endings: Readonly<Record<Packaging, string>> = { folder: '', iso: '.iso', zip: '.zip' };

/**
 * A packet being written, under a temporary name beside its final one. Every file is synced as it is written; `publish` gives the
 * folder, image or zip its name when everything is on the disk, so a packet is there whole or not at all. Nothing is ever overwritten.
 */
export class PacketFolder {
  readonly path: string;
  readonly packaging: Packaging;
  readonly #staging: string;
  readonly #files = new Map<string, WrittenFile>();

  private constructor(path: string, staging: string, packaging: Packaging) {
    this.path = path;
    this.packaging = packaging;
    this.#staging = staging;
  }

  /** @throws AppError PACKET_EXISTS, FOLDER_NOT_WRITABLE */
  static async create(parent: string, packetId: string, packaging: Packaging = 'folder'): Promise<PacketFolder> {
    const path = join(parent, `${packetId}${endings[packaging]}`);
    if (await exists(path)) throw new AppError('PACKET_EXISTS', { path });
    const [staging, output] = temporaryNames(parent, packetId);
    try {
      await nodeFileOps.makeFolder(parent);
      await removeAll([staging, output]);
      await mkdir(staging, { mode: 0o750 });
    } catch (error) {
      throw new AppError('FOLDER_NOT_WRITABLE', { path: parent }, error);
    }
    return new PacketFolder(path, staging, packaging);
  }

  /** What is written first: everything but the masters. */
  get staging(): string {
    return this.#staging;
  }

  /** What becomes the packet: for a folder that is the staging itself. */
  get output(): string {
    return this.packaging === 'folder' ? this.#staging : outputOf(this.#staging);
  }

  /** Everything written so far, in the order in which it was written. */
  get files(): readonly WrittenFile[] {
    return [...this.#files.values()];
  }

  /** Where a file of this name lies while the packet is being written, for a worker that writes it itself; its folder exists on return. */
  async place(path: string): Promise<string> {
    const target = join(this.#staging, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o750 });
    return target;
  }

  /** Takes in a file that is written by somebody else: a master, which is copied last. */
  adopt(file: WrittenFile): void {
    this.#files.set(file.path, file);
  }

  /** What was written here, to be delivered: all but the files that were adopted. */
  staged(adopted: ReadonlySet<string>): readonly DeliveryFile[] {
    return this.files.filter(({ path }) => !adopted.has(path)).map((file) => ({ ...file, from: join(this.#staging, file.path) }));
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
    if (this.packaging === 'folder') await syncTree(this.#staging);
    // rename(2) replaces an empty folder without a word: look first. Two exports never share a packet id.
    if (await exists(this.path)) throw new AppError('PACKET_EXISTS', { path: this.path });
    try {
      await rename(this.output, this.path);
    } catch (error) {
      throw new AppError('PACKET_EXISTS', { path: this.path }, error);
    }
    await syncFolder(dirname(this.path));
    await this.discard();
  }

  /** Takes away what lies under a temporary name. After `publish` that is only what the image or zip was made from. */
  discard(): Promise<void> {
    return removeAll([this.#staging, outputOf(this.#staging)]);
  }
}

/** What an export of this packet may leave in a folder when it is cut off: neither looks like a packet. */
export function temporaryNames(parent: string, packetId: string): readonly [staging: string, output: string] {
  const staging = join(parent, `.${packetId}.part`);
  return [staging, outputOf(staging)];
}

/** Removes what is there of these, and fails when something of it stays. */
export async function removeAll(paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { recursive: true, force: true });
}

function outputOf(staging: string): string {
  return `${staging}.out`;
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
