import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { Refusal } from './refusal.ts';

export interface DocxPart {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const mebibyte = 1024 * 1024;
const most = { entries: 2_000, inflatedBytes: 50 * mebibyte, textBytes: 16 * mebibyte, ratio: 250, ratioFromBytes: mebibyte } as const;
const wholeText = 'word/document.xml';

/** The parts that hold text and structure. Pictures, embedded files and settings are never inflated. */
const textPart = /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/(?:_rels\/document\.xml\.rels|document\.xml|styles\.xml|numbering\.xml|footnotes\.xml|endnotes\.xml|comments\.xml|header\d*\.xml))$/;

/**
 * Looks through the directory of a docx and inflates its text parts. What comes back has been measured while inflating, so a directory
 * that lies about sizes is found out, and holds no document type declaration, so no entity can be defined in it.
 * @throws Refusal
 */
export async function readTextParts(bytes: Uint8Array): Promise<readonly DocxPart[]> {
  const zip = await openZip(bytes);
  try {
    const entries = await listEntries(zip);
    examine(entries);
    const parts: DocxPart[] = [];
    for (const entry of entries) if (textPart.test(entry.fileName)) parts.push({ name: entry.fileName, bytes: await inflate(zip, entry) });
    parts.forEach(refuseDeclarations);
    return parts;
  } finally {
    zip.close();
  }
}

function openZip(bytes: Uint8Array): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true };
    fromBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), options, (error, zip) => {
      if (error === null) resolve(zip);
      else reject(new Refusal('TRANSCRIPT_UNREADABLE', error));
    });
  });
}

function listEntries(zip: ZipFile): Promise<readonly Entry[]> {
  if (zip.entryCount > most.entries) throw new Refusal('TRANSCRIPT_UNSAFE', `${zip.entryCount} entries`);
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.once('end', () => resolve(entries));
    zip.once('error', (error) => reject(new Refusal('TRANSCRIPT_UNREADABLE', error)));
    zip.readEntry();
  });
}

function examine(entries: readonly Entry[]): void {
  const names = entries.map((entry) => entry.fileName.toLowerCase());
  if (entries.some((entry) => entry.isEncrypted())) throw new Refusal('TRANSCRIPT_LOCKED', 'encrypted entries');
  if (!names.includes(wholeText)) throw new Refusal('TRANSCRIPT_TYPE_UNKNOWN', `no ${wholeText}`);
  if (new Set(names).size !== names.length) throw new Refusal('TRANSCRIPT_UNSAFE', 'two entries of one name');
  if (names.some((name) => /vba(?:project|data)|\/activex\//.test(name))) throw new Refusal('TRANSCRIPT_UNSAFE', 'macros');
  const swollen = entries.find(({ uncompressedSize, compressedSize }) => uncompressedSize > most.ratioFromBytes && uncompressedSize > most.ratio * compressedSize);
  if (swollen !== undefined) throw new Refusal('TRANSCRIPT_UNSAFE', `${swollen.fileName} inflates ${swollen.compressedSize} to ${swollen.uncompressedSize} bytes`);
  const total = (which: readonly Entry[]) => which.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  const texts = entries.filter((entry) => textPart.test(entry.fileName));
  if (total(entries) > most.inflatedBytes || total(texts) > most.textBytes) throw new Refusal('TRANSCRIPT_TOO_LARGE', `${total(entries)} bytes inflated, ${total(texts)} of text`);
}

function inflate(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error) => reject(new Refusal('TRANSCRIPT_UNREADABLE', error));
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) {
        refuse(error);
        return;
      }
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('error', refuse);
      stream.once('end', () => {
        const bytes = Buffer.concat(chunks);
        // yauzl checks sizes only; a text with altered letters must not pass for the transcript.
        if (crc32(bytes) === entry.crc32) resolve(bytes);
        else refuse(new Error(`${entry.fileName} does not match its checksum`));
      });
    });
  });
}

/** Other encodings than UTF-8 could hide a declaration from this look; the document reader takes UTF-8 only and fails on them. */
function refuseDeclarations({ name, bytes }: DocxPart): void {
  if (/<!\s*(?:DOCTYPE|ENTITY)/i.test(Buffer.from(bytes).toString('utf8'))) throw new Refusal('TRANSCRIPT_UNSAFE', `declaration in ${name}`);
}
