import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkSegment, genesisHead, listSegments, streamFolder } from '../../src/main/segments/index.ts';
import { parseId, streamIdOf, type SessionId } from '../../src/shared/domain/index.ts';
import { GstCamera } from '../support/gst-camera.ts';
import { RecorderBench } from '../support/recorder-bench.ts';

const sessionId = parseId<SessionId>('ses-1');
const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function liveBench(): Promise<RecorderBench> {
  const camera = await GstCamera.start({ gop: 50 });
  open.push(() => camera.stop());
  const bench = await RecorderBench.start({ url: camera.url, settings: { native: true } });
  open.push(() => bench.close());
  await bench.live();
  return bench;
}

describe('the pre-roll', () => {
  it('of at least ten seconds is joined to what follows without a seam, in both streams, and nothing was on a disk before', async () => {
    const bench = await liveBench();
    bench.recorder.holdPreRoll(true);
    const first = await bench.next('fragment');
    await bench.next('fragment', (fragment) => fragment.roomMs > first.roomMs + 12_000);
    expect(existsSync(bench.folders.primary) || existsSync(bench.folders.mirror)).toBe(false);
    const pressedAtMs = bench.roomClock.now().atMs;
    await bench.recorder.keep(sessionId);
    bench.recorder.holdPreRoll(false);
    await bench.next('proven', (proven) => proven.provenUntilMs > pressedAtMs + 3_000);
    await bench.recorder.release();
    expect(bench.all('gapOpened')).toEqual([]);
    for (const kind of ['stamped', 'native'] as const) {
      const streamId = streamIdOf(bench.camera.cameraId, kind);
      const folder = streamFolder(bench.folders.primary, sessionId, streamId);
      expect(await listSegments(folder)).toEqual(['0001-0001.mp4']);
      const { links, findings } = await checkSegment(join(folder, '0001-0001.mp4'), { head: genesisHead(sessionId, streamId) });
      expect(findings).toEqual([]);
      expect(links[0]?.roomMs).toBeLessThanOrEqual(pressedAtMs - 10_000);
      expect(links[0]?.roomMs).toBeGreaterThan(pressedAtMs - 15_000);
      links.slice(1).forEach((link, n) => {
        const before = links[n];
        // In the file nothing is missing; in room time the slewing of the stamp leaves at most a few milliseconds.
        expect(link.mediaMs).toBe((before?.mediaMs ?? 0) + (before?.durationMs ?? 0));
        expect(Math.abs(link.roomMs - (before?.roomMs ?? 0) - (before?.durationMs ?? 0))).toBeLessThan(40);
      });
    }
  });

  it('is forgotten when the room check is undone: a session that starts then has only the fragment before', async () => {
    const bench = await liveBench();
    bench.recorder.holdPreRoll(true);
    const first = await bench.next('fragment');
    await bench.next('fragment', (fragment) => fragment.roomMs > first.roomMs + 12_000);
    bench.recorder.holdPreRoll(false);
    const pressedAtMs = bench.roomClock.now().atMs;
    expect(bench.recorder.beginsAtMs(bench.recorder.streamId)).toBeGreaterThan(pressedAtMs - 4_000);
    expect(bench.recorder.recent?.fragments.length).toBeLessThanOrEqual(8);
  });
});
