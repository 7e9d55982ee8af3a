import { canonicalJson } from '../../shared/base/index.ts';
import type { CopyKind } from '../../shared/domain/index.ts';

/** What a copy says of itself (requirement H8; articles 33, 36, 37): who asked, why, who approved, how it was made, and where the original is. */
export interface CopyStatement {
  readonly packetId: string;
  readonly sessionId: string;
  readonly caseNumber: string;
  /** Counted from 1 for each session. */
  readonly number: number;
  readonly kind: CopyKind;
  readonly requestedBy: string;
  readonly purpose: string;
  readonly recipient: string;
  readonly approvedBy: { readonly name: string; readonly role: string } | null;
  readonly madeBy: string;
  readonly madeAtMs: number;
  readonly original: { readonly stationName: string; readonly place: string };
  readonly manifestSha256: string;
  /** Which of the sessions of its case that this station holds it is, from 1, in the order in which they were opened. */
  readonly sequence: number;
  /** The others of the case, and whether each leaves with this one in the same hand-over. */
  readonly otherSessions: readonly { readonly sequence: number; readonly sessionId: string; readonly status: string; readonly isHandedOver: boolean }[];
}

/** `copy-statement.json`: canonical, and vouched for by the export signature. */
export function copyStatementBytes(statement: CopyStatement): string {
  return canonicalJson({ format: 'shilu.copy.v1', how: 'byte for byte from the sealed masters; every file was compared with its sealed hash', ...statement });
}

/** One session of a case, by its number in the case. */
export interface CaseSession {
  readonly sequence: number;
  readonly sessionId: string;
  readonly status: string;
  /** By the rules, nothing of the case may be handed over without it. */
  readonly mustRecord: boolean;
}

/** The numbers of the sessions that a hand-over lacks: they must be recorded and were not chosen, or are not sealed. What was abandoned was never recorded and has nothing to hand over. */
export function missingOfCase(sessions: readonly CaseSession[], chosen: ReadonlySet<string>): readonly number[] {
  return sessions.filter(({ sessionId, status, mustRecord }) => mustRecord && status !== 'abandoned' && (!chosen.has(sessionId) || status !== 'sealed')).map(({ sequence }) => sequence);
}

/** For the cover: which session of its case a packet holds, and the numbers of those that it does not. */
export function caseText({ sequence, otherSessions }: CopyStatement): string {
  const all = otherSessions.length + 1;
  const numbers = (sessions: CopyStatement['otherSessions']) => sessions.map((other) => `${other.sequence}${other.status === 'sealed' ? '' : other.status === 'abandoned' ? '(未录制 abandoned)' : '(未封存 not sealed)'}`);
  const named = (zh: string, en: string, which: readonly string[]) => (which.length === 0 ? [] : [`${zh}第 ${which.join('、')} 次 ${en}: No. ${which.join(', ')}`]);
  return [
    `本案第 ${sequence} 次,共 ${all} 次 No. ${sequence} of ${all}`,
    ...named('同时移交', 'handed over with it', numbers(otherSessions.filter(({ isHandedOver }) => isHandedOver))),
    ...named('未包含', 'NOT INCLUDED', numbers(otherSessions.filter(({ isHandedOver }) => !isHandedOver))),
  ].join('   ');
}
