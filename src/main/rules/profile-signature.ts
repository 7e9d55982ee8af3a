import { createPublicKey, verify } from 'node:crypto';
import { ZodError } from 'zod';
import { AppError } from '../../shared/base/index.ts';
import { parseProfile, type Profile } from './profile.ts';

/** A profile as it lies in its folder: its text, the detached signature (base64 of Ed25519 over the bytes of the file), and the public key of who signs profiles. */
export interface SignedProfile {
  readonly profileId: string;
  readonly text: string;
  /** Undefined when there is no signature. */
  readonly signature: string | undefined;
  readonly publicKeyPem: string;
}

/**
 * The rules of a jurisdiction, when they are signed and fit. Anyone can check the same by hand:
 * `openssl pkeyutl -verify -pubin -inkey profile-key.pem -rawin -in ID.json -sigfile SIGNATURE` (RFC 8032).
 * @throws AppError PROFILE_UNSIGNED, PROFILE_ALTERED when the signature is not that of these bytes, PROFILE_INVALID when it does not fit or names itself otherwise
 */
export function openProfile({ profileId, text, signature, publicKeyPem }: SignedProfile): Profile {
  if (signature === undefined) throw new AppError('PROFILE_UNSIGNED', { profile: profileId });
  if (!verify(null, Buffer.from(text, 'utf8'), createPublicKey(publicKeyPem), Buffer.from(signature, 'base64'))) throw new AppError('PROFILE_ALTERED', { profile: profileId });
  const profile = parse(profileId, text);
  if (profile.id !== profileId) throw new AppError('PROFILE_INVALID', { profile: profileId, detail: `it names itself ${profile.id}` });
  return profile;
}

function parse(profileId: string, text: string): Profile {
  try {
    return parseProfile(text);
  } catch (error) {
    if (!(error instanceof ZodError) && !(error instanceof SyntaxError)) throw error;
    const detail = error instanceof ZodError ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') : error.message;
    throw new AppError('PROFILE_INVALID', { profile: profileId, detail: detail.slice(0, 300) }, error);
  }
}
