import { Buffer } from 'node:buffer';
import mammoth from 'mammoth';
import { readTextParts } from './docx-archive.ts';
import { Refusal } from './refusal.ts';
import { storeZip } from './stored-zip.ts';

/**
 * The text of a docx, a line per paragraph; cells of a table are paragraphs. The document reader is given an archive of exactly the parts
 * that were examined, so that two ways of reading one zip file cannot be played against each other.
 * @throws Refusal
 */
export async function readDocx(bytes: Uint8Array): Promise<string> {
  refuseForeign(bytes);
  const parts = await readTextParts(bytes);
  try {
    const { value } = await mammoth.extractRawText({ buffer: storeZip(parts) });
    return value.replace(/\n{2,}/g, '\n').trim();
  } catch (error) {
    throw new Refusal('TRANSCRIPT_UNREADABLE', error);
  }
}

/** Word keeps old documents, and documents with a password, in an OLE container (MS-CFB 2.2; MS-OFFCRYPTO 1.3). */
function refuseForeign(bytes: Uint8Array): void {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  if (head.startsWith('PK\x03\x04')) return;
  if (head.startsWith('\xD0\xCF\x11\xE0') && Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le')))
    throw new Refusal('TRANSCRIPT_LOCKED', 'encrypted container');
  throw new Refusal(bytes.length === 0 ? 'TRANSCRIPT_UNREADABLE' : 'TRANSCRIPT_TYPE_UNKNOWN', 'no zip archive');
}
