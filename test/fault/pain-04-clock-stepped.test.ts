import { afterEach, describe, expect, it } from 'vitest';
import { RoomClockService, type SampleNews } from '../../src/main/clock/index.ts';
import { createLogger, systemClock, type Clock } from '../../src/main/platform/index.ts';
import { parseId, type SessionId } from '../../src/shared/domain/index.ts';
import { barCodeErrors } from '../support/bar-code-errors.ts';
import { GstCamera } from '../support/gst-camera.ts';
import { RecorderBench } from '../support/recorder-bench.ts';
import { ntpAnswer, startFakeTimeServer } from '../support/time-server.ts';
import { waitUntil } from '../support/wait-until.ts';

// Pain 4: the clock is stepped by NTP or DST during or just before a session (moonfire #9, ex_nvr #404, frigate #4270, #8376).
const sessionId = parseId<SessionId>('ses-1');
const hourMs = 3_600_000;
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe('a clock that is stepped while a session is recorded', () => {
  it('moves nothing: the system clock by an hour either way, and then its time server as well', async () => {
    let systemMs = 0;
    let serverMs = 0;
    const machine: Clock = { wallMs: () => systemClock.wallMs() + systemMs, monotonicMs: () => systemClock.monotonicMs() };
    const server = await startFakeTimeServer((request) => {
      const nowMs = systemClock.wallMs() + serverMs;
      return [ntpAnswer(request, { receivedAtMs: nowMs, transmittedAtMs: nowMs })];
    });
    open.push(() => server.close());
    const roomClock = new RoomClockService({ clock: machine, log: createLogger('test', () => undefined), pausesMs: [300], tickMs: 100 });
    open.push(() => roomClock.close());
    roomClock.start({ source: 'sntp', servers: [{ server: '127.0.0.1', port: server.port }] });
    await roomClock.ready(10_000);
    roomClock.holdSteps(true);
    const told: string[] = [];
    roomClock.onDidSystemStep(({ byMs }) => told.push(`system ${Math.round(byMs / 1000)}`));
    roomClock.onDidStep(({ action }) => told.push(`room ${action}`));
    const samples: SampleNews[] = [];
    roomClock.onDidSample((news) => samples.push(news));

    const camera = await GstCamera.start({ audio: 'none' });
    open.push(() => camera.stop());
    const bench = await RecorderBench.start({ url: camera.url, hasAudio: false, roomClock });
    open.push(() => bench.close());
    await bench.live();
    await bench.recorder.keep(sessionId);
    const more = async () => {
      const untilMs = roomClock.now().atMs + 3_000;
      await bench.next('proven', (proven) => proven.provenUntilMs >= untilMs, 60_000);
    };
    await more();
    systemMs = hourMs;
    await more();
    systemMs = -hourMs;
    await more();
    serverMs = hourMs;
    await waitUntil('the server to be told of', 20_000, () => Promise.resolve(told.includes('room held')));
    await more();
    await bench.recorder.release();

    expect(told).toEqual(['system 3600', 'system -7200', 'room held']);
    expect(bench.all('gapOpened')).toEqual([]);
    const errors = (await barCodeErrors(bench, sessionId)).map(({ wrongMs }) => wrongMs).toSorted((a, b) => a - b);
    expect(errors.length).toBeGreaterThan(200);
    // Late by the camera's own latency, which was not measured here, and by nothing else.
    expect(errors[0]).toBeGreaterThan(-100);
    expect(errors[Math.floor(errors.length * 0.99)]).toBeLessThan(300);
    const { atMs } = roomClock.now();
    expect(roomClock.certificate(atMs - 120_000, atMs)).toMatchObject({ steps: [{ action: 'held' }], systemSteps: [{}, {}] });
  });
});
