import { afterEach, describe, expect, it } from 'vitest';
import { parseId, type SessionId } from '../../src/shared/domain/index.ts';
import { barCodeErrors } from '../support/bar-code-errors.ts';
import { GstCamera } from '../support/gst-camera.ts';
import { RecorderBench } from '../support/recorder-bench.ts';
import { calmWorld, checkStamp, hourMs, playStamp } from '../support/simulated-stamp.ts';

// Pain 3: the clock in the file differs from the clock on the wall, growing with time (moonfire #350, mediamtx #2733, livekit #341, lightNVR #608).
const sessionId = parseId<SessionId>('ses-1');
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe('the clock in the file does not come away from the clock on the wall', () => {
  it.each([200, -200])('over three hours with a camera whose crystal is %i ppm off, which is two seconds', async (cameraPpm) => {
    const shown = await playStamp({ ...calmWorld, cameraPpm, minutes: 180, stationPpm: -40 });
    checkStamp(shown);
    const middle = (from: number, to: number) => shown.slice(from, to).map(({ wrongMs }) => wrongMs).sort((a, b) => a - b)[Math.floor((to - from) / 2)] ?? Infinity;
    expect(Math.abs(middle(0, 1_500) - middle(shown.length - 1_500, shown.length))).toBeLessThan(15);
    expect(shown.length).toBeGreaterThan((3 * hourMs) / 41);
  }, 120_000);

  it('in a real recording of a camera that writes the moment into each of its pictures', async () => {
    const camera = await GstCamera.start({ audio: 'aac' });
    open.push(() => camera.stop());
    const bench = await RecorderBench.start({ url: camera.url });
    open.push(() => bench.close());
    await bench.live();
    await bench.recorder.keep(sessionId);
    const untilMs = bench.roomClock.now().atMs + 20_000;
    await bench.next('proven', (proven) => proven.provenUntilMs >= untilMs, 90_000);
    await bench.recorder.release();
    const errors = await barCodeErrors(bench, sessionId);
    expect(errors.length).toBeGreaterThan(300);
    const third = Math.floor(errors.length / 3);
    const median = (list: typeof errors) => list.map(({ wrongMs }) => wrongMs).toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Infinity;
    expect(Math.abs(median(errors.slice(0, third)) - median(errors.slice(-third)))).toBeLessThan(40);
  });
});
