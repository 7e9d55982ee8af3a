/** How a number is written in a transcript: Arabic or Chinese digits, at most five of them, for use inside a regular expression. */
export const numeralPattern = '[0-9〇零○一二两三四五六七八九十廿卅]{1,5}';

const digits: Readonly<Record<string, number>> = { 〇: 0, 零: 0, '○': 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };

/** The value of `23`, `二十三`, `廿三`, `〇三` or `二〇二六`; null when it is no number below 10 000. */
export function readNumeral(written: string): number | null {
  const spread = written.replace('廿', '二十').replace('卅', '三十');
  const tens = /^(.*)十(.*)$/.exec(spread);
  if (tens === null) return readDigits(spread);
  const [, ten = '', one = ''] = tens;
  const [high, low] = [ten === '' ? 1 : readDigits(ten), one === '' ? 0 : readDigits(one)];
  return high === null || low === null || high > 9 || low > 9 ? null : high * 10 + low;
}

function readDigits(written: string): number | null {
  if (written === '') return null;
  let value = 0;
  for (const letter of written) {
    const digit = /[0-9]/.test(letter) ? Number(letter) : digits[letter];
    if (digit === undefined) return null;
    value = value * 10 + digit;
  }
  return value < 10_000 ? value : null;
}

/**
 * The same text, letter for letter, with the many ways of writing one sign made equal: full-width forms, blanks of forms (underscores,
 * ideographic and unbreakable spaces, tabs). Positions stay the same, so that what is found can be quoted from the original.
 */
export function levelText(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(/[_\u00A0\u2000-\u200B\u202F\u3000\uFEFF\t]/g, ' ')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[〜∼]/g, '~')
    .replace(/[\r\u000B\f\u2028\u2029]/g, '\n')
    .replace(/時/g, '时')
    .replace(/點/g, '点')
    .replace(/間/g, '间');
}

const firstQuestion = /(?:^|\n)[^\S\n]{0,20}(?:问|q|question)[^\S\n]{0,20}:/i;
const longestHead = 8_000;

/** What stands above the first question of a levelled transcript. */
export function headOf(text: string): string {
  return text.slice(0, Math.min(firstQuestion.exec(text)?.index ?? text.length, longestHead));
}
