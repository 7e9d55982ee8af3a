import { fileURLToPath } from 'node:url';
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { Refusal } from './refusal.ts';
import { rowsAsDrawn, rowsOfPage, type PlacedText } from './page-rows.ts';

const most = { pages: 500, letters: 4_000_000 } as const;

/** Fewer letters than this on all pages together are the stamp of a scanner, not a transcript. */
const fewestLetters = 20;

/** A page says where letters stand, not how they belong together: both ways of reading it. */
export interface PdfText {
  readonly asDrawn: string;
  readonly inRows: string;
}

/**
 * The text of a PDF. Nothing of it runs and nothing is fetched: no script, no form, no attachment, no font file,
 * no address. Character maps come from the package itself.
 * @throws Refusal; TRANSCRIPT_NO_TEXT for pictures of pages
 */
export async function readPdf(bytes: Uint8Array): Promise<PdfText> {
  const task = getDocument({
    data: Uint8Array.from(bytes), isEvalSupported: false, disableFontFace: true, useSystemFonts: false, useWorkerFetch: false, useWasm: false, enableXfa: false,
    disableAutoFetch: true, disableStream: true, disableRange: true, stopAtErrors: false, verbosity: 0,
    cMapUrl: fileURLToPath(new URL('../../cmaps/', import.meta.resolve('pdfjs-dist/legacy/build/pdf.mjs'))), cMapPacked: true,
  });
  try {
    return await textOf(await task.promise);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const isLocked = error instanceof Error && error.name === 'PasswordException';
    throw new Refusal(isLocked ? 'TRANSCRIPT_LOCKED' : 'TRANSCRIPT_UNREADABLE', error);
  } finally {
    await task.destroy();
  }
}

async function textOf(document: PDFDocumentProxy): Promise<PdfText> {
  if (document.numPages > most.pages) throw new Refusal('TRANSCRIPT_TOO_LARGE', `${document.numPages} pages`);
  const asDrawn: string[] = [];
  const inRows: string[] = [];
  let letters = 0;
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const placed = items.flatMap((item): PlacedText[] => ('str' in item && item.str !== '' ? [place(item.str, item.transform as readonly number[], item.width)] : []));
    page.cleanup();
    letters += placed.reduce((sum, { text }) => sum + text.replace(/\s/g, '').length, 0);
    if (letters > most.letters) throw new Refusal('TRANSCRIPT_TOO_LARGE', 'too much text');
    asDrawn.push(...rowsAsDrawn(placed));
    inRows.push(...rowsOfPage(placed));
  }
  if (letters < fewestLetters) throw new Refusal('TRANSCRIPT_NO_TEXT', `${letters} letters on ${document.numPages} pages`);
  return { asDrawn: asDrawn.join('\n'), inRows: inRows.join('\n') };
}

/** ISO 32000-1, 9.4.4: the last two numbers of a text matrix are where the text begins; the others scale and turn it. */
function place(text: string, [a = 0, b = 0, , , x = 0, y = 0]: readonly number[], width: number): PlacedText {
  return { text, x, y, width, height: Math.hypot(a, b) };
}
