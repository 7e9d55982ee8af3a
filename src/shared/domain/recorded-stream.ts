import { parseId, type CameraId, type MicrophoneId, type StreamId } from './ids.ts';
import type { CameraRole } from './words.ts';

/**
 * What a session records, each with a folder and a chain of its own. `stamped`: a camera's pictures with room time in them, and its sound.
 * `native`: what the camera sent, untouched. `microphone`: the sound of a device of its own.
 */
export const streamKinds = ['stamped', 'native', 'microphone'] as const;
export type StreamKind = (typeof streamKinds)[number];

export interface RecordedStream {
  readonly streamId: StreamId;
  readonly kind: StreamKind;
  /** The camera or microphone that it comes from. */
  readonly sourceId: CameraId | MicrophoneId;
  readonly name: string;
  /** `sound` for a microphone. */
  readonly role: CameraRole | 'sound';
  /** While it is missing, the session is interrupted. */
  readonly required: boolean;
}

/** The id of a stream follows from its source and its kind. */
export function streamIdOf(sourceId: CameraId | MicrophoneId, kind: StreamKind): StreamId {
  return parseId(`${sourceId}-${kind}`);
}
