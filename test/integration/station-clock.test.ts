import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckReport, ClockSnapshot } from '../../src/shared/contract/index.ts';
import { startChrony, type Chrony } from '../support/chrony.ts';
import { StationLine, StationProcess } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

// A station whose room clock is a real chronyd. Each step needs the one before.
describe('a station with chrony as its room clock', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-station-clock-'));
  let chrony: Chrony;
  let station: StationProcess;
  let admin: StationLine;

  const start = async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
    admin = await StationLine.open(station.ready.rpc, 'admin', '5555');
  };
  const status = () => admin.call<ClockSnapshot>('clock.status');
  const clockItems = async () => (await admin.call<CheckReport>('check.run')).items.filter((item) => item.kind === 'clock');
  const server = () => `127.0.0.1:${chrony.port}`;

  beforeAll(async () => {
    chrony = await startChrony();
    await start();
  });
  afterAll(async () => {
    await chrony.stop();
    await station.stop();
    rmSync(folder, { recursive: true });
  });

  it('says before that room time is the system clock', async () => {
    expect(await status()).toMatchObject({ source: 'system', state: 'fallback', server: '' });
    expect(await clockItems()).toMatchObject([{ ok: true, warning: true, code: 'CLOCK_FALLBACK' }]);
  });

  it('takes the time server once it has answered', async () => {
    const configured = await admin.call<ClockSnapshot>('clock.configure', { source: 'sntp', servers: [{ server: '127.0.0.1', port: chrony.port }] });
    expect(configured).toMatchObject({ source: 'sntp', state: 'synced', server: server(), timeZone: 'Asia/Shanghai' });
    const now = await status();
    expect(now.errorMs).toBeLessThan(100);
    // chrony serves this machine's own clock: room time is right within the error that it states, and the time of the call.
    expect(Math.abs(now.roomTimeMs - Date.now())).toBeLessThan(now.errorMs + 1_000);
    expect(Math.abs(now.systemOffsetMs)).toBeLessThanOrEqual(now.errorMs + 1);
    expect(await clockItems()).toMatchObject([{ ok: true, warning: false, subject: server() }]);
  });

  it('keeps it over a restart', async () => {
    expect(await station.stop()).toBe(0);
    await start();
    const synced = await waitUntil('the clock to be synced', 10_000, async () => {
      const now = await status();
      return now.state === 'synced' && now;
    });
    expect(synced).toMatchObject({ source: 'sntp', server: server() });
    expect(synced.errorMs).toBeLessThan(100);
  });

  it('states a growing age and error when the server has gone', async () => {
    await chrony.stop();
    const before = await status();
    const after = await waitUntil('the last sample to age', 30_000, async () => {
      const now = await status();
      return (now.lastSampleAgeMs ?? 0) > 6_000 && now;
    });
    expect(after).toMatchObject({ source: 'sntp', state: 'synced', server: server() });
    expect(after.errorMs).toBeGreaterThan(before.errorMs);
    expect(Math.abs(after.systemOffsetMs)).toBeLessThanOrEqual(after.errorMs + 1);
  });

  it('starts without the server: the declared fallback, and the server still configured', async () => {
    expect(await station.stop()).toBe(0);
    await start();
    expect(await status()).toMatchObject({ source: 'system', state: 'fallback', server: server(), lastSampleAgeMs: null });
    expect(await clockItems()).toMatchObject([{ ok: true, warning: true, code: 'CLOCK_FALLBACK' }]);
  });
});
