import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { findFfmpeg, spawnMedia, type MediaProcess } from '../../src/main/ffmpeg/index.ts';
import { parseId, type SessionId } from '../../src/shared/domain/index.ts';
import { GstCamera } from '../support/gst-camera.ts';
import { isRunning } from '../support/process-state.ts';
import { quiet, RecorderBench } from '../support/recorder-bench.ts';
import { waitUntil } from '../support/wait-until.ts';

// Pain 12: a stop that was not meant, and a stop that never comes to an end (OBS #1943, #3505, #7946; ShareX #3287).
const sessionId = parseId<SessionId>('ses-1');
const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const source = ['-hide_banner', '-re', '-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=10', '-f', 'null', '-'];

async function startFfmpeg(args: readonly string[], stdin: 'pipe' | 'ignore' = 'pipe'): Promise<MediaProcess> {
  const media = spawnMedia({ tools: await findFfmpeg(), args, stdin, log: quiet });
  open.push(() => media.stop());
  await waitUntil('a running ffmpeg', 10_000, () => Promise.resolve(media.stderrTail().includes('Output #0') || media.stderrTail().includes('listening') || undefined));
  return media;
}

describe('the stop of an ffmpeg', () => {
  it('needs no more than to be asked', async () => {
    const media = await startFfmpeg(source);
    expect(await media.stop()).toEqual({ exitCode: 0, signal: null, endedBy: 'q' });
  });

  it('is a signal for one that does not listen', async () => {
    const media = await startFfmpeg(['-nostdin', ...source]);
    expect(await media.stop()).toMatchObject({ exitCode: 255, endedBy: 'terminate' });
  });

  it('is a kill for one that hears nothing, and is asked for once however often', async () => {
    const media = await startFfmpeg(source);
    process.kill(media.pid ?? 0, 'SIGSTOP');
    const [one, two] = await Promise.all([media.stop(), media.stop('terminate')]);
    expect(one).toEqual({ exitCode: null, signal: 'SIGKILL', endedBy: 'kill' });
    expect(two).toBe(one);
    expect(isRunning(media.pid ?? 0)).toBe(false);
  });

  it('tells one that went by itself from one that was stopped', async () => {
    const media = await startFfmpeg(source);
    process.kill(media.pid ?? 0, 'SIGKILL');
    expect(await media.exited).toEqual({ exitCode: null, signal: 'SIGKILL', endedBy: 'itself' });
    expect(await media.stop()).toMatchObject({ endedBy: 'itself' });
  });

  it('ends one that waits for a server that never answers', async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(() => Promise.resolve(void server.close()));
    const address = server.address();
    const port = address !== null && typeof address !== 'string' ? address.port : 0;
    const media = spawnMedia({ tools: await findFfmpeg(), args: ['-rtsp_transport', 'tcp', '-i', `rtsp://127.0.0.1:${port}/x`, '-f', 'null', '-'], stdin: 'pipe', log: quiet });
    const [socket] = (await once(server, 'connection')) as [{ destroy(): void }];
    expect(['q', 'terminate', 'kill']).toContain((await media.stop()).endedBy);
    socket.destroy();
  });
});

describe('a recording', () => {
  async function record(): Promise<{ readonly bench: RecorderBench; readonly pid: number }> {
    const camera = await GstCamera.start({ width: 336, height: 192 });
    open.push(() => camera.stop());
    const bench = await RecorderBench.start({ url: camera.url });
    open.push(() => bench.close());
    await bench.live();
    await bench.recorder.keep(sessionId);
    await bench.next('proven');
    return { bench, pid: bench.ffmpegPid() };
  }

  it('is not ended by Ctrl-C in the terminal of the station: ffmpeg is in a group of its own', async () => {
    const { pid } = await record();
    const group = (of: number) => readFileSync(`/proc/${of}/stat`, 'latin1').replace(/^.*\) /, '').split(' ')[2];
    expect(group(pid)).not.toBe(group(process.pid));
  });

  it('goes on by itself when somebody ends its ffmpeg, with a gap that is told', async () => {
    const { bench, pid } = await record();
    process.kill(pid, 'SIGINT');
    expect((await bench.next('runEnded')).reason).toBe('stream-lost');
    const { toMs } = await bench.next('gapClosed');
    expect(toMs).toBeGreaterThan(bench.all('gapOpened')[0]?.fromMs ?? Infinity);
    expect(bench.ffmpegPid()).not.toBe(pid);
  });

  it('whose ffmpeg is frozen when it is to end, ends all the same, with everything that was proven, and leaves nothing running', async () => {
    const { bench, pid } = await record();
    process.kill(pid, 'SIGSTOP');
    const provenUntilMs = bench.all('proven').at(-1)?.provenUntilMs ?? 0;
    await bench.recorder.close();
    expect(isRunning(pid)).toBe(false);
    const finalized = bench.all('segmentFinalized');
    expect(finalized.map(({ disk }) => disk).sort()).toEqual(['mirror', 'primary']);
    for (const { endsAtMs } of finalized) expect(endsAtMs).toBeGreaterThanOrEqual(provenUntilMs);
  });
});
