import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/base/index.ts';
import { identityOf, type CopyKind, type PersonIdentity } from '../../shared/domain/index.ts';
import type { CaseSession, CopyStatement } from '../packet/index.ts';
import type { SessionState } from '../session/index.ts';
import type { Station } from './station.ts';
import { readTranscriptFile } from './transcript-files.ts';
import { transcriptFiles } from './transcript-versions.ts';

export interface CopyRequest {
  readonly packetId: string;
  readonly kind: CopyKind;
  readonly requestedBy: string;
  readonly purpose: string;
  readonly recipient: string;
  readonly approver: { readonly account: string; readonly pin: string } | undefined;
  /** The sessions that leave in the same hand-over. */
  readonly handedOver: ReadonlySet<string>;
}

/**
 * Numbers a copy and says of it what it must say of itself. What is copied for other work or to be made public takes the chief (articles 33
 * and 36); handing over with the case and review by those whose task it is (article 37) do not.
 * @throws AppError COPY_NEEDS_CHIEF, or what is wrong with the chief's credentials
 */
export async function copyStatement(station: Station, state: SessionState, request: CopyRequest, by: PersonIdentity): Promise<{ readonly statement: CopyStatement; readonly approvedBy: PersonIdentity | null }> {
  const { packetId, kind, requestedBy, purpose, recipient, handedOver } = request;
  const approvedBy = await approverOf(station, request, by);
  const { roomName } = station.settings.room;
  const ofCase = caseSessions(station, state.caseNumber);
  const statement = {
    packetId, sessionId: state.sessionId, caseNumber: state.caseNumber, number: nextCopyNumber(station, state.sessionId), kind, requestedBy, purpose, recipient,
    approvedBy: approvedBy === null ? null : { name: approvedBy.name, role: approvedBy.role }, madeBy: by.name, madeAtMs: Math.round(station.roomClock.now().atMs),
    original: { stationName: roomName, place: state.place }, manifestSha256: state.stage.status === 'sealed' ? state.stage.seal.manifestSha256 : '',
    sequence: ofCase.find(({ sessionId }) => sessionId === state.sessionId)?.sequence ?? 1,
    otherSessions: ofCase.filter(({ sessionId }) => sessionId !== state.sessionId).map(({ sequence, sessionId, status }) => ({ sequence, sessionId, status, isHandedOver: handedOver.has(sessionId) })),
  };
  return { statement, approvedBy };
}

/** Copies of a session are numbered from 1 without holes. */
export function nextCopyNumber(station: Station, sessionId: SessionState['sessionId']): number {
  return station.ledger.entriesOf(sessionId).filter((entry) => entry.type === 'packet.exported').length + 1;
}

async function approverOf(station: Station, { kind, approver }: CopyRequest, by: PersonIdentity): Promise<PersonIdentity | null> {
  if (kind === 'hand-over' || kind === 'review') return null;
  if (approver === undefined) throw new AppError('COPY_NEEDS_CHIEF');
  return identityOf(await station.accounts.approve(approver, ['chief'], [by]));
}

/** Every session of a case that this station holds, numbered from 1 in the order in which they were opened. */
export function caseSessions(station: Station, caseNumber: string): readonly CaseSession[] {
  const sessions = station.sessions.list().filter((state) => state.caseNumber === caseNumber).reverse();
  return sessions.map(({ sessionId, stage, legalClass }, index) => ({ sequence: index + 1, sessionId, status: stage.status, mustRecord: legalClass === 'must-record' }));
}

/** The rules that applied to a session, as this station kept them; null when they are not at hand any more. */
export async function profileOf(station: Station, state: SessionState): Promise<Uint8Array | null> {
  try {
    return await readFile(join(station.folder.profiles, `${state.profileSha256}.json`));
  } catch (error) {
    station.log.warn('the profile of a session is not at hand', { sessionId: state.sessionId, detail: String(error) });
    return null;
  }
}

/** Every version of the transcript but the one that the seal names, each once, under its hash. */
export async function otherTranscripts(station: Station, state: SessionState): Promise<readonly { readonly sha256: string; readonly bytes: Uint8Array }[]> {
  const named = new Set(transcriptFiles(station.ledger.entriesOf(state.sessionId)).map(({ sha256 }) => sha256));
  const others = [...named].filter((sha256) => sha256 !== state.transcript?.sha256);
  return Promise.all(others.map(async (sha256) => ({ sha256, bytes: await readTranscriptFile(station, state.sessionId, sha256) })));
}
