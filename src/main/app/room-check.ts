import { AppError, isAppError, toWireError, type ErrorCode, type ErrorParams } from '../../shared/base/index.ts';
import type { CheckItem, CheckReport, MicrophoneSnapshot } from '../../shared/contract/index.ts';
import { disks } from '../../shared/domain/index.ts';
import { readCameraClock } from '../camera/index.ts';
import { checkFolder, inspectMedia, inspectSound } from '../health/index.ts';
import type { CameraSetting } from '../settings/index.ts';
import type { Station } from './station.ts';

const cameraClockDeadlineMs = 6_000;

/** The room check: looks at what would be recorded, at both disks and at every clock, now. Nothing is stored but its result. */
export async function runRoomCheck(station: Station): Promise<CheckReport> {
  await station.storage.look();
  const measured = await Promise.all([checkDisks(station), ...station.settings.cameras.map((camera) => checkCamera(station, camera)), ...station.microphones.snapshots().map((microphone) => checkMicrophone(station, microphone))]);
  const items = [...checkClock(station), ...checkRoles(station), ...measured.flat()];
  return { passed: items.every((item) => item.ok), checkedAtMs: Math.round(station.roomClock.now().atMs), items };
}

function checkClock(station: Station): CheckItem[] {
  const { state, errorMs, server } = station.roomClock.status();
  if (state === 'fallback') return [warned('clock', '', 'CLOCK_FALLBACK')];
  if (state === 'aligned') return [warned('clock', '', 'CLOCK_ALIGNED')];
  return [state === 'unsynced' || errorMs > station.profile.maximumClockErrorMs ? failed('clock', '', 'CLOCK_UNSYNCED') : passed('clock', server)];
}

async function checkDisks(station: Station): Promise<CheckItem[]> {
  const items: CheckItem[] = [];
  for (const disk of disks) {
    const path = station.disks.folders[disk];
    const code = (await station.disks.look(disk)) ?? ((await checkFolder(path)).ok ? null : 'FOLDER_NOT_WRITABLE');
    items.push(code === null ? passed('disk', disk) : failed('disk', disk, code, { disk, path }));
  }
  const { reserveHours } = station.profile;
  if (station.hoursLeft < reserveHours) items.push(failed('disk', 'space', 'DISK_FULL', { hoursLeft: station.hoursLeft, hoursNeeded: reserveHours }));
  if (station.disks.shared) items.push(warned('disk', 'shared', 'DISKS_SHARED'));
  return items;
}

function checkRoles(station: Station): CheckItem[] {
  const missing = station.profile.requiredCameraRoles.filter((role) => !station.settings.cameras.some((c) => c.role === role));
  const items = missing.length === 0 ? [] : [failed('camera', missing.join(', '), 'CHECK_NO_CAMERA', { roles: missing.join(', ') })];
  if (station.profile.requiresSound && !station.settings.cameras.some((c) => c.hasAudio) && station.settings.microphones.length === 0) items.push(failed('sound', '', 'SOUND_MISSING'));
  return items;
}

async function checkCamera(station: Station, camera: CameraSetting): Promise<CheckItem[]> {
  const params = station.cameras.problemParams(camera.cameraId);
  if (station.stamps.isLearning(camera.cameraId)) return [failed('camera', camera.name, 'CAMERA_STAMP_LEARNING', params)];
  const { state, problem } = station.cameras.snapshot(camera.cameraId);
  if (state !== 'live') return [failed('camera', camera.name, isErrorName(problem) ? problem : 'PICTURE_MISSING', params)];
  const picture = await inspectMedia({ tools: station.tools, media: station.cameras.recentMedia(camera.cameraId), expectAudio: camera.hasAudio });
  const soundProblem = picture.problem === 'SOUND_SILENT';
  return [
    picture.problem === null || soundProblem ? passed('picture', camera.name) : failed('picture', camera.name, picture.problem, params),
    ...(camera.hasAudio ? [soundProblem ? failed('sound', camera.name, 'SOUND_SILENT', params) : passed('sound', camera.name)] : []),
    ...(await checkCameraStamp(station, camera)),
    ...(await checkCameraClock(station, camera)),
  ];
}

/** The stamp that a camera writes itself is read out of its picture; what was read is shown. One that cannot be used is given up at once. */
async function checkCameraStamp(station: Station, { cameraId, name }: CameraSetting): Promise<CheckItem[]> {
  if (station.cameras.stampedCamera(cameraId).recorder.stampedBy !== 'camera') return [];
  const reading = await station.stamps.read(cameraId);
  if (reading.kind === 'right') return [passed('stamp', `${name} ${reading.text}`)];
  station.stamps.drop(cameraId, reading.kind === 'wrong' ? 'STAMP_WRONG' : 'STAMP_MISSING');
  return [warned('stamp', reading.kind === 'wrong' ? `${name} ${reading.text}` : name, 'CAMERA_STAMP_DROPPED', { camera: name })];
}

/** Each microphone must be heard, and what it gives must be a room and not a dead or damaged line. */
async function checkMicrophone(station: Station, { microphoneId, name, state, problem }: MicrophoneSnapshot): Promise<CheckItem> {
  const params = { microphone: name, camera: name };
  const media = station.microphones.recentMedia(microphoneId);
  if (state !== 'live' || media === undefined) return failed('sound', name, isErrorName(problem) ? problem : 'MICROPHONE_UNREACHABLE', params);
  const found = await inspectSound(station.tools, media);
  return found.problem === null ? passed('sound', name) : failed('sound', name, found.problem, params);
}

/** A camera's own clock is measured when it can be asked (ONVIF GetSystemDateAndTime); a plain RTSP camera has none. */
async function checkCameraClock(station: Station, camera: CameraSetting): Promise<CheckItem[]> {
  if (camera.xaddr === '') return [];
  const { xaddr, user, password, name } = camera;
  try {
    const { offsetMs, errorMs, atMs } = await readCameraClock({ xaddr, user, password, deadlineMs: cameraClockDeadlineMs, time: station.roomClock });
    station.roomClock.noteCameraOffset(camera.cameraId, offsetMs, errorMs, atMs);
    // Room time is the measure here, so only the reading itself may be off.
    const readingMs = Math.max(0, errorMs - station.roomClock.status().errorMs);
    const within = Math.abs(offsetMs) - readingMs <= station.profile.maximumCameraClockOffsetMs;
    return [within ? passed('clock', name) : failed('clock', name, 'CLOCK_CAMERA_OFF', { camera: name, seconds: Math.round(offsetMs / 1000) })];
  } catch (error) {
    if (!isAppError(error)) throw error;
    return [failed('clock', name, error.code, error.params)];
  }
}

function isErrorName(problem: string | null): problem is ErrorCode {
  return problem !== null;
}

function passed(kind: CheckItem['kind'], subject: string): CheckItem {
  return { kind, subject, ok: true, warning: false, code: null, message: { zh: '', en: '' }, hint: { zh: '', en: '' } };
}

function failed(kind: CheckItem['kind'], subject: string, code: ErrorCode, params: ErrorParams = {}): CheckItem {
  const { message, hint } = toWireError(new AppError(code, params));
  return { kind, subject, ok: false, warning: false, code, message, hint };
}

function warned(kind: CheckItem['kind'], subject: string, code: ErrorCode, params: ErrorParams = {}): CheckItem {
  return { ...failed(kind, subject, code, params), ok: true, warning: true };
}
