import { z } from 'zod';
import { canonicalJson, type JsonValue } from '../../shared/base/index.ts';
import type { SealManifest } from '../seal/index.ts';
import { readPart, type Bag } from './bag-check.ts';
import type { Findings } from './packet-check.types.ts';
import { packetLayout as at } from './packet-layout.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const ms = z.number().int();

/** `clip.json` (docs/format.md, "Clip"). */
export const clipDocument = z.strictObject({
  format: z.literal('shilu.clip.v1'),
  clipId: z.string(), number: z.number().int().min(1), sessionId: z.string(), caseNumber: z.string(),
  /** The copy that it is cut from. */
  copy: z.strictObject({ packetId: z.string(), number: z.number().int(), tagManifestSha256: sha256 }),
  /** Of the seal of the recording that the copy is of. */
  manifestSha256: sha256,
  streamId: z.string(),
  file: z.strictObject({ bytes: z.number().int(), sha256 }),
  /** Room time, where the cut begins in the clip, and what of which segment it shows. */
  cuts: z.array(z.strictObject({ fromMs: ms, toMs: ms, atMs: ms, pieces: z.array(z.strictObject({ segment: z.string(), inMs: ms, outMs: ms })) })).min(1),
  parents: z.array(z.strictObject({ segment: z.string(), sha256 })).min(1),
  requestedBy: z.string(), purpose: z.string(), recipient: z.string(),
  approvedBy: z.strictObject({ name: z.string(), role: z.string() }),
  madeBy: z.string(), madeAtMs: ms, how: z.string(),
});
export type ClipDocument = z.infer<typeof clipDocument>;

/** A bag of a clip, whose seal is that of the recording it is cut from. */
export function isClip(bag: Bag): boolean {
  return bag.hashes.has(at.clip);
}

/** That the clip is the one its document names, and the document names segments that are sealed. That they show the same only eyes can say. */
export async function checkClip(bag: Bag, manifest: SealManifest, findings: Findings): Promise<void> {
  const bytes = await readPart(bag, at.clip, findings);
  if (bytes === undefined || !findings.sound(at.clip)) return;
  const clip = parseClip(bytes);
  if (clip === undefined) {
    findings.add(at.clip, 'malformed');
    return;
  }
  if (!bag.hashes.has(at.clipFilm)) findings.add(at.clipFilm, 'missing');
  else if (findings.sound(at.clipFilm) && bag.hashes.get(at.clipFilm) !== clip.file.sha256) findings.add(at.clipFilm, 'hash-differs');
  const sealed = new Map(manifest.streams.find(({ streamId }) => streamId === clip.streamId)?.segments.map((segment) => [segment.segment, segment.sha256]));
  const named = new Set(clip.parents.map(({ segment }) => segment));
  const isOfSeal = clip.manifestSha256 === bag.hashes.get(at.sealManifest) && clip.sessionId === manifest.sessionId && clip.parents.every(({ segment, sha256: of }) => sealed.get(segment) === of);
  if (!isOfSeal || !clip.cuts.every(({ pieces }) => pieces.every(({ segment }) => named.has(segment)))) findings.add(at.clip, 'contradicts-seal');
}

function parseClip(bytes: Uint8Array): ClipDocument | undefined {
  try {
    const text = Buffer.from(bytes).toString('utf8');
    const value = JSON.parse(text) as JsonValue;
    return canonicalJson(value) === text ? clipDocument.parse(value) : undefined;
  } catch {
    return undefined;
  }
}
