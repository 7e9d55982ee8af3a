import { AppError } from '../../shared/base/index.ts';
import type { CameraId } from '../../shared/domain/index.ts';
import { decodeFrames } from '../ffmpeg/index.ts';
import { findDisplayTurns, turnSize } from '../health/index.ts';
import { sleep } from '../platform/index.ts';
import type { Handlers } from './connection.ts';
import { refuseDuringSession } from './room-methods.ts';
import { clockSnapshot } from './room-snapshot.ts';
import type { Station } from './station.ts';

type ClockMethods = Pick<Handlers, 'clock.status' | 'clock.configure' | 'clock.align' | 'climate.configure' | 'camera.measureLatency'>;

/** From a press to this call: as long as a patient operator takes for all of them. */
const oldestPressMs = 120_000;
/** A console's idea of room time is a little behind or ahead of the station's. */
const aheadMs = 1_000;
const neededMs = 5_500;
const waitMs = 20_000;

export function clockMethods(station: Station): ClockMethods {
  return {
    'clock.status': () => Promise.resolve(clockSnapshot(station)),
    'clock.configure': async (setting, { person }) => {
      if (station.controller !== null) throw new AppError('CLOCK_IN_SESSION');
      await station.roomClock.configure(setting);
      station.settings.clock = setting;
      const servers = setting.source === 'sntp' ? setting.servers.map(({ server, port }) => `${server}:${port}`) : [];
      station.facts.write('', 'clock.configured', { source: setting.source, server: servers.join(', ') }, person);
      station.changed();
      return clockSnapshot(station);
    },
    'clock.align': ({ presses, displayErrorMs }, { person }) => {
      if (station.controller !== null) throw new AppError('CLOCK_IN_SESSION');
      const nowMs = station.roomClock.now().atMs;
      const inOrder = presses.every(({ pressedMs, shownMs }, n) => n === 0 || (pressedMs > (presses[n - 1]?.pressedMs ?? 0) && shownMs > (presses[n - 1]?.shownMs ?? 0)));
      if (!inOrder || presses.some(({ pressedMs }) => pressedMs < nowMs - oldestPressMs || pressedMs > nowMs + aheadMs)) throw new AppError('CLOCK_ALIGN_STALE');
      const alignment = station.roomClock.align(presses, displayErrorMs);
      station.settings.clock = { source: 'operator' };
      const { byMs, errorMs, spreadMs } = alignment;
      station.facts.write('', 'clock.aligned', { byMs, errorMs, presses: presses.length, spreadMs, displayErrorMs }, person);
      station.forgetCheck();
      return Promise.resolve({ clock: clockSnapshot(station), alignment });
    },
    'climate.configure': async ({ path }, { person }) => {
      await station.climate.configure(path);
      station.facts.write('', 'climate.configured', { path }, person);
      return { climate: station.climate.snapshot() };
    },
    'camera.measureLatency': async ({ cameraId, displayErrorMs }, { person }) => {
      refuseDuringSession(station);
      const setting = station.settings.cameras.find((camera) => camera.cameraId === cameraId);
      if (setting === undefined) throw new AppError('CAMERA_UNKNOWN', { cameraId });
      const { media, timesMs, latencyMs: allowedForMs } = await recentPictures(station, cameraId);
      const pictures = await decodeFrames(station.tools, media, { count: timesMs.length, ...turnSize });
      const found = findDisplayTurns(pictures.flatMap((picture, n) => (timesMs[n] === undefined ? [] : [{ atMs: timesMs[n], picture }])));
      if (found === null) throw new AppError('LATENCY_NO_DISPLAY', { camera: setting.name });
      refuseDuringSession(station);
      const latency = { latencyMs: Math.round(allowedForMs + found.lateMs), errorMs: Math.ceil(found.errorMs) + displayErrorMs, measuredAtMs: Math.round(station.roomClock.now().atMs) };
      await station.cameras.setLatency(cameraId, latency);
      station.facts.write('', 'camera.latencyMeasured', { cameraId: cameraId as CameraId, latencyMs: latency.latencyMs, errorMs: latency.errorMs, turns: found.turns }, person);
      station.forgetCheck();
      return { camera: station.cameras.snapshot(cameraId) };
    },
  };
}

/** The last seconds of a live camera; waits until there are enough of them. @throws AppError PICTURE_MISSING */
async function recentPictures(station: Station, cameraId: string) {
  const giveUpAtMs = station.roomClock.monotonicMs() + waitMs;
  for (;;) {
    const recent = station.cameras.recentPictures(cameraId);
    const lengthMs = (recent.timesMs.at(-1) ?? 0) - (recent.timesMs[0] ?? 0);
    if (lengthMs >= neededMs) return recent;
    if (station.roomClock.monotonicMs() > giveUpAtMs) throw new AppError('PICTURE_MISSING', { camera: cameraId });
    await sleep(250);
  }
}
