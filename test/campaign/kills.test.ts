import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoomSnapshot } from '../../src/shared/contract/index.ts';
import { projectRoot } from '../../src/main/platform/index.ts';
import { streamFolder, checkSegment, genesisHead, listSegments, type ChainHead } from '../../src/main/segments/index.ts';
import { disks, parseId, type StreamId, type SessionId } from '../../src/shared/domain/index.ts';
import { HeldSession } from '../support/held-session.ts';
import { KillBench, lossTable } from '../support/kill-bench.ts';
import { ffmpegChildren } from '../support/process-figures.ts';
import { StationProcess } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

const programKills = Number(process.env['SHILU_KILLS'] ?? 184);
const stationKills = Number(process.env['SHILU_STATION_KILLS'] ?? 20);
/** The campaign in pieces: where this one begins, and the file in which the losses of all of them are gathered. */
const from = Number(process.env['SHILU_KILLS_FROM'] ?? 0);
const gathered = process.env['SHILU_LOSSES'];
const victims = ['station', 'ffmpeg', 'station and ffmpeg'] as const;

interface Loss {
  readonly kind: string;
  readonly lostMs: number;
}

const losses: Loss[] = [];

describe.runIf(programKills > 0)('kills of the writing program', () => {
  let bench: KillBench;
  beforeAll(async () => {
    bench = await KillBench.open(20_261_124 + from);
  });
  afterAll(() => bench.close());

  it('after every named step and at random moments lose at most the fragment under way', async () => {
    const outcomes = await bench.run(programKills, from);
    losses.push(...outcomes);
    for (const { kind, lostMs } of outcomes) expect(lostMs, kind).toBeLessThanOrEqual(1_000);
  });
});

describe.runIf(stationKills > 0)('kills of a whole station that records two cameras', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-station-kills-'));
  const start = () => StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
  let station: StationProcess;
  let held: HeldSession;

  beforeAll(async () => {
    station = await start();
    held = await HeldSession.start(station.ready.rpc);
    await held.recordFor(2_000);
  });
  afterAll(async () => {
    await station.stop();
    rmSync(folder, { recursive: true });
  });

  it('lose nothing that was proven; each is an interruption that is measured and closed by itself', async () => {
    for (let n = 0; n < stationKills; n += 1) {
      const victim = victims[n % victims.length] ?? 'station';
      await pause(500 + ((n * 377) % 1_900));
      const { provenUntilMs: provenMs, interruptionList: before } = await held.snapshot();
      const takenUntilMs = Math.min(...(await held.officer.call<RoomSnapshot>('room.status')).cameras.map((camera) => camera.lastMediaAtMs ?? 0));
      if (victim !== 'station') for (const pid of ffmpegChildren(station.pid, 'rtsp://')) process.kill(pid, 'SIGKILL');
      if (victim !== 'ffmpeg') {
        await station.kill();
        station = await start();
        held = await held.on(station.ready.rpc);
      }
      const after = await waitUntil(`recording after kill ${n} (${victim})`, 60_000, async () => {
        const snapshot = await held.snapshot();
        return snapshot.interruptionList.length > before.length && snapshot.interruptionList.every((i) => i.state !== 'lasting') && snapshot;
      });
      const interruption = after.interruptionList.at(-1);
      expect(interruption?.fromMs, victim).toBeGreaterThanOrEqual(provenMs ?? 0);
      // Where the station lived, what it had taken in from both cameras is compared with what it kept; where it died, it says itself what it may have lost.
      const lostMs = victim === 'ffmpeg' ? Math.max(0, takenUntilMs - (interruption?.fromMs ?? 0)) : (after.recovery?.lostAtMostMs ?? Infinity);
      losses.push({ kind: `whole station: ${victim}`, lostMs });
      // A bound, in which the delay of a busy machine is: the worst is in the table.
      expect(lostMs, victim).toBeLessThan(5_000);
      await held.recordFor(1_000);
    }
  });

  it('leave one whole chain for each stream, the same on both disks', async () => {
    await waitUntil('two whole copies', 60_000, async () => (await held.officer.call<RoomSnapshot>('room.status')).copies === 2);
    await station.stop();
    const sessionId = parseId<SessionId>(held.sessionId);
    const folders = disks.map((disk) => join(folder, 'data', disk));
    const streams = readdirSync(join(folder, 'data', 'primary', 'sessions', sessionId)).filter((name) => name.startsWith('cam-'));
    expect(streams).toHaveLength(4);
    for (const stream of streams.map((name) => parseId<StreamId>(name))) {
      const [primary, mirror] = await Promise.all(folders.map((disk) => chainIn(disk, sessionId, stream)));
      expect(primary?.seq).toBeGreaterThan(stationKills);
      expect(mirror).toEqual(primary);
    }
  });
});

/** The head after every segment of a stream on one disk, each following the one before. */
async function chainIn(disk: string, sessionId: SessionId, streamId: StreamId): Promise<ChainHead> {
  let head = genesisHead(sessionId, streamId);
  const folder = streamFolder(disk, sessionId, streamId);
  for (const segment of await listSegments(folder)) {
    const report = await checkSegment(join(folder, segment), { head, segment });
    if (report.links.length > 0) expect(report.findings, `${disk} ${segment}`).toEqual([]);
    head = report.head ?? head;
  }
  return head;
}

describe('the table of losses', () => {
  it('is printed, and written to docs/performance.md when asked', () => {
    if (gathered !== undefined) appendFileSync(gathered, losses.map((loss) => `${JSON.stringify(loss)}\n`).join(''));
    const all = gathered === undefined ? losses : readFileSync(gathered, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Loss);
    const table = lossTable(all);
    process.stdout.write(`\n${table}\n`);
    if (process.env['UPDATE_DOCS'] === '1') writeLosses(table);
    expect(losses.length).toBe(programKills + stationKills);
  });
});

function writeLosses(table: string): void {
  const path = join(projectRoot, 'docs', 'performance.md');
  const begin = '<!-- losses: npm run test:fault with UPDATE_DOCS=1 writes from here -->';
  const end = '<!-- losses: to here -->';
  const text = readFileSync(path, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error('docs/performance.md has no place for the losses');
  writeFileSync(path, `${text.slice(0, from)}${begin}\n${table}\n${text.slice(to)}`);
}
