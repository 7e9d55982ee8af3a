import { Refusal } from './refusal.ts';

const byteOrderMarks: readonly (readonly [string, readonly number[]])[] = [['utf-8', [0xef, 0xbb, 0xbf]], ['utf-16le', [0xff, 0xfe]], ['utf-16be', [0xfe, 0xff]]];

/**
 * The text of a plain text file: in the encoding its byte order mark names, else UTF-16 when its
 * zeros say so, else UTF-8 when it is well-formed, else GB18030 (which holds all of GBK and GB2312).
 * @throws Refusal TRANSCRIPT_TYPE_UNKNOWN for bytes that are no text
 */
export function readText(bytes: Uint8Array): string {
  const text = decode(bytes).replace(/^\uFEFF/, '');
  if (/[\u0000-\u0008\u000E-\u001A\u001C-\u001F]/.test(text)) throw new Refusal('TRANSCRIPT_TYPE_UNKNOWN', 'control characters');
  if (text.trim() === '') throw new Refusal('TRANSCRIPT_NO_TEXT', 'no letters');
  return text.replace(/\r\n?/g, '\n').trim();
}

function decode(bytes: Uint8Array): string {
  const marked = byteOrderMarks.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte));
  const guesses = marked === undefined ? [...(looksUtf16(bytes, 1) ? ['utf-16le'] : looksUtf16(bytes, 0) ? ['utf-16be'] : []), 'utf-8', 'gb18030'] : [marked[0]];
  for (const encoding of guesses) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw new Refusal('TRANSCRIPT_TYPE_UNKNOWN', `not ${guesses.join(' or ')}`);
}

/** Digits, blanks and line ends of UTF-16 have a zero in their high byte, a few letters (`一`) one in their low byte; no other encoding of text holds zeros. */
function looksUtf16(bytes: Uint8Array, highByte: 0 | 1): boolean {
  const zeros = [0, 0];
  bytes.forEach((byte, at) => (zeros[at % 2] = (zeros[at % 2] ?? 0) + (byte === 0 ? 1 : 0)));
  return bytes.length % 2 === 0 && (zeros[highByte] ?? 0) > 2 * (zeros[1 - highByte] ?? 0);
}
