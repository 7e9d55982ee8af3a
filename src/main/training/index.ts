export { startTrainingRoom, type TrainingCamera, type TrainingRoom } from './training-room.ts';
export { cameraFaults } from './simulated-camera.ts';
