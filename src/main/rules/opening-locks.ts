import type { MobileReason, PlaceKind, RoomKind } from '../../shared/domain/index.ts';
import { isSummonedTooSoon, timeLimitOf, type Stay } from './legal-clock.ts';
import { lock, type RuleLock } from './lock.ts';
import type { Profile } from './profile.ts';

/** What is known when somebody wants to open a session. */
export interface Opening {
  readonly roomKind: RoomKind;
  readonly placeKind: PlaceKind;
  readonly mobileReason: MobileReason | '';
  readonly placeApproved: boolean;
  readonly detained: boolean;
  readonly warrantNumber: string;
  readonly handedOverAtMs: number | null;
  readonly timeLimitId: string;
  readonly arrivedAtMs: number;
  readonly earlierStays: readonly Stay[];
  readonly summonsApproved: boolean;
  /** Sessions of the same name in the same case of which nobody has said whether they are of the same person. */
  readonly namesakes: readonly string[];
  /** The last session of this person, when they arrived anew and nobody has logged when they left after it. */
  readonly stayWithoutEnd: { readonly room: string; readonly session: string } | null;
  readonly nowMs: number;
}

/** What forbids to open a session: its place (requirements A4, A5), its arrival (F1) and a summons that comes too soon (F3). Empty when it may be opened. */
export function openingLocks(profile: Profile, opening: Opening): readonly RuleLock[] {
  const { timeLimitId, arrivedAtMs, nowMs, earlierStays, summonsApproved, namesakes, stayWithoutEnd } = opening;
  const { summonsInterval } = profile;
  return [
    ...placeLocks(profile, opening),
    ...(timeLimitOf(profile, timeLimitId) === undefined ? [{ ...lock('LIMIT_UNKNOWN', 'open', 'GAX 200', 'officer'), params: { limit: timeLimitId } }] : []),
    ...(arrivedAtMs > nowMs ? [lock('ARRIVAL_LATE', 'open', 'GAX 199', 'officer')] : []),
    ...(namesakes.length > 0 ? [{ ...lock('NAMESAKE_UNDECIDED', 'open', 'CPL 119', 'officer'), params: { sessions: namesakes.join('、') } }] : []),
    ...(stayWithoutEnd === null ? [] : [{ ...lock('LEAVING_MISSING', 'open', 'GAX 199', 'officer', 'attendant'), params: stayWithoutEnd }]),
    ...(summonsInterval !== null && !summonsApproved && isSummonedTooSoon(profile, arrivedAtMs, earlierStays)
      ? [{ ...lock('SUMMONS_TOO_SOON', 'open', 'SPPR 185', ...summonsInterval.approvers), params: { hours: summonsInterval.minimumMs / 3_600_000, roles: summonsInterval.approvers.join(', ') } }]
      : []),
  ];
}

function placeLocks(profile: Profile, { roomKind, placeKind, mobileReason, placeApproved, detained, warrantNumber, handedOverAtMs, nowMs }: Opening): readonly RuleLock[] {
  const { mobile } = profile;
  if (detained && placeKind !== 'detention') return [lock('PLACE_DETAINED', 'open', 'CPL 118', 'officer')];
  switch (placeKind) {
    case 'registered':
      return roomKind === 'case-area' ? [] : [lock('PLACE_NOT_REGISTERED', 'open', '22', 'administrator')];
    case 'mobile':
      return placeApproved && mobileReason !== '' && mobile.reasons.includes(mobileReason) ? [] : [{ ...lock('PLACE_NEEDS_APPROVAL', 'open', '22', ...mobile.approvers), params: { roles: mobile.approvers.join(', ') } }];
    case 'detention':
      if (roomKind !== 'detention') return [lock('PLACE_DETAINED', 'open', 'CPL 118', 'administrator')];
      return warrantNumber === '' || handedOverAtMs === null || handedOverAtMs > nowMs ? [lock('DETENTION_FIELDS_MISSING', 'open', 'DET 19, 20', 'officer')] : [];
  }
}
