import PDFDocument from 'pdfkit';
import { resourcePath } from '../platform/index.ts';
import type { Row } from './page-layout.ts';
import { filledRuns, footOf, signerWords, type PaperPage, type TranscriptPaper } from './transcript-paper.ts';

const left = 72;
const right = 595 - 72;
const top = 56;
const rowHeight = 24;
const letterSize = 12;
const padBox = { width: 300, height: 100 } as const;
const ink = '#111';
const faint = '#9aa3ad';

/** The transcript on A4, in the font that is embedded in it. */
export function drawPdf(paper: TranscriptPaper): Promise<Uint8Array> {
  const doc = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false, lang: 'zh-CN', displayTitle: true, info: { Title: paper.title, Producer: 'Shilu', Creator: 'Shilu', CreationDate: new Date(paper.createdAtMs) } });
  const chunks: Uint8Array[] = [];
  const bytes = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (chunk: Uint8Array) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks))).on('error', reject);
  });
  doc.registerFont('text', resourcePath('fonts', 'NotoSansSC-Regular.ttf'));
  for (const page of paper.pages) drawPage(doc, page, paper);
  doc.end();
  return bytes;
}

function drawPage(doc: PDFKit.PDFDocument, page: PaperPage, paper: TranscriptPaper): void {
  doc.addPage().font('text').fontSize(letterSize).fillColor(ink);
  page.rows.forEach((row, index) => drawRow(doc, row, top + index * rowHeight, page.number === 1 && index === 0, paper));
  page.signatures.forEach((signature, index) => drawSignature(doc, signature, index, page.signatures.length));
  const [first, second] = footOf(page, paper);
  doc.fontSize(8.5).fillColor('#444').text(first, left, 806, { lineBreak: false }).text(second, left, 818, { lineBreak: false });
}

function drawRow(doc: PDFKit.PDFDocument, row: Row, y: number, isTitle: boolean, paper: TranscriptPaper): void {
  const runs = filledRuns(row, paper);
  if (isTitle) {
    doc.fontSize(18).text(runs.map(({ text }) => text).join('').split('').join(' '), left, y - 6, { width: right - left, align: 'center', lineBreak: false }).fontSize(letterSize);
    return;
  }
  let x = left;
  for (const { text, struck } of runs) {
    const width = doc.widthOfString(text);
    doc.fillColor(struck ? '#666' : ink).text(text, x, y, { lineBreak: false });
    if (struck) doc.moveTo(x, y + 9).lineTo(x + width, y + 9).lineWidth(0.8).strokeColor('#666').stroke();
    x += width;
  }
  doc.fillColor(ink).moveTo(left, y + rowHeight - 5).lineTo(right, y + rowHeight - 5).lineWidth(0.4).strokeColor(faint).stroke();
}

/** Up to three side by side below the last row. */
function drawSignature(doc: PDFKit.PDFDocument, { name, signsAs, words, path }: PaperPage['signatures'][number], index: number, count: number): void {
  const width = (right - left) / Math.max(1, count);
  const [x, y] = [left + index * width, 678];
  doc.fontSize(10).fillColor(ink).text(`${signerWords[signsAs]}:${name}`, x, y, { lineBreak: false });
  if (path !== '') {
    const scale = Math.min((width - 16) / padBox.width, 56 / padBox.height);
    doc.save().translate(x, y + 16).scale(scale).path(path).lineWidth(2.4 / scale / 1.4).lineCap('round').lineJoin('round').strokeColor('#12306b').stroke().restore();
  }
  doc.fontSize(8.5).fillColor('#444').text(words === '' ? '签名:' : words, x, y + 76, { width: width - 8, height: 34, ellipsis: true });
}
