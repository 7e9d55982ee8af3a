import { describe, expect, it } from 'vitest';
import { linkKey, problemsOf, type KeptLine, type LineFacts } from './kept-document.ts';

const line = (text: string, change: Partial<KeptLine> = {}): KeptLine => ({ lineId: 'l-1', kind: 'answer', text, was: [], keyFacts: [], ...change });
const facts: LineFacts = { begunAtMs: new Map([['l-1', 2_000]]), linked: new Set(), markers: [{ kind: 'exhibit', text: '2号物证:扳手' }, { kind: 'note', text: '5' }], recordedFromMs: 1_000 };
const codes = (lines: readonly KeptLine[], change: Partial<LineFacts> = {}) => problemsOf({ lines }, { ...facts, ...change }).map(({ code }) => code);

describe('problemsOf', () => {
  it.each<readonly [string, readonly KeptLine[], Partial<LineFacts>, readonly string[]]>([
    ['nothing written', [], {}, ['TRANSCRIPT_EMPTY']],
    ['only blanks', [line(' ')], {}, ['TRANSCRIPT_EMPTY']],
    ['a plain answer', [line('是。')], {}, []],
    ['a key fact without its seconds', [line('昨晚八点', { keyFacts: ['time'] })], {}, ['KEY_FACT_UNLINKED']],
    ['a key fact with its seconds', [line('昨晚八点', { keyFacts: ['time'] })], { linked: new Set([linkKey('l-1', 'time')]) }, []],
    ['one of two key facts', [line('昨晚八点在家', { keyFacts: ['time', 'place'] })], { linked: new Set([linkKey('l-1', 'time')]) }, ['KEY_FACT_UNLINKED']],
    ['a line from before the recording', [line('是。')], { recordedFromMs: 2_001 }, ['TRANSCRIPT_BEFORE_RECORDING']],
    ['a line nobody began', [line('是。', { lineId: 'l-2' })], {}, ['TRANSCRIPT_BEFORE_RECORDING']],
    ['nothing recorded', [line('是。')], { recordedFromMs: null }, ['TRANSCRIPT_BEFORE_RECORDING']],
    ['an exhibit that was shown', [line('向你出示2号物证。')], {}, []],
    ['an exhibit that was shown, in Chinese numbers', [line('向你出示物证二。')], {}, []],
    ['an exhibit that was not shown', [line('向你出示3号物证和物证四。')], {}, ['EXHIBIT_NOT_SHOWN', 'EXHIBIT_NOT_SHOWN']],
    ['a number that is only in a note', [line('出示5号证据')], {}, ['EXHIBIT_NOT_SHOWN']],
    ['an exhibit in English', [line('I show you exhibit no. 7.')], {}, ['EXHIBIT_NOT_SHOWN']],
    ['numbers that are no exhibits', [line('我3号去的,住在5号楼。')], {}, []],
  ])('%s', (_name, lines, change, expected) => expect(codes(lines, change)).toEqual(expected));
});
