import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError, CloseStack } from '../../shared/base/index.ts';
import type { CameraRole } from '../../shared/domain/index.ts';
import type { FfmpegTools } from '../ffmpeg/index.ts';
import { resourcePath, startTimer, TypedEmitter, type Clock, type Logger } from '../platform/index.ts';
import { startDiscovery } from './discovery-responder.ts';
import { scopesOf } from './onvif-device.ts';
import { readPreparedSpeech } from './prepared-speech.ts';
import { RoomClimate } from './room-climate.ts';
import { RoomSound } from './room-sound.ts';
import { scenes, type Scene } from './scene.ts';
import { startSimulatedMicrophone, type MicrophoneFault, type SimulatedMicrophone } from './simulated-microphone.ts';
import { startSimulatedCamera, type CameraFault, type SimulatedCamera } from './simulated-camera.ts';

export interface TrainingRoomOptions {
  readonly ffmpeg: FfmpegTools;
  readonly clock: Clock;
  readonly log: Logger;
  readonly timeZone: string;
  /** An address of this machine; loopback when not given. */
  readonly host?: string;
  /** When given, the cameras keep the same addresses from start to start: ONVIF and RTSP take four ports from here on, free ones where these are taken. */
  readonly firstPort?: number;
}

export interface TrainingCamera {
  readonly key: Scene['key'];
  readonly name: string;
  readonly role: CameraRole;
  /** Address of the ONVIF device service. */
  readonly xaddr: string;
  /** Without credentials. */
  readonly rtspUrl: string;
  readonly snapshotUrl: string;
  readonly user: string;
  readonly password: string;
}

/** The shape of `training` in the contract. */
interface TrainingStatus {
  readonly microphones: { key: string; name: string; faults: MicrophoneFault[] }[];
  readonly cameras: { key: string; name: string; xaddr: string; rtspUrl: string; user: string; password: string; faults: CameraFault[] }[];
  readonly clips: { clip: string; title: { zh: string; en: string }; text: string; durationMs: number }[];
  readonly playing: string | null;
}

/** A simulated interview room: two cameras that a recorder cannot tell from real ones, two microphones, prepared speech, and faults on demand. */
export interface TrainingRoom {
  readonly cameras: readonly TrainingCamera[];
  readonly microphones: readonly Pick<SimulatedMicrophone, 'key' | 'name' | 'url'>[];
  /** The file that the room's temperature and humidity sensor writes. */
  readonly climatePath: string;
  /** Where a WS-Discovery probe can be sent straight to. */
  readonly discovery: { readonly host: string; readonly port: number; readonly hearsMulticast: boolean };
  status(): TrainingStatus;
  /** Begins to play a clip into the room; one that is playing ends. @throws AppError TRAINING_CLIP_UNKNOWN */
  play(clip: string): void;
  /** @throws AppError TRAINING_CAMERA_UNKNOWN */
  setFault(cameraKey: string, fault: CameraFault, on: boolean): void;
  /** @throws AppError TRAINING_MICROPHONE_UNKNOWN */
  setMicrophoneFault(key: string, fault: MicrophoneFault, on: boolean): void;
  /** After a fault was switched and when a clip begins or ends. @returns how to stop listening */
  onDidChange(listener: () => void): () => void;
  close(): Promise<void>;
}

const user = 'training';
const password = 'camera-2026';
/** One on the table between the persons, one in the ceiling: two microphones are the normal case. */
const microphoneSeats = [{ key: 'table', name: '桌面拾音器', gain: 1 }, { key: 'ceiling', name: '吊顶拾音器', gain: 0.6 }] as const;
const serials: Readonly<Record<Scene['key'], string>> = { overview: '0001', interviewee: '0002' };

/** Both cameras are up, with a picture, when it resolves. @throws Error when an encoder gives no picture in 30 s or a resource is missing */
export async function startTrainingRoom(options: TrainingRoomOptions): Promise<TrainingRoom> {
  const owned = new CloseStack(startTimer);
  try {
    return await build(options, owned);
  } catch (error) {
    await owned.close();
    throw error;
  }
}

async function build(options: TrainingRoomOptions, owned: CloseStack): Promise<TrainingRoom> {
  const { host = '127.0.0.1', log } = options;
  const changes = new TypedEmitter<{ changed: undefined }>();
  const announce = () => changes.emit('changed', undefined);
  const folder = await mkdtemp(join(tmpdir(), 'shilu-training-'));
  owned.add('temporary folder', () => rm(folder, { recursive: true, force: true }));
  const climate = new RoomClimate(join(folder, 'climate.txt'), options.clock, log);
  owned.add('climate', () => climate.close());
  const clips = await readPreparedSpeech(resourcePath('training'));
  const sound = new RoomSound(options.clock, announce);
  owned.add('room sound', () => sound.close());
  const microphones = await Promise.all(microphoneSeats.map((seat) => startSimulatedMicrophone({ ...seat, clock: options.clock, host, sound: (count, fromMs) => sound.at(fromMs, count) })));
  for (const microphone of microphones) owned.add(`microphone ${microphone.key}`, () => microphone.close());

  const started = await Promise.allSettled(scenes.map((scene, index) => startCamera(scene, index)));
  const running = started.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  for (const camera of running) owned.add(`camera ${camera.scene.key}`, () => camera.close());
  for (const outcome of started) if (outcome.status === 'rejected') throw outcome.reason;

  async function startCamera(scene: Scene, index: number): Promise<SimulatedCamera> {
    const streamFolder = join(folder, scene.key);
    await mkdir(streamFolder);
    const port = (offset: number) => (options.firstPort === undefined ? 0 : options.firstPort + index * 2 + offset);
    return startSimulatedCamera({
      scene, serial: serials[scene.key], host, user, password, folder: streamFolder, tools: options.ffmpeg, clock: options.clock, timeZone: options.timeZone,
      log: log.child(scene.key), ports: { onvif: port(0), rtsp: port(1) }, scenesFolder: resourcePath('training', 'scenes'),
      font: resourcePath('fonts', 'NotoSansSC-Regular.ttf'), sound: (count, fromMs) => sound.at(fromMs, count),
    });
  }

  const discovery = await startDiscovery({
    host, log, devices: running.map(({ scene, xaddr }) => ({ uuid: uuidOf(scene), xaddr, scopes: scopesOf(scene) })),
  });
  owned.add('discovery', () => discovery.close());

  const cameras = running.map(({ scene, xaddr, rtspUrl, snapshotUrl }) => ({ key: scene.key, name: scene.name, role: scene.role, xaddr, rtspUrl, snapshotUrl, user, password }));
  return {
    cameras,
    microphones,
    climatePath: climate.path,
    discovery: { host, port: discovery.port, hearsMulticast: discovery.hearsMulticast },
    status: () => ({
      cameras: running.map((camera) => ({ key: camera.scene.key, name: camera.scene.name, xaddr: camera.xaddr, rtspUrl: camera.rtspUrl, user, password, faults: [...camera.faults()] })),
      microphones: microphones.map((microphone) => ({ key: microphone.key, name: microphone.name, faults: [...microphone.faults()] })),
      clips: clips.map(({ clip, title, text, durationMs }) => ({ clip, title: { ...title }, text, durationMs })),
      playing: sound.playing,
    }),
    play: (name) => {
      const clip = clips.find((candidate) => candidate.clip === name);
      if (clip === undefined) throw new AppError('TRAINING_CLIP_UNKNOWN', { clip: name });
      sound.play(clip);
      announce();
    },
    setFault: (cameraKey, fault, on) => {
      const camera = running.find(({ scene }) => scene.key === cameraKey);
      if (camera === undefined) throw new AppError('TRAINING_CAMERA_UNKNOWN', { camera: cameraKey });
      camera.setFault(fault, on);
      announce();
    },
    setMicrophoneFault: (key, fault, on) => {
      const microphone = microphones.find((candidate) => candidate.key === key);
      if (microphone === undefined) throw new AppError('TRAINING_MICROPHONE_UNKNOWN', { microphone: key });
      microphone.setFault(fault, on);
      announce();
    },
    onDidChange: (listener) => changes.on('changed', listener),
    close: () => owned.close(),
  };
}

/** The same at every start, so that a recorder knows the camera again. */
function uuidOf(scene: Scene): string {
  return `5a1c0de0-7a11-4000-8000-00000000${serials[scene.key]}`;
}
