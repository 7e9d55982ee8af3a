export { startTrainingRoom, type TrainingCamera, type TrainingRoom, type TrainingRoomOptions } from './training-room.ts';
export { cameraFaults, type CameraFault } from './simulated-camera.ts';
