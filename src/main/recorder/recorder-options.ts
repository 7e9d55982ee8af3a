import type { CameraId, Disk, MicrophoneId } from '../../shared/domain/index.ts';
import type { RoomClock } from '../clock/index.ts';
import type { EncoderInUse, FfmpegTools } from '../ffmpeg/index.ts';
import type { FileOps, Logger } from '../platform/index.ts';
import type { HeadSigner } from '../segments/index.ts';

export interface CameraSource {
  readonly cameraId: CameraId;
  readonly name: string;
  /** RTSP address without credentials. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly hasAudio: boolean;
  /** Stands under the time in the picture, such as the room and the place of the camera. Asked four times a second; changes at once. */
  readonly stampLabel: () => string;
}

export interface MicrophoneSource {
  readonly microphoneId: MicrophoneId;
  readonly name: string;
  /** Arguments by which ffmpeg opens the device, up to and with `-i`. Asked before every run: a simulated device may have moved. */
  readonly input: () => readonly string[];
  /** Whether the device is still there. Some systems give a recorder another device when its own is unplugged, and say nothing. */
  readonly isThere: () => Promise<boolean>;
}

/** Who writes room time into the pictures: the station, which draws it, or the camera itself (ONVIF OSD), whose pictures are then recorded as they come. */
export type StampedBy = 'station' | 'camera';

export interface RecorderSettings {
  readonly stampedBy: StampedBy;
  readonly fragmentSeconds: number;
  /** x264's, and the quality of any encoder (lower is better). */
  readonly preset: string;
  readonly crf: number;
  /** No picture for this long: the stream has stopped. */
  readonly stallMs: number;
  /** No first picture after this long: given up and tried again. */
  readonly connectMs: number;
  /** What the camera needs from the scene to the network, where it was measured. */
  readonly cameraLatencyMs: number;
  /** Whether the camera's own stream is recorded as well, untouched. */
  readonly native: boolean;
  /** How late the sound of a device may come out of the system, at most: part of the bound of its room time. */
  readonly captureErrorMs: number;
  /** Bound of the camera's latency. */
  readonly cameraLatencyErrorMs: number;
  readonly segmentMs: number;
  readonly queueMs: number;
}

export const defaultRecorderSettings: RecorderSettings = {
  stampedBy: 'station', fragmentSeconds: 1, preset: 'superfast', crf: 24, stallMs: 3_500, connectMs: 10_000, cameraLatencyMs: 0, cameraLatencyErrorMs: 0, captureErrorMs: 60, native: true, segmentMs: 10 * 60_000, queueMs: 30_000,
};

interface RecordingOptions {
  readonly tools: FfmpegTools;
  readonly roomClock: RoomClock;
  readonly timeZone: string;
  readonly fileOps: FileOps;
  readonly folders: Readonly<Record<Disk, string>>;
  readonly log: Logger;
  /** Signs the chain in the files; without one they are not signed. */
  readonly signer?: HeadSigner;
  /** What makes the pictures; without it x264. */
  readonly encoder?: Pick<EncoderInUse, 'current' | 'giveUp'>;
  readonly settings?: Partial<RecorderSettings>;
}

export type CameraRecorderOptions = RecordingOptions & { readonly camera: CameraSource };
export type MicrophoneRecorderOptions = RecordingOptions & { readonly microphone: MicrophoneSource };
export type RecorderOptions = CameraRecorderOptions | MicrophoneRecorderOptions;
