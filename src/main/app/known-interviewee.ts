import type { MethodParams } from '../../shared/contract/index.ts';
import { newId } from '../platform/index.ts';
import { normalIdentityNumber, type Stay } from '../rules/index.ts';
import { stayOf, type SessionState } from '../session/index.ts';
import type { Station } from './station.ts';

/** What this room, and the rooms that share a registry with it, know of somebody who is to be questioned. */
export interface KnownInterviewee {
  readonly intervieweeKey: string;
  readonly sameAs: string;
  readonly otherThan: readonly string[];
  /** Numbers of the sessions of this person in this room, abandoned ones as well. */
  readonly numbers: readonly number[];
  readonly stays: readonly Stay[];
  /** Sessions of this name in this case of which nobody has said yet whose they are. */
  readonly namesakes: readonly string[];
  readonly stayWithoutEnd: { readonly room: string; readonly session: string } | null;
}

const unnumbered = 'u-';

/**
 * Finds the earlier sessions of a person, here and in other rooms. Where an identity number does not decide it, a person of the same name in the same case may be the same or another:
 * neither is assumed, the officer says which (requirements C5, F3).
 */
export async function knownOf(station: Station, { circumstances, caseNumber, interviewee }: MethodParams<'session.open'>, { arrivedAtMs, nowMs }: { readonly arrivedAtMs: number; readonly nowMs: number }): Promise<KnownInterviewee> {
  const { sessions } = station;
  const numbered = station.pseudonyms.of(normalIdentityNumber(circumstances.identityNumber));
  const { namesake } = circumstances;
  const candidates = sessions.list().filter((outline) => outline.stage.status !== 'abandoned' && outline.caseNumber === caseNumber && outline.interviewee === interviewee && isOpenQuestion(numbered, outline.circumstances.intervieweeKey));
  const same = namesake?.kind === 'same' ? candidates.find(({ sessionId }) => sessionId === namesake.sessionId) : undefined;
  const undecided = namesake === undefined || (namesake.kind === 'same' && same === undefined) ? candidates : [];
  const key = numbered === '' ? (same?.circumstances.intervieweeKey ?? `${unnumbered}${newId('person')}`) : numbered;
  const sameAs = same?.sessionId ?? '';
  const own = sessions.ofInterviewee(key, sameAs);
  const foreign = await station.stays.elsewhere(key);
  const missing = [...own.filter((state) => lacksEnd(station, state, arrivedAtMs)).map(({ sessionId }) => ({ room: station.settings.room.roomName, session: sessionId })),
    ...foreign.filter(({ finishedAtMs, leftAtMs, arrivedAtMs: cameAtMs }) => finishedAtMs !== null && leftAtMs === null && cameAtMs < arrivedAtMs).map(({ roomName, sessionId }) => ({ room: roomName, session: sessionId }))];
  return {
    intervieweeKey: key, sameAs, otherThan: namesake?.kind === 'another' ? candidates.map(({ sessionId }) => sessionId) : [], numbers: own.map((state) => sessions.numberOf(state).number),
    stays: [...own.flatMap((state) => stayOf(state, nowMs, sessions.leftAtMs(state.sessionId)) ?? []), ...foreign.map(({ arrivedAtMs: fromMs, finishedAtMs, leftAtMs }) => ({ fromMs, toMs: leftAtMs ?? finishedAtMs ?? nowMs }))],
    namesakes: undecided.map(({ sessionId }) => sessionId), stayWithoutEnd: missing[0] ?? null,
  };
}

/** Two identity numbers decide by themselves. */
function isOpenQuestion(ours: string, theirs: string): boolean {
  return ours === '' || theirs === '' || theirs.startsWith(unnumbered);
}

/** The person came anew, so they had left: but nobody has logged when. */
function lacksEnd(station: Station, { sessionId, stage, arrivedAtMs, handedBackAtMs }: SessionState, nextArrivalMs: number): boolean {
  const over = stage.status === 'finished' || stage.status === 'sealing' || stage.status === 'sealed';
  return over && station.sessions.leftAtMs(sessionId) === null && handedBackAtMs === null && arrivedAtMs < nextArrivalMs;
}
