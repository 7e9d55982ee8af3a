import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError, canonicalJson, sha256Hex } from '../../shared/base/index.ts';
import { makeFilm, type FilmPanel, type FilmPiece } from '../ffmpeg/index.ts';
import { resourcePath } from '../platform/index.ts';
import { parseSealManifest, sealCodeOf, verifySignature, type SealManifest, type StationKey } from '../seal/index.ts';
import { packetLayout as at, segmentPath, type ClipDocument } from '../verify/index.ts';
import { cutListText, cutTitle } from './cut-list.ts';
import { adoptFilm, type FilmTools } from './derived-copies.ts';
import { refusalOf } from './delivery-refusal.ts';
import type { ExportedPacket, ExportProgress } from './export-packet.ts';
import { joinedStretch } from './joined-film.ts';
import { PacketFolder } from './packet-folder.ts';
import type { PacketSegment } from './packet-input.ts';
import { infoText, writeTagFiles } from './packet-tags.ts';

export interface ClipOrder {
  /** The folder of an exported copy that was found intact. It is only read. */
  readonly copyPath: string;
  readonly clipId: string;
  readonly number: number;
  /** The clip is a folder inside this one. */
  readonly folder: string;
  readonly streamId: string;
  /** Room time, one after the other. */
  readonly cuts: readonly { readonly fromMs: number; readonly toMs: number }[];
  readonly requestedBy: string;
  readonly purpose: string;
  readonly recipient: string;
  readonly approvedBy: { readonly name: string; readonly role: string };
  readonly madeBy: string;
  readonly madeAtMs: number;
}

export interface ClipDeps {
  readonly key: Pick<StationKey, 'sign'>;
  readonly film: FilmTools;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ExportProgress) => void;
}

/** Before each cut stands for so long which one it is and from when to when. It covers the pictures between a key frame and the cut. */
const titleMs = 3_000;

const copyShape = z.object({ packetId: z.string(), number: z.number().int() });

/** Which copy lies in a folder. @throws AppError CLIP_NOT_FROM_COPY */
export async function readCopy(copyPath: string): Promise<{ readonly packetId: string; readonly number: number; readonly manifest: SealManifest; readonly fingerprint: string }> {
  try {
    const manifestBytes = await readFile(join(copyPath, at.sealManifest));
    const { fingerprint } = verifySignature(manifestBytes, await readFile(join(copyPath, at.sealSignature)));
    const { packetId, number } = copyShape.parse(JSON.parse(await readFile(join(copyPath, at.copyStatement), 'utf8')));
    return { packetId, number, manifest: parseSealManifest(manifestBytes), fingerprint };
  } catch (error) {
    throw new AppError('CLIP_NOT_FROM_COPY', { path: copyPath }, error);
  }
}

/**
 * Cuts a clip from a copy (article 33): one film, in every picture of which stands that it is not the whole, with its cut list, the hashes of
 * what it is cut from, and the seal of the recording, in a bag of its own that is signed and verifies.
 * @throws AppError CLIP_NOT_FROM_COPY, CLIP_EMPTY, PACKET_EXISTS, FOLDER_NOT_WRITABLE, FFMPEG_FAILED, MEDIUM_FULL, MEDIUM_LOST, or the reason of the signal
 */
export async function makeClip(order: ClipOrder, deps: ClipDeps): Promise<ExportedPacket> {
  const copy = await readCopy(order.copyPath);
  const plan = planClip(order, copy.manifest);
  const folder = await PacketFolder.create(order.folder, order.clipId);
  try {
    const film = await writeFilm(order, copy.number, plan, folder, deps);
    await writeDocuments(order, copy, plan, film, folder);
    await writeTagFiles(folder, clipInfo(order, copy.manifest, await readFile(join(order.copyPath, at.sealManifest)), folder), deps.key, order.madeAtMs);
    deps.signal.throwIfAborted();
    await folder.publish();
    return { packetId: order.clipId, path: folder.path, bytes: folder.files.reduce((sum, { bytes }) => sum + bytes, 0), readBack: 'none' };
  } catch (error) {
    await folder.discard().catch(() => undefined);
    throw refusalOf(error, folder.path);
  }
}

interface ClipPlan {
  readonly cuts: ClipDocument['cuts'];
  readonly parents: ClipDocument['parents'];
  readonly pieces: readonly FilmPiece[];
  readonly panels: readonly FilmPanel[];
  readonly durationMs: number;
}

/** @throws AppError CLIP_EMPTY when a cut shows nothing, or begins before the one before it has ended */
function planClip({ copyPath, streamId, cuts }: ClipOrder, { streams, timeZone }: SealManifest): ClipPlan {
  const sealed = streams.find((stream) => stream.streamId === streamId && stream.kind === 'stamped')?.segments ?? [];
  const segments = sealed.map((segment): PacketSegment => ({ ...segment, streamId, kind: 'stamped', name: '', role: '', path: join(copyPath, segmentPath(streamId, segment.segment)) }));
  const byPath = new Map(segments.map((segment) => [segment.path, segment]));
  const planned: { cuts: ClipDocument['cuts']; pieces: FilmPiece[]; panels: FilmPanel[] } = { cuts: [], pieces: [], panels: [] };
  let atMs = 0;
  for (const [index, { fromMs, toMs }] of cuts.entries()) {
    const stretch = joinedStretch(segments, fromMs, toMs, atMs + titleMs, timeZone);
    if (stretch.pieces.length === 0 || fromMs < (cuts[index - 1]?.toMs ?? fromMs)) throw new AppError('CLIP_EMPTY', { number: index + 1 });
    planned.panels.push({ fromMs: atMs, toMs: atMs + titleMs, lines: cutTitle(cuts, index, timeZone) }, ...stretch.panels);
    planned.pieces.push(...stretch.pieces);
    planned.cuts.push({ fromMs, toMs, atMs: atMs + titleMs, pieces: stretch.pieces.map(({ path, inMs, outMs }) => ({ segment: byPath.get(path)?.segment ?? '', inMs, outMs })) });
    atMs += titleMs + toMs - fromMs;
  }
  const shown = new Set(planned.pieces.map(({ path }) => path));
  return { ...planned, parents: segments.filter(({ path }) => shown.has(path)).map(({ segment, sha256 }) => ({ segment, sha256 })), durationMs: atMs };
}

async function writeFilm(order: ClipOrder, copyNumber: number, { pieces, panels, durationMs }: ClipPlan, folder: PacketFolder, { film, signal, onProgress }: ClipDeps) {
  const banner = `剪辑件,非完整录像 · 副本第 ${copyNumber} 号的第 ${order.number} 个剪辑,共 ${order.cuts.length} 段 · CLIP, NOT THE WHOLE · clip ${order.number} of copy ${copyNumber}`;
  const to = await folder.place(at.clipFilm);
  const tell = (doneMs: number) => onProgress({ phase: 'deriving', bytesDone: Math.min(durationMs, Math.round(doneMs)), bytesTotal: durationMs });
  await makeFilm({ pieces, panels, durationMs, banner, title: banner, comment: `Cut list and parents: clip.json of ${order.clipId}`, fontPath: resourcePath('fonts', 'NotoSansSC-Regular.ttf') }, to, { ...film, signal, onProgress: tell });
  return adoptFilm(folder, at.clipFilm, to);
}

async function writeDocuments(order: ClipOrder, copy: Awaited<ReturnType<typeof readCopy>>, { cuts, parents }: ClipPlan, film: { readonly bytes: number; readonly sha256: string }, folder: PacketFolder): Promise<void> {
  const from = (path: string) => readFile(join(order.copyPath, path));
  const manifestBytes = await from(at.sealManifest);
  const { clipId, number, streamId, requestedBy, purpose, recipient, approvedBy, madeBy, madeAtMs } = order;
  const clip: ClipDocument = {
    format: 'shilu.clip.v1', clipId, number, sessionId: copy.manifest.sessionId, caseNumber: copy.manifest.caseNumber, streamId, file: { bytes: film.bytes, sha256: film.sha256 },
    copy: { packetId: copy.packetId, number: copy.number, tagManifestSha256: sha256Hex(await from(at.tagManifest)) }, manifestSha256: sha256Hex(manifestBytes), cuts, parents,
    requestedBy, purpose, recipient, approvedBy, madeBy, madeAtMs, how: 'cut from the copy, marked in every picture, encoded anew; nothing else was changed',
  };
  await folder.write(at.clip, canonicalJson(clip));
  await folder.write('data/cut-list.txt', cutListText(clip, copy.manifest.timeZone));
  await folder.write(at.sealManifest, manifestBytes);
  await folder.write(at.sealSignature, await from(at.sealSignature));
  await folder.write(at.certificate, await from(at.certificate));
}

function clipInfo({ clipId, madeAtMs, purpose, recipient, approvedBy, madeBy }: ClipOrder, { caseNumber, sessionId, timeZone }: SealManifest, manifestBytes: Uint8Array, folder: PacketFolder): string {
  return infoText([
    ['External-Identifier', caseNumber], ['External-Description', `Clip of a recorded interview, session ${sessionId}; not the whole`], ['Bag-Software-Agent', 'Shilu'], ['Packet-Id', clipId], ['Session-Id', sessionId],
    ['Seal-Code', sealCodeOf(sha256Hex(manifestBytes))], ['Approved-By', approvedBy.name], ['Purpose', purpose], ['Recipient', recipient], ['Exported-By', madeBy],
  ], folder.files, madeAtMs, timeZone);
}
