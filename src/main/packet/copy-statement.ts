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
  /** Sessions of the same case that are not in this packet. */
  readonly otherSessions: readonly { readonly sessionId: string; readonly status: string }[];
}

/** `copy-statement.json`: canonical, and vouched for by the export signature. */
export function copyStatementBytes(statement: CopyStatement): string {
  return canonicalJson({ format: 'shilu.copy.v1', how: 'byte for byte from the sealed masters; every file was compared with its sealed hash', ...statement });
}

/** Sessions of a case that a hand-over lacks: not chosen, or not sealed. */
export function missingOfCase(sessions: readonly { readonly sessionId: string; readonly status: string }[], chosen: ReadonlySet<string>): readonly string[] {
  return sessions.filter(({ sessionId, status }) => !chosen.has(sessionId) || status !== 'sealed').map(({ sessionId }) => sessionId);
}
