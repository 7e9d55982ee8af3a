import { AppError } from '../../shared/base/index.ts';
import type { CameraId } from '../../shared/domain/index.ts';
import { discoverCameras, inspectCamera, parseRtspSource, probeCamera, readCameraClock, setCameraClock } from '../camera/index.ts';
import { newId, redact, systemClock } from '../platform/index.ts';
import type { CameraSetting } from '../settings/index.ts';
import type { Handlers } from './connection.ts';
import { runRoomCheck } from './room-check.ts';
import { roomSnapshot } from './room-snapshot.ts';
import type { Station } from './station.ts';

type RoomMethods = Pick<
  Handlers,
  'room.status' | 'camera.discover' | 'camera.add' | 'camera.list' | 'camera.remove' | 'camera.setClock' | 'camera.setStamp' | 'disk.replace' | 'check.run' | 'preview.open' | 'preview.close'
>;
type CameraSource = Parameters<Handlers['camera.add']>[0]['source'];

const connectDeadlineMs = 12_000;
const clockDeadlineMs = 12_000;

export function roomMethods(station: Station): RoomMethods {
  return {
    'room.status': () => Promise.resolve(roomSnapshot(station)),
    'camera.discover': async ({ address, timeoutMs }) => {
      const found = await discoverCameras({ timeoutMs, time: station.roomClock, log: station.log, ...(address === undefined ? {} : { address }) });
      const known = new Set(station.settings.cameras.map((c) => c.xaddr));
      return { cameras: found.map(({ xaddr, name, hardware }) => ({ xaddr, name, hardware, known: known.has(xaddr) })) };
    },
    'camera.add': async ({ source, name, role }, { person }) => {
      refuseDuringSession(station);
      const setting: CameraSetting = { ...(await describeSource(station, source)), cameraId: newId<CameraId>('cam'), name, role };
      if (station.settings.cameras.some((c) => c.address === setting.address)) throw new AppError('CAMERA_EXISTS', { address: setting.address });
      station.settings.cameras = [...station.settings.cameras, setting];
      station.cameras.add(setting);
      station.forgetCheck();
      station.facts.write('', 'camera.added', { cameraId: setting.cameraId as CameraId, name, role, address: setting.address }, person);
      return { camera: station.cameras.snapshot(setting.cameraId) };
    },
    'camera.list': () => Promise.resolve({ cameras: station.cameras.snapshots() }),
    'camera.remove': async ({ cameraId }, { person }) => {
      refuseDuringSession(station);
      const known = station.settings.cameras.find((c) => c.cameraId === cameraId);
      if (known === undefined) throw new AppError('CAMERA_UNKNOWN', { cameraId });
      if (station.stamps.isLearning(cameraId)) throw new AppError('CAMERA_STAMP_LEARNING', { camera: known.name });
      await station.cameras.remove(cameraId);
      station.settings.cameras = station.settings.cameras.filter((c) => c.cameraId !== cameraId);
      station.forgetCheck();
      station.facts.write('', 'camera.removed', { cameraId: cameraId as CameraId }, person);
      return { done: true };
    },
    'camera.setClock': async ({ cameraId }, { person }) => {
      refuseDuringSession(station);
      const camera = station.settings.cameras.find((c) => c.cameraId === cameraId);
      if (camera === undefined) throw new AppError('CAMERA_UNKNOWN', { cameraId });
      const { name, xaddr, user, password } = camera;
      if (xaddr === '') throw new AppError('CAMERA_NOT_ONVIF', { address: camera.address });
      const access = { xaddr, user, password, deadlineMs: clockDeadlineMs, time: station.roomClock };
      const beforeMs = (await readCameraClock(access, 1)).offsetMs;
      const { offsetMs, errorMs: boundMs, atMs } = await setCameraClock(access);
      station.roomClock.noteCameraOffset(cameraId, offsetMs, boundMs, atMs);
      // Room time is the measure here, so only the reading itself may be off.
      const errorMs = Math.max(0, boundMs - station.roomClock.status().errorMs);
      station.forgetCheck();
      if (Math.abs(offsetMs) - errorMs > station.profile.maximumCameraClockOffsetMs) throw new AppError('CAMERA_CLOCK_REFUSED', { camera: name });
      station.facts.write('', 'camera.clockSet', { cameraId: cameraId as CameraId, name, byMs: Math.round(offsetMs - beforeMs), offsetMs: Math.round(offsetMs), errorMs: Math.ceil(errorMs) }, person);
      return { cameraId, beforeMs, offsetMs, errorMs };
    },
    'camera.setStamp': async ({ cameraId, stampedBy: by }, { person }) => {
      refuseDuringSession(station);
      const camera = station.settings.cameras.find((c) => c.cameraId === cameraId);
      if (camera === undefined) throw new AppError('CAMERA_UNKNOWN', { cameraId });
      if (by === 'camera' && camera.xaddr === '') throw new AppError('CAMERA_NOT_ONVIF', { address: camera.address });
      station.forgetCheck();
      const read = by === 'camera' ? await station.stamps.useCamera(camera, person) : '';
      if (by === 'station') await station.stamps.useStation(camera, person);
      return { camera: station.cameras.snapshot(cameraId), read };
    },
    'disk.replace': async ({ disk, path }, { person }) => {
      await station.disks.replace(disk, path, person);
      return roomSnapshot(station);
    },
    'check.run': async (_params, { person }) => {
      const report = await runRoomCheck(station);
      station.rememberCheck(report, person);
      return report;
    },
    'preview.open': ({ cameraId }, { line }) => Promise.resolve(line.openPreview(cameraId)),
    'preview.close': ({ streamId }, { line }) => {
      line.closePreview(streamId);
      return Promise.resolve({ done: true });
    },
  };
}

export function refuseDuringSession(station: Station): void {
  const status = station.sessions.current()?.stage.status;
  if (status !== undefined && status !== 'sealed') throw new AppError('CAMERA_IN_SESSION');
}

/** Connects to the camera and to its stream; nothing is stored unless both answer with video that can be recorded. */
async function describeSource(station: Station, source: CameraSource): Promise<Omit<CameraSetting, 'cameraId' | 'name' | 'role'>> {
  const probe = (rtspUrl: string, user: string, password: string) =>
    probeCamera({ tools: station.tools, source: { rtspUrl, user, password }, deadlineMs: connectDeadlineMs, clock: systemClock, log: station.log.child('probe') });
  if (source.kind === 'rtsp') {
    const { rtspUrl, user, password } = parseRtspSource(source.url, source.user, source.password);
    const stream = await probe(rtspUrl, user, password);
    return { address: redact(rtspUrl), xaddr: '', rtspUrl, user, password, manufacturer: '', model: 'RTSP', width: stream.width, height: stream.height, hasAudio: stream.audioCodec !== null };
  }
  const { xaddr, user, password } = source;
  const device = await inspectCamera({ xaddr, user, password, deadlineMs: connectDeadlineMs, time: station.roomClock });
  const stream = await probe(device.rtspUrl, user, password);
  return {
    address: xaddr, xaddr, rtspUrl: device.rtspUrl, user, password, manufacturer: device.manufacturer, model: device.model,
    width: stream.width, height: stream.height, hasAudio: stream.audioCodec !== null, canStamp: await station.stamps.canStamp({ xaddr, user, password }),
  };
}
