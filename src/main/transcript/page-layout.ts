import { canonicalJson, sha256Hex, type JsonObject } from '../../shared/base/index.ts';
import { formatRoomTime, type LineKind } from '../../shared/domain/index.ts';
import type { KeptDocument, KeptHeader, KeptLine } from './kept-document.ts';

export interface Run {
  readonly text: string;
  /** Crossed out by a correction; still to be read. */
  readonly struck: boolean;
}

export interface Row {
  readonly kind: LineKind | 'header' | 'closing';
  readonly lineId: string;
  readonly runs: readonly Run[];
}

export interface Page {
  readonly number: number;
  readonly rows: readonly Row[];
  /** Of what stands on it, in this session, at this place: what a signature on the page is for. */
  readonly sha256: string;
}

/** In widths of a Chinese letter; punctuation that must not begin a row hangs over the end. */
const rowWidth = 34;
export const rowsPerPage = 25;
const mustNotBegin = /[\uFF0C\u3002\u3001\uFF1B\uFF1A\uFF01\uFF1F\uFF09\u300B\u300D\u300F\u201D\u2019,.;:!?)\]}]/;
const lead: Readonly<Record<LineKind, string>> = { question: '问\uFF1A', answer: '答\uFF1A', remark: '记\uFF1A' };
const closing = '以上笔录我看过\uFF08或者已向我宣读\uFF09\uFF0C和我说的相符。';

/** The pages of a document, the same for the screen, the PDF and the docx. Every letter of the document stands on exactly one of them. */
export function pagesOf({ sessionId, header, lines }: Pick<KeptDocument, 'sessionId' | 'header' | 'lines'>, timeZone: string): readonly Page[] {
  const rows = [
    ...headerLines(header, timeZone).flatMap((text) => rowsOf('header', '', [{ text, struck: false }])),
    ...lines.filter(({ text, was }) => text.trim() !== '' || was.length > 0).flatMap((line) => rowsOf(line.kind, line.lineId, runsOf(line))),
    ...rowsOf('closing', '', [{ text: closing, struck: false }]),
  ];
  return Array.from({ length: Math.ceil(rows.length / rowsPerPage) }, (_, index) => {
    const own = rows.slice(index * rowsPerPage, (index + 1) * rowsPerPage);
    return { number: index + 1, rows: own, sha256: sha256Hex(canonicalJson({ sessionId, page: index + 1, rows: own } as unknown as JsonObject)) };
  });
}

/** Blank in what is signed; the recorder fills it in when it stops, and it stands in the ledger. */
export const endLabel = '结束时间\uFF1A';

/** `2026年11月23日14时03分07秒` */
export function chineseTime(ms: number, timeZone: string): string {
  return formatRoomTime(ms, timeZone).replace(/^(\d+)-(\d+)-(\d+) (\d+):(\d+):(\d+)$/, '$1年$2月$3日$4时$5分$6秒');
}

function headerLines({ kind, caseNumber, place, officers, recorder, interviewee, interpreters, guardians, startsAtMs }: KeptHeader, timeZone: string): readonly string[] {
  const word = kind === 'interrogation' ? '讯问' : '询问';
  return [
    `${word}笔录`, `案件编号\uFF1A${caseNumber}`, `开始时间\uFF1A${chineseTime(startsAtMs, timeZone)}`, endLabel, `地点\uFF1A${place}`, `${word}人\uFF1A${officers.join('、')}`, `记录人\uFF1A${recorder}`, `被${word}人\uFF1A${interviewee}`,
    ...(interpreters.length === 0 ? [] : [`翻译人员\uFF1A${interpreters.join('、')}`]), ...(guardians.length === 0 ? [] : [`法定代理人\uFF1A${guardians.join('、')}`]),
  ];
}

function runsOf({ kind, text, was }: KeptLine): readonly Run[] {
  return [{ text: lead[kind], struck: false }, ...was.map((old) => ({ text: old, struck: true })), { text, struck: false }].filter((run) => run.text !== '');
}

function rowsOf(kind: Row['kind'], lineId: string, runs: readonly Run[]): readonly Row[] {
  const rows: Run[][] = [[]];
  let width = 0;
  for (const { text, struck } of runs) {
    for (const letter of text) {
      const isBreak = letter === '\n';
      if (isBreak || (width + widthOf(letter) > rowWidth && !(mustNotBegin.test(letter) && width <= rowWidth))) {
        rows.push([]);
        width = 0;
      }
      if (isBreak) continue;
      append(rows.at(-1) ?? [], letter, struck);
      width += widthOf(letter);
    }
  }
  return rows.map((each) => ({ kind, lineId, runs: each }));
}

function append(row: Run[], letter: string, struck: boolean): void {
  const last = row.at(-1);
  if (last?.struck === struck) row[row.length - 1] = { text: last.text + letter, struck };
  else row.push({ text: letter, struck });
}

/** Latin letters at the width of the widest of their kind, so that no row is wider on paper than here. */
function widthOf(letter: string): number {
  if (letter > '\u00ff') return 1;
  return /[MW@%mw]/.test(letter) ? 0.95 : /[A-Z&#]/.test(letter) ? 0.75 : 0.6;
}
