import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startSoapCamera, startStranger, type FakeProfile, type SoapCamera, type SoapCameraOptions } from '../../../test/support/soap-camera.ts';
import { systemClock } from '../platform/index.ts';
import { inspectCamera, type TimeOfRoom } from './index.ts';

const epochMs = Date.UTC(2026, 10, 23, 6);
const time: TimeOfRoom = {
  monotonicMs: () => systemClock.monotonicMs(),
  at: (monotonicMs) => ({ atMs: Math.round(epochMs + monotonicMs), errorMs: 1 }),
  now: () => ({ atMs: Math.round(epochMs + systemClock.monotonicMs()), errorMs: 1 }),
};
const cameraClock = (aheadMs: number) => () => epochMs + systemClock.monotonicMs() + aheadMs;

const profiles: readonly FakeProfile[] = [
  { token: 'jpeg', encoding: 'JPEG', width: 3840, height: 2160, fps: 5 },
  { token: 'sub', encoding: 'H264', width: 640, height: 360, fps: 25 },
  { token: 'main&1', encoding: 'H264', width: 1920, height: 1080, fps: 25, audio: true },
];

describe('inspecting a camera', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });
  const own = (camera: SoapCamera) => {
    closers.push(() => camera.close());
    return camera;
  };
  const start = async (options: Partial<SoapCameraOptions>) => own(await startSoapCamera({ demands: 'username-token', user: '管理<员>', password: 'a:b"c', profiles, clockMs: cameraClock(-12_345), ...options }));
  const inspect = (xaddr: string, { user = '管理<员>', password = 'a:b"c', deadlineMs = 8000, clockProbes = 1 } = {}) => inspectCamera({ xaddr, user, password, deadlineMs, time, clockProbes });

  it('gives the best profile, addresses without credentials, and the camera’s clock, though that clock is wrong by hours', async () => {
    const camera = await start({ clockMs: cameraClock(-7_200_000) });
    const description = await inspect(camera.xaddr);
    expect(description).toMatchObject({
      manufacturer: 'Acme & Co', model: 'M1', firmware: '1.2', serial: 'S9', mediaProfileToken: 'main&1', videoCodec: 'h264', width: 1920, height: 1080, fps: 25, hasAudio: true,
      snapshotUrl: `http://127.0.0.1:${camera.port}/snapshot/main&1.jpg`,
    });
    expect(description.rtspUrl).toBe('rtsp://127.0.0.1:8554/main&1');
    expect(Math.abs(description.clock.offsetMs + 7_200_000)).toBeLessThanOrEqual(description.clock.errorMs);
    expect(camera.heard.join()).not.toContain('a:b"c');
  });

  it.each(['MD5', 'SHA-256'] as const)('logs in to a camera that demands HTTP digest (%s)', async (algorithm) => {
    const camera = await start({ demands: 'http-digest', algorithm, clockDemandsLogin: true });
    expect(await inspect(camera.xaddr)).toMatchObject({ model: 'M1', mediaProfileToken: 'main&1' });
  });

  it.each(['username-token', 'http-digest'] as const)('says that a wrong password is one (%s)', async (demands) => {
    const camera = await start({ demands });
    await expect(inspect(camera.xaddr, { password: 'wrong' })).rejects.toMatchObject({ code: 'CAMERA_UNAUTHORIZED', params: { address: `127.0.0.1:${camera.port}` } });
    await expect(inspect(camera.xaddr, { user: '' })).rejects.toMatchObject({ code: 'CAMERA_UNAUTHORIZED' });
  });

  it('finds H.265 that only Media2 tells of', async () => {
    const camera = await start({ profiles: [], media2Profiles: [{ token: 'hevc', encoding: 'H265', width: 2560, height: 1440, fps: 20 }] });
    expect(await inspect(camera.xaddr)).toMatchObject({ videoCodec: 'h265', mediaProfileToken: 'hevc', rtspUrl: 'rtsp://127.0.0.1:8554/hevc', width: 2560, hasAudio: false });
  });

  it('says that there is nothing to record', async () => {
    const camera = await start({ profiles: profiles.slice(0, 1) });
    await expect(inspect(camera.xaddr)).rejects.toMatchObject({ code: 'CAMERA_NO_H264' });
  });

  it('takes credentials nowhere but to the host it was given', async () => {
    const camera = await start({ claimsHost: '192.0.2.77:9' });
    expect(await inspect(camera.xaddr)).toMatchObject({ rtspUrl: 'rtsp://127.0.0.1:8554/main&1', snapshotUrl: `http://127.0.0.1:${camera.port}/snapshot/main&1.jpg` });
  });

  it('leaves no connection behind, whether it succeeds or not', async () => {
    const camera = await start({});
    await inspect(camera.xaddr);
    await inspect(camera.xaddr, { password: 'wrong' }).catch(() => undefined);
    await vi.waitFor(async () => expect(await camera.connections()).toBe(0), 2000);
  });

  it.each<[string, string, string]>([
    ['a web page', '<!doctype html><html><body>hello</body></html>', 'CAMERA_NOT_ONVIF'],
    ['binary rubbish', '\u0000\u0001\u0002<<<<', 'CAMERA_NOT_ONVIF'],
    ['an envelope that is cut off', '<s:Envelope xmlns:s="x"><s:Body>', 'CAMERA_NOT_ONVIF'],
    ['an envelope with nothing in it', '<s:Envelope xmlns:s="x"><s:Body/></s:Envelope>', 'CAMERA_NOT_ONVIF'],
    ['a time that is none', '<Envelope><Body><GetSystemDateAndTimeResponse><SystemDateAndTime><UTCDateTime><Time><Hour>99</Hour></Time></UTCDateTime></SystemDateAndTime></GetSystemDateAndTimeResponse></Body></Envelope>', 'CAMERA_NOT_ONVIF'],
    ['elements without end', `<Envelope><Body>${'<a>'.repeat(60_000)}`, 'CAMERA_NOT_ONVIF'],
    ['deep nesting in a fault', `<Envelope><Body><Fault>${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}</Fault></Body></Envelope>`, 'CAMERA_NOT_ONVIF'],
  ])('is not misled by %s', async (_name, page, code) => {
    const stranger = own(await startStranger((_request, _body, response) => response.end(page)));
    await expect(inspect(stranger.xaddr)).rejects.toMatchObject({ code });
  });

  it('stops reading an answer that is too long', async () => {
    let sentBytes = 0;
    const stranger = own(await startStranger((_request, _body, response) => {
      const chunk = Buffer.alloc(64 * 1024, 32);
      const pour = () => {
        while (!response.destroyed && sentBytes < 200_000_000) {
          sentBytes += chunk.byteLength;
          if (!response.write(chunk)) return void response.once('drain', pour);
        }
      };
      pour();
    }));
    await expect(inspect(stranger.xaddr)).rejects.toMatchObject({ code: 'CAMERA_NOT_ONVIF' });
    expect(sentBytes).toBeLessThan(20_000_000);
  });

  it('ends by its deadline when the answer never comes, or never ends', async () => {
    const silent = own(await startStranger(() => undefined));
    await expect(inspect(silent.xaddr, { deadlineMs: 300 })).rejects.toMatchObject({ code: 'CAMERA_UNREACHABLE' });
    const slow = own(await startStranger((_request, _body, response) => {
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    }));
    await expect(inspect(slow.xaddr, { deadlineMs: 300 })).rejects.toMatchObject({ code: 'CAMERA_UNREACHABLE' });
  });

  it('tells a place where nobody is from one where something else answers', async () => {
    const gone = await startStranger(() => undefined);
    await gone.close();
    await expect(inspect(gone.xaddr)).rejects.toMatchObject({ code: 'CAMERA_UNREACHABLE', params: { address: `127.0.0.1:${gone.port}` } });
    await expect(inspect('http://camera.invalid/onvif/device_service')).rejects.toMatchObject({ code: 'CAMERA_UNREACHABLE' });
    await expect(inspect('nonsense')).rejects.toMatchObject({ code: 'CAMERA_UNREACHABLE' });
    const other = createServer((socket: Socket) => socket.resume().end('SSH-2.0-OpenSSH_9.2\r\n'));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    closers.push(async () => {
      other.close();
      await once(other, 'close');
    });
    await expect(inspect(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`)).rejects.toMatchObject({ code: 'CAMERA_NOT_ONVIF' });
  });
});
