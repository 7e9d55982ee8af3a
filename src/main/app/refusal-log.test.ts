import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ErrorCode } from '../../shared/base/index.ts';
import type { PersonId, PersonIdentity } from '../../shared/domain/index.ts';
import { RefusalLog } from './refusal-log.ts';

const person = (name: string): PersonIdentity => ({ personId: name as PersonId, account: name, name, role: 'officer' });
const refusal = (code: ErrorCode, who = '甲') => ({ person: person(who), method: 'session.seal', code, sessionId: 'S1', withAccounts: [] });
let written: string[];
let log: RefusalLog;

beforeEach(() => {
  vi.useFakeTimers();
  written = [];
  log = new RefusalLog({
    write: ({ person: { name }, code, sessionId, withAccounts }, count) => written.push([name, code, sessionId, ...withAccounts, count].join(' ')),
    writeLogin: (account, count) => written.push(`login ${account} ${count}`), isSession: (id) => id === 'S1', isAccount: (account) => account === 'officer2',
  });
});
afterEach(() => vi.useRealTimers());

describe('RefusalLog', () => {
  it('writes the first at once and the repetitions as one, with their number', () => {
    for (let i = 0; i < 40; i++) log.note(refusal('TRANSCRIPT_REQUIRED'));
    expect(written).toEqual(['甲 TRANSCRIPT_REQUIRED S1 1']);
    vi.advanceTimersByTime(5_000);
    expect(written).toEqual(['甲 TRANSCRIPT_REQUIRED S1 1', '甲 TRANSCRIPT_REQUIRED S1 39']);
    vi.advanceTimersByTime(10_000);
    log.note(refusal('TRANSCRIPT_REQUIRED'));
    expect(written).toHaveLength(3);
  });

  it('keeps people and reasons apart', () => {
    log.note(refusal('BREAK_OPEN'));
    log.note(refusal('BREAK_OPEN', '乙'));
    log.note(refusal('NOT_PROVEN'));
    expect(written).toEqual(['甲 BREAK_OPEN S1 1', '乙 BREAK_OPEN S1 1', '甲 NOT_PROVEN S1 1']);
  });

  it('loses no count when the station stops', async () => {
    for (let i = 0; i < 3; i++) log.note(refusal('BREAK_OPEN'));
    await log.close();
    expect(written).toEqual(['甲 BREAK_OPEN S1 1', '甲 BREAK_OPEN S1 2']);
  });

  it('says whose credentials came with the call, and leaves out accounts and sessions that there are not', () => {
    log.note({ ...refusal('LOGIN_REFUSED'), sessionId: 'made-up', withAccounts: ['officer2', '482913'] });
    expect(written).toEqual(['甲 LOGIN_REFUSED  officer2 1']);
  });

  it('does not call a console’s own mistake a refusal', () => {
    for (const code of ['REQUEST_INVALID', 'METHOD_UNKNOWN', 'INTERNAL', 'LOGIN_REQUIRED'] as const) log.note(refusal(code));
    expect(written).toEqual([]);
  });

  it('does not let a program that goes on for a day fill the ledger, and counts every call of it', () => {
    const everyMs = 1_000;
    for (let ms = 0; ms < 86_400_000; ms += everyMs) {
      log.note(refusal('BREAK_OPEN'));
      vi.advanceTimersByTime(everyMs);
    }
    vi.advanceTimersByTime(600_000);
    expect(written.length).toBeLessThan(160);
    expect(written.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)).toBe(86_400);
  });

  it('counts together what comes in more ways than a person can be refused in', () => {
    for (let n = 0; n < 1_000; n++) log.note({ ...refusal('BREAK_OPEN'), method: `method${n}` });
    vi.advanceTimersByTime(5_000);
    expect(written.length).toBeLessThan(110);
    expect(written.at(-1)).toBe('甲 *  899');
  });

  it('counts logins that were refused, and names no account that there is not', () => {
    for (let n = 0; n < 500; n++) log.noteLogin(`guess${n}`);
    for (let n = 0; n < 3; n++) log.noteLogin('officer2');
    vi.advanceTimersByTime(5_000);
    expect(written).toEqual(['login  1', 'login officer2 1', 'login  499', 'login officer2 2']);
  });
});
