import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sectionsOf } from './written-sections.ts';

describe('sectionsOf', () => {
  it.each([
    ['讯 问 笔 录', '询问笔录(第2次)'], ['讯问笔录 第一次', '讯问笔录 第二次'], ['某某市公安局 讯(询)问笔录', '谈话笔录'], ['讯问笔录', '  询 问 笔 录  '],
  ])('parts a document at %s and %s', (one, other) => {
    expect(sectionsOf(`封面\n${one}\n问:甲\n${other}\n问:乙`)).toEqual([`封面\n${one}\n问:甲`, `\n${other}\n问:乙`]);
  });

  it('does not part where the words stand in a sentence', () => {
    expect(sectionsOf('讯问笔录\n问:上次的讯问笔录你看过吗?\n答:讯问笔录我看过,签了名,没有不同意见,和我说的一样,我没有别的要补充。')).toHaveLength(1);
  });

  it('loses no letter', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('讯问笔录', '询 问 笔 录', '\n', '问:', '(第1次)', ' ', '甲')), (pieces) => {
      expect(sectionsOf(pieces.join('')).join('')).toBe(pieces.join(''));
    }));
  });
});
