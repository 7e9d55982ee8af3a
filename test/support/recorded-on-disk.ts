import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkSegment, listSegments } from '../../src/main/segments/index.ts';

/** Room time, milliseconds. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What lies in one folder of recorded segments, read from the files alone: no ledger, no station. */
export interface RecordedFolder {
  readonly name: string;
  readonly spans: readonly Span[];
  readonly problems: readonly string[];
}

/** Reads every recording of a session on one disk. A file that is being written ends with its last whole fragment. */
export async function recordedOnDisk(diskFolder: string, sessionId: string): Promise<readonly RecordedFolder[]> {
  const session = join(diskFolder, 'sessions', sessionId);
  const names = readdirSync(session, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const folders = await Promise.all(names.map((name) => readFolder(join(session, name), name)));
  return folders.filter((folder) => folder.spans.length > 0);
}

async function readFolder(path: string, name: string): Promise<RecordedFolder> {
  const spans: Span[] = [];
  const problems: string[] = [];
  for (const segment of await listSegments(path)) {
    const { links, findings } = await checkSegment(join(path, segment));
    spans.push(...links.map(({ roomMs, durationMs }) => ({ fromMs: roomMs, toMs: roomMs + durationMs })));
    problems.push(...findings.filter(({ problem }) => problem !== 'tail-cut').map(({ problem, offset }) => `${segment}: ${problem} at ${offset}`));
  }
  return { name, spans, problems };
}

/**
 * Up to where everything that a session must have is on this disk: the earliest end over its stamped streams. A native stream is cut at the
 * camera's own key frames, may lag, and is not required.
 */
export function wholeUntilMs(folders: readonly RecordedFolder[]): number {
  return Math.min(...folders.filter(({ name }) => name.endsWith('-stamped')).map(({ spans }) => Math.max(...spans.map((span) => span.toMs))));
}

/** The parts of a stretch that none of the spans covers, but for what a boundary between fragments explains. */
export function uncovered(stretch: Span, spans: readonly Span[], boundaryMs: number): readonly Span[] {
  const open: Span[] = [];
  let at = stretch.fromMs;
  for (const { fromMs, toMs } of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    if (fromMs - at > boundaryMs) open.push({ fromMs: at, toMs: Math.min(fromMs, stretch.toMs) });
    at = Math.max(at, toMs);
    if (at >= stretch.toMs) return open;
  }
  if (stretch.toMs - at > boundaryMs) open.push({ fromMs: at, toMs: stretch.toMs });
  return open;
}
