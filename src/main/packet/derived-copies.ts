import { open } from 'node:fs/promises';
import { canonicalJson } from '../../shared/base/index.ts';
import { makeFilm, type FilmWatch } from '../ffmpeg/index.ts';
import { resourcePath } from '../platform/index.ts';
import { hashFile, packetLayout as at } from '../verify/index.ts';
import { joinedStretch } from './joined-film.ts';
import type { PacketFolder, WrittenFile } from './packet-folder.ts';
import type { PacketInput, PacketSegment } from './packet-input.ts';

/** What making films takes. */
export type FilmTools = Pick<FilmWatch, 'tools' | 'log'>;

/**
 * Ordinary MP4 copies for old players: of each stamped stream one film of the whole session, in which nothing is left out and nothing is
 * joined unseen. `derived.json` names the masters that each is made from. They prove nothing themselves, and say so in every picture.
 * @throws AppError FFMPEG_FAILED, or the reason of the signal
 */
export async function writeDerivedCopies(input: PacketInput, folder: PacketFolder, watch: FilmTools & { readonly signal: AbortSignal; readonly onFraction: (fraction: number) => void }): Promise<void> {
  const stamped = input.segments.filter(({ kind }) => kind === 'stamped');
  const streams = [...new Set(stamped.map(({ streamId }) => streamId))];
  const files = [];
  for (const [index, streamId] of streams.entries()) {
    const onFraction = (fraction: number) => watch.onFraction((index + fraction) / streams.length);
    files.push(await writeOne(input, folder, stamped.filter((segment) => segment.streamId === streamId), { ...watch, onFraction }));
  }
  await folder.write(`${at.derived}/derived.json`, canonicalJson({ format: 'shilu.derived.v1', packetId: input.packetId, sessionId: input.sessionId, how: 'decoded, marked, encoded anew; panels stand where nothing was recorded', files }));
}

async function writeOne(input: PacketInput, folder: PacketFolder, segments: readonly PacketSegment[], watch: FilmTools & { readonly signal: AbortSignal; readonly onFraction: (fraction: number) => void }) {
  const fromMs = Math.min(...segments.map(({ startsAtMs }) => startsAtMs));
  const toMs = Math.max(...segments.map(({ endsAtMs }) => endsAtMs));
  const streamId = segments[0]?.streamId ?? '';
  const path = `${at.derived}/${streamId}.mp4`;
  const { pieces, panels, gaps } = joinedStretch(segments, fromMs, toMs, 0, input.timeZone);
  const banner = `派生副本,非原件 · 副本第 ${input.copy.number} 号 · DERIVED COPY, NOT THE RECORDING`;
  const film = {
    pieces, panels, banner, durationMs: toMs - fromMs, fontPath: resourcePath('fonts', 'NotoSansSC-Regular.ttf'), title: `${banner} · ${input.session.caseNumber}`,
    comment: `Derived copy of stream ${streamId}, session ${input.sessionId}; the masters and their SHA-256 are in derived.json of packet ${input.packetId}`,
  };
  const to = await folder.place(path);
  await makeFilm(film, to, { ...watch, onProgress: (doneMs) => watch.onFraction(doneMs / film.durationMs) });
  const { bytes, sha256 } = await adoptFilm(folder, path, to);
  return { path, bytes, sha256, streamId, startsAtMs: fromMs, endsAtMs: toMs, parents: segments.map(({ segment, startsAtMs, sha256: of }) => ({ segment, sha256: of, atMs: startsAtMs - fromMs })), gaps };
}

/** Takes in a file that ffmpeg wrote: synced and hashed. */
export async function adoptFilm(folder: PacketFolder, path: string, written: string): Promise<WrittenFile> {
  const handle = await open(written, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  const file = { path, ...(await hashFile(written)) };
  folder.adopt(file);
  return file;
}
