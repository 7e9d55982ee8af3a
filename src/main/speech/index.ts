export { measureSpeech, type SpeechMeasure } from './measure-speech.ts';
export type { SpeechSpan } from './voice-activity.ts';
