export { CamerasScreen } from './cameras-screen.tsx';
