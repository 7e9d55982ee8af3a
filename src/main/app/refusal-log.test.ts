import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ErrorCode } from '../../shared/base/index.ts';
import type { PersonId, PersonIdentity } from '../../shared/domain/index.ts';
import { RefusalLog } from './refusal-log.ts';

const person = (name: string): PersonIdentity => ({ personId: name as PersonId, account: name, name, role: 'officer' });
const refusal = (code: ErrorCode, who = '甲') => ({ person: person(who), method: 'session.seal', code, sessionId: 'S1' });
let written: string[];
let log: RefusalLog;

beforeEach(() => {
  vi.useFakeTimers();
  written = [];
  log = new RefusalLog(({ person: { name }, code }, count) => written.push(`${name} ${code} ${count}`));
});
afterEach(() => vi.useRealTimers());

describe('RefusalLog', () => {
  it('writes the first at once and the repetitions as one, with their number', () => {
    for (let i = 0; i < 40; i++) log.note(refusal('TRANSCRIPT_REQUIRED'));
    expect(written).toEqual(['甲 TRANSCRIPT_REQUIRED 1']);
    vi.advanceTimersByTime(5_000);
    expect(written).toEqual(['甲 TRANSCRIPT_REQUIRED 1', '甲 TRANSCRIPT_REQUIRED 39']);
    log.note(refusal('TRANSCRIPT_REQUIRED'));
    expect(written).toHaveLength(3);
  });

  it('keeps people and reasons apart', () => {
    log.note(refusal('BREAK_OPEN'));
    log.note(refusal('BREAK_OPEN', '乙'));
    log.note(refusal('NOT_PROVEN'));
    expect(written).toEqual(['甲 BREAK_OPEN 1', '乙 BREAK_OPEN 1', '甲 NOT_PROVEN 1']);
  });

  it('loses no count when the station stops', async () => {
    for (let i = 0; i < 3; i++) log.note(refusal('BREAK_OPEN'));
    await log.close();
    expect(written).toEqual(['甲 BREAK_OPEN 1', '甲 BREAK_OPEN 2']);
  });

  it('does not call a console’s own mistake a refusal', () => {
    for (const code of ['REQUEST_INVALID', 'METHOD_UNKNOWN', 'INTERNAL', 'LOGIN_REQUIRED'] as const) log.note(refusal(code));
    expect(written).toEqual([]);
  });
});
