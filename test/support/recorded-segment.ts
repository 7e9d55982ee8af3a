import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, nodeFileOps, systemClock } from '../../src/main/platform/index.ts';
import { FragmentReader, SegmentWriter, type HeadSigner, type Init } from '../../src/main/segments/index.ts';
import { parseId, type RunId, type SessionId, type StreamId } from '../../src/shared/domain/index.ts';

export const recordedSession = parseId<SessionId>('ses-1');
/** 2026-11-23 14:03:07 in China. */
export const recordedFromMs = Date.UTC(2026, 10, 23, 6, 3, 7);

export interface RecordSegmentsOptions {
  readonly signer?: HeadSigner;
  readonly streamId?: string;
  readonly segmentMs?: number;
  /** Room time of its first picture. */
  readonly fromMs?: number;
}

/** What the recorder's own writer makes of a fragmented MP4: the segments of one run, by name. Both copies are the same, so one is returned. */
export async function recordSegments(media: Uint8Array, { signer, streamId = 'cam-1-stamped', segmentMs = 600_000, fromMs = recordedFromMs }: RecordSegmentsOptions = {}): Promise<ReadonlyMap<string, Buffer>> {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-recorded-'));
  try {
    const folders = { primary: join(folder, 'primary'), mirror: join(folder, 'mirror') };
    const writer = await SegmentWriter.open({
      sessionId: recordedSession, streamId: parseId<StreamId>(streamId), folders, fileOps: nodeFileOps, clock: systemClock, log: createLogger('test', () => undefined), segmentMs,
      ...(signer === undefined ? {} : { signer }),
    });
    let init: Init | undefined;
    for (const piece of new FragmentReader().push(media)) {
      if (piece.kind === 'init') writer.startRun(parseId<RunId>('run-1'), (init = piece));
      else writer.write({ media: piece, roomMs: fromMs + piece.mediaMs, errorMs: 9 });
    }
    if (init === undefined) throw new Error('The media have no init');
    await writer.close();
    const files = (disk: string) => new Map(readdirSync(join(disk, 'sessions', recordedSession, streamId)).sort().map((name) => [name, readFileSync(join(disk, 'sessions', recordedSession, streamId, name))]));
    const [primary, mirror] = [files(folders.primary), files(folders.mirror)];
    for (const [name, bytes] of primary) if (mirror.get(name)?.equals(bytes) !== true) throw new Error(`The copies of ${name} differ`);
    return primary;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface PlacedPiece {
  readonly kind: 'init' | 'moof' | 'mdat' | 'chain' | 'signature';
  readonly offset: number;
  readonly bytes: Buffer;
}

/** The pieces of a whole segment, from docs/format.md, not with the product's reader. */
export function piecesOf(file: Buffer): readonly PlacedPiece[] {
  const pieces: PlacedPiece[] = [];
  let initEnd = 0;
  for (let offset = 0; offset < file.length; ) {
    const bytes = file.subarray(offset, offset + file.readUInt32BE(offset));
    const type = bytes.toString('latin1', 4, 8);
    if (pieces.length === 0 && type !== 'moof') initEnd = offset + bytes.length;
    else {
      if (pieces.length === 0) pieces.push({ kind: 'init', offset: 0, bytes: file.subarray(0, initEnd) });
      pieces.push({ kind: type === 'uuid' ? (bytes.toString('hex', 8, 12) === '5b1d5c8f' ? 'chain' : 'signature') : type === 'moof' ? 'moof' : 'mdat', offset, bytes });
    }
    offset += bytes.length;
  }
  return pieces;
}

/** A fragment with its chain box and the signature boxes after it. */
export interface RecordedUnit {
  readonly offset: number;
  readonly moof: Buffer;
  readonly mdat: Buffer;
  readonly chain: Buffer;
  readonly signatures: readonly Buffer[];
}

export function unitsOf(file: Buffer): { readonly init: Buffer; readonly units: readonly RecordedUnit[] } {
  const [first, ...pieces] = piecesOf(file);
  if (first === undefined) throw new Error('An empty segment');
  const units: { offset: number; moof: Buffer; mdat: Buffer; chain: Buffer; signatures: Buffer[] }[] = [];
  for (const { kind, offset, bytes } of pieces) {
    const unit = units.at(-1);
    if (kind === 'moof') units.push({ offset, moof: bytes, mdat: Buffer.alloc(0), chain: Buffer.alloc(0), signatures: [] });
    else if (unit !== undefined && kind === 'mdat') unit.mdat = bytes;
    else if (unit !== undefined && kind === 'chain') unit.chain = bytes;
    else unit?.signatures.push(bytes);
  }
  return { init: first.bytes, units };
}

export function joinUnits(init: Buffer, units: readonly RecordedUnit[]): Buffer {
  return Buffer.concat([init, ...units.flatMap(({ moof, mdat, chain, signatures }) => [moof, mdat, chain, ...signatures])]);
}
