import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClockSample } from './clock-sample.ts';
import { DisciplinedClock } from './disciplined-clock.ts';

const trueStartMs = Date.UTC(2026, 10, 23, 6);
const hourMs = 3_600_000;

/** A machine whose monotonic clock runs at `1 + drift` of true time, and a server whose answers travel. */
function simulation(driftPpm: number) {
  const truth = (monotonicMs: number) => trueStartMs + monotonicMs / (1 + driftPpm * 1e-6);
  const sample = (monotonicMs: number, { thereMs = 0.4, backMs = 0.4, lieMs = 0 } = {}): ClockSample => ({
    server: 'server:123',
    atMonotonicMs: monotonicMs + (thereMs + backMs) / 2,
    serverMs: truth(monotonicMs + thereMs) + lieMs,
    delayMs: thereMs + backMs,
    errorMs: (thereMs + backMs) / 2 + 0.1,
    stratum: 2,
  });
  return { truth, sample };
}

/** Deterministic noise in 0..1. */
const noise = (index: number) => Math.abs(Math.sin(index * 12.9898) * 43_758.5453) % 1;
const pauseAfter = (round: number) => (round < 5 ? 2000 : round < 9 ? 8000 : 32_000);

describe('room time', () => {
  it.each([0, 40, -40, 200, -200])('stays within its stated bound while this machine’s clock is off by %i ppm and the network jitters', (driftPpm) => {
    const { truth, sample } = simulation(driftPpm);
    const room = new DisciplinedClock(trueStartMs + 5000, 0);
    let nowMs = 100;
    let worstLateMs = 0;
    for (let round = 0; round < 120; round += 1) {
      // One round in seven is held up, all of it on one way.
      const heldUpMs = round % 7 === 3 ? 200 * noise(round) : 0;
      room.take([sample(nowMs, { thereMs: 0.4 + noise(round) + heldUpMs, backMs: 0.4 + noise(round + 500) })], nowMs + 250);
      const nextMs = nowMs + pauseAfter(round);
      for (let at = nowMs + 260; at < nextMs; at += 500) {
        const { atMs, errorMs } = room.at(at);
        expect(Math.abs(atMs - truth(at))).toBeLessThanOrEqual(errorMs);
        if (round > 60) worstLateMs = Math.max(worstLateMs, errorMs);
      }
      nowMs = nextMs;
    }
    expect(worstLateMs).toBeLessThan(12);
  });

  it('is set, not slewed, by the first answer when nobody has read it yet', () => {
    const { truth, sample } = simulation(0);
    const room = new DisciplinedClock(trueStartMs + 8 * hourMs, 0);
    expect(room.take([sample(1000)], 1010)).toMatchObject({ kind: 'taken', step: null });
    expect(Math.abs(room.at(1010).atMs - truth(1010))).toBeLessThanOrEqual(2);
  });

  it('steps back at first sync when it has been read, says so, and creeps when a session is kept', () => {
    const { truth, sample } = simulation(0);
    const free = new DisciplinedClock(trueStartMs + hourMs, 0);
    free.at(1);
    expect(free.take([sample(1000)], 1010)).toMatchObject({ step: { reason: 'first-sync', action: 'stepped', byMs: -hourMs } });
    const kept = new DisciplinedClock(trueStartMs + hourMs, 0);
    kept.at(1);
    kept.holdSteps(true);
    expect(kept.take([sample(1000)], 1010)).toMatchObject({ step: { reason: 'first-sync', action: 'slewed' } });
    const later = kept.at(61_010);
    expect(later.atMs - truth(61_010)).toBeGreaterThan(hourMs - 31);
    expect(later.atMs - truth(61_010)).toBeLessThan(hourMs - 28);
    expect(later.errorMs).toBeGreaterThan(hourMs - 100);
  });

  it.each([hourMs, -hourMs])('follows a server that jumps by %i ms only when three rounds agree and no session is kept', (lieMs) => {
    const { truth, sample } = simulation(0);
    const room = new DisciplinedClock(trueStartMs, 0);
    room.take([sample(1000)], 1001);
    room.at(1002);
    room.holdSteps(true);
    const outcomes = [2000, 4000, 6000, 8000].map((at) => room.take([sample(at, { lieMs })], at + 1));
    expect(outcomes.map((outcome) => outcome.step?.action ?? null)).toEqual([null, null, 'held', null]);
    expect(Math.abs(room.at(8002).atMs - truth(8002))).toBeLessThanOrEqual(room.at(8002).errorMs);
    room.holdSteps(false);
    expect(room.take([sample(10_000, { lieMs })], 10_001)).toMatchObject({ kind: 'disputed', step: { reason: 'server-jump', action: 'stepped', byMs: lieMs } });
    expect(Math.abs(room.at(10_002).atMs - truth(10_002) - lieMs)).toBeLessThanOrEqual(2);
  });

  it('does not follow wild answers that disagree among themselves', () => {
    const { truth, sample } = simulation(0);
    const room = new DisciplinedClock(trueStartMs, 0);
    room.take([sample(1000)], 1001);
    for (let round = 1; round <= 30; round += 1) {
      const at = 1000 + round * 2000;
      expect(room.take([sample(at, { lieMs: round * 70_000 })], at + 1)).toMatchObject({ kind: 'disputed', step: null });
    }
    expect(Math.abs(room.at(62_000).atMs - truth(62_000))).toBeLessThanOrEqual(room.at(62_000).errorMs);
  });

  it('grows its error while no answer comes', () => {
    const { sample } = simulation(0);
    const room = new DisciplinedClock(trueStartMs, 0);
    room.take([sample(1000)], 1001);
    const soon = room.at(2000).errorMs;
    const late = room.at(2000 + hourMs).errorMs;
    expect(late - soon).toBeGreaterThanOrEqual(hourMs * 100e-6);
  });

  it('as fallback runs on through a step of the system clock, and doubts itself by as much', () => {
    const room = new DisciplinedClock(trueStartMs, 0);
    const before = room.at(1000);
    room.noteSystemStep(hourMs, 2000);
    const after = room.at(3000);
    expect(after.atMs - before.atMs).toBe(2000);
    expect(after.errorMs - before.errorMs).toBeGreaterThanOrEqual(hourMs);
  });

  it('never goes back, whatever servers and the system clock do, while a session is kept; otherwise only where a step says so', () => {
    const event = fc.record({
      kind: fc.constantFrom('sample', 'sample', 'sample', 'adopt', 'align', 'system', 'fallBack', 'release', 'hold'),
      afterMs: fc.double({ min: 0, max: 70_000, noNaN: true }),
      offMs: fc.oneof(fc.double({ min: -50, max: 50, noNaN: true }), fc.double({ min: -5000, max: 5000, noNaN: true }), fc.constantFrom(hourMs, -hourMs)),
      delayMs: fc.double({ min: 0, max: 500, noNaN: true }),
    });
    fc.assert(fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const room = new DisciplinedClock(trueStartMs, 0);
      let nowMs = 0;
      let lastMs = room.at(0).atMs;
      for (const { kind, afterMs, offMs, delayMs } of events) {
        nowMs += afterMs;
        const before = room.at(nowMs).atMs;
        expect(before).toBeGreaterThanOrEqual(lastMs);
        const sample: ClockSample = { server: 's', atMonotonicMs: nowMs - delayMs / 2, serverMs: trueStartMs + nowMs + offMs, delayMs, errorMs: delayMs / 2 + 0.1, stratum: 1 };
        let step = null;
        if (kind === 'sample') step = room.take([sample], nowMs).step;
        else if (kind === 'adopt') step = room.adopt([sample], 1, nowMs)?.step ?? null;
        else if (kind === 'align') step = room.align(trueStartMs + nowMs + offMs, 350, nowMs);
        else if (kind === 'fallBack') step = room.fallBack(trueStartMs + nowMs + offMs, nowMs);
        else if (kind === 'system') room.noteSystemStep(offMs, nowMs);
        else room.holdSteps(kind === 'hold');
        const after = room.at(nowMs).atMs;
        if (step?.action !== 'stepped') expect(Math.abs(after - before)).toBeLessThanOrEqual(20);
        if (step?.action !== 'stepped') expect(after).toBeGreaterThanOrEqual(before);
        lastMs = after;
      }
    }), { numRuns: 500 });
  });

  describe('with several servers', () => {
    const servers = ['a', 'b', 'c'] as const;
    /** One round of three servers; each lies by so much. */
    function round(room: DisciplinedClock, sample: ReturnType<typeof simulation>['sample'], atMs: number, lies: readonly (number | null)[]) {
      const samples = servers.flatMap((server, n) => {
        const lieMs = lies[n] ?? null;
        return lieMs === null ? [] : [{ ...sample(atMs, { lieMs }), server }];
      });
      return room.take(samples, atMs + 2);
    }
    const fresh = () => {
      const room = new DisciplinedClock(trueStartMs, 0);
      room.serverCount = 3;
      return room;
    };

    it('is never moved by one that lies, by however little or much, from the first answer on', () => {
      fc.assert(fc.property(fc.oneof(fc.integer({ min: 4, max: 900 }), fc.integer({ min: 900, max: 9 * hourMs })), fc.constantFrom(1, -1), fc.nat(2), fc.nat(40), fc.boolean(), (byMs, sign, liar, fromRound, held) => {
        const { truth, sample } = simulation(0);
        const room = fresh();
        room.holdSteps(held);
        for (let n = 0; n < 60; n += 1) {
          const atMs = 1000 + n * 2000;
          const { kind, rejected } = round(room, sample, atMs, servers.map((_, server) => (server === liar && n >= fromRound ? sign * byMs : 0)));
          expect(kind).toBe('taken');
          if (n > fromRound + 8) expect(rejected).toEqual([servers[liar]]);
          expect(Math.abs(room.at(atMs + 2).atMs - truth(atMs + 2))).toBeLessThanOrEqual(room.at(atMs + 2).errorMs);
          expect(Math.abs(room.at(atMs + 2).atMs - truth(atMs + 2))).toBeLessThanOrEqual(4);
        }
      }), { numRuns: 200 });
    });

    it('follows nobody when no majority agrees, and says so', () => {
      const { truth, sample } = simulation(0);
      const room = fresh();
      expect(round(room, sample, 1000, [0, 0, 0]).kind).toBe('taken');
      for (let n = 1; n < 30; n += 1) round(room, sample, 1000 + n * 2000, [0, 5_000, -70_000]);
      // Once each has contradicted itself for long enough, three times stand against each other.
      expect(round(room, sample, 61_000, [400, 5_000, -70_000]).kind).not.toBe('taken');
      expect(Math.abs(room.at(61_002).atMs - truth(61_002))).toBeLessThanOrEqual(room.at(61_002).errorMs);
      expect(room.followed).toBe('a');
    });

    it('takes the word of one alone only where that is all who were configured, or others stand by it', () => {
      const { sample } = simulation(0);
      const room = fresh();
      room.at(0);
      expect(round(room, sample, 1000, [hourMs, null, null])).toMatchObject({ kind: 'apart', step: null });
      expect(room.basis).toBe('system');
      expect(round(room, sample, 3000, [0, 0, null]).kind).not.toBe('taken');
      for (const atMs of [5000, 7000, 9000, 11_000]) round(room, sample, atMs, [0, 0, null]);
      expect(room.basis).toBe('sntp');
    });

    it('is moved when the majority moves, as by one server: after three rounds and not while a session is kept', () => {
      const { truth, sample } = simulation(0);
      const room = fresh();
      round(room, sample, 1000, [0, 0, 0]);
      room.at(1002);
      room.holdSteps(true);
      const outcomes = [3000, 5000, 7000, 9000].map((atMs) => round(room, sample, atMs, [hourMs, hourMs, 0]));
      expect(outcomes.flatMap(({ step }) => (step === null ? [] : [step.action]))).toEqual(['held']);
      expect(Math.abs(room.at(9002).atMs - truth(9002))).toBeLessThanOrEqual(room.at(9002).errorMs);
      room.holdSteps(false);
      expect(round(room, sample, 11_000, [hourMs, hourMs, 0]).step).toMatchObject({ action: 'stepped', byMs: hourMs });
    });
  });

  it('is set by an operator when nothing is kept, creeps there when a session is, and doubts itself as much as the operator', () => {
    const { truth, sample } = simulation(0);
    const room = new DisciplinedClock(trueStartMs + 30_000, 0);
    room.at(0);
    expect(room.align(truth(1000) + 120, 350, 1000)).toMatchObject({ reason: 'aligned', action: 'stepped', byMs: -29_880 });
    expect(room.basis).toBe('operator');
    const later = room.at(1000 + hourMs);
    expect(Math.abs(later.atMs - truth(1000 + hourMs))).toBeLessThanOrEqual(later.errorMs);
    expect(later.errorMs).toBeGreaterThan(350 + hourMs * 200e-6);
    room.holdSteps(true);
    expect(room.align(truth(hourMs + 2000) + 5000, 350, hourMs + 2000)).toMatchObject({ action: 'slewed' });
    expect(room.adopt([sample(hourMs + 9000)], 1, hourMs + 9001)).not.toBeNull();
    expect(room.basis).toBe('sntp');
  });
});
