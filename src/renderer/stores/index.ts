export { localMs } from '../api/index.ts';
export { attachStation, changePin, lockNow, logIn, logOut, refreshRoom, sayActive, unlock, useStation, type LoggedIn } from './station.ts';
export { useCall } from './use-call.ts';
export { proofGoodForMs, stageOf, type Stage } from './room-stage.ts';
export { roomTimeNow, useRoomSecondMs, useRoomTimeMs, useTickMs } from './room-time.ts';
export { watchPreview } from './previews.ts';
