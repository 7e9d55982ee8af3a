import PDFDocument from 'pdfkit';
import { resourcePath } from '../platform/index.ts';
import { ReportCanvas } from './report-canvas.ts';

const margin = 48;
const ink = '#1b2430';
const quiet = '#5b6776';
const line = '#d6dce4';
const shade = '#f1f4f8';

export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

export interface Column extends Bilingual {
  /** Share of the width. */
  readonly share: number;
}

export type CellTone = 'plain' | 'alarm' | 'quiet';
export interface Cell {
  readonly text: string;
  readonly tone?: CellTone;
  readonly fine?: boolean;
}
export type Row = readonly (string | Cell)[];

/** Pages of the report: headings, tables and key-value lists that flow from page to page, Chinese with English beneath. */
export class ReportSheet {
  readonly #doc: PDFKit.PDFDocument;
  readonly #bytes: Promise<Uint8Array>;
  readonly #footer: string;

  constructor(title: string, footer: string, createdAtMs: number) {
    this.#footer = footer;
    this.#doc = new PDFDocument({ size: 'A4', margin, bufferPages: true, lang: 'zh-CN', displayTitle: true, info: { Title: title, Author: 'Shilu', Producer: 'Shilu', Creator: 'Shilu', CreationDate: new Date(createdAtMs) } });
    this.#bytes = collect(this.#doc);
    this.#doc.font(resourcePath('fonts', 'NotoSansSC-Regular.ttf')).fillColor(ink);
  }

  get #width(): number {
    return this.#doc.page.width - 2 * margin;
  }

  title({ zh, en }: Bilingual): void {
    this.#doc.fontSize(24).fillColor(ink).text(zh, { align: 'center' }).fontSize(12).fillColor(quiet).text(en, { align: 'center' }).moveDown(1);
  }

  heading({ zh, en }: Bilingual): void {
    this.#room(90);
    if (this.#doc.y > margin + 10) this.#doc.moveDown(1.2);
    this.#doc.fontSize(14).fillColor(ink).text(zh, margin, this.#doc.y, { continued: true }).fontSize(10).fillColor(quiet).text(`   ${en}`);
    this.#rule(this.#doc.y + 6);
    this.#doc.y += 12;
  }

  subheading({ zh, en }: Bilingual): void {
    this.#room(70);
    this.#doc.fontSize(11).fillColor(ink).text(zh, margin, this.#doc.y + 6, { continued: true }).fontSize(8.5).fillColor(quiet).text(`   ${en}`).moveDown(0.2);
  }

  /** Like `facts`, in the size of a table; a value longer than what is left of a page begins the next one. */
  details(rows: readonly (readonly [Bilingual, string])[]): void {
    this.#list(rows, { labelWidth: 104, size: 8.8, least: 24 });
  }

  paragraph(zh: string, en: string): void {
    this.#room(40);
    this.#doc.fontSize(9.5).fillColor(ink).text(zh, margin, this.#doc.y, { width: this.#width });
    this.#doc.fontSize(8).fillColor(quiet).text(en, { width: this.#width }).moveDown(0.5);
  }

  /** What the next command looks at, in one small paragraph. */
  caption({ zh, en }: Bilingual): void {
    this.#room(40);
    this.#doc.fontSize(8.4).fillColor(ink).text(`${zh}  ${en}`, margin, this.#doc.y, { width: this.#width }).moveDown(0.15);
  }

  /** A command, to be typed as it stands; a long one goes on after a backslash, as a shell takes it. */
  command(whole: string): void {
    const text = whole.replace(/ (?=-CAfile)/, whole.length > 100 ? ' \\\n    ' : ' ');
    this.#room(30);
    const height = this.#doc.fontSize(7.8).heightOfString(text, { width: this.#width - 16 });
    this.#doc.rect(margin, this.#doc.y, this.#width, height + 8).fill(shade);
    this.#doc.fillColor(ink).text(text, margin + 8, this.#doc.y + 4, { width: this.#width - 16 });
    this.#doc.y += 8;
  }

  facts(rows: readonly (readonly [Bilingual, string])[]): void {
    this.#list(rows, { labelWidth: 150, size: 10.5, least: 26 });
  }

  #list(rows: readonly (readonly [Bilingual, string])[], { labelWidth, size, least }: { readonly labelWidth: number; readonly size: number; readonly least: number }): void {
    for (const [label, value] of rows) {
      const height = Math.max(least, this.#doc.fontSize(size).heightOfString(value, { width: this.#width - labelWidth }) + 8);
      this.#room(Math.min(height, this.#bottom - margin));
      const top = this.#doc.y;
      this.#doc.fontSize(size).fillColor(ink).text(label.zh, margin, top + 1, { width: labelWidth - 10, lineBreak: false });
      this.#doc.fontSize(Math.min(7.5, size - 2)).fillColor(quiet).text(label.en, margin, top + size * 1.4, { width: labelWidth - 10, lineBreak: false });
      this.#doc.fontSize(size).fillColor(ink).text(value, margin + labelWidth, top + 3, { width: this.#width - labelWidth });
      // A value longer than a page has gone on to the next one by itself.
      this.#doc.y = this.#doc.y < top ? this.#doc.y + 5 : top + height;
      this.#rule(this.#doc.y);
      this.#doc.y += 3;
    }
    this.#doc.x = margin;
  }

  /** The head row is repeated on every page. `none` is shown when there are no rows. */
  table(columns: readonly Column[], rows: readonly Row[], none: Bilingual): void {
    if (rows.length === 0) {
      this.paragraph(none.zh, none.en);
      return;
    }
    const widths = this.#widths(columns);
    this.#tableHead(columns, widths);
    rows.forEach((row, index) => this.#tableRow(columns, widths, row, index % 2 === 1));
    this.#doc.x = margin;
    this.#doc.y += 6;
  }

  /** Squares of a two-dimensional code, centred, `size` points wide, with its quiet zone. */
  squares(modules: { readonly size: number; get(row: number, column: number): number }, size: number): void {
    this.#room(size + 10);
    const cell = size / (modules.size + 8);
    const left = margin + (this.#width - size) / 2 + 4 * cell;
    const top = this.#doc.y + 4 * cell;
    for (let row = 0; row < modules.size; row++) {
      for (let column = 0; column < modules.size; column++) if (modules.get(row, column) !== 0) this.#doc.rect(left + column * cell, top + row * cell, cell, cell);
    }
    this.#doc.fill('#000');
    this.#doc.y += size;
  }

  /** A drawing over the whole width, `height` points high, never cut by the end of a page. */
  drawing(height: number, draw: (canvas: ReportCanvas) => void): void {
    this.#room(height);
    const top = this.#doc.y;
    draw(new ReportCanvas(this.#doc, { left: margin, top, width: this.#width, height }));
    this.#doc.x = margin;
    this.#doc.y = top + height;
  }

  centred(text: string, size: number): void {
    this.#doc.fontSize(size).fillColor(ink).text(text, margin, this.#doc.y, { width: this.#width, align: 'center' });
  }

  newPage(): void {
    this.#doc.addPage();
  }

  /** Numbers the pages and ends the document. */
  async finish(): Promise<Uint8Array> {
    const { start, count } = this.#doc.bufferedPageRange();
    for (let page = start; page < start + count; page++) {
      this.#doc.switchToPage(page);
      // Text below the bottom margin would open another page.
      this.#doc.page.margins.bottom = 0;
      const y = this.#doc.page.height - 32;
      this.#doc.fontSize(7.5).fillColor(quiet).text(this.#footer, margin, y, { width: this.#width - 70, lineBreak: false });
      this.#doc.text(`${page - start + 1} / ${count}`, margin, y, { width: this.#width, align: 'right', lineBreak: false });
    }
    this.#doc.end();
    return this.#bytes;
  }

  #widths(columns: readonly Column[]): readonly number[] {
    const shares = columns.reduce((sum, column) => sum + column.share, 0);
    return columns.map((column) => (column.share / shares) * this.#width);
  }

  #tableHead(columns: readonly Column[], widths: readonly number[]): void {
    this.#room(60);
    const top = this.#doc.y;
    this.#doc.rect(margin, top, this.#width, 27).fill('#e3e9f1');
    this.#cells(widths, top + 3, (index, x, width) => {
      this.#doc.fontSize(9).fillColor(ink).text(columns[index]?.zh ?? '', x, top + 3, { width, lineBreak: false });
      this.#doc.fontSize(6.8).fillColor(quiet).text(columns[index]?.en ?? '', x, top + 15, { width, lineBreak: false });
    });
    this.#doc.y = top + 28;
  }

  #tableRow(columns: readonly Column[], widths: readonly number[], row: Row, shaded: boolean): void {
    const cells = row.map((cell) => (typeof cell === 'string' ? { text: cell } : cell));
    const heights = cells.map((cell, index) => this.#doc.fontSize(cell.fine === true ? 6.6 : 8.8).heightOfString(cell.text, { width: (widths[index] ?? 0) - 8 }));
    const height = Math.max(...heights) + 7;
    if (this.#doc.y + height > this.#bottom) {
      this.#doc.addPage();
      this.#tableHead(columns, widths);
    }
    const top = this.#doc.y;
    if (shaded) this.#doc.rect(margin, top, this.#width, height).fill(shade);
    this.#cells(widths, top, (index, x, width) => {
      const cell: Cell = cells[index] ?? { text: '' };
      this.#doc.fontSize(cell.fine === true ? 6.6 : 8.8).fillColor(colours[cell.tone ?? 'plain']).text(cell.text, x, top + 3, { width });
    });
    this.#rule(top + height);
    this.#doc.y = top + height;
  }

  #cells(widths: readonly number[], top: number, draw: (index: number, x: number, width: number) => void): void {
    let x = margin;
    widths.forEach((width, index) => {
      this.#doc.y = top;
      draw(index, x + 4, width - 8);
      x += width;
    });
  }

  get #bottom(): number {
    return this.#doc.page.height - margin - 6;
  }

  /** Starts a new page unless so many points are left on this one. */
  #room(height: number): void {
    if (this.#doc.y + height > this.#bottom) this.#doc.addPage();
  }

  #rule(y: number): void {
    this.#doc.moveTo(margin, y).lineTo(margin + this.#width, y).lineWidth(0.5).stroke(line);
  }
}

const colours: Readonly<Record<CellTone, string>> = { plain: ink, alarm: '#b71c1c', quiet };

function collect(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    doc.on('error', reject);
  });
}
