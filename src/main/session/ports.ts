import type { MediaPosition, RecordedStream, SessionId } from '../../shared/domain/index.ts';

/** Room audio as it was recorded, and where it lies. */
export interface RecordedSound {
  /** 16 kHz mono. */
  readonly samples: Float32Array;
  readonly from: MediaPosition;
  readonly to: MediaPosition;
}

/** What the session asks of cameras and microphones. */
export interface RecordingPort {
  /** What would be recorded now. */
  readonly streams: readonly RecordedStream[];
  /** From now on what arrives is kept; the fragment in progress is included. */
  keep(sessionId: SessionId): Promise<void>;
  /** Recording goes on in fresh segments; resolves when everything up to `untilMs` (room time) is proven and its segments are finalised. */
  cut(untilMs: number): Promise<void>;
  /** Recording ends. Resolves when everything up to `untilMs` (room time) is proven and the segments are finalised. */
  release(untilMs: number): Promise<void>;
  positions(): readonly MediaPosition[];
  /** Resolves when everything up to `toMs` is proven, with what each camera with sound and each microphone recorded there; empty when none did. */
  recordedSounds(sessionId: SessionId, fromMs: number, toMs: number): Promise<readonly RecordedSound[]>;
}

/** Hears speech in recorded sound: how many milliseconds of it. */
export type SpeechMeter = (samples: Float32Array) => Promise<number>;
