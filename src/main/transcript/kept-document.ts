import { canonicalJson, utf8, type ErrorCode, type ErrorParams, type JsonObject } from '../../shared/base/index.ts';
import type { KeyFactKind, LineKind, MarkerKind, SpanKind } from '../../shared/domain/index.ts';
import { readNumeral } from './written-numerals.ts';

/** One question, answer or remark as it stands in one version. */
export interface KeptLine {
  readonly lineId: string;
  readonly kind: LineKind;
  readonly text: string;
  /** What stood here before corrections made while it was being read, oldest first. It stays readable. */
  readonly was: readonly string[];
  readonly keyFacts: readonly KeyFactKind[];
}

/** The head of the form. Its times are the recorder's; nobody types them. */
export interface KeptHeader {
  readonly kind: 'interrogation' | 'inquiry';
  readonly caseNumber: string;
  readonly place: string;
  readonly officers: readonly string[];
  readonly recorder: string;
  readonly interviewee: string;
  readonly interpreters: readonly string[];
  readonly guardians: readonly string[];
  readonly startsAtMs: number;
}

export interface KeptDocument {
  readonly format: 'shilu.transcript.v1';
  readonly sessionId: string;
  readonly version: number;
  readonly header: KeptHeader;
  readonly lines: readonly KeptLine[];
}

/** What the ledger knows about the lines of a document. */
export interface LineFacts {
  readonly begunAtMs: ReadonlyMap<string, number>;
  readonly linked: ReadonlySet<string>;
  readonly markers: readonly { readonly kind: MarkerKind | SpanKind; readonly text: string }[];
  /** First recorded second; null while nothing is recorded. */
  readonly recordedFromMs: number | null;
}

export interface KeptProblem {
  readonly code: Extract<ErrorCode, `TRANSCRIPT_${string}` | `KEY_FACT_${string}` | `EXHIBIT_${string}`>;
  readonly lineId: string;
  readonly params: ErrorParams;
}

export function documentBytes(document: KeptDocument): Uint8Array {
  return utf8(canonicalJson(document as unknown as JsonObject));
}

/** How a link of a key fact is known: a line has at most one of each kind. */
export function linkKey(lineId: string, keyFact: KeyFactKind): string {
  return `${lineId} ${keyFact}`;
}

/** What stands in the way of handing a document over for reading: nothing written, a key fact without its seconds (article 27), an exhibit that was never shown (article 25), a line from before the recording. */
export function problemsOf({ lines }: Pick<KeptDocument, 'lines'>, facts: LineFacts): readonly KeptProblem[] {
  const shown = new Set(facts.markers.filter(({ kind }) => kind === 'exhibit').flatMap(({ text }) => [...numbersIn(text)]));
  const problems = lines.flatMap(({ lineId, text, keyFacts }): KeptProblem[] => {
    const begunAtMs = facts.begunAtMs.get(lineId);
    const isTooEarly = begunAtMs === undefined || facts.recordedFromMs === null || begunAtMs < facts.recordedFromMs;
    return [
      ...(isTooEarly ? [{ code: 'TRANSCRIPT_BEFORE_RECORDING' as const, lineId, params: {} }] : []),
      ...keyFacts.filter((keyFact) => !facts.linked.has(linkKey(lineId, keyFact))).map((keyFact) => ({ code: 'KEY_FACT_UNLINKED' as const, lineId, params: { keyFact } })),
      ...citedExhibits(text).filter((exhibit) => !shown.has(exhibit)).map((exhibit) => ({ code: 'EXHIBIT_NOT_SHOWN' as const, lineId, params: { exhibit } })),
    ];
  });
  return lines.some(({ text }) => text.trim() !== '') ? problems : [{ code: 'TRANSCRIPT_EMPTY', lineId: '', params: {} }, ...problems];
}

const numeral = '([0-9〇零一二三四五六七八九十]{1,4})';
const citation = new RegExp(`${numeral}\\s*号\\s*(?:物证|证据|证物|照片)|(?:物证|证据|证物|exhibit)\\s*(?:no\\.?\\s*)?${numeral}`, 'gi');

/** `3号物证`, `物证三`, `exhibit 3`: the numbers of the exhibits that a line names. */
function citedExhibits(text: string): readonly number[] {
  const numbers = [...text.normalize('NFKC').matchAll(citation)].map(([, one, other]) => readNumeral(one ?? other ?? ''));
  return [...new Set(numbers.filter((number) => number !== null))];
}

function numbersIn(text: string): ReadonlySet<number> {
  return new Set([...text.normalize('NFKC').matchAll(new RegExp(numeral, 'g'))].map(([, written = '']) => readNumeral(written)).filter((number) => number !== null));
}
