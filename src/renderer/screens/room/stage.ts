import type { Role } from '../../../shared/domain/index.ts';
import type { InterruptionSnapshot, RoomSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import type { Stage } from '../../stores/index.ts';

/** The interruption that must be explained next: the oldest one that has ended. */
export function toExplain(session: SessionSnapshot): InterruptionSnapshot | undefined {
  return session.interruptionList.find(({ state }) => state === 'unexplained' || state === 'explaining');
}

/** The oldest interruption about which the interviewee has neither signed nor refused. */
export function toSign(session: SessionSnapshot): InterruptionSnapshot | undefined {
  return session.interruptionList.find(({ statement }) => statement !== null && statement.outcome === null);
}

export type NextStep =
  | 'add-cameras' | 'ask-for-cameras' | 'set-up' | 'check' | 'open' | 'start' | 'starting' | 'record' | 'interrupted' | 'explain'
  | 'transcript' | 'seal' | 'sign' | 'sealed' | 'attend' | 'attend-wait' | 'attend-done';

/** The one obvious next action of this person. */
export function nextStep(room: RoomSnapshot, role: Role, stage: Stage): NextStep {
  switch (role) {
    case 'administrator': return room.cameras.length === 0 ? 'add-cameras' : 'set-up';
    case 'attendant': return attendantStep(room);
    case 'officer': return officerStep(room, stage);
    case 'legal':
    case 'supervisor':
    case 'chief': return 'set-up';
  }
}

function attendantStep({ session }: RoomSnapshot): NextStep {
  if (session === null || session.status === 'open') return 'attend-wait';
  return session.status === 'recording' ? 'attend' : 'attend-done';
}

function officerStep(room: RoomSnapshot, stage: Stage): NextStep {
  const { session } = room;
  if (session === null) return beforeOpening(room);
  switch (session.status) {
    case 'abandoned': return beforeOpening(room);
    case 'open': return session.locks.some(({ locks }) => locks.includes('start')) ? 'check' : 'start';
    case 'recording':
      if (stage === 'interrupted') return 'interrupted';
      if (toExplain(session) !== undefined) return 'explain';
      return stage === 'starting' ? 'starting' : 'record';
    case 'finished':
      if (toExplain(session) !== undefined) return 'explain';
      return session.reconciliation?.settled === true ? 'seal' : 'transcript';
    case 'sealing': return 'sign';
    case 'sealed': return 'sealed';
  }
}

/** What comes before a session can be opened: cameras, then a room check that passed. */
export function beforeOpening(room: RoomSnapshot): 'ask-for-cameras' | 'check' | 'open' {
  if (room.cameras.length === 0) return 'ask-for-cameras';
  return room.check?.passed === true ? 'open' : 'check';
}
