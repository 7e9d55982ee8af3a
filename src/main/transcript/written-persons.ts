import { headOf, levelText } from './written-numerals.ts';

/** What the head of a transcript says about who was where; null and empty for what it does not say. */
export interface WrittenPersons {
  readonly place: string | null;
  readonly interviewee: string | null;
  readonly officers: readonly string[];
  readonly recorder: string | null;
  readonly interpreter: string | null;
  readonly guardian: string | null;
}

const kind = '(?:讯问|询问|讯\\(询\\)问|询\\(讯\\)问|讯\\s*/\\s*询问|讯问\\s*/\\s*询问|询问\\s*/\\s*讯问|谈话)';
const labels = {
  place: `(?:${kind}\\s*)?地\\s*点|place|location`,
  interviewee: `被${kind}人|(?:犯罪|违法|违法犯罪)?嫌疑人|interviewee`,
  officers: `${kind}人员?|侦查人?员|办案(?:人员|民警)|interviewers?|(?:interviewing |interrogating )?officers?`,
  recorder: `记\\s*录\\s*(?:人员?|员)|书记员|recorder`,
  interpreter: `翻\\s*译(?:\\s*人员?)?|译员|interpreter`,
  guardian: `(?:未成年人)?(?:法定代理人|监护人|合适成年人)|(?:legal )?guardian`,
} as const;
type Item = keyof typeof labels;

const ends = '工作单位|所在单位|单位|职务|警号|性别|年龄|年纪|出生|民族|文化程度|身份证|证件|联系|电话|户籍|住址|现住|职业|签名|时\\s*间|日\\s*期|times?|date|start|end|sex|age';
const boundary = '(?:^|[\\n ;;,,。)])';
const anyLabel = new RegExp(`${boundary}\\s*(?:${Object.values(labels).join('|')}|${ends})(?:\\s|[::、((]|$)`, 'i');
const maxLength = 60;

/** Reads place and names from the labels of the head; what stands in the questions is not looked at. */
export function findWrittenPersons(text: string): WrittenPersons {
  const head = headOf(levelText(text));
  const place = valueOf(head, 'place');
  return {
    place: place === null ? null : place.replace(/ +/g, ' '),
    interviewee: namesIn(valueOf(head, 'interviewee'))[0] ?? null,
    officers: namesIn(valueOf(head, 'officers')),
    recorder: namesIn(valueOf(head, 'recorder'))[0] ?? null,
    interpreter: namesIn(valueOf(head, 'interpreter'))[0] ?? null,
    guardian: namesIn(valueOf(head, 'guardian'))[0] ?? null,
  };
}

function valueOf(head: string, item: Item): string | null {
  const label = new RegExp(`${boundary}\\s*(?:${labels[item]})(?:\\s*(?:姓名|单位|、|及|和)+)?\\s*(?:\\(\\s*签\\s*[名字]\\s*\\)|签名)?(?:\\s*:\\s*|\\s+)`, 'gi');
  for (const match of head.matchAll(label)) {
    const line = head.slice(match.index + match[0].length).split('\n', 1)[0] ?? '';
    const stop = anyLabel.exec(` ${line}`);
    const value = (stop === null ? line : line.slice(0, Math.max(0, stop.index - 1))).replace(/[\s;;,,。、]+$/, '').trim();
    if (value !== '' && value.length <= maxLength) return value;
  }
  return null;
}

/** `张三、李四`, `张 三 李四`, `张三(东城分局)和李四`, `A. Smith and B. Jones`. */
function namesIn(value: string | null): readonly string[] {
  if (value === null) return [];
  return value
    .replace(/\([^)]*\)/g, ' ')
    .split(/[、,,;;/]|\band\b|(?<=[\p{Script=Han}]{2})\s*[和与及]\s*(?=[\p{Script=Han}]{2})/u)
    .flatMap(wordsOfName)
    .filter((name) => /^[\p{L}][\p{L}\p{M}·•.' -]*$/u.test(name));
}

function wordsOfName(piece: string): readonly string[] {
  const words = piece.trim().split(/\s+/).filter((word) => word !== '' && !['男', '女', '无', '/'].includes(word));
  const isChinese = words.every((word) => /^[\p{Script=Han}·]+$/u.test(word));
  // Two-letter names are often set apart to fill the width of three: `张 三`.
  if (!isChinese) return [words.join(' ')];
  return words.some((word) => word.length === 1) ? [words.join('')] : words;
}
