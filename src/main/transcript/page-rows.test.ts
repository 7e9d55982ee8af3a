import { describe, expect, it } from 'vitest';
import { rowsAsDrawn, rowsOfPage, type PlacedText } from './page-rows.ts';

const piece = (text: string, x: number, y: number): PlacedText => ({ text, x, y, width: text.length * 10, height: 10 });

describe('rows of a page', () => {
  const broken = [piece('时间', 0, 95), piece('14时03分至16时', 100, 100), piece('20分', 100, 88), piece('地点', 0, 70), piece('一室', 100, 70)];
  it('reads a cell that is broken into two rows in the order in which it was drawn', () => {
    expect(rowsAsDrawn(broken)).toEqual(['时间', '14时03分至16时', '20分', '地点 一室']);
  });

  it('reads rows from top to bottom and left to right, whatever was drawn first', () => {
    expect(rowsOfPage([piece('b', 30, 50), piece('c', 0, 20), piece('a', 0, 51)])).toEqual(['a b', 'c']);
  });

  it('joins pieces that touch', () => {
    expect(rowsOfPage([piece('时', 10, 50), piece('14', -10, 50)])).toEqual(['14时']);
  });
});
