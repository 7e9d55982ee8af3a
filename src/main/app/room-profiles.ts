import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, isAppError } from '../../shared/base/index.ts';
import type { Ledger } from '../ledger/index.ts';
import { writeFileDurably, type Logger } from '../platform/index.ts';
import { openProfile, parseProfile, type Profile } from '../rules/index.ts';
import { projectSession, type SessionState } from '../session/index.ts';

/** Whose rules this room follows. */
export interface RoomProfiles {
  /** The rules of the session that the last stop cut off, or those of the next where there is none. */
  readonly underWay: Profile;
  /** The signed profile that the room was set to; what is wrong with it forbids the next session, and nothing else. */
  readonly next: Profile | AppError;
}

export interface RoomProfilesParts {
  readonly folder: string;
  /** Every profile that this station has followed is kept here under its hash, so that a session goes on under the rules it was opened with. */
  readonly keptFolder: string;
  readonly profileId: string;
  readonly training: boolean;
  readonly ledger: Ledger;
  readonly log: Logger;
}

/**
 * Reads the room's profile. An unsigned or altered one refuses the start of the station, unless a session is under way: that one goes on under the rules
 * it was opened with, for recording must not wait for a file, and the next session is refused.
 * @throws AppError PROFILE_UNKNOWN, PROFILE_UNSIGNED, PROFILE_ALTERED, PROFILE_INVALID
 */
export async function openRoomProfiles(parts: RoomProfilesParts): Promise<RoomProfiles> {
  const { ledger, log } = parts;
  const next = await readSigned(parts).catch((error: unknown) => {
    if (isAppError(error)) return error;
    throw error;
  });
  const session = sessionUnderWay(ledger);
  const opened = session === undefined ? undefined : await readKept(parts, session.profileSha256, next);
  if (opened === undefined && isAppError(next)) throw next;
  if (isAppError(next)) log.error('the profile cannot be used; the session that is under way goes on under its own', next);
  const forRoom = (profile: Profile): Profile => (parts.training ? { ...profile, reserveHours: 1 } : profile);
  return { underWay: forRoom(opened ?? (next as Profile)), next: isAppError(next) ? next : forRoom(next) };
}

async function readSigned({ folder, keptFolder, profileId }: RoomProfilesParts): Promise<Profile> {
  const text = await readIfThere(join(folder, `${profileId}.json`));
  if (!/^[a-z0-9-]+$/.test(profileId) || text === undefined) throw new AppError('PROFILE_UNKNOWN', { profile: profileId });
  const signature = await readIfThere(join(folder, `${profileId}.json.sig`));
  const profile = openProfile({ profileId, text, signature, publicKeyPem: await readFile(join(folder, 'profile-key.pem'), 'utf8') });
  await writeFileDurably(keptPath(keptFolder, profile.sha256), text).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  return profile;
}

async function readKept({ keptFolder, log }: RoomProfilesParts, sha256: string, next: Profile | AppError): Promise<Profile | undefined> {
  if (!isAppError(next) && next.sha256 === sha256) return next;
  const text = await readIfThere(keptPath(keptFolder, sha256));
  const kept = text === undefined ? undefined : parseProfile(text);
  if (kept?.sha256 === sha256) return kept;
  log.error('the rules that the session was opened under are not kept here', undefined, { sha256 });
  return undefined;
}

/** Sessions follow one another, so only the last can be under way. */
function sessionUnderWay(ledger: Ledger): SessionState | undefined {
  const last = ledger.entriesOfType('session.opened').at(-1);
  const state = last === undefined || last.sessionId === '' ? undefined : projectSession(ledger.entriesOf(last.sessionId));
  return state?.stage.status === 'sealed' || state?.stage.status === 'abandoned' ? undefined : state;
}

function keptPath(folder: string, sha256: string): string {
  return join(folder, `${sha256}.json`);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
