import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  breakDues, breakLocks, conductLocks, dailyRest, dailyRestLocks, finishLocks, noticeLocks, openingLocks, parseProfile, presenceLocks, sealLocks, startLocks, transcriptLocks,
  type Conduct, type NoticeStanding, type Opening, type Profile, type RoomFindings, type RuleLock, type SessionFindings,
} from './index.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const cn = parseProfile(read('resources/profiles/cn-zaozhuang.json'));
const uk = parseProfile(read('resources/profiles/uk-pace-draft.json'));
const [, table = ''] = /<!-- locks -->\n([^]*?)<!-- end locks -->/.exec(read('docs/rules.md')) ?? [];
/** What docs/rules.md says is held, as `code step`. */
const documented = table.split('\n').filter((line) => /^\| [A-Z]/.test(line)).map((line) => line.slice(2, -2).split(' | ')).flatMap(([code = '', steps = '']) => steps.split(', ').map((step) => `${code} ${step}`));

const hour = 3_600_000;
const nowMs = Date.UTC(2026, 10, 23, 2, 0, 0);

/** Everything that the locks look at. */
interface Facts {
  readonly profile: Profile;
  readonly opening: Opening;
  readonly room: RoomFindings;
  readonly conduct: Conduct;
  readonly session: SessionFindings;
  readonly notices: readonly NoticeStanding[];
  /** When the recording started, and since when the person is here. */
  readonly startedAtMs: number;
  readonly arrivedAtMs: number;
}

const officers = [{ capacity: 'officer', sex: 'male' }, { capacity: 'officer', sex: 'male' }] as const;
/** Nothing is amiss. */
const sound: Facts = {
  profile: cn, startedAtMs: nowMs - hour, arrivedAtMs: nowMs - hour, notices: [],
  opening: {
    roomKind: 'case-area', placeKind: 'registered', mobileReason: '', placeApproved: false, detained: false, warrantNumber: '', handedOverAtMs: null, timeLimitId: '', arrivedAtMs: nowMs, earlierStays: [],
    summonsApproved: false, namesakes: [], stayWithoutEnd: null, nowMs,
  },
  room: { cameraRoles: ['overview', 'interviewee'], hasSound: true, checkPassed: true, clockReady: true, hoursLeft: 100 },
  conduct: {
    kind: 'interrogation', firstInterrogation: true, minor: false, intervieweeSex: 'male', needsInterpreter: false, present: officers, officersShortSinceMs: null, recordingNoticeHeard: true, rightsHeard: true,
    spanOpen: false, returnUnspoken: false, unsignedInterruptions: 0, arrivalUnsigned: false, signedOff: true, limitLeftMs: hour, nowMs,
  },
  session: { finished: true, interruptionLasting: false, unexplainedInterruptions: 0, breakOpen: false, transcriptLinked: true, transcriptAgrees: true },
};

const steps = {
  open: ({ profile, opening }) => openingLocks(profile, opening),
  start: ({ profile, room, conduct }) => [...startLocks(profile, room), ...presenceLocks(profile, conduct, 'start')],
  transcript: ({ profile, session, conduct, startedAtMs, arrivedAtMs }) => [
    ...transcriptLocks(session), ...conductLocks(profile, conduct), ...breakLocks(breakDues({ rules: profile.breaks, timeZone: 'Asia/Shanghai', startedAtMs, breaks: [], nowMs })),
    ...dailyRestLocks(dailyRest(profile, { arrivedAtMs, earlierStays: [], breaks: [], nowMs })),
  ],
  finish: ({ profile, conduct }) => finishLocks(profile, conduct),
  seal: ({ profile, session, notices }) => [...sealLocks(session), ...noticeLocks(profile, notices)],
} as const satisfies Readonly<Record<string, (facts: Facts) => readonly RuleLock[]>>;

const opening = (change: Partial<Opening>): Partial<Facts> => ({ opening: { ...sound.opening, ...change } });
const room = (change: Partial<RoomFindings>): Partial<Facts> => ({ room: { ...sound.room, ...change } });
const conduct = (change: Partial<Conduct>): Partial<Facts> => ({ conduct: { ...sound.conduct, ...change } });
const session = (change: Partial<SessionFindings>): Partial<Facts> => ({ session: { ...sound.session, ...change } });
const guardian = { capacity: 'guardian', sex: 'female' } as const;

/** For each lock the one thing that is amiss. */
const amiss: Readonly<Record<string, Partial<Facts>>> = {
  'PLACE_NOT_REGISTERED open': opening({ roomKind: 'unregistered' }), 'PLACE_NEEDS_APPROVAL open': opening({ placeKind: 'mobile', mobileReason: 'hospital' }), 'PLACE_DETAINED open': opening({ detained: true }),
  'DETENTION_FIELDS_MISSING open': opening({ roomKind: 'detention', placeKind: 'detention', detained: true }), 'ARRIVAL_LATE open': opening({ arrivedAtMs: nowMs + 1 }), 'NAMESAKE_UNDECIDED open': opening({ namesakes: ['S1'] }),
  'LEAVING_MISSING open': opening({ stayWithoutEnd: { room: 'x', session: 'S1' } }), 'LIMIT_UNKNOWN open': opening({ timeLimitId: 'none' }), 'SUMMONS_TOO_SOON open': opening({ earlierStays: [{ fromMs: nowMs - 5 * hour, toMs: nowMs - 3 * hour }] }),
  'CHECK_NO_CAMERA start': room({ cameraRoles: ['interviewee'] }), 'SOUND_MISSING start': room({ hasSound: false }), 'CLOCK_UNSYNCED start': room({ clockReady: false }), 'DISK_FULL start': room({ hoursLeft: 11 }), 'CHECK_REQUIRED start': room({ checkPassed: false }),
  'INTERPRETER_MISSING start': conduct({ needsInterpreter: true }), 'INTERPRETER_MISSING transcript': conduct({ needsInterpreter: true }),
  'MINOR_UNACCOMPANIED start': conduct({ minor: true }), 'MINOR_UNACCOMPANIED transcript': conduct({ minor: true }),
  'MINOR_NEEDS_WOMAN_OFFICER start': conduct({ minor: true, intervieweeSex: 'female', present: [...officers, guardian] }), 'MINOR_NEEDS_WOMAN_OFFICER transcript': conduct({ minor: true, intervieweeSex: 'female', present: [...officers, guardian] }),
  'OFFICERS_TOO_FEW start': conduct({ officersShortSinceMs: nowMs }), 'OFFICERS_TOO_FEW transcript': conduct({ officersShortSinceMs: nowMs - 60_000 }),
  'RECORDING_NOTICE_MISSING transcript': conduct({ recordingNoticeHeard: false }), 'RECORDING_NOTICE_MISSING finish': conduct({ recordingNoticeHeard: false }),
  'RIGHTS_NOTICE_MISSING transcript': conduct({ rightsHeard: false }), 'RIGHTS_NOTICE_MISSING finish': conduct({ rightsHeard: false }),
  'LIMIT_REACHED transcript': conduct({ limitLeftMs: 0 }), 'DAILY_REST_REQUIRED transcript': { profile: uk, arrivedAtMs: nowMs - 17 * hour },
  'REST_REQUIRED transcript': { startedAtMs: nowMs - 3 * hour, profile: { ...cn, breaks: { ...cn.breaks, mealWindows: [] } } }, 'MEAL_REQUIRED transcript': { startedAtMs: nowMs - 14 * hour, profile: { ...cn, breaks: { ...cn.breaks, continuousQuestioning: { warnMs: 24 * hour, alarmMs: 24 * hour, lockMs: 24 * hour } } } },
  'INTERRUPTION_OPEN transcript': session({ interruptionLasting: true }), 'INTERRUPTION_UNEXPLAINED transcript': session({ unexplainedInterruptions: 1 }), 'INTERRUPTION_UNEXPLAINED seal': session({ unexplainedInterruptions: 1 }),
  'INTERRUPTION_UNSIGNED finish': conduct({ unsignedInterruptions: 1 }), 'INTERRUPTION_UNSIGNED seal': session({ unsignedInterruptions: 1 }),
  'BREAK_OPEN transcript': session({ breakOpen: true }), 'BREAK_OPEN seal': session({ breakOpen: true }),
  'BREAK_RETURN_UNSPOKEN transcript': session({ returnUnspoken: true }), 'BREAK_RETURN_UNSPOKEN finish': conduct({ returnUnspoken: true }),
  'SPAN_OPEN finish': conduct({ spanOpen: true }), 'SIGN_OFF_MISSING finish': conduct({ signedOff: false }), 'ARRIVAL_UNSIGNED finish': conduct({ arrivalUnsigned: true }),
  'NOTICE_UNACKNOWLEDGED seal': { notices: [{ level: 0, levelSinceMs: nowMs, acknowledged: false }] }, 'STATE_REFUSED seal': session({ finished: false }), 'HAND_BACK_MISSING seal': session({ handBackMissing: true }),
  'TRANSCRIPT_REQUIRED seal': session({ transcriptLinked: false, transcriptAgrees: false }), 'TRANSCRIPT_DIFFERS seal': session({ transcriptAgrees: false }),
};

describe('every lock of docs/rules.md', () => {
  it('is tried here, and nothing that is none', () => expect(Object.keys(amiss).sort()).toEqual([...new Set(documented)].sort()));

  it('is open when nothing is amiss', () => {
    for (const profile of [cn, uk]) for (const [step, locksOf] of Object.entries(steps)) expect(locksOf({ ...sound, profile }), step).toEqual([]);
  });

  // With one thing amiss one lock holds, and nothing else does: take that lock away, and the step opens.
  it.each(Object.entries(amiss))('%s holds alone: without it the step would open', (name, change) => {
    const [code = '', step = ''] = name.split(' ');
    const locksOf = Object.entries(steps).find(([each]) => each === step)?.[1];
    const locks = locksOf?.({ ...sound, ...change }) ?? [];
    expect(locks.map((lock) => [lock.code, lock.locks])).toEqual([[code, step]]);
    expect(locks.filter((lock) => lock.code !== code)).toEqual([]);
    expect(locksOf?.(sound)).toEqual([]);
  });
});
