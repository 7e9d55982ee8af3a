export { AccountsScreen } from './accounts/index.ts';
export { BoardScreen } from './board/index.ts';
export { ChangePinScreen, LockScreen, LoginScreen } from './login/index.ts';
export { RoomScreen } from './room/index.ts';
export { CamerasScreen } from './cameras/index.ts';
export { ClockScreen } from './clock/index.ts';
export { SessionsScreen } from './sessions/index.ts';
export { TranscriptScreen } from './transcript/index.ts';
export { TrainingPanel } from './training/index.ts';
