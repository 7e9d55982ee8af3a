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
  const parts = await readTextParts(bytes);
  try {
    const { value } = await mammoth.extractRawText({ buffer: storeZip(parts) });
    const text = value.replace(/\n{2,}/g, '\n').trim();
    if (text === '') throw new Refusal('TRANSCRIPT_NO_TEXT', 'no letters');
    return text;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('TRANSCRIPT_UNREADABLE', error);
  }
}
