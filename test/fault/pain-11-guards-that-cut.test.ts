import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { RtspRelay } from '../../src/main/camera/index.ts';
import { systemClock } from '../../src/main/platform/index.ts';
import { parseId, type SessionId } from '../../src/shared/domain/index.ts';
import { GstCamera } from '../support/gst-camera.ts';
import { quiet, RecorderBench } from '../support/recorder-bench.ts';
import { interleavedFrame, reply, startScriptedCamera } from '../support/scripted-camera.ts';

// Pain 11: guards that cut good recordings (mediamtx #5550).
const sessionId = parseId<SessionId>('ses-1');
const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function record(): Promise<{ readonly camera: GstCamera; readonly bench: RecorderBench }> {
  const camera = await GstCamera.start({ width: 336, height: 192 });
  open.push(() => camera.stop());
  const bench = await RecorderBench.start({ url: camera.url });
  open.push(() => bench.close());
  await bench.live();
  await bench.recorder.keep(sessionId);
  await bench.next('proven');
  return { camera, bench };
}

function busyFor(ms: number): void {
  const until = systemClock.monotonicMs() + ms;
  while (systemClock.monotonicMs() < until) Math.sqrt(until);
}

describe('no run is ended because', () => {
  it('the station itself was too busy to look for longer than a camera may be silent', async () => {
    const { bench } = await record();
    for (const ms of [4_500, 6_000]) {
      busyFor(ms);
      const from = bench.roomClock.now().atMs;
      await bench.next('proven', ({ provenUntilMs }) => provenUntilMs > from);
    }
    expect(bench.all('runEnded')).toEqual([]);
    expect(bench.all('gapOpened')).toEqual([]);
  });

  it('the network held everything up for two seconds, again and again', async () => {
    const { camera, bench } = await record();
    for (let round = 0; round < 3; round += 1) {
      camera.freeze();
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      camera.thaw();
      const from = bench.roomClock.now().atMs;
      await bench.next('proven', ({ provenUntilMs }) => provenUntilMs > from);
    }
    expect(bench.all('runEnded')).toEqual([]);
  });

  it('a camera that sends leaves signs of life unanswered, numbers its answers wrongly, sends rubbish between frames, or says goodbye for one source and goes on with another', async () => {
    const goodbye = Buffer.from([0x81, 203, 0, 1, 0, 0, 0, 1]);
    const camera = await startScriptedCamera((request, socket) => {
      if (request.startsWith('GET_PARAMETER')) return undefined;
      if (request.startsWith('SETUP')) return reply(request, '200 OK', ['Transport: RTP/AVP/TCP;unicast;interleaved=0-1']);
      if (request.startsWith('PLAY')) {
        const timer = setInterval(() => socket.write(Buffer.concat([interleavedFrame(1, goodbye), Buffer.from('\r\n\x01rubbish'), interleavedFrame(0, Buffer.alloc(900))])), 100);
        socket.on('close', () => clearInterval(timer));
      }
      return reply(request.replace(/CSeq: .*/, 'CSeq: 4711'), '200 OK');
    });
    open.push(() => camera.close());
    const relay = await RtspRelay.open({ source: { rtspUrl: camera.url, user: '', password: '' }, clock: systemClock, log: quiet, answerMs: 500 });
    open.push(() => relay.close());
    relay.admit(process.pid);
    const client = connect(Number(new URL(relay.address).port), '127.0.0.1');
    let bytes = 0;
    client.on('data', (chunk) => (bytes += chunk.length));
    for (const [n, method] of ['SETUP', 'PLAY', 'GET_PARAMETER', 'GET_PARAMETER'].entries()) client.write(`${method} ${relay.address} RTSP/1.0\r\nCSeq: ${n}\r\n\r\n`);
    await vi.waitFor(() => expect(relay.status().streams[0]?.packets).toBeGreaterThan(30), 20_000);
    expect(relay.status()).toMatchObject({ phase: 'playing', problem: null });
    await vi.waitFor(() => expect(relay.status().streams[0]?.byeAtMs).toBeNull());
    expect(bytes).toBeGreaterThan(27_000);
    client.destroy();
  });
});
