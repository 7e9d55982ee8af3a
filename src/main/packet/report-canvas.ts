/** A rectangle of a page to draw on, with its own corner as origin; points as everywhere in PDF. */
export class ReportCanvas {
  readonly width: number;
  readonly height: number;
  readonly #doc: PDFKit.PDFDocument;
  readonly #left: number;
  readonly #top: number;

  constructor(doc: PDFKit.PDFDocument, box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }) {
    this.#doc = doc;
    this.#left = box.left;
    this.#top = box.top;
    this.width = box.width;
    this.height = box.height;
  }

  box(x: number, y: number, width: number, height: number, colour: string, opacity = 1): void {
    this.#doc.fillOpacity(opacity).rect(this.#left + x, this.#top + y, width, height).fill(colour).fillOpacity(1);
  }

  /** Slanting lines within a rectangle: to be told from a plain one in a black and white copy. */
  hatch(x: number, y: number, width: number, height: number, colour: string): void {
    const [left, top] = [this.#left + x, this.#top + y];
    this.#doc.save().rect(left, top, width, height).clip();
    for (let at = -height; at < width; at += 4) this.#doc.moveTo(left + at, top + height).lineTo(left + at + height, top);
    this.#doc.lineWidth(0.6).stroke(colour).restore();
  }

  line(points: readonly (readonly [number, number])[], colour: string, lineWidth = 0.7): void {
    this.#path(points);
    this.#doc.lineWidth(lineWidth).stroke(colour);
  }

  area(points: readonly (readonly [number, number])[], colour: string): void {
    this.#path(points);
    this.#doc.closePath().fill(colour);
  }

  text(text: string, x: number, y: number, options: { readonly size?: number; readonly colour?: string; readonly width?: number; readonly align?: 'left' | 'right' | 'center' } = {}): void {
    const { size = 7, colour = '#1b2430', width, align = 'left' } = options;
    const { x: beforeX, y: beforeY } = this.#doc;
    this.#doc.fontSize(size).fillColor(colour).text(text, this.#left + x, this.#top + y, { lineBreak: false, align, ...(width === undefined ? {} : { width, height: size * 1.6, ellipsis: true }) });
    this.#doc.x = beforeX;
    this.#doc.y = beforeY;
  }

  #path(points: readonly (readonly [number, number])[]): void {
    points.forEach(([x, y], index) => {
      if (index === 0) this.#doc.moveTo(this.#left + x, this.#top + y);
      else this.#doc.lineTo(this.#left + x, this.#top + y);
    });
  }
}
