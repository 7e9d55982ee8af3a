/** A piece of text where it stands on its page; y grows upwards. All in the same unit. */
export interface PlacedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Of the height of the letters: pieces whose feet are nearer are one row; a wider gap between two pieces is a blank. */
const sameRow = 0.5;
const blankFrom = 0.25;

/** The rows of a page from top to bottom, each from left to right, whatever the order in which the program that wrote it drew them. */
export function rowsOfPage(pieces: readonly PlacedText[]): readonly string[] {
  const rows: PlacedText[][] = [];
  for (const piece of [...pieces].sort((one, other) => other.y - one.y)) {
    const row = rows.at(-1);
    const [first] = row ?? [];
    if (row !== undefined && first !== undefined && first.y - piece.y < sameRow * Math.max(first.height, piece.height, 1)) row.push(piece);
    else rows.push([piece]);
  }
  return rows.map(joinRow).filter((row) => row.trim() !== '');
}

/**
 * The same pieces in the order in which they were drawn: a new row where the next piece is not beside the one before. Word processors
 * draw a table cell by cell, so a line that is broken within its cell stays together.
 */
export function rowsAsDrawn(pieces: readonly PlacedText[]): readonly string[] {
  const rows: PlacedText[][] = [];
  for (const piece of pieces) {
    const row = rows.at(-1);
    const last = row?.at(-1);
    const isBeside = last !== undefined && Math.abs(last.y - piece.y) < sameRow * Math.max(last.height, piece.height, 1) && piece.x >= last.x;
    if (isBeside && row !== undefined) row.push(piece);
    else rows.push([piece]);
  }
  return rows.map(joinRow).filter((row) => row.trim() !== '');
}

function joinRow(row: readonly PlacedText[]): string {
  let text = '';
  let end = -Infinity;
  for (const piece of [...row].sort((one, other) => one.x - other.x)) {
    const gap = piece.x - end;
    if (text !== '' && gap > blankFrom * piece.height && !text.endsWith(' ') && !piece.text.startsWith(' ')) text += ' ';
    text += piece.text;
    end = Math.max(end, piece.x + piece.width);
  }
  return text.trimEnd();
}
