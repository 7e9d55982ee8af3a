import { z } from 'zod';
import { canonicalJson, sha256Hex, utf8 } from '../../shared/base/index.ts';
import { streamKinds } from '../../shared/domain/index.ts';
import { sealCodeOf } from './seal-code.ts';
import type { Sm2Key } from './sm2-key.ts';
import type { StationKey } from './station-key.ts';

/** Shapes that the manifest and the closing document share. */
export const ms = z.number().int();
export const count = z.number().int().min(0);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const name = z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}$/);

const sealedSegment = z.strictObject({
  segment: name,
  runId: name,
  bytes: count,
  sha256,
  /** Number and link hash of the last chain box in it. */
  chainSeq: count,
  chainHead: sha256,
  startsAtMs: ms,
  endsAtMs: ms,
});

/** A stream with the segments that are sealed of it, in the order of recording. */
export const sealedStream = z.strictObject({ streamId: name, kind: z.enum(streamKinds), sourceId: name, name: z.string(), role: z.string(), segments: z.array(sealedSegment) });

const manifestShape = z.strictObject({
  format: z.literal('shilu.seal.v1'),
  sessionId: name,
  caseNumber: z.string(),
  kind: z.string(),
  legalClass: z.string(),
  place: z.string(),
  roomName: z.string(),
  interviewee: z.string(),
  officers: z.array(z.strictObject({ personId: z.string(), name: z.string() })),
  profileId: z.string(),
  profileSha256: sha256,
  stationName: z.string(),
  stationVersion: z.string(),
  timeZone: z.string(),
  startedAtMs: ms,
  finishedAtMs: ms,
  recordingStartMs: ms,
  recordingEndMs: ms,
  sealedAtMs: ms,
  sealedBy: z.string(),
  streams: z.array(sealedStream),
  /** The part of the station's ledger that belongs to the session: `prevHash` is the hash before `firstSeq`. */
  ledger: z.strictObject({ firstSeq: z.number().int().min(1), prevHash: sha256, headSeq: z.number().int().min(1), headHash: sha256 }),
  transcript: z.strictObject({ fileName: z.string(), bytes: count, sha256 }).nullable(),
  /** Over the canonical bytes of the clock certificate. */
  clockCertificateSha256: sha256,
  /** The second signature that the rules ask for, by its certificate; so one that is taken away is missed. */
  secondSignature: z.strictObject({ algorithm: z.literal('sm2-sm3'), certificateSha256: sha256 }).nullable(),
});

/** Everything that the seal vouches for. Its canonical bytes are `manifest.json` (docs/format.md, "Seal"). */
export type SealManifest = z.infer<typeof manifestShape>;

export interface Seal {
  /** Canonical JSON (RFC 8785), UTF-8. */
  readonly manifestBytes: Uint8Array;
  readonly manifestSha256: string;
  /** CMS, detached, over `manifestBytes`. */
  readonly signatureDer: Uint8Array;
  /** By the second key, detached, over `manifestBytes`; undefined when the manifest names none. */
  readonly secondSignatureDer: Uint8Array | undefined;
  readonly sealCode: string;
}

/** Seals a manifest with the station's key, and with the second key when the manifest names it. The signing time is the manifest's `sealedAtMs`. @throws ZodError when it is not a whole manifest */
export function sealManifest(manifest: SealManifest, key: StationKey, second?: Sm2Key): Seal {
  const whole = manifestShape.parse(manifest);
  const manifestBytes = utf8(canonicalJson(whole));
  const manifestSha256 = sha256Hex(manifestBytes);
  if (whole.secondSignature?.certificateSha256 !== second?.fingerprint) throw new Error('The manifest names another second key');
  return { manifestBytes, manifestSha256, signatureDer: key.sign(manifestBytes, whole.sealedAtMs), secondSignatureDer: second?.sign(manifestBytes), sealCode: sealCodeOf(manifestSha256) };
}

/** Reads `manifest.json`. @throws Error when the bytes are not the canonical form of a whole manifest */
export function parseSealManifest(bytes: Uint8Array): SealManifest {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const manifest = manifestShape.parse(JSON.parse(text));
  if (canonicalJson(manifest) !== text) throw new Error('Not canonical JSON');
  return manifest;
}
