import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { conductLocks, finishLocks, parseProfile, presenceLocks, type Conduct } from './index.ts';

const read = (id: string) => parseProfile(readFileSync(new URL(`../../../resources/profiles/${id}.json`, import.meta.url), 'utf8'));
const profile = read('cn-zaozhuang');
const nowMs = 10_000_000;
const held: Conduct = {
  kind: 'interrogation', firstInterrogation: true, minor: false, intervieweeSex: 'male', needsInterpreter: false,
  present: [{ capacity: 'officer', sex: 'male' }, { capacity: 'officer', sex: 'male' }],
  officersShortSinceMs: null, recordingNoticeHeard: true, rightsHeard: true, spanOpen: false, returnUnspoken: false, unsignedInterruptions: 0, arrivalUnsigned: false, signedOff: true, limitLeftMs: 3_600_000, nowMs,
};
const locked = (change: Partial<Conduct>) => conductLocks(profile, { ...held, ...change }).map((lock) => lock.code);
const before = (change: Partial<Conduct>) => presenceLocks(profile, { ...held, ...change }, 'start').map((lock) => lock.code);
const also = (...more: Conduct['present']) => ({ present: [...held.present, ...more] });

describe('who must be in the room', () => {
  it('is there', () => expect([locked({}), before({})]).toEqual([[], []]));

  it.each([
    ['an interpreter who is needed', { needsInterpreter: true }, 'INTERPRETER_MISSING', also({ capacity: 'interpreter', sex: 'unknown' })],
    ['an adult beside a minor', { minor: true }, 'MINOR_UNACCOMPANIED', also({ capacity: 'guardian', sex: 'female' })],
    ['an adult beside a minor who has no parent here', { minor: true }, 'MINOR_UNACCOMPANIED', also({ capacity: 'suitable-adult', sex: 'male' })],
    ['a woman officer beside a girl', { minor: true, intervieweeSex: 'female', ...also({ capacity: 'guardian', sex: 'female' }) } as const, 'MINOR_NEEDS_WOMAN_OFFICER',
      { present: [held.present[0], { capacity: 'officer', sex: 'female' }, { capacity: 'guardian', sex: 'female' }] } as const],
  ] as const)('without %s neither the start nor the transcript opens, and nobody can override it', (_what, change, code, cure) => {
    expect([locked(change), before(change)]).toEqual([[code], [code]]);
    expect([locked({ ...change, ...cure } as Partial<Conduct>), before({ ...change, ...cure } as Partial<Conduct>)]).toEqual([[], []]);
    for (const lock of presenceLocks(profile, { ...held, ...change }, 'start')) expect(lock.opensBy).not.toContain('supervisor');
  });

  it('a lawyer is no interpreter, a guardian no woman officer', () => {
    expect(locked({ needsInterpreter: true, ...also({ capacity: 'lawyer', sex: 'female' }) })).toEqual(['INTERPRETER_MISSING']);
    expect(locked({ minor: true, intervieweeSex: 'female', ...also({ capacity: 'guardian', sex: 'female' }) })).toEqual(['MINOR_NEEDS_WOMAN_OFFICER']);
  });

  it('fewer than two officers lock the transcript after a minute, and the start at once', () => {
    const one = { present: [held.present[0]] as Conduct['present'] };
    expect(locked({ ...one, officersShortSinceMs: nowMs - 59_999 })).toEqual([]);
    expect(locked({ ...one, officersShortSinceMs: nowMs - 60_000 })).toEqual(['OFFICERS_TOO_FEW']);
    expect(before({ ...one, officersShortSinceMs: nowMs })).toEqual(['OFFICERS_TOO_FEW']);
    expect(presenceLocks(profile, { ...held, ...one, officersShortSinceMs: nowMs }, 'start')[0]?.params).toEqual({ needed: 2 });
  });
});

describe('the notices', () => {
  it('lock the transcript until they were heard on the recording', () => {
    expect(locked({ recordingNoticeHeard: false })).toEqual(['RECORDING_NOTICE_MISSING']);
    expect(locked({ rightsHeard: false })).toEqual(['RIGHTS_NOTICE_MISSING']);
  });
  it('of rights are for the first interrogation', () => {
    expect(locked({ rightsHeard: false, firstInterrogation: false })).toEqual([]);
    expect(locked({ rightsHeard: false, kind: 'inquiry' })).toEqual([]);
  });
});

describe('the legal limit', () => {
  it('locks the transcript at zero and not before', () => {
    expect(locked({ limitLeftMs: 1 })).toEqual([]);
    expect(locked({ limitLeftMs: 0 })).toEqual(['LIMIT_REACHED']);
    expect(locked({ limitLeftMs: -1 })).toEqual(['LIMIT_REACHED']);
  });
  it('is nothing that an officer opens', () => expect(conductLocks(profile, { ...held, limitLeftMs: 0 })[0]?.opensBy).toEqual(['supervisor', 'chief']));
});

describe('the end', () => {
  it('needs a reason while something is under way, and before the transcript was read and signed', () => {
    expect(finishLocks(profile, held)).toEqual([]);
    expect(finishLocks(profile, { ...held, spanOpen: true }).map((lock) => lock.code)).toEqual(['SPAN_OPEN']);
    expect(finishLocks(profile, { ...held, signedOff: false }).map((lock) => lock.code)).toEqual(['SIGN_OFF_MISSING']);
  });
  it('needs a reason while the interviewee has neither signed nor refused what is said of an interruption', () => {
    expect(finishLocks(profile, { ...held, unsignedInterruptions: 1 }).map((lock) => lock.code)).toEqual(['INTERRUPTION_UNSIGNED']);
  });
  it('needs a reason while the interviewee has neither signed nor refused when they arrived', () => {
    expect(finishLocks(profile, { ...held, arrivalUnsigned: true }).map((lock) => lock.code)).toEqual(['ARRIVAL_UNSIGNED']);
  });
  it('needs a reason when a notice was never heard', () => {
    expect(finishLocks(profile, { ...held, recordingNoticeHeard: false, rightsHeard: false }).map(({ code, locks }) => [code, locks])).toEqual([['RECORDING_NOTICE_MISSING', 'finish'], ['RIGHTS_NOTICE_MISSING', 'finish']]);
    expect(finishLocks(profile, { ...held, rightsHeard: false, firstInterrogation: false })).toEqual([]);
  });
});

describe('another profile', () => {
  it('asks for other things: behaviour is data', () => {
    const uk = read('uk-pace-draft');
    const girl = { ...held, minor: true, intervieweeSex: 'female', present: [...held.present, { capacity: 'guardian', sex: 'female' }] } as const;
    expect([conductLocks(profile, girl).map((lock) => lock.code), conductLocks(uk, girl).map((lock) => lock.code)]).toEqual([['MINOR_NEEDS_WOMAN_OFFICER'], []]);
  });
});
