import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { ntpAnswer, startFakeTimeServer, type FakeTimeServer } from '../../../test/support/time-server.ts';
import { systemClock, type Clock } from '../platform/index.ts';
import { askTimeServer } from './sntp-round.ts';

const epochMs = Date.UTC(2031, 0, 1);
const trueMs = () => epochMs + systemClock.monotonicMs();
/** Its system clock is nonsense: a sample must not depend on it. */
const clock: Clock = { wallMs: () => 42, monotonicMs: () => systemClock.monotonicMs() };
const truth = (request: Uint8Array, offMs = 0) => ntpAnswer(request, { receivedAtMs: trueMs() + offMs, transmittedAtMs: trueMs() + offMs });

describe('a round with a time server', () => {
  let server: FakeTimeServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  const ask = (port: number, signal = new AbortController().signal) => askTimeServer({ server: '127.0.0.1', port }, clock, signal);

  it('keeps the least delayed of several answers, and its bound holds', async () => {
    server = await startFakeTimeServer(async (request, index) => {
      // The way there is slow and the way back is not: the worst case for the offset.
      if (index !== 2) await pause(80);
      return [truth(request)];
    });
    const result = await ask(server.port);
    if (result.kind === 'failed') throw new Error(result.why);
    expect(result.sample.delayMs).toBeLessThan(60);
    expect(Math.abs(result.sample.serverMs - (epochMs + result.sample.atMonotonicMs))).toBeLessThanOrEqual(result.sample.errorMs);
    expect(server.requests()).toBe(4);
  });

  it('states half of an asymmetric delay as error, and is wrong by no more', async () => {
    server = await startFakeTimeServer(async (request) => {
      const receivedAtMs = trueMs();
      await pause(100);
      return [ntpAnswer(request, { receivedAtMs, transmittedAtMs: receivedAtMs })];
    });
    const result = await ask(server.port);
    if (result.kind === 'failed') throw new Error(result.why);
    const wrongMs = Math.abs(result.sample.serverMs - (epochMs + result.sample.atMonotonicMs));
    expect(wrongMs).toBeGreaterThan(30);
    expect(wrongMs).toBeLessThanOrEqual(result.sample.errorMs);
  });

  it('passes over forged answers that arrive first', async () => {
    server = await startFakeTimeServer((request) => [
      ntpAnswer(request, { receivedAtMs: 1e12, transmittedAtMs: 1e12, originate: new Uint8Array(8) }),
      ntpAnswer(request, { receivedAtMs: 1e12, transmittedAtMs: 1e12, stratum: 0, referenceId: 'DENY', originate: new Uint8Array(8) }),
      truth(request),
    ]);
    const result = await ask(server.port);
    expect(result.kind === 'sample' && Math.abs(result.sample.serverMs - (epochMs + result.sample.atMonotonicMs)) < 1000).toBe(true);
  });

  it.each([
    ['a kiss of death', (request: Uint8Array) => [ntpAnswer(request, { receivedAtMs: 1, transmittedAtMs: 1, stratum: 0, referenceId: 'DENY' })], 'DENY'],
    ['only a wrong originate timestamp', (request: Uint8Array) => [ntpAnswer(request, { receivedAtMs: 1, transmittedAtMs: 1, originate: new Uint8Array(8) })], null],
    ['a claim to have held the question for a minute', (request: Uint8Array) => [ntpAnswer(request, { receivedAtMs: trueMs() - 60_000, transmittedAtMs: trueMs() })], null],
    ['nothing', () => [], null],
  ])('fails on %s', async (_name, answer, kiss) => {
    server = await startFakeTimeServer(answer);
    expect(await ask(server.port)).toMatchObject({ kind: 'failed', kiss });
  });

  it('fails when nobody listens, when the name means nothing, and when it is stopped', async () => {
    const closed = await startFakeTimeServer(() => []);
    await closed.close();
    expect((await ask(closed.port)).kind).toBe('failed');
    expect((await askTimeServer({ server: 'nowhere.invalid', port: 123 }, clock, new AbortController().signal)).kind).toBe('failed');
    server = await startFakeTimeServer(() => []);
    const stop = new AbortController();
    const round = ask(server.port, stop.signal);
    stop.abort();
    expect(await round).toMatchObject({ kind: 'failed', why: 'stopped' });
  });
});
