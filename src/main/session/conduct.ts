import type { Conduct, DailyRest, LegalClock, Profile, Stay } from '../rules/index.ts';
import { dailyRest, legalClock } from '../rules/index.ts';
import { findingsOf, type SessionState, type SpanState } from './session-state.ts';

/** How the session is being held at this moment of room time, as the rules ask about it. */
export function conductOf(state: SessionState, profile: Profile, nowMs: number): Conduct {
  const { circumstances, spans, kind } = state;
  const heard = (of: SpanState['kind']) => spans.some((span) => span.kind === of && span.heardMs !== null && span.requiredMs !== null && span.heardMs >= span.requiredMs);
  const done = (of: SpanState['kind']) => spans.some((span) => span.kind === of && span.toMs !== null);
  const signed = done('signature') || state.signatureRefusal !== null;
  return {
    kind, nowMs,
    firstInterrogation: circumstances.intervieweeNumber === 1,
    minor: circumstances.minor,
    intervieweeSex: circumstances.intervieweeSex,
    needsInterpreter: circumstances.needsInterpreter,
    present: state.present.filter(({ leftAtMs }) => leftAtMs === null).map(({ capacity, sex }) => ({ capacity, sex })),
    officersShortSinceMs: officersShortSince(state, profile.officers.minimum),
    recordingNoticeHeard: heard('recording-notice'),
    rightsHeard: heard('rights'),
    spanOpen: spans.some(({ toMs }) => toMs === null),
    returnUnspoken: findingsOf(state).returnUnspoken,
    unsignedInterruptions: findingsOf(state).unsignedInterruptions,
    arrivalUnsigned: state.attendance.arrival === null,
    signedOff: (done('transcript-read') && signed) || state.kept?.phase === 'finalised',
    limitLeftMs: sessionClock(state, profile, nowMs)?.leftMs ?? null,
  };
}

/** The legal limit of this session at this moment; undefined when the profile does not know it. It stops with the session. */
export function sessionClock(state: SessionState, profile: Profile, nowMs: number): LegalClock | undefined {
  const { arrivedAtMs, extensions, circumstances, stage } = state;
  const leftAtMs = stage.status === 'finished' || stage.status === 'sealing' || stage.status === 'sealed' ? stage.finishedAtMs : stage.status === 'abandoned' ? stage.abandonedAtMs : undefined;
  return legalClock(profile, { timeLimitId: circumstances.timeLimitId, arrivedAtMs, leftAtMs, earlierStays: circumstances.earlierStays, extensions, nowMs });
}

/** Rest in every 24 hours, where the profile prescribes it. */
export function dailyRestOf({ arrivedAtMs, circumstances, breaks }: SessionState, profile: Profile, nowMs: number): DailyRest | null {
  return dailyRest(profile, { arrivedAtMs, earlierStays: circumstances.restStays ?? [], breaks, nowMs });
}

/**
 * When this person was here, by this session; undefined for a session that was abandoned. It lasts until now while the session does, and until the leaving that was logged;
 * where none was, until the end of the questioning at least.
 */
export function stayOf({ stage, arrivedAtMs, handedBackAtMs }: SessionState, nowMs: number, leftAtMs: number | null): Stay | undefined {
  switch (stage.status) {
    case 'abandoned': return undefined;
    case 'open':
    case 'recording': return { fromMs: arrivedAtMs, toMs: nowMs };
    case 'finished':
    case 'sealing':
    case 'sealed': return { fromMs: arrivedAtMs, toMs: leftAtMs ?? handedBackAtMs ?? stage.finishedAtMs };
  }
}

/** Since when there have been fewer officers in the room than this; null when there are enough now. */
function officersShortSince(state: SessionState, minimum: number): number | null {
  const officers = state.present.filter(({ capacity }) => capacity === 'officer');
  const changes = officers.flatMap(({ enteredAtMs, leftAtMs }) => [{ atMs: enteredAtMs, by: 1 }, ...(leftAtMs === null ? [] : [{ atMs: leftAtMs, by: -1 }])]).sort((a, b) => a.atMs - b.atMs || b.by - a.by);
  let count = 0;
  let sinceMs: number | null = state.openedAtMs;
  for (const { atMs, by } of changes) {
    count += by;
    if (count >= minimum) sinceMs = null;
    else sinceMs ??= atMs;
  }
  return sinceMs;
}
