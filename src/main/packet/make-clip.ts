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
import { workInWorker, type PacketWork } from './packet-work.ts';
import { infoText, writeTagFiles } from './packet-tags.ts';

export interface ClipOrder {
  /** The folder of an exported copy that was found intact. It is only read. */
  readonly copyPath: string;
  readonly clipId: string;
  readonly number: number;
  /** The clip is a folder inside this one. */
  readonly folder: string;
  /** Cameras, each once; one film of each. */
  readonly streamIds: readonly string[];
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
  readonly work?: Pick<PacketWork, 'makeCutList'>;
  /** Looks at the whole clip while it still has its temporary name. What it throws ends the clip, and nothing of it stays. */
  readonly check: (path: string) => Promise<void>;
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
 * Cuts a clip from a copy (article 33): a film of each camera asked for, in every picture of which stands that it is not the whole, with its cut
 * list, the hashes of what it is cut from, and the seal of the recording, in a bag of its own that is signed and verifies.
 * @throws AppError CLIP_NOT_FROM_COPY, CLIP_EMPTY, PACKET_EXISTS, FOLDER_NOT_WRITABLE, FFMPEG_FAILED, MEDIUM_FULL, MEDIUM_LOST, what the check threw, or the reason of the signal
 */
export async function makeClip(order: ClipOrder, deps: ClipDeps): Promise<ExportedPacket> {
  const copy = await readCopy(order.copyPath);
  const plans = order.streamIds.map((streamId) => planFilm(order, streamId, copy.manifest));
  requireShown(order, plans);
  const folder = await PacketFolder.create(order.folder, order.clipId);
  try {
    const films = [];
    for (const [index, plan] of plans.entries()) films.push({ ...plan, ...(await writeFilm(order, copy.number, plan, { index, of: plans.length }, folder, deps)) });
    await writeDocuments(order, copy, films, folder, deps.work ?? workInWorker);
    await writeTagFiles(folder, clipInfo(order, copy.manifest, await readFile(join(order.copyPath, at.sealManifest)), folder), deps.key, order.madeAtMs);
    deps.signal.throwIfAborted();
    await deps.check(folder.staging);
    deps.signal.throwIfAborted();
    await folder.publish();
    return { packetId: order.clipId, path: folder.path, bytes: folder.files.reduce((sum, { bytes }) => sum + bytes, 0), readBack: 'none' };
  } catch (error) {
    await folder.discard().catch(() => undefined);
    throw refusalOf(error, folder.path);
  }
}

type DocumentFilm = ClipDocument['films'][number];

interface FilmPlan extends Pick<DocumentFilm, 'streamId' | 'pieces' | 'parents'> {
  readonly film: { readonly pieces: readonly FilmPiece[]; readonly panels: readonly FilmPanel[]; readonly durationMs: number };
}

/** Where each cut begins in a film: behind the title of its own. */
function placesOf(cuts: ClipOrder['cuts']): ClipDocument['cuts'] {
  let atMs = 0;
  return cuts.map(({ fromMs, toMs }) => {
    const place = { fromMs, toMs, atMs: atMs + titleMs };
    atMs = place.atMs + toMs - fromMs;
    return place;
  });
}

/** What one camera shows of the cuts. Where it recorded nothing stands a panel, so that the films of all cameras run in step. */
function planFilm({ copyPath, cuts }: ClipOrder, streamId: string, { streams, timeZone }: SealManifest): FilmPlan {
  const sealed = streams.find((stream) => stream.streamId === streamId && stream.kind === 'stamped')?.segments ?? [];
  const segments = sealed.map((segment): PacketSegment => ({ ...segment, streamId, kind: 'stamped', name: '', role: '', path: join(copyPath, segmentPath(streamId, segment.segment)) }));
  const nameOf = new Map(segments.map(({ path, segment }) => [path, segment]));
  const places = placesOf(cuts);
  const stretches = places.map(({ fromMs, toMs, atMs }) => joinedStretch(segments, fromMs, toMs, atMs, timeZone));
  const titles = places.map(({ atMs }, index): FilmPanel => ({ fromMs: atMs - titleMs, toMs: atMs, lines: cutTitle(cuts, index, timeZone) }));
  const pieces = stretches.flatMap((stretch, index) => stretch.pieces.map(({ path, inMs, outMs }) => ({ cut: index + 1, segment: nameOf.get(path) ?? '', inMs, outMs })));
  const shown = new Set(pieces.map(({ segment }) => segment));
  const last = places.at(-1);
  return {
    streamId, pieces, parents: segments.filter(({ segment }) => shown.has(segment)).map(({ segment, sha256 }) => ({ segment, sha256 })),
    film: { pieces: stretches.flatMap((stretch) => stretch.pieces), panels: [...titles, ...stretches.flatMap(({ panels }) => panels)], durationMs: last === undefined ? 0 : last.atMs + last.toMs - last.fromMs },
  };
}

/** @throws AppError CLIP_EMPTY when no camera shows anything of a cut, a camera nothing of all of them, or a cut begins before the one before it has ended */
function requireShown({ cuts }: ClipOrder, plans: readonly FilmPlan[]): void {
  for (const [index, { fromMs, toMs }] of cuts.entries()) {
    const isShown = plans.some(({ pieces }) => pieces.some(({ cut }) => cut === index + 1));
    if (toMs <= fromMs || !isShown || fromMs < (cuts[index - 1]?.toMs ?? fromMs)) throw new AppError('CLIP_EMPTY', { number: index + 1 });
  }
  if (plans.some(({ pieces }) => pieces.length === 0)) throw new AppError('CLIP_EMPTY', { number: 1 });
}

async function writeFilm(order: ClipOrder, copyNumber: number, { streamId, film }: FilmPlan, place: { readonly index: number; readonly of: number }, folder: PacketFolder, { film: tools, signal, onProgress }: ClipDeps): Promise<Pick<DocumentFilm, 'path' | 'bytes' | 'sha256'>> {
  const banner = `剪辑件,非完整录像 · 副本第 ${copyNumber} 号的第 ${order.number} 个剪辑,共 ${order.cuts.length} 段 · CLIP, NOT THE WHOLE · clip ${order.number} of copy ${copyNumber}`;
  const path = `${at.clipFilms}/${streamId}.mp4`;
  const to = await folder.place(path);
  const tell = (doneMs: number) => onProgress({ phase: 'deriving', bytesDone: place.index * film.durationMs + Math.min(film.durationMs, Math.round(doneMs)), bytesTotal: place.of * film.durationMs });
  await makeFilm({ ...film, banner, title: banner, comment: `Cut list and parents: clip.json of ${order.clipId}`, fontPath: resourcePath('fonts', 'NotoSansSC-Regular.ttf') }, to, { ...tools, signal, onProgress: tell });
  return adoptFilm(folder, path, to);
}

async function writeDocuments(order: ClipOrder, copy: Awaited<ReturnType<typeof readCopy>>, films: readonly DocumentFilm[], folder: PacketFolder, work: Pick<PacketWork, 'makeCutList'>): Promise<void> {
  const from = (path: string) => readFile(join(order.copyPath, path));
  const manifestBytes = await from(at.sealManifest);
  const { clipId, number, requestedBy, purpose, recipient, approvedBy, madeBy, madeAtMs } = order;
  const { sessionId, caseNumber, timeZone } = copy.manifest;
  const clip: ClipDocument = {
    format: 'shilu.clip.v1', clipId, number, sessionId, caseNumber, copy: { packetId: copy.packetId, number: copy.number, tagManifestSha256: sha256Hex(await from(at.tagManifest)) }, manifestSha256: sha256Hex(manifestBytes),
    cuts: placesOf(order.cuts), films: films.map(({ path, streamId, bytes, sha256, pieces, parents }) => ({ path, streamId, bytes, sha256, pieces, parents })),
    requestedBy, purpose, recipient, approvedBy, madeBy, madeAtMs, how: 'cut from the copy, marked in every picture, encoded anew; nothing else was changed',
  };
  await folder.write(at.clip, canonicalJson(clip));
  await folder.write('data/cut-list.txt', cutListText(clip, timeZone));
  await folder.write(at.cutList, await work.makeCutList({ clip, timeZone, sealCode: sealCodeOf(clip.manifestSha256) }));
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
