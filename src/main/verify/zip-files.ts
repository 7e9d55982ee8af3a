import { openPromise, type Entry, type ZipFile } from 'yauzl';
import type { PackedFiles } from './packed-files.ts';
import type { FileRange } from '../segments/index.ts';

/** A packet of twelve hours has some hundreds of files. */
const entryLimit = 100_000;

/** Where the files of a zip stand in it. Only one whose files are stored as they are, each once, is of the form that an export has. @throws Error when it is no sound zip */
export async function zipFiles(path: string): Promise<PackedFiles> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true, validateEntrySizes: true });
  try {
    if (zip.entryCount > entryLimit) return undefined;
    const files = new Map<string, FileRange>();
    for (const entry of await entriesOf(zip)) {
      if (entry.fileName.endsWith('/')) continue;
      if (entry.compressionMethod !== 0 || entry.compressedSize !== entry.uncompressedSize || (entry.generalPurposeBitFlag & 1) === 1 || files.has(entry.fileName)) return undefined;
      files.set(entry.fileName, { path, start: (await zip.readLocalFileHeaderPromise(entry, { minimal: true })).fileDataStart, bytes: entry.uncompressedSize });
    }
    return files;
  } finally {
    zip.close();
  }
}

function entriesOf(zip: ZipFile): Promise<readonly Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.once('end', () => resolve(entries));
    zip.once('error', reject);
    zip.readEntry();
  });
}
