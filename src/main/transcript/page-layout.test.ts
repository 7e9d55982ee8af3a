import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeptHeader, KeptLine } from './kept-document.ts';
import { pagesOf, rowsPerPage } from './page-layout.ts';

const zone = 'Asia/Shanghai';
const header: KeptHeader = {
  kind: 'interrogation', caseNumber: 'A1', place: '讯问室一', officers: ['张三', '李四'], recorder: '李四', interviewee: '王五', interpreters: [], guardians: [], startsAtMs: Date.parse('2026-11-23T14:03:07+08:00'),
};
const line = (text: string, change: Partial<KeptLine> = {}): KeptLine => ({ lineId: 'l', kind: 'question', text, was: [], keyFacts: [], ...change });
const pages = (...lines: readonly KeptLine[]) => pagesOf({ sessionId: 'S1', header, lines }, zone);
/** Compared in half-width signs, which are plain to see in an editor. */
const textOf = (all: ReturnType<typeof pages>) => all.flatMap(({ rows }) => rows).map(({ runs }) => runs.map(({ text }) => text).join('').replace(/[\uFF01-\uFF5E]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0)));

describe('pagesOf', () => {
  it('puts the head, the lines and the closing words on one page', () => {
    expect(textOf(pages(line('姓名?'), line('王五。', { kind: 'answer' })))).toEqual([
      '讯问笔录', '案件编号:A1', '开始时间:2026年11月23日14时03分07秒', '结束时间:', '地点:讯问室一', '讯问人:张三、李四', '记录人:李四', '被讯问人:王五', '问:姓名?', '答:王五。', '以上笔录我看过(或者已向我宣读),和我说的相符。',
    ]);
  });

  it('keeps corrected words readable beside the new ones', () => {
    expect(pages(line('三把刀', { kind: 'answer', was: ['两把刀'] }))[0]?.rows.at(-2)?.runs).toEqual([{ text: '答\uFF1A', struck: false }, { text: '两把刀', struck: true }, { text: '三把刀', struck: false }]);
  });

  it('begins no row with a comma', () => {
    const rows = textOf(pages(line(`${'一'.repeat(32)}\uFF0C二`)));
    expect(rows.some((row) => row.startsWith(','))).toBe(false);
  });

  it('loses and doubles no letter, whatever is written, and fills pages of a fixed size', () => {
    const letters = fc.constantFrom('我', '说', ',', '。', 'W', 'i', ' ', '9', '\n', '😀', '「', '」');
    fc.assert(fc.property(fc.array(fc.array(letters, { maxLength: 200 }).map((all) => all.join(''))), (texts) => {
      const all = pages(...texts.map((text) => line(text)));
      const written = texts.filter((text) => text.trim() !== '').map((text) => `问:${text.replaceAll('\n', '')}`).join('');
      expect(textOf(all).slice(8, -1).join('')).toBe(written);
      for (const { rows } of all) expect(rows.length).toBeLessThanOrEqual(rowsPerPage);
      expect(all.map(({ number }) => number)).toEqual(all.map((_page, index) => index + 1));
    }), { numRuns: 100 });
  });

  it('changes the hash of a page with anything that stands on it, and of no page before it', () => {
    const many = Array.from({ length: 60 }, (_, n) => line(`第${n}问`, { lineId: `l${n}` }));
    const before = pages(...many).map(({ sha256 }) => sha256);
    const after = pages(...many.map((each, n) => (n === 59 ? { ...each, text: '改' } : each))).map(({ sha256 }) => sha256);
    expect(before.length).toBe(3);
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
    expect(after[2]).not.toBe(before[2]);
    expect(new Set([...before, ...pagesOf({ sessionId: 'S2', header, lines: many }, zone).map(({ sha256 }) => sha256)]).size).toBe(6);
  });
});
