import { parseClosing, parseSealManifest, verifySignature, type ClosingDocument, type SealManifest } from '../seal/index.ts';
import type { BagSource } from './bag-source.ts';
import { sealedRecording } from './closing-check.ts';
import { packetLayout as at, segmentPath } from './packet-layout.ts';
import { chainStart, type ChainExpectation } from './segment-chain.ts';

const manifestLimit = 64 << 20;

/** What each file of the recording must be by the sealed manifest; nothing when there is no manifest that can be read, which is told elsewhere. */
export async function sealedExpectations(source: BagSource, hasManifest: boolean): Promise<ReadonlyMap<string, ChainExpectation>> {
  try {
    if (!hasManifest) return new Map();
    const bytes = await source.read(at.sealManifest, manifestLimit);
    const manifest = parseSealManifest(bytes);
    const closing = await closingOf(source);
    const isSigned = (await holds(source, bytes, at.sealSignature)) && (closing === undefined || (await holds(source, closing.bytes, at.closingSignature)));
    return expectationsOf({ sessionId: manifest.sessionId, streams: sealedRecording(manifest, closing?.document) }, isSigned);
  } catch {
    return new Map();
  }
}

/** What was sealed after the manifest; nothing when that cannot be read. */
async function closingOf(source: BagSource): Promise<{ readonly bytes: Uint8Array; readonly document: ClosingDocument } | undefined> {
  try {
    const bytes = await source.read(at.closing, manifestLimit);
    return { bytes, document: parseClosing(bytes) };
  } catch {
    return undefined;
  }
}

async function holds(source: BagSource, bytes: Uint8Array, signature: string): Promise<boolean> {
  return verifySignature(bytes, await source.read(signature, manifestLimit)).ok;
}

/** Each segment is checked from the sealed end of the one before it, so that one that was altered does not accuse the next. */
function expectationsOf({ sessionId, streams }: Pick<SealManifest, 'sessionId' | 'streams'>, isSigned: boolean): ReadonlyMap<string, ChainExpectation> {
  const expected = new Map<string, ChainExpectation>();
  for (const { streamId, segments } of streams) {
    let before = chainStart(sessionId, streamId);
    for (const { segment, sha256, chainSeq, chainHead } of segments) {
      const last = { seq: chainSeq, hash: chainHead };
      expected.set(segmentPath(streamId, segment), { sessionId, streamId, segment, before, last, ...(isSigned ? { fileSha256: sha256 } : {}) });
      before = last;
    }
  }
  return expected;
}
