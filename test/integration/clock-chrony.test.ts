import { afterEach, describe, expect, it } from 'vitest';
import { RoomClockService } from '../../src/main/clock/index.ts';
import { createLogger, systemClock, type Clock } from '../../src/main/platform/index.ts';
import { startChrony, type Chrony } from '../support/chrony.ts';

const log = createLogger('test', () => undefined);
/** A machine whose system clock is two hours off and whose monotonic clock is 150 ppm fast: chrony serves the true one. */
const machine: Clock = { wallMs: () => systemClock.wallMs() + 7_200_000, monotonicMs: () => systemClock.monotonicMs() * 1.00015 };

describe('the room clock against chrony', () => {
  let chrony: Chrony | undefined;
  let room: RoomClockService | undefined;
  afterEach(async () => {
    await room?.close();
    await chrony?.stop();
  });
  const wrongMs = () => {
    const { atMs, errorMs } = (room as RoomClockService).now();
    return { wrongMs: Math.abs(atMs - systemClock.wallMs()), errorMs };
  };

  it('is right within the bound it states, and honest when the server dies', async () => {
    chrony = await startChrony();
    room = new RoomClockService({ clock: machine, log, pausesMs: [300] });
    room.start({ source: 'sntp', servers: [{ server: '127.0.0.1', port: chrony.port }] });
    expect((await room.ready(10_000)).state).toBe('synced');
    for (let look = 0; look < 30; look += 1) {
      const { wrongMs: wrong, errorMs } = wrongMs();
      // One millisecond is left for reading the two clocks one after the other, in whole ms.
      expect(wrong).toBeLessThanOrEqual(errorMs + 1);
      expect(errorMs).toBeLessThan(100);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const before = room.status();
    await chrony.stop();
    await new Promise((resolve) => setTimeout(resolve, 8000));
    const after = room.status();
    expect(after.lastSampleAgeMs).toBeGreaterThan(7000);
    expect(after.errorMs).toBeGreaterThan(before.errorMs);
    expect(wrongMs().wrongMs).toBeLessThanOrEqual(wrongMs().errorMs + 1);
  });

  it('takes a real server in place of the fallback, and not one that is gone', async () => {
    chrony = await startChrony();
    room = new RoomClockService({ clock: machine, log, pausesMs: [300] });
    room.start({ source: 'system' });
    expect((await room.ready(1000)).state).toBe('fallback');
    await room.configure({ source: 'sntp', servers: [{ server: '127.0.0.1', port: chrony.port }] });
    expect(room.status()).toMatchObject({ state: 'synced', source: 'sntp' });
    expect(wrongMs().wrongMs).toBeLessThanOrEqual(wrongMs().errorMs + 1);
    await chrony.stop();
    await expect(room.configure({ source: 'sntp', servers: [{ server: '127.0.0.1', port: chrony.port }] })).rejects.toMatchObject({ code: 'CLOCK_NO_ANSWER' });
    expect(room.status()).toMatchObject({ state: 'synced', source: 'sntp' });
  });
});
