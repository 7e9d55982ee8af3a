import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Advance } from './deliver.ts';
import type { ContentSum } from './delivery-problem.ts';
import type { Delivery, DeliveryFile } from './delivery.ts';
import { checkedPieces } from './folder-pour.ts';
import type { OpenToWrite, OutputFile } from './output-file.ts';

/** Writes the packet as one zip (APPNOTE 6.3, zip64 where it is needed), stored as it is: video does not get smaller. When it resolves, it is on the disk. */
export async function pourIntoZip({ files, to, atMs, readBack }: Delivery, advance: Advance, syncing: () => void, open: OpenToWrite): Promise<readonly ContentSum[]> {
  const output = open(to);
  const sources = new Sources();
  try {
    const { bytes, sha256 } = await Promise.race([writeZip(zipOf(files, atMs, advance, sources), output, readBack), sources.failed]);
    syncing();
    output.sync();
    return [{ path: to, bytes, sha256 }];
  } finally {
    await sources.close();
    output.close();
  }
}

/** The files that the zip reads, one after the other. yazl neither hears of one that fails nor closes one that it does not need any more. */
class Sources {
  readonly failed: Promise<never>;
  #fail: (error: Error) => void = () => undefined;
  #open: Readable | undefined;

  constructor() {
    this.failed = new Promise((_, reject) => (this.#fail = reject));
    this.failed.catch(() => undefined);
  }

  open(pieces: Iterable<Buffer>): Readable {
    this.#open = Readable.from(pieces, { objectMode: false });
    this.#open.on('error', (error) => this.#fail(error));
    return this.#open;
  }

  async close(): Promise<void> {
    const last = this.#open;
    if (last === undefined || last.closed) return;
    last.destroy();
    await once(last, 'close');
  }
}

function zipOf(files: readonly DeliveryFile[], atMs: number, advance: Advance, sources: Sources): ZipFile {
  const zip = new ZipFile();
  for (const file of files) {
    zip.addReadStreamLazy(file.path, { compress: false, size: file.bytes, mtime: new Date(atMs), mode: 0o100640 }, (give) => give(null, sources.open(checkedPieces(file, advance, true))));
  }
  zip.end();
  return zip;
}

async function writeZip(zip: ZipFile, output: OutputFile, readBack: boolean): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let position = 0;
  for await (const piece of zip.outputStream as AsyncIterable<Buffer>) {
    output.write(piece, position);
    if (readBack) hash.update(piece);
    position += piece.byteLength;
  }
  return { bytes: position, sha256: hash.digest('hex') };
}
