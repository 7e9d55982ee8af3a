export { Recorder, type RecorderEvents, type StreamWrittenUntil } from './recorder.ts';
export type { RecorderState } from './supervision.ts';
export { defaultRecorderSettings } from './recorder-options.ts';
export type { CameraSource, MicrophoneSource, RecorderOptions, RecorderSettings, StampedBy } from './recorder-options.ts';
export type { RunFragment } from './run.ts';
export type { RunEndReason } from './run-end.ts';
export { stampStyle } from './stamp-style.ts';
