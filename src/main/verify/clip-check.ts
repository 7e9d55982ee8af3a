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
  /** Room time, and where the cut begins in each film. */
  cuts: z.array(z.strictObject({ fromMs: ms, toMs: ms, atMs: ms })).min(1),
  /** One film of each camera, all of the same cuts and equally long; what of which segment each shows, and in which cut, counted from 1. */
  films: z.array(z.strictObject({
    path: z.string().regex(/^data\/clip\/[^/]+\.mp4$/), streamId: z.string(), bytes: z.number().int(), sha256,
    pieces: z.array(z.strictObject({ cut: z.number().int().min(1), segment: z.string(), inMs: ms, outMs: ms })).min(1),
    parents: z.array(z.strictObject({ segment: z.string(), sha256 })).min(1),
  })).min(1),
  requestedBy: z.string(), purpose: z.string(), recipient: z.string(),
  approvedBy: z.strictObject({ name: z.string(), role: z.string() }),
  madeBy: z.string(), madeAtMs: ms, how: z.string(),
});
export type ClipDocument = z.infer<typeof clipDocument>;

/** A bag of a clip, whose seal is that of the recording it is cut from. */
export function isClip(bag: Bag): boolean {
  return bag.hashes.has(at.clip);
}

/** That the films are those that the document names, and the document names segments that are sealed. That they show the same only eyes can say. */
export async function checkClip(bag: Bag, manifest: SealManifest, findings: Findings): Promise<void> {
  const bytes = await readPart(bag, at.clip, findings);
  if (bytes === undefined || !findings.sound(at.clip)) return;
  const clip = parseClip(bytes);
  if (clip === undefined) {
    findings.add(at.clip, 'malformed');
    return;
  }
  const named = new Set(clip.films.map(({ path }) => path));
  for (const { path, sha256: of } of clip.films) {
    if (!bag.hashes.has(path)) findings.add(path, 'missing');
    else if (findings.sound(path) && bag.hashes.get(path) !== of) findings.add(path, 'hash-differs');
  }
  for (const path of bag.hashes.keys()) if (path.startsWith(`${at.clipFilms}/`) && !named.has(path)) findings.add(path, 'unexpected');
  const isOfSeal = clip.manifestSha256 === bag.hashes.get(at.sealManifest) && clip.sessionId === manifest.sessionId && clip.films.every((film) => isOfParents(film, clip.cuts.length, manifest));
  if (!isOfSeal) findings.add(at.clip, 'contradicts-seal');
}

/** Every parent is a sealed segment of that camera, and every piece is of a parent. */
function isOfParents({ streamId, pieces, parents }: ClipDocument['films'][number], cuts: number, { streams }: SealManifest): boolean {
  const sealed = new Map(streams.find((stream) => stream.streamId === streamId)?.segments.map((segment) => [segment.segment, segment.sha256]));
  const named = new Set(parents.map(({ segment }) => segment));
  return parents.every(({ segment, sha256: of }) => sealed.get(segment) === of) && pieces.every(({ cut, segment }) => cut <= cuts && named.has(segment));
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
