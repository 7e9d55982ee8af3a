import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { InterruptionId, PersonId, SessionId } from '../../shared/domain/index.ts';
import type { Fact, FactPayloads, FactType, LedgerEntry } from '../../shared/ledger/index.ts';
import { parseProfile } from '../rules/index.ts';
import { projectSession, type SessionState } from '../session/index.ts';
import { Alarms } from './alarms.ts';
import { RuleWatch } from './rule-watch.ts';

const profile = parseProfile(readFileSync(new URL('../../../resources/profiles/cn-zaozhuang.json', import.meta.url), 'utf8'));
const minute = 60_000;
const hour = 60 * minute;
const arrivedAtMs = 100_000 * hour;
const [first, second] = ['p1', 'p2'] as [PersonId, PersonId];

/** A session in a room whose clock the test moves. */
class Room {
  nowMs = arrivedAtMs;
  readonly told: string[] = [];
  readonly alarms = new Alarms((change, { code, params }) => this.told.push(`${change} ${code}${'minutes' in params ? ` ${String(params['minutes'])}` : ''}${'hours' in params ? ` ${String(params['hours'])}` : ''}`));
  readonly #entries: LedgerEntry[] = [];
  readonly watch = new RuleWatch({
    state: () => this.state, profile: () => profile, nowMs: () => this.nowMs, alarms: this.alarms, note: (type, payload) => this.write(type, payload), roomName: () => '讯问室', timeZone: () => 'Asia/Shanghai', changed: () => undefined,
  });

  constructor(detainedAtMs: number | null = null) {
    this.write('session.opened', {
      caseNumber: 'A', kind: 'interrogation', place: '', legalClass: 'must-record', interviewee: '丙', officers: [], profileId: 'x', profileSha256: '', streams: [], arrivedAtMs,
      circumstances: {
        intervieweeKey: '', intervieweeNumber: 1, intervieweeSex: 'male', minor: false, needsInterpreter: true, classReasons: [], placeKind: 'registered', mobileReason: '', detained: false, detainedAtMs,
        warrantNumber: '', handedOverAtMs: null, timeLimitId: 'criminal-summons', earlierStays: [], womenOfficers: [],
      },
    });
    for (const personId of [first, second]) this.write('person.entered', { personId, name: personId, capacity: 'officer' });
    this.write('person.entered', { personId: 'i' as PersonId, name: '译', capacity: 'interpreter' });
  }

  get state(): SessionState | undefined {
    return projectSession(this.#entries);
  }

  write<T extends FactType>(type: T, payload: FactPayloads[T]): void {
    const fact = { type, payload, sessionId: 'S1' as SessionId, actor: { kind: 'station' }, at: { atMs: this.nowMs, errorMs: 1 }, monotonicMs: 0, media: [] } as unknown as Fact;
    this.#entries.push({ ...fact, seq: this.#entries.length + 1, prevHash: '', hash: '' });
  }

  at(ms: number): readonly string[] {
    this.nowMs = arrivedAtMs + ms;
    this.told.length = 0;
    this.watch.look();
    return [...this.told];
  }

  get warned(): readonly number[] {
    return (this.state?.limitWarnedMs ?? []).map((ms) => ms / minute);
  }
}

describe('the watch over the legal limit', () => {
  it('warns at 120, 60, 30 and 10 minutes, raises the alarm at zero, and is quiet once the limit is extended', () => {
    const room = new Room();
    room.write('session.started', {});
    expect(room.at(10 * hour - 1)).toEqual([]);
    expect(room.at(10 * hour)).toEqual(['raised LIMIT_NEAR 120']);
    expect(room.at(10 * hour + minute)).toEqual([]);
    expect(room.at(11 * hour)).toEqual(['cleared LIMIT_NEAR 120', 'raised LIMIT_NEAR 60']);
    expect(room.at(11 * hour + 30 * minute)).toEqual(['cleared LIMIT_NEAR 60', 'raised LIMIT_NEAR 30']);
    expect(room.at(12 * hour - 10 * minute)).toEqual(['cleared LIMIT_NEAR 30', 'raised LIMIT_NEAR 10']);
    expect(room.at(12 * hour)).toEqual(['raised LIMIT_REACHED', 'cleared LIMIT_NEAR 10']);
    expect(room.at(13 * hour)).toEqual([]);
    expect(room.warned).toEqual([120, 60, 30, 10]);
    expect(room.state?.stage.status).toBe('recording');
    room.write('limit.extended', { timeLimitId: 'criminal-summons', allowedMs: 24 * hour, reason: 'x', approvedBy: { personId: first, account: '', name: '', role: 'supervisor' } });
    expect(room.at(13 * hour + 1)).toEqual(['cleared LIMIT_REACHED']);
  });

  it('tells of a warning once, also when the station was started again in between', () => {
    const room = new Room();
    room.write('session.started', {});
    room.at(11 * hour);
    new RuleWatch({ state: () => room.state, profile: () => profile, nowMs: () => room.nowMs, alarms: new Alarms(() => undefined), note: (type, payload) => room.write(type, payload), roomName: () => '讯问室', timeZone: () => 'Asia/Shanghai', changed: () => undefined }).look();
    expect(room.warned).toEqual([60]);
  });

  it('warns when room time has jumped over several steps at once, with the nearest', () => {
    const room = new Room();
    room.write('session.started', {});
    expect(room.at(11 * hour + 55 * minute)).toEqual(['raised LIMIT_NEAR 10']);
  });
});

describe('the watch over a failure to record (E5)', () => {
  const interruptionId = 'int-1' as InterruptionId;
  const notices = (room: Room) => room.state?.notices.map(({ level, acknowledgement }) => [level, acknowledgement?.by ?? null]);

  it('drafts the report within a minute of it, raises the alarm, and goes up a level after half an hour without an answer', () => {
    const room = new Room();
    room.write('session.started', {});
    room.at(hour);
    room.write('interruption.opened', { interruptionId, fromMs: arrivedAtMs + hour, reason: 'STREAM_LOST' });
    expect([room.at(hour + 44_000), notices(room)]).toEqual([[], []]);
    expect([room.at(hour + 45_000), notices(room)]).toEqual([['raised NOTICE_DUE'], [[0, null]]]);
    expect(room.state?.notices[0]?.text.en).toContain('no picture from a camera');
    expect([room.at(hour + 45_000 + 30 * minute - 1), notices(room)]).toEqual([[], [[0, null]]]);
    expect([room.at(hour + 45_000 + 30 * minute), notices(room)]).toEqual([['cleared NOTICE_DUE', 'raised NOTICE_DUE'], [[1, null]]]);
    expect([room.at(3 * hour), notices(room)]).toEqual([[], [[1, null]]]);
    room.write('notice.acknowledged', { interruptionId, level: 1, text: { zh: '一', en: 'x' }, toldTo: '检察院', note: '', acknowledgedBy: { personId: first, account: '', name: '丁', role: 'chief' } });
    expect([room.at(3 * hour + 1), notices(room)]).toEqual([['cleared NOTICE_DUE'], [[1, '丁']]]);
  });

  it('drafts one for an interruption that was over before the station came back, and none for a short one', () => {
    const room = new Room();
    room.write('session.started', {});
    room.at(hour);
    room.write('interruption.opened', { interruptionId, fromMs: arrivedAtMs, reason: 'STATION_STOPPED' });
    room.write('interruption.closed', { interruptionId, fromMs: arrivedAtMs, toMs: arrivedAtMs + hour });
    room.write('interruption.opened', { interruptionId: 'int-2' as InterruptionId, fromMs: arrivedAtMs + hour, reason: 'STREAM_LOST' });
    room.write('interruption.closed', { interruptionId: 'int-2' as InterruptionId, fromMs: arrivedAtMs + hour, toMs: arrivedAtMs + hour + 3_000 });
    room.at(2 * hour);
    expect(room.state?.notices.map((notice) => notice.interruptionId)).toEqual(['int-1']);
  });
});

describe('the watch over people', () => {
  it('raises an alarm when an officer has been away for a minute, and clears it when one is back', () => {
    const room = new Room();
    room.write('session.started', {});
    expect(room.at(hour)).toEqual([]);
    room.write('person.left', { personId: second, name: 'p2', capacity: 'officer' });
    expect(room.at(hour + 59_000)).toEqual([]);
    expect(room.at(hour + 60_000)).toEqual(['raised OFFICERS_TOO_FEW']);
    room.write('person.entered', { personId: 'p3' as PersonId, name: 'p3', capacity: 'officer' });
    expect(room.at(hour + 61_000)).toEqual(['cleared OFFICERS_TOO_FEW']);
  });

  it('raises an alarm as soon as an interpreter leaves who is needed', () => {
    const room = new Room();
    room.write('session.started', {});
    room.write('person.left', { personId: 'i' as PersonId, name: '译', capacity: 'interpreter' });
    expect(room.at(1)).toEqual(['raised INTERPRETER_MISSING']);
  });
});

describe('the watch over a detained person', () => {
  it('warns 18, 22 and 23 hours after the detention, until the interrogation starts', () => {
    const room = new Room(arrivedAtMs - 17 * hour);
    expect(room.at(hour - 1)).toEqual([]);
    expect(room.at(hour)).toEqual(['raised FIRST_INTERROGATION_DUE 18']);
    expect(room.at(5 * hour)).toEqual(['cleared FIRST_INTERROGATION_DUE 18', 'raised FIRST_INTERROGATION_DUE 22']);
    expect(room.at(6 * hour)).toEqual(['cleared FIRST_INTERROGATION_DUE 22', 'raised FIRST_INTERROGATION_DUE 23']);
    expect(room.at(7 * hour)).toEqual(['cleared FIRST_INTERROGATION_DUE 23', 'raised FIRST_INTERROGATION_DUE 24']);
    room.write('session.started', {});
    expect(room.at(7 * hour + 1)).toEqual(['cleared FIRST_INTERROGATION_DUE 24']);
  });
});
