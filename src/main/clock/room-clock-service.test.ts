import { afterEach, describe, expect, it } from 'vitest';
import { ntpAnswer, startFakeTimeServer, type FakeTimeServer } from '../../../test/support/time-server.ts';
import { canonicalJson } from '../../shared/base/index.ts';
import { createLogger, systemClock, type Clock } from '../platform/index.ts';
import { RoomClockService, type ClockMinute, type ClockStep, type ClockStore, type StoredMark, type SystemStep } from './index.ts';

const epochMs = Date.UTC(2031, 0, 1);
const log = createLogger('test', () => undefined);
const until = async (fact: () => boolean) => {
  for (let look = 0; look < 400 && !fact(); look += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(fact()).toBe(true);
};

describe('the room clock', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  let systemOffMs = 0;
  const clock: Clock = { wallMs: () => epochMs + systemClock.monotonicMs() + systemOffMs, monotonicMs: () => systemClock.monotonicMs() };

  const serve = async (lieMs: () => number = () => 0): Promise<FakeTimeServer> => {
    const server = await startFakeTimeServer((request) => {
      const nowMs = epochMs + systemClock.monotonicMs() + lieMs();
      return [ntpAnswer(request, { receivedAtMs: nowMs, transmittedAtMs: nowMs })];
    });
    closers.push(() => server.close());
    return server;
  };
  const build = (): RoomClockService => {
    systemOffMs = 0;
    const service = new RoomClockService({ clock, log, pausesMs: [20], tickMs: 20 });
    closers.push(() => service.close());
    return service;
  };

  it('takes its time from the server, not from the system clock, and steps of the system clock are told but change nothing', async () => {
    const server = await serve();
    const service = build();
    systemOffMs = 8 * 3_600_000;
    const systemSteps: SystemStep[] = [];
    service.onDidSystemStep((step) => systemSteps.push(step));
    service.start({ source: 'sntp', servers: [{ server: '127.0.0.1', port: server.port }] });
    expect(await service.ready(5000)).toMatchObject({ source: 'sntp', state: 'synced', server: `127.0.0.1:${server.port}` });
    const here = clock.monotonicMs();
    const before = service.at(here);
    systemOffMs = -3_600_000;
    await until(() => systemSteps.some((step) => step.byMs < -8 * 3_600_000));
    expect(Math.abs(service.at(here).atMs - before.atMs)).toBeLessThanOrEqual(2);
    expect(service.status()).toMatchObject({ state: 'synced' });
    expect(Math.abs(service.status().systemOffsetMs - 3_600_000)).toBeLessThan(50);
  });

  it('is the declared fallback when the server is silent, and is set by it when it speaks', async () => {
    let speaks = false;
    const server = await startFakeTimeServer((request) => {
      const nowMs = epochMs + systemClock.monotonicMs() + 5000;
      return speaks ? [ntpAnswer(request, { receivedAtMs: nowMs, transmittedAtMs: nowMs })] : [];
    });
    closers.push(() => server.close());
    const service = build();
    const steps: ClockStep[] = [];
    service.onDidStep((step) => steps.push(step));
    service.start({ source: 'sntp', servers: [{ server: '127.0.0.1', port: server.port }] });
    expect((await service.ready(10)).state).toBe('unsynced');
    const fallback = await service.ready(10_000);
    expect(fallback).toMatchObject({ state: 'fallback', source: 'system', lastSampleAgeMs: null });
    expect(fallback.errorMs).toBeGreaterThanOrEqual(60_000);
    service.now();
    speaks = true;
    await until(() => service.status().state === 'synced');
    expect(steps).toMatchObject([{ reason: 'first-sync', action: 'stepped' }]);
    expect(Math.abs((steps[0]?.byMs ?? 0) - 5000)).toBeLessThan(50);
  });

  it('refuses a server that does not answer and keeps the one it has', async () => {
    const server = await serve();
    const silent = await startFakeTimeServer(() => []);
    closers.push(() => silent.close());
    const service = build();
    service.start({ source: 'sntp', servers: [{ server: '127.0.0.1', port: server.port }] });
    await service.ready(5000);
    await expect(service.configure({ source: 'sntp', servers: [{ server: '127.0.0.1', port: silent.port }] })).rejects.toMatchObject({ code: 'CLOCK_NO_ANSWER', params: { server: `127.0.0.1:${silent.port}` } });
    expect(service.status()).toMatchObject({ state: 'synced', server: `127.0.0.1:${server.port}` });
    const asked = server.requests();
    await until(() => server.requests() > asked + 4);
  });

  it('changes its source when told to: another server, then the system clock', async () => {
    const first = await serve();
    const second = await serve(() => 3000);
    const service = build();
    const steps: ClockStep[] = [];
    service.onDidStep((step) => steps.push(step));
    service.start({ source: 'sntp', servers: [{ server: '127.0.0.1', port: first.port }] });
    await service.ready(5000);
    service.now();
    await Promise.all([service.configure({ source: 'sntp', servers: [{ server: '127.0.0.1', port: second.port }] }), service.configure({ source: 'system' })]);
    expect(steps.map((step) => [step.reason, step.action, Math.round(step.byMs / 100)])).toEqual([['configured', 'stepped', 30], ['configured', 'stepped', -30]]);
    expect(service.status()).toMatchObject({ source: 'system', state: 'fallback', server: '' });
    const asked = second.requests();
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(second.requests()).toBe(asked);
  });

  it('certifies what it measured, in whole numbers', async () => {
    let lieMs = 0;
    const server = await serve(() => lieMs);
    const service = build();
    service.start({ source: 'sntp', servers: [{ server: '127.0.0.1', port: server.port }] });
    await service.ready(5000);
    service.holdSteps(true);
    const from = service.now().atMs;
    const steps: ClockStep[] = [];
    service.onDidStep((step) => steps.push(step));
    lieMs = -3_600_000;
    systemOffMs = 5000;
    await until(() => steps.length > 0);
    service.noteCameraOffset('cam-1', 412.4, 500, service.now().atMs);
    await new Promise((resolve) => setTimeout(resolve, 60));
    const certificate = service.certificate(from, service.now().atMs);
    expect(JSON.parse(canonicalJson(certificate))).toMatchObject({
      servers: [`127.0.0.1:${server.port}`],
      sources: ['sntp'],
      steps: [{ reason: 'server-jump', action: 'held' }],
      systemSteps: [{}],
      cameras: [{ cameraId: 'cam-1', offsetMs: 412, errorMs: 500 }],
    });
    expect(certificate['worstErrorMs']).toBeLessThan(100);
    expect(certificate['minutes']).not.toHaveLength(0);
    expect(service.certificate(from - 7_200_000, from - 3_600_000)).toMatchObject({ minutes: [], steps: [], worstErrorMs: null });
  });

  it('that is killed after a sample leaves it in what the next one certifies, and both add up in one minute', async () => {
    const kept = { minutes: new Map<number, string>(), marks: new Map<string, StoredMark>() };
    const store: ClockStore = {
      load: () => ({ minutes: [...kept.minutes.values()].map((body) => JSON.parse(body) as ClockMinute), marks: [...kept.marks.values()] }),
      save: (minutes, marks) => {
        for (const minute of minutes) kept.minutes.set(minute.fromMs, JSON.stringify(minute));
        for (const mark of marks) kept.marks.set(mark.key, mark);
      },
    };
    const server = await serve();
    const from = epochMs;
    const open = () => new RoomClockService({ clock, log, pausesMs: [20, 3_600_000], tickMs: 3_600_000, store });
    const samples = (service: RoomClockService) => (service.certificate(from, service.now().atMs)['minutes'] as unknown as readonly ClockMinute[]).reduce((sum, minute) => sum + minute.samples, 0);
    const killed = open();
    closers.push(() => killed.close());
    killed.start({ source: 'sntp', servers: [{ server: '127.0.0.1', port: server.port }] });
    await until(() => samples(killed) === 2);
    // Nothing of it is closed, or saved by its tick: what the next one finds is what a kill leaves.
    const next = open();
    closers.push(() => next.close());
    expect(samples(next)).toBe(2);
    next.start({ source: 'sntp', servers: [{ server: '127.0.0.1', port: server.port }] });
    await until(() => samples(next) === 4);
  });

  it('stops asking when it is closed, even in the middle of a round', async () => {
    const silent = await startFakeTimeServer(() => []);
    closers.push(() => silent.close());
    const service = build();
    service.start({ source: 'sntp', servers: [{ server: '127.0.0.1', port: silent.port }] });
    await until(() => silent.requests() > 0);
    await service.close();
    const asked = silent.requests();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(silent.requests()).toBe(asked);
  });
});
