export { ClockScreen } from './clock-screen.tsx';
