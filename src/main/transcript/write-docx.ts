import { AlignmentType, Document, Footer, LineRuleType, Packer, Paragraph, SectionType, TextRun } from 'docx';
import type { Row } from './page-layout.ts';
import { filledRuns, footOf, signerWords, type PaperPage, type TranscriptPaper } from './transcript-paper.ts';

const font = { ascii: 'Times New Roman', eastAsia: '仿宋', hAnsi: 'Times New Roman' };
/** Twentieths of a point: the rows of the page stand where they stand in the PDF. */
const rowHeight = 24 * 20;
const halfPoints = 24;
const crossedOut = { strike: true } as const;

/** The same pages as a document that Word, WPS and LibreOffice open; one section per page, because each has its own foot. */
export async function writeDocx(paper: TranscriptPaper): Promise<Uint8Array> {
  const document = new Document({
    title: paper.title, creator: 'Shilu', styles: { default: { document: { run: { font, size: halfPoints } } } },
    sections: paper.pages.map((page) => ({
      properties: { type: SectionType.NEXT_PAGE, page: { size: { width: 11_906, height: 16_838 }, margin: { top: 1_000, bottom: 900, left: 1_440, right: 1_300, footer: 300 } } },
      footers: { default: new Footer({ children: footOf(page, paper).map((text) => new Paragraph({ children: [new TextRun({ text, size: 17 })] })) }) },
      children: [...page.rows.map((row, index) => rowParagraph(row, page.number === 1 && index === 0, paper)), ...page.signatures.map(signatureParagraph)],
    })),
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

function rowParagraph(row: Row, isTitle: boolean, paper: TranscriptPaper): Paragraph {
  return new Paragraph({
    alignment: isTitle ? AlignmentType.CENTER : AlignmentType.LEFT, spacing: { line: rowHeight, lineRule: LineRuleType.EXACT, before: 0, after: 0 },
    children: filledRuns(row, paper).map(({ text, struck }) => new TextRun({ text, ...(struck ? crossedOut : {}), ...(isTitle ? { size: 36 } : {}) })),
  });
}

function signatureParagraph({ name, signsAs, words }: PaperPage['signatures'][number]): Paragraph {
  return new Paragraph({ spacing: { before: 60, after: 0 }, children: [new TextRun({ text: `${signerWords[signsAs]}:${name}  ${words === '' ? '签名:' : words}`, size: 20 })] });
}
