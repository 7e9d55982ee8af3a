export { TrainingPanel } from './training-panel.tsx';
