export { LoginScreen } from './login-screen.tsx';
export { ChangePinScreen } from './change-pin-screen.tsx';
export { LockScreen } from './lock-screen.tsx';
