export { localMs } from '../api/index.ts';
export { attachStation, callStation, logIn, logOut, refreshRoom, useStation, type LoggedIn, type StationView } from './station.ts';
export { useCall, type CallState } from './use-call.ts';
export { useRoomTimeMs, useTickMs } from './room-time.ts';
export { watchPreview, type PreviewSink } from './previews.ts';
