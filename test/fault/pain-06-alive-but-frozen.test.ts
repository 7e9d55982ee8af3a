import { afterEach, describe, expect, it } from 'vitest';
import { parseId, type SessionId } from '../../src/shared/domain/index.ts';
import { GstCamera, type GstCameraOptions } from '../support/gst-camera.ts';
import { isRunning } from '../support/process-state.ts';
import { RecorderBench } from '../support/recorder-bench.ts';

// Pain 6: ffmpeg alive but frozen on a dead camera (scrypted #1480, BirdNET-Pi #579, pi4-IA #34).
const sessionId = parseId<SessionId>('ses-1');
const open: (() => Promise<unknown>)[] = [];
/** Five seconds, and what a machine that does everything at once may take beyond. */
const foundWithinMs = 5_000 + 3_000;

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function record(options: GstCameraOptions = {}): Promise<{ readonly camera: GstCamera; readonly bench: RecorderBench }> {
  const camera = await GstCamera.start({ width: 336, height: 192, ...options });
  open.push(() => camera.stop());
  const bench = await RecorderBench.start({ url: camera.url });
  open.push(() => bench.close());
  await bench.live();
  await bench.recorder.keep(sessionId);
  await bench.next('proven');
  return { camera, bench };
}

describe('a recorder is not deceived by', () => {
  it('an ffmpeg that is frozen: it is found, killed and replaced, and the gap is told', async () => {
    const { bench } = await record();
    const pid = bench.ffmpegPid();
    const frozenAtMs = bench.roomClock.now().atMs;
    process.kill(pid, 'SIGSTOP');
    expect((await bench.next('runEnded')).reason).toBe('stalled');
    const foundAfterMs = bench.roomClock.now().atMs - frozenAtMs;
    await bench.next('gapClosed');
    expect(isRunning(pid)).toBe(false);
    expect(isRunning(bench.ffmpegPid())).toBe(true);
    expect(bench.all('gapOpened')).toMatchObject([{ reason: 'stalled' }]);
    expect(foundAfterMs).toBeLessThan(foundWithinMs);
    console.log(`a frozen ffmpeg was found and ended after ${foundAfterMs} ms, replaced after ${bench.roomClock.now().atMs - frozenAtMs} ms`);
  });

  it('a camera that stands still with its connections open', async () => {
    const { camera, bench } = await record();
    const frozenAtMs = bench.roomClock.now().atMs;
    camera.freeze();
    expect((await bench.next('runEnded')).reason).toBe('stalled');
    const foundAfterMs = bench.roomClock.now().atMs - frozenAtMs;
    // While it is gone, attempts end in time and say why.
    expect((await bench.next('state', ({ phase, problem }) => phase === 'backoff' && problem !== 'STREAM_STALLED')).problem).toBe('CAMERA_UNREACHABLE');
    camera.thaw();
    await bench.next('gapClosed');
    expect(foundAfterMs).toBeLessThan(foundWithinMs);
    console.log(`a camera that stood still was found after ${foundAfterMs} ms`);
  });

  it('a goodbye (RTCP BYE) of the picture while the sound goes on, which ffmpeg does not heed', async () => {
    const { bench } = await record({ audio: 'aac', goodbyeAfter: 150 });
    const ended = await bench.next('runEnded');
    const endedAtMs = bench.roomClock.now().atMs;
    expect(ended.reason).toBe('stream-lost');
    const lastMediaMs = bench.all('gapOpened').at(-1)?.fromMs ?? 0;
    expect(endedAtMs - lastMediaMs).toBeLessThan(foundWithinMs);
    await bench.next('gapClosed');
    console.log(`a goodbye was heeded after ${Math.round(endedAtMs - lastMediaMs)} ms`);
  });
});
