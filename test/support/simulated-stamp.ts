import { expect } from 'vitest';
import { DisciplinedClock } from '../../src/main/clock/disciplined-clock.ts';
import type { RoomClock } from '../../src/main/clock/index.ts';
import { MediaTimeLine } from '../../src/main/recorder/media-time-line.ts';

export const hourMs = 3_600_000;
const frameMs = 40;
const tickMs = 250;

export interface World {
  readonly startMs: number;
  readonly minutes: number;
  /** Of the station's monotonic clock and of the camera's crystal, against true time. */
  readonly stationPpm: number;
  readonly cameraPpm: number;
  /** Each way of an SNTP question takes up to this. */
  readonly sntpJitterMs: number;
  /** A picture may come late by this; now and then by ten times as much. */
  readonly networkJitterMs: number;
  readonly latencyMs: number;
  readonly measuredLatencyMs: number;
  readonly reconnectEveryMs: number;
  /** The system clock is stepped by so much in the middle. */
  readonly systemStepMs: number;
  /** In the second and third minute every picture comes late by this. */
  readonly heldUpMs: number;
  readonly seed: number;
}

export interface Shown {
  readonly trueMs: number;
  readonly stampMs: number;
  readonly wrongMs: number;
  readonly boundMs: number;
  readonly run: number;
}

/** Plays a room with simulated clocks through the very parts that make the stamp. Returns every picture whose stamp counts. */
export async function playStamp(world: World): Promise<readonly Shown[]> {
  const random = generator(world.seed);
  const toMonotonic = (trueMs: number) => trueMs * (1 + world.stationPpm * 1e-6);
  let nowMs = 0;
  const room = new DisciplinedClock(world.startMs + 90_000, 0);
  const ask = () => {
    const [there, back] = [random() * world.sntpJitterMs, random() * world.sntpJitterMs];
    const [sent, received] = [toMonotonic(nowMs), toMonotonic(nowMs + there + back)];
    room.take([{ server: 's', atMonotonicMs: (sent + received) / 2, serverMs: world.startMs + nowMs + there, delayMs: there + back, errorMs: (there + back) / 2 + 0.1, stratum: 2 }], received);
  };
  ask();
  room.holdSteps(true);
  const roomClock: RoomClock = { at: (monotonicMs) => room.at(monotonicMs), now: () => room.at(toMonotonic(nowMs)), monotonicMs: () => toMonotonic(nowMs) };

  const shown: Shown[] = [];
  const endMs = world.minutes * 60_000;
  let nextAskMs = 2_000;
  let stepped = false;
  for (let run = 0; nowMs < endMs; run += 1) {
    const beganMs = nowMs + 300;
    const ptsZero = random() * 5_000;
    let writtenOffsetMs: number | undefined;
    const line = new MediaTimeLine({
      roomClock, cameraLatencyMs: world.measuredLatencyMs, cameraLatencyErrorMs: 20, mayStep: () => false,
      write: (offsetMs) => {
        writtenOffsetMs = offsetMs;
        return Promise.resolve();
      },
    });
    let nextTickMs = beganMs;
    let arrivedMs = 0;
    const runEndMs = Math.min(endMs, beganMs + world.reconnectEveryMs);
    for (let n = 0; ; n += 1) {
      const capturedMs = beganMs + n * frameMs * (1 + world.cameraPpm * 1e-6);
      const late = random() < 0.02 ? 10 : 1;
      const heldUpMs = capturedMs > 60_000 && capturedMs < 180_000 ? world.heldUpMs : 0;
      arrivedMs = Math.max(arrivedMs, capturedMs + world.latencyMs + heldUpMs + random() * world.networkJitterMs * late);
      if (arrivedMs >= runEndMs) break;
      for (; nextTickMs < arrivedMs; nextTickMs += tickMs) {
        nowMs = Math.max(nowMs, nextTickMs);
        if (nowMs >= nextAskMs) {
          ask();
          nextAskMs += 16_000;
        }
        if (!stepped && nowMs > endMs / 2) {
          stepped = true;
          room.noteSystemStep(world.systemStepMs, toMonotonic(nowMs));
        }
        await line.update();
      }
      nowMs = arrivedMs;
      const ptsMs = ptsZero + n * frameMs;
      line.add(ptsMs);
      // As ffmpeg draws it: with what stands in the file when the picture passes the filter.
      if (writtenOffsetMs === undefined || !line.isStamped(ptsMs)) continue;
      const trueMs = world.startMs + capturedMs;
      const stampMs = ptsMs + Math.round(writtenOffsetMs);
      shown.push({ trueMs, stampMs, wrongMs: stampMs - room.peek(toMonotonic(capturedMs)).atMs, boundMs: line.errorMs, run });
    }
    nowMs = runEndMs;
  }
  return shown;
}

function generator(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The promise of the stamp: right within 100 ms of the room clock, never back, no hole within a run. */
export function checkStamp(shown: readonly Shown[]): void {
  expect(shown.length).toBeGreaterThan(100);
  let before: Shown | undefined;
  for (const picture of shown) {
    if (Math.abs(picture.wrongMs) > 100) throw new Error(`wrong by ${picture.wrongMs} ms at ${picture.trueMs}`);
    if (before !== undefined && picture.stampMs < before.stampMs) throw new Error(`back by ${before.stampMs - picture.stampMs} ms`);
    if (before?.run === picture.run && Math.abs(picture.stampMs - before.stampMs - frameMs) > 26) throw new Error(`a leap of ${picture.stampMs - before.stampMs} ms`);
    before = picture;
  }
}

export const calmWorld: World = {
  startMs: Date.UTC(2026, 10, 23, 15, 55, 0), minutes: 10, stationPpm: 30, cameraPpm: 0, sntpJitterMs: 3, networkJitterMs: 8, latencyMs: 120, measuredLatencyMs: 110,
  reconnectEveryMs: 3_600_000, systemStepMs: 0, heldUpMs: 0, seed: 7,
};
