import { describe, expect, it } from 'vitest';
import type { PersonId, PersonIdentity, SessionId } from '../../shared/domain/index.ts';
import type { Fact, FactPayloads, FactType, LedgerEntry } from '../../shared/ledger/index.ts';
import { applyAttendanceEntry, decideAttendance, decideAttendanceWitness, noAttendance } from './attendance.ts';
import type { SessionState } from './session-state.ts';
import { projectSession } from './transition.ts';

const officer = (id: string): PersonIdentity => ({ personId: id as PersonId, account: id, name: id, role: 'officer' });
const arrivedAtMs = Date.UTC(2026, 10, 23, 1, 0, 0);
let seq = 0;

function entry<T extends FactType>(type: T, payload: FactPayloads[T]): LedgerEntry {
  return { type, payload, sessionId: 'S1' as SessionId, actor: { kind: 'person', ...officer('甲') }, at: { atMs: arrivedAtMs + ++seq, errorMs: 1 }, monotonicMs: 0, media: [], seq, prevHash: '', hash: '' } as Fact & { seq: number; prevHash: string; hash: string };
}
function stateAfter(...facts: readonly LedgerEntry[]): SessionState {
  const opened = entry('session.opened', { caseNumber: 'A', kind: 'interrogation', place: '', legalClass: 'must-record', interviewee: '丙', officers: [officer('甲'), officer('乙')], profileId: 'x', profileSha256: '', streams: [], arrivedAtMs });
  const state = projectSession([opened, ...facts]);
  if (state === undefined) throw new Error('no session');
  return state;
}
const started = () => entry('session.started', {});
const known = { attendance: noAttendance, leftAtMs: null, timeZone: 'Asia/Shanghai' };
const signed = (moment: 'arrival' | 'leaving') => entry('attendance.signed', { moment, ofMs: 1, name: '丙', language: 'zh', text: 'x', method: 'paper', imageSha256: '' });
const refused = (moment: 'arrival' | 'leaving') => entry('attendance.refused', { moment, ofMs: 1, name: '丙', language: 'zh', text: 'x', reason: '不签', witness: officer('乙') });

describe('when the interviewee came and left (F1)', () => {
  it('is signed for the time that was logged, in words that say so', () => {
    expect(decideAttendance(stateAfter(started()), 'arrival', known)).toMatchObject({ ofMs: arrivedAtMs, text: { zh: '我于 2026年11月23日09时00分00秒到达。以上时间属实。' } });
    expect(decideAttendance(stateAfter(started()), 'leaving', { ...known, leftAtMs: arrivedAtMs + 3_600_000 }).text.en).toBe('I left at 2026-11-23 10:00:00. This time is right.');
    expect(decideAttendance(stateAfter(started(), entry('session.finished', { reason: 'x' }), entry('detention.handedBack', { handedBackAtMs: arrivedAtMs + 9 })), 'leaving', known).ofMs).toBe(arrivedAtMs + 9);
  });

  it('is not signed before the recording, nor a leaving that nobody has logged, nor anything twice', () => {
    const code = (of: () => unknown) => expect(of);
    code(() => decideAttendance(stateAfter(), 'arrival', known)).toThrow(expect.objectContaining({ code: 'STATE_REFUSED' }));
    code(() => decideAttendance(stateAfter(started()), 'leaving', known)).toThrow(expect.objectContaining({ code: 'LEAVING_UNKNOWN' }));
    for (const said of [signed('arrival'), refused('arrival')]) code(() => decideAttendance(stateAfter(started()), 'arrival', { ...known, attendance: applyAttendanceEntry(noAttendance, said) })).toThrow(expect.objectContaining({ code: 'ATTENDANCE_SETTLED' }));
  });

  it('keeps what was first said of each', () => {
    const attendance = [refused('arrival'), signed('arrival'), signed('leaving')].reduce(applyAttendanceEntry, noAttendance);
    expect([attendance.arrival, attendance.leaving]).toMatchObject([{ outcome: 'refused', reason: '不签', witness: '乙', by: '甲' }, { outcome: 'signed', method: 'paper' }]);
    expect(stateAfter(started(), refused('arrival'), signed('arrival')).attendance.arrival?.outcome).toBe('refused');
  });

  it('takes two different officers of the session to note a refusal', () => {
    const refuse = (by: string, witness: string) => () => decideAttendanceWitness(stateAfter(started()), officer(by), officer(witness));
    expect(refuse('甲', '乙')).not.toThrow();
    for (const [by, witness] of [['甲', '甲'], ['甲', '丁'], ['丁', '甲']] as const) expect(refuse(by, witness)).toThrow(expect.objectContaining({ code: 'OFFICER_OF_SESSION_REQUIRED' }));
  });
});
