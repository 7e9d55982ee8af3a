import type { RoomSnapshot, SessionSnapshot } from '../../shared/contract/index.ts';

/** The one big state of the room. */
export type Stage = 'unknown' | 'idle' | 'preparing' | 'starting' | 'recording' | 'interrupted' | 'held' | 'finished' | 'sealing' | 'sealed';

/** Proof older than this is no proof of recording. */
export const proofGoodForMs = 10_000;

/**
 * What the room is doing, as far as this console can vouch for it. It says `recording` only while the line stands and the proof is fresh:
 * without a line nothing is known, and a session whose proof stands still is interrupted, whatever else it claims.
 */
export function stageOf(room: RoomSnapshot, connected: boolean, roomTimeMs: number): Stage {
  if (!connected) return 'unknown';
  const { session } = room;
  if (session === null) return 'idle';
  switch (session.status) {
    case 'abandoned': return 'idle';
    case 'open': return 'preparing';
    case 'finished': return 'finished';
    case 'sealing': return 'sealing';
    case 'sealed': return 'sealed';
    case 'recording': return recordingStage(session, roomTimeMs);
  }
}

function recordingStage(session: SessionSnapshot, roomTimeMs: number): Stage {
  if (session.held) return 'held';
  if (session.interrupted) return 'interrupted';
  if (session.provenUntilMs === null) return 'starting';
  return roomTimeMs - session.provenUntilMs > proofGoodForMs ? 'interrupted' : 'recording';
}
