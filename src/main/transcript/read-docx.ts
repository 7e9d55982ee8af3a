import mammoth from 'mammoth';
import { readTextParts } from './docx-archive.ts';
import { pageHeaderText } from './page-header-text.ts';
import { Refusal } from './refusal.ts';
import { storeZip } from './stored-zip.ts';

/** What stands on the pages, and the same after what stands in their header: some forms keep their time and place there. */
export interface DocxText {
  readonly body: string;
  readonly withPageHeader: string;
}

/**
 * The text of a docx, a line per paragraph; cells of a table are paragraphs. The document reader is given an archive of exactly the parts
 * that were examined, so that two ways of reading one zip file cannot be played against each other.
 * @throws Refusal
 */
export async function readDocx(bytes: Uint8Array): Promise<DocxText> {
  const parts = await readTextParts(bytes);
  const isHeader = ({ name }: { readonly name: string }) => name.startsWith('word/header');
  try {
    const { value } = await mammoth.extractRawText({ buffer: storeZip(parts.filter((part) => !isHeader(part))) });
    const body = value.replace(/\n{2,}/g, '\n').trim();
    if (body === '') throw new Refusal('TRANSCRIPT_NO_TEXT', 'no letters');
    return { body, withPageHeader: [...parts.filter(isHeader).map((part) => pageHeaderText(part.bytes)), body].join('\n') };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('TRANSCRIPT_UNREADABLE', error);
  }
}
