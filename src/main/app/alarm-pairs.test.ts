import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BreakId, BreakKind, PersonId, SessionId } from '../../shared/domain/index.ts';
import type { Fact, FactPayloads, FactType, LedgerEntry } from '../../shared/ledger/index.ts';
import { parseProfile, type Profile } from '../rules/index.ts';
import { projectSession, sessionLocks, type SessionState } from '../session/index.ts';
import { Alarms } from './alarms.ts';
import { BreakWatch } from './break-watch.ts';
import { RuleWatch } from './rule-watch.ts';
import type { Station } from './station.ts';

const read = (id: string) => parseProfile(readFileSync(new URL(`../../../resources/profiles/${id}.json`, import.meta.url), 'utf8'));
const timeZone = 'Asia/Shanghai';
const minute = 60_000;
const hour = 60 * minute;
/** Ten in the morning in the room: after breakfast, before lunch. */
const startMs = Date.UTC(2026, 10, 23, 2, 0, 0);
const [first, second] = ['p1', 'p2'] as [PersonId, PersonId];

/** A session whose facts the test writes, under both watches; what is an alarm and what is locked at a moment. */
class Room {
  nowMs = startMs;
  readonly profile: Profile;
  readonly alarms = new Alarms(() => undefined);
  readonly #entries: LedgerEntry[] = [];
  readonly #rules: RuleWatch;
  readonly #breaks: BreakWatch;

  constructor(profile: Profile, arrivedAtMs = startMs) {
    this.profile = profile;
    this.write('session.opened', {
      caseNumber: 'A', kind: 'inquiry', place: '', legalClass: 'must-record', interviewee: '丙', officers: [], profileId: 'x', profileSha256: '', streams: [], arrivedAtMs,
      circumstances: {
        intervieweeKey: '', intervieweeNumber: 1, intervieweeSex: 'male', minor: false, needsInterpreter: false, classReasons: [], placeKind: 'registered', mobileReason: '', detained: false, detainedAtMs: null,
        warrantNumber: '', handedOverAtMs: null, timeLimitId: profile.timeLimits[0]?.id ?? '', earlierStays: [], womenOfficers: [],
      },
    });
    for (const personId of [first, second]) this.write('person.entered', { personId, name: personId, capacity: 'officer' });
    this.write('session.started', {});
    this.#rules = new RuleWatch({
      state: () => this.state, profile: () => profile, nowMs: () => this.nowMs, alarms: this.alarms, note: (type, payload) => this.write(type, payload), roomName: () => '讯问室', timeZone: () => timeZone, changed: () => undefined,
    });
    const current = () => this.state;
    const station = {
      controller: { get state() { return current(); }, note: <T extends FactType>(type: T, payload: FactPayloads[T]) => this.write(type, payload) }, profile, settings: { room: { timeZone } }, alarms: this.alarms,
      roomClock: { now: () => ({ atMs: this.nowMs, errorMs: 1 }), monotonicMs: () => this.nowMs }, recording: { recordedSounds: () => Promise.resolve([]) }, log: { error: () => undefined }, changed: () => undefined,
    };
    this.#breaks = new BreakWatch(station as unknown as Station);
    this.#breaks.start();
  }

  get state(): SessionState {
    const state = projectSession(this.#entries);
    if (state === undefined) throw new Error('no session');
    return state;
  }

  write<T extends FactType>(type: T, payload: FactPayloads[T]): void {
    const fact = { type, payload, sessionId: 'S1' as SessionId, actor: { kind: 'station' }, at: { atMs: this.nowMs, errorMs: 1 }, monotonicMs: 0, media: [] } as unknown as Fact;
    this.#entries.push({ ...fact, seq: this.#entries.length + 1, prevHash: '', hash: '' });
  }

  /** A break that began so long ago and ends now. */
  rested(kind: BreakKind, ms: number): BreakId {
    const breakId = `b${this.#entries.length}` as BreakId;
    this.nowMs -= ms;
    this.write('break.started', { breakId, kind, offered: '', answered: '' });
    this.nowMs += ms;
    this.write('break.ended', { breakId, note: '' });
    return breakId;
  }

  async at(ms: number): Promise<{ readonly alarm: (code: string) => boolean; readonly lock: (code: string) => boolean }> {
    this.nowMs = startMs + ms;
    this.#rules.look();
    await vi.advanceTimersByTimeAsync(2_000);
    const alarms = this.alarms.snapshot().filter(({ severity }) => severity === 'alarm').map(({ code }): string => code);
    const locks = sessionLocks(this.state, { profile: this.profile, timeZone, nowMs: this.nowMs, roomLocks: [] }).filter(({ locks: on }) => on === 'transcript').map(({ code }): string => code);
    return { alarm: (code) => alarms.includes(code), lock: (code) => locks.includes(code) };
  }

  close(): Promise<void> {
    return this.#breaks.close();
  }
}

let room: Room;
beforeEach(() => vi.useFakeTimers());
afterEach(async () => {
  const closing = room.close();
  await vi.advanceTimersByTimeAsync(2_000);
  await closing;
  vi.useRealTimers();
});

/** What is an alarm and what is locked at each of these moments, as `alarm/lock`. */
async function course(alarm: string, lock: string, moments: readonly (number | (() => void))[]): Promise<readonly string[]> {
  const seen: string[] = [];
  for (const moment of moments) {
    if (typeof moment === 'function') moment();
    else {
      const now = await room.at(moment);
      seen.push(`${now.alarm(alarm) ? 'alarm' : '-'}/${now.lock(lock) ? 'lock' : '-'}`);
    }
  }
  expect(room.state.stage.status).toBe('recording');
  return seen;
}

describe('what is an alarm is a lock as well, and both go together', () => {
  it('fewer officers than prescribed', async () => {
    room = new Room(read('cn-zaozhuang'));
    expect(await course('OFFICERS_TOO_FEW', 'OFFICERS_TOO_FEW', [
      minute, () => room.write('person.left', { personId: second, name: 'p2', capacity: 'officer' }), minute + 59_000, 2 * minute, () => room.write('person.entered', { personId: second, name: 'p2', capacity: 'officer' }), 2 * minute + 1,
    ])).toEqual(['-/-', '-/-', 'alarm/lock', '-/-']);
  });

  it('the legal clock at zero, until it is extended', async () => {
    room = new Room(read('cn-zaozhuang'));
    const extend = () => room.write('limit.extended', { timeLimitId: 'criminal-summons', allowedMs: 24 * hour, reason: 'x', approvedBy: { personId: first, account: '', name: '', role: 'supervisor' } });
    expect(await course('LIMIT_REACHED', 'LIMIT_REACHED', [12 * hour - 1, 12 * hour, 20 * hour, extend, 20 * hour + 1])).toEqual(['-/-', 'alarm/lock', 'alarm/lock', '-/-']);
  });

  it('a rest that is overdue: first the alarm, then the lock, until a break that counts', async () => {
    room = new Room(read('cn-zaozhuang'));
    expect(await course('REST_OVERDUE', 'REST_REQUIRED', [2.5 * hour - 1, 2.5 * hour, 3 * hour, () => room.rested('rest', 9 * minute), 3 * hour + 1, () => room.rested('rest', 10 * minute), 3 * hour + 2]))
      .toEqual(['-/-', 'alarm/-', 'alarm/lock', 'alarm/lock', '-/-']);
  });

  it('a meal that is overdue, in the same way', async () => {
    room = new Room(read('cn-zaozhuang'));
    expect(await course('MEAL_OVERDUE', 'MEAL_REQUIRED', [3.5 * hour - 1, 3.5 * hour, 4 * hour, () => room.rested('rest', 20 * minute), 4 * hour + 1, () => room.rested('meal', 20 * minute), 4 * hour + 2]))
      .toEqual(['-/-', 'alarm/-', 'alarm/lock', 'alarm/lock', '-/-']);
  });

  it('a daily rest that was not given, under the draft', async () => {
    room = new Room(read('uk-pace-draft'));
    expect(await course('DAILY_REST_OVERDUE', 'DAILY_REST_REQUIRED', [15.5 * hour - 1, 15.5 * hour, 16 * hour, () => room.rested('rest', 8 * hour), 24 * hour])).toEqual(['-/-', 'alarm/-', 'alarm/lock', '-/-']);
  });

  it('speech in a break: it was no rest, so alarm and lock stay (that it is heard: breaks.long.test.ts)', async () => {
    room = new Room(read('cn-zaozhuang'));
    const spokenIn = () => room.write('break.voided', { breakId: room.rested('rest', 30 * minute), heardMs: 60_000, allowedMs: 30_000, spans: [] });
    expect(await course('REST_OVERDUE', 'REST_REQUIRED', [3 * hour, spokenIn, 3 * hour + 1, () => room.rested('rest', 30 * minute), 3 * hour + 2])).toEqual(['alarm/lock', 'alarm/lock', '-/-']);
  });
});
