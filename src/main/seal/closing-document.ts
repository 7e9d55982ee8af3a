import { z } from 'zod';
import { signerCapacities, signingDecisions } from '../../shared/domain/index.ts';
import { canonicalJson, sha256Hex, utf8 } from '../../shared/base/index.ts';
import { count, ms, name, sealedStream, sha256 } from './seal-manifest.ts';
import type { Sm2Key } from './sm2-key.ts';
import type { StationKey } from './station-key.ts';

const closingShape = z.strictObject({
  format: z.literal('shilu.closing.v1'),
  sessionId: name,
  /** Of the manifest whose seal code the persons signed. */
  manifestSha256: sha256,
  sealCode: z.string(),
  begunAtMs: ms,
  closedAtMs: ms,
  closedBy: z.string(),
  /** What each person did about the seal code; where in the recording says the ledger. */
  signatures: z.array(z.strictObject({
    name: z.string(), capacity: z.enum(signerCapacities), decision: z.enum(signingDecisions), reason: z.string(), atMs: ms, by: z.string(), approvedBy: z.string().nullable(),
  })),
  /** What was recorded after the manifest: the chain of each stream goes on from the sealed link. */
  streams: z.array(sealedStream),
  /** How much of what the manifest names had been read again from both disks, beside having been read back while it was recorded. */
  reread: z.strictObject({ files: count, bytes: count, ofFiles: count, ofBytes: count }),
  /** A token of a time-stamp authority over the manifest (`manifest.json.tsr`), or why there is none. */
  timeStamp: z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('none') }),
    z.strictObject({ state: z.literal('unanswered'), server: z.string(), detail: z.string() }),
    z.strictObject({ state: z.literal('token'), server: z.string(), atMs: ms, isTrusted: z.boolean(), responseSha256: sha256 }),
  ]),
  ledger: z.strictObject({ headSeq: z.number().int().min(1), headHash: sha256 }),
});

/** What the second signature of a seal vouches for: the closing segment, in which the seal code was signed (docs/format.md, "Closing"). */
export type ClosingDocument = z.infer<typeof closingShape>;

export interface SignedClosing {
  /** Canonical JSON (RFC 8785), UTF-8. */
  readonly closingBytes: Uint8Array;
  readonly closingSha256: string;
  /** CMS, detached, over `closingBytes`. */
  readonly closingSignatureDer: Uint8Array;
  /** By the second key, where the manifest names one. */
  readonly secondClosingSignatureDer: Uint8Array | undefined;
}

/** Signs the closing document with the station's key, and with the second one where the manifest names it. The signing time is its `closedAtMs`. @throws ZodError when it is not a whole one */
export function signClosing(closing: ClosingDocument, key: Pick<StationKey, 'sign'>, second?: Pick<Sm2Key, 'sign'>): SignedClosing {
  const whole = closingShape.parse(closing);
  const closingBytes = utf8(canonicalJson(whole));
  return { closingBytes, closingSha256: sha256Hex(closingBytes), closingSignatureDer: key.sign(closingBytes, whole.closedAtMs), secondClosingSignatureDer: second?.sign(closingBytes) };
}

/** Reads `closing.json`. @throws Error when the bytes are not the canonical form of a whole one */
export function parseClosing(bytes: Uint8Array): ClosingDocument {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const closing = closingShape.parse(JSON.parse(text));
  if (canonicalJson(closing) !== text) throw new Error('Not canonical JSON');
  return closing;
}
