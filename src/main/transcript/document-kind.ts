import { Buffer } from 'node:buffer';
import { Refusal } from './refusal.ts';

export type DocumentKind = 'docx' | 'pdf' | 'txt';

/** By the ending of its name; null for any other. */
export function kindOfName(fileName: string): DocumentKind | null {
  const [, ending] = /\.(docx|pdf|txt)$/i.exec(fileName) ?? [];
  return ending === undefined ? null : (ending.toLowerCase() as DocumentKind);
}

/** A PDF may have up to 1024 bytes before its header (ISO 32000-1, annex H.3.4.1). */
const pdfHeaderWithin = 1_024;

/**
 * Refuses a file whose bytes are of another kind than its name says, so that nobody links another document than they think.
 * Word keeps old documents, and documents with a password, in an OLE container (MS-CFB 2.2; MS-OFFCRYPTO 1.3).
 * @throws Refusal
 */
export function refuseForeign(bytes: Uint8Array, kind: DocumentKind): void {
  if (bytes.length === 0) throw new Refusal('TRANSCRIPT_UNREADABLE', 'empty');
  const isOle = startsWith(bytes, '\xD0\xCF\x11\xE0');
  if (kind === 'docx' && isOle && Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'))) throw new Refusal('TRANSCRIPT_LOCKED', 'encrypted container');
  const looks = kindOfBytes(bytes);
  if (looks === kind) return;
  if (looks === null && kind === 'txt' && !isOle) return;
  throw new Refusal(looks === null ? 'TRANSCRIPT_TYPE_UNKNOWN' : 'TRANSCRIPT_MISNAMED', `bytes of ${looks ?? 'no known kind'}, name of ${kind}`);
}

function kindOfBytes(bytes: Uint8Array): DocumentKind | null {
  if (startsWith(bytes, 'PK\x03\x04')) return 'docx';
  return Buffer.from(bytes.subarray(0, pdfHeaderWithin)).includes('%PDF-') ? 'pdf' : null;
}

function startsWith(bytes: Uint8Array, letters: string): boolean {
  return Buffer.from(bytes.subarray(0, letters.length)).toString('latin1') === letters;
}
