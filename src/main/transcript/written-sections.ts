import { levelText } from './written-numerals.ts';

/** A title on a line of its own: `讯 问 笔 录`, `询问笔录(第2次)`, `讯问笔录 第二次`. */
const title = /(?:^|\n)[^\S\n]{0,40}(?:\(?[\p{Script=Han}]{2,20}(?:局|所|队)\)?[^\S\n]{0,20})?(?:[讯询][^\S\n]{0,9}\(?[询讯]?\)?[^\S\n]{0,9}问|谈[^\S\n]{0,9}话)[^\S\n]{0,9}笔[^\S\n]{0,9}录[^\n]{0,30}(?=\n|$)/gu;

/** One document may hold the transcripts of several interviews, each under its own title. Text before the first title goes with the first. */
export function sectionsOf(text: string): readonly string[] {
  const starts = [...levelText(text).matchAll(title)].map((match) => match.index).slice(1, 100);
  return [0, ...starts].map((from, i) => text.slice(from, [...starts, text.length][i]));
}
