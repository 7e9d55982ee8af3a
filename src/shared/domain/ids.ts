import type { Brand } from '../base/index.ts';

export type SessionId = Brand<string, 'SessionId'>;
export type CameraId = Brand<string, 'CameraId'>;
export type MicrophoneId = Brand<string, 'MicrophoneId'>;
/** Of one recorded stream, and the name of its folder. */
export type StreamId = Brand<string, 'StreamId'>;
export type RunId = Brand<string, 'RunId'>;
export type InterruptionId = Brand<string, 'InterruptionId'>;
export type MarkerId = Brand<string, 'MarkerId'>;
export type SpanId = Brand<string, 'SpanId'>;
export type BreakId = Brand<string, 'BreakId'>;
/** One question, answer or remark of the transcript that is kept in Shilu. */
export type LineId = Brand<string, 'LineId'>;
export type PersonId = Brand<string, 'PersonId'>;
/** File name of a segment inside its stream's folder, such as `0001-0001.mp4` (run, segment). */
export type SegmentName = Brand<string, 'SegmentName'>;
export type AnyId = SessionId | CameraId | MicrophoneId | StreamId | RunId | InterruptionId | MarkerId | SpanId | BreakId | LineId | PersonId | SegmentName;

/**
 * Takes a text in as an id. Ids become folder and file names, so only letters, digits, dot, dash and underscore pass,
 * and never a leading dot: no id can leave its folder.
 */
export function parseId<Id extends AnyId>(text: string): Id {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}$/.test(text)) throw new Error(`Not an id: ${JSON.stringify(text)}`);
  return text as Id;
}
