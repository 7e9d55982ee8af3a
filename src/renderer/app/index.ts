export { startConsole } from './start-console.tsx';
