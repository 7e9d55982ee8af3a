import { parseClosing, parseSealManifest, type ClosingDocument, type SealManifest } from '../seal/index.ts';
import type { BagSource } from './bag-source.ts';
import { sealedRecording } from './closing-check.ts';
import { packetLayout as at, segmentPath } from './packet-layout.ts';
import { chainStart, type ChainExpectation } from './segment-chain.ts';

const manifestLimit = 64 << 20;

/** What each file of the recording must be by the sealed manifest; nothing when there is no manifest that can be read, which is told elsewhere. */
export async function sealedExpectations(source: BagSource, hasManifest: boolean): Promise<ReadonlyMap<string, ChainExpectation>> {
  try {
    if (!hasManifest) return new Map();
    const manifest = parseSealManifest(await source.read(at.sealManifest, manifestLimit));
    return expectationsOf({ sessionId: manifest.sessionId, streams: sealedRecording(manifest, await closingOf(source)) });
  } catch {
    return new Map();
  }
}

/** What was sealed after the manifest; nothing when that cannot be read. */
async function closingOf(source: BagSource): Promise<ClosingDocument | undefined> {
  try {
    return parseClosing(await source.read(at.closing, manifestLimit));
  } catch {
    return undefined;
  }
}

/** Each segment is checked from the sealed end of the one before it, so that one that was altered does not accuse the next. */
function expectationsOf({ sessionId, streams }: Pick<SealManifest, 'sessionId' | 'streams'>): ReadonlyMap<string, ChainExpectation> {
  const expected = new Map<string, ChainExpectation>();
  for (const { streamId, segments } of streams) {
    let before = chainStart(sessionId, streamId);
    for (const { segment, chainSeq, chainHead } of segments) {
      const last = { seq: chainSeq, hash: chainHead };
      expected.set(segmentPath(streamId, segment), { sessionId, streamId, segment, before, last });
      before = last;
    }
  }
  return expected;
}
