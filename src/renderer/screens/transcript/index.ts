export { TranscriptScreen } from './transcript-screen.tsx';
