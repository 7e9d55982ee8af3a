import { authMethods } from './auth-methods.ts';
import { clockMethods } from './clock-methods.ts';
import type { Handlers } from './connection.ts';
import { evidenceMethods } from './evidence-methods.ts';
import { keptTranscriptMethods } from './kept-transcript-methods.ts';
import { ruleMethods } from './rule-methods.ts';
import { ledgerMethods } from './ledger-methods.ts';
import { microphoneMethods } from './microphone-methods.ts';
import { callMethods } from './officer-calls.ts';
import { otherRoomMethods } from './other-rooms.ts';
import { keyMethods } from './key-methods.ts';
import { roomMethods } from './room-methods.ts';
import { sealMethods } from './seal-methods.ts';
import { playMethods } from './session-play.ts';
import { signedStayMethods } from './signed-stay.ts';
import { sessionMethods } from './session-methods.ts';
import type { Station } from './station.ts';
import { trainingMethods } from './training-methods.ts';
import { transcriptMethods } from './transcript-methods.ts';

/** One handler for each method of the contract; the compiler keeps the table whole. */
export function stationHandlers(station: Station): Handlers {
  return {
    ...authMethods(station), ...roomMethods(station), ...microphoneMethods(station), ...clockMethods(station), ...keyMethods(station), ...sessionMethods(station), ...ruleMethods(station), ...transcriptMethods(station), ...keptTranscriptMethods(station), ...sealMethods(station),
    ...evidenceMethods(station), ...trainingMethods(station), ...ledgerMethods(station), ...callMethods(station), ...playMethods(station), ...signedStayMethods(station), ...otherRoomMethods(station),
  };
}
