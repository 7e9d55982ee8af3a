export { Recorder, type RecorderEvents, type RecorderState } from './recorder.ts';
export { defaultRecorderSettings, type CameraSource, type RecorderOptions, type RecorderSettings } from './recorder-options.ts';
export type { RunFragment } from './run.ts';
export type { RunEndReason } from './run-end.ts';
