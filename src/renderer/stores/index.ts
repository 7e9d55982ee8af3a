export { localMs } from '../api/index.ts';
export { attachStation, logIn, logOut, refreshRoom, useStation, type LoggedIn } from './station.ts';
export { useCall } from './use-call.ts';
export { useRoomTimeMs, useTickMs } from './room-time.ts';
export { watchPreview } from './previews.ts';
