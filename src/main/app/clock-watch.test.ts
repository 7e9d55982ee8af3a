import { describe, expect, it } from 'vitest';
import { RoomClockService } from '../clock/index.ts';
import { createLogger, systemClock } from '../platform/index.ts';
import { Alarms } from './alarms.ts';
import { ClockWatch } from './clock-watch.ts';
import type { Station } from './station.ts';

/** A start whose last run wrote its last fact so many milliseconds after this moment. */
async function startAfter(laterMs: number) {
  const roomClock = new RoomClockService({ clock: systemClock, log: createLogger('test') });
  const alarms = new Alarms(() => undefined);
  const noted: unknown[] = [];
  const watch = new ClockWatch({ roomClock, alarms, noteClock: (type: string, payload: object) => noted.push({ type, ...payload }) } as unknown as Station);
  watch.start(roomClock.now().atMs + laterMs);
  await watch.close();
  await roomClock.close();
  return { noted, alarms: alarms.snapshot().map(({ code }) => code) };
}

describe('room time at a start', () => {
  it('is told when it lies before the last fact of the last run', async () => {
    const { noted, alarms } = await startAfter(16_000);
    expect(noted).toMatchObject([{ type: 'clock.stepped', reason: 'restart', action: 'stepped' }]);
    expect(alarms).toEqual(['CLOCK_WENT_BACK']);
  });

  it('is noted and no alarm when it is less than a second, and nothing when time went on', async () => {
    expect(await startAfter(600)).toMatchObject({ noted: [{ reason: 'restart' }], alarms: [] });
    expect(await startAfter(-60_000)).toEqual({ noted: [], alarms: [] });
  });
});
