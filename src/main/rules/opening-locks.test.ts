import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openingLocks, parseProfile, type Opening } from './index.ts';

const read = (id: string) => parseProfile(readFileSync(new URL(`../../../resources/profiles/${id}.json`, import.meta.url), 'utf8'));
const profile = read('cn-zaozhuang');
const hour = 3_600_000;
const nowMs = 1_000 * hour;
const plain: Opening = {
  roomKind: 'case-area', placeKind: 'registered', mobileReason: '', placeApproved: false, detained: false, warrantNumber: '', handedOverAtMs: null, timeLimitId: '', arrivedAtMs: nowMs, earlierStays: [],
  summonsApproved: false, namesakes: [], stayWithoutEnd: null, nowMs,
};
const codes = (change: Partial<Opening>) => openingLocks(profile, { ...plain, ...change }).map((lock) => lock.code);

describe('the place of a session', () => {
  it('is open in a registered room', () => expect(codes({})).toEqual([]));
  it('is refused in a room that nobody registered', () => expect(codes({ roomKind: 'unregistered' })).toEqual(['PLACE_NOT_REGISTERED']));
  it('is refused in a detention centre’s room for somebody at large', () => expect(codes({ roomKind: 'detention' })).toEqual(['PLACE_NOT_REGISTERED']));
  it('outside a room needs a listed reason and an approver', () => {
    expect(codes({ placeKind: 'mobile', mobileReason: 'at-home' })).toEqual(['PLACE_NEEDS_APPROVAL']);
    expect(codes({ placeKind: 'mobile', placeApproved: true })).toEqual(['PLACE_NEEDS_APPROVAL']);
    expect(codes({ placeKind: 'mobile', mobileReason: 'at-home', placeApproved: true, roomKind: 'unregistered' })).toEqual([]);
    expect(openingLocks(read('uk-pace-draft'), { ...plain, placeKind: 'mobile', mobileReason: 'at-arrest', placeApproved: true }).map((lock) => lock.code)).toEqual(['PLACE_NEEDS_APPROVAL']);
  });
  it('of a detained person is the detention centre and nothing else', () => {
    expect(codes({ detained: true })).toEqual(['PLACE_DETAINED']);
    expect(codes({ detained: true, placeKind: 'mobile', mobileReason: 'hospital', placeApproved: true })).toEqual(['PLACE_DETAINED']);
    expect(codes({ detained: true, placeKind: 'detention', warrantNumber: '12', handedOverAtMs: nowMs })).toEqual(['PLACE_DETAINED']);
    expect(codes({ detained: true, placeKind: 'detention', roomKind: 'detention', warrantNumber: '12', handedOverAtMs: nowMs })).toEqual([]);
  });
  it.each([['no warrant number', { warrantNumber: '' }], ['no hand-over', { handedOverAtMs: null }], ['a hand-over after now', { handedOverAtMs: nowMs + 1 }]])('in a detention centre is refused with %s', (_what, change) =>
    expect(codes({ detained: true, placeKind: 'detention', roomKind: 'detention', warrantNumber: '12', handedOverAtMs: nowMs, ...change })).toEqual(['DETENTION_FIELDS_MISSING']));
});

describe('the arrival', () => {
  it('cannot lie after now', () => expect(codes({ arrivedAtMs: nowMs + 1 })).toEqual(['ARRIVAL_LATE']));
  it('counts towards a limit that the profile has', () => expect(codes({ timeLimitId: 'forever' })).toEqual(['LIMIT_UNKNOWN']));
});

describe('a new summons of the same person', () => {
  const stay = (endedHoursAgo: number) => ({ earlierStays: [{ fromMs: nowMs - (endedHoursAgo + 2) * hour, toMs: nowMs - endedHoursAgo * hour }] });
  it('3 hours after the last needs a reason and an approver', () => expect(codes(stay(3))).toEqual(['SUMMONS_TOO_SOON']));
  it('is open with them', () => expect(codes({ ...stay(3), summonsApproved: true })).toEqual([]));
  it('is open 12 hours after the last, and not a moment before', () => {
    expect(codes(stay(12))).toEqual([]);
    expect(codes(stay(11.999))).toEqual(['SUMMONS_TOO_SOON']);
  });
  it('is none while the person has not left', () => expect(codes({ ...stay(3), arrivedAtMs: nowMs - 4 * hour })).toEqual([]));
  it('says who may approve, in both languages of the catalogue', () => {
    const [lock] = openingLocks(profile, { ...plain, ...stay(3) });
    expect([lock?.params, lock?.opensBy]).toEqual([{ hours: 12, roles: 'supervisor, chief' }, ['supervisor', 'chief']]);
  });
});

describe('whose stay it is', () => {
  it('is asked of a person of the same name without a number, and never assumed', () => {
    expect(openingLocks(profile, { ...plain, namesakes: ['S1', 'S2'] })).toMatchObject([{ code: 'NAMESAKE_UNDECIDED', params: { sessions: 'S1、S2' } }]);
  });

  it('has an end before the next one begins', () => {
    expect(openingLocks(profile, { ...plain, stayWithoutEnd: { room: '二', session: 'S9' } })).toMatchObject([{ code: 'LEAVING_MISSING', opensBy: ['officer', 'attendant'], params: { room: '二', session: 'S9' } }]);
  });
});
