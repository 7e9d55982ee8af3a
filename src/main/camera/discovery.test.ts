import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { probeMatches, startProbeResponder } from '../../../test/support/probe-responder.ts';
import { startSoapCamera, startStranger } from '../../../test/support/soap-camera.ts';
import { createLogger, systemClock } from '../platform/index.ts';
import { readProbeMatches } from './discovery-message.ts';
import { discoverCameras, type TimeOfRoom } from './index.ts';

const time: TimeOfRoom = {
  monotonicMs: () => systemClock.monotonicMs(),
  at: (monotonicMs) => ({ atMs: Math.round(monotonicMs), errorMs: 1 }),
  now: () => ({ atMs: Math.round(systemClock.monotonicMs()), errorMs: 1 }),
};
const log = createLogger('test', () => undefined);
const discover = (timeoutMs: number, address?: string) => discoverCameras({ timeoutMs, time, log, ...(address === undefined ? {} : { address }) });

describe('discovery', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });
  const own = <T extends { close(): Promise<void> }>(thing: T) => {
    closers.push(() => thing.close());
    return thing;
  };

  it('finds a camera by multicast, once, under the address it answered from, among rubbish and lies', async () => {
    const mine = randomUUID();
    own(await startProbeResponder(true, (question) => [
      randomBytes(900),
      '<a><b>',
      '<Envelope/>',
      `<Envelope>${'<x>'.repeat(15_000)}`,
      probeMatches(question, { endpoint: 'urn:liar', xaddrs: `http://192.0.2.66/${mine}`, scopes: 'onvif://www.onvif.org/name/liar', relatesTo: `urn:uuid:${randomUUID()}` }),
      probeMatches(question, { endpoint: 'urn:file', xaddrs: `file:///etc/${mine} javascript:${mine}`, scopes: '' }),
      probeMatches(question, { endpoint: `urn:${mine}`, xaddrs: `http://[fe80::1]/${mine} http://10.9.8.7/${mine} http://127.0.0.1:8000/${mine}`, scopes: 'onvif://www.onvif.org/name/%E5%8D%97%E5%A2%99_1%0A onvif://www.onvif.org/hardware/Dome%2' }),
    ]));
    const found = (await discover(700)).filter(({ xaddr }) => xaddr.includes(mine));
    expect(found).toMatchObject([{ xaddr: `http://127.0.0.1:8000/${mine}`, name: '南墙 1', hardware: 'Dome%2' }]);
  });

  it('hides no camera behind another with the same endpoint', async () => {
    const responder = own(await startProbeResponder(false, (question) => [1, 2].map((index) =>
      probeMatches(question, { endpoint: 'urn:factory', xaddrs: `http://127.0.0.1:900${index}/onvif/device_service`, scopes: '' }))));
    expect(await discover(500, `127.0.0.1:${responder.port}`)).toHaveLength(2);
  });

  it('finds many cameras at once, each once, however often they answer', async () => {
    const mine = randomUUID();
    const cameras = Array.from({ length: 24 }, (_, n) => n);
    own(await startProbeResponder(true, (question) => cameras.flatMap((n) => {
      const answer = probeMatches(question, { endpoint: `urn:${mine}:${n}`, xaddrs: `http://192.0.2.${n}/${mine}`, scopes: `onvif://www.onvif.org/name/Camera_${String(n).padStart(2, '0')}` });
      return [answer, answer];
    })));
    const found = (await discover(900)).filter(({ xaddr }) => xaddr.includes(mine));
    expect(found.map(({ name }) => name)).toEqual(cameras.map((n) => `Camera ${String(n).padStart(2, '0')}`));
  });

  it('is not kept busy by a flood, nor taken in by what it carries', async () => {
    const bomb = (question: string) => probeMatches(question, { endpoint: 'urn:bomb', xaddrs: 'http://127.0.0.1:9/&lol;', scopes: '' })
      .replace('<?xml version="1.0"?>', `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "${'x'.repeat(1_000)}"><!ENTITY lol "${'&a;'.repeat(1_000)}">]>`);
    const responder = own(await startProbeResponder(false, (question) => [
      bomb(question),
      probeMatches(question, { endpoint: 'urn:big', xaddrs: `http://127.0.0.1:9/${'y'.repeat(50_000)}`, scopes: 'z '.repeat(3_000) }),
      ...Array.from({ length: 1_500 }, (_, n) => probeMatches(question, { endpoint: `urn:flood:${n}`, xaddrs: `http://127.0.0.1:${10_000 + n}/`, scopes: '' })),
    ]));
    const found = await discover(700, `127.0.0.1:${responder.port}`);
    expect(found.length).toBeLessThanOrEqual(256);
    expect(JSON.stringify(found)).not.toMatch(/xxxx|yyyyyyyyyy/);
  });

  it('does not let a camera elsewhere lead it to this machine, to nobody or to everybody', async () => {
    const id = randomUUID();
    const answer = (xaddrs: string) => readProbeMatches(Buffer.from(probeMatches(`<MessageID>urn:uuid:${id}</MessageID>`, { endpoint: 'urn:1', xaddrs, scopes: '' })), new Set([id]), '192.0.2.7');
    for (const host of ['127.0.0.1:8080', 'localhost', '0.0.0.0', '[::1]', '[::]', '239.255.255.250', '255.255.255.255', '[ff02::1]', '[::ffff:127.0.0.1]']) expect(await answer(`http://${host}/`), host).toEqual([]);
    expect(await answer('http://127.0.0.1/ http://192.0.2.7/ http://10.0.0.1/')).toMatchObject([{ xaddr: 'http://192.0.2.7/' }]);
    expect(await answer('http://10.0.0.1/')).toMatchObject([{ xaddr: 'http://10.0.0.1/', certain: false }]);
  });

  it('asks the discovery port it is given', async () => {
    const responder = own(await startProbeResponder(false, (question) => [1, 2].map((index) =>
      probeMatches(question, { endpoint: `urn:${index}`, xaddrs: `http://127.0.0.1:800${index}/onvif/device_service`, scopes: `onvif://www.onvif.org/name/Camera_${index}` }))));
    expect((await discover(500, `127.0.0.1:${responder.port}`)).map(({ name }) => name)).toEqual(['Camera 1', 'Camera 2']);
  });

  it.each([
    ['host and port', (port: number) => `127.0.0.1:${port}`],
    ['an address without a path', (port: number) => `http://127.0.0.1:${port}`],
    ['an address with a login in it', (port: number) => `http://admin:secret@127.0.0.1:${port}/onvif/device_service`],
  ])('finds a camera that answers HTTP alone at %s', async (_name, address) => {
    const camera = own(await startSoapCamera({ demands: 'username-token', user: 'u', password: 'p', clockMs: () => 0 }));
    expect(await discover(500, address(camera.port))).toEqual([{ xaddr: camera.xaddr, name: `127.0.0.1:${camera.port}`, hardware: '', scopes: [] }]);
  });

  it('finds a camera that tells strangers nothing, not even the time', async () => {
    const camera = own(await startSoapCamera({ demands: 'http-digest', clockDemandsLogin: true, clockMs: () => 0 }));
    expect(await discover(500, camera.xaddr)).toMatchObject([{ xaddr: camera.xaddr }]);
  });

  it('says why there is no camera', async () => {
    const page = own(await startStranger((_request, _body, response) => response.end('<html></html>')));
    await expect(discover(500, `127.0.0.1:${page.port}`)).rejects.toMatchObject({ code: 'CAMERA_NOT_ONVIF' });
    await page.close();
    closers.pop();
    await expect(discover(500, `127.0.0.1:${page.port}`)).rejects.toMatchObject({ code: 'CAMERA_UNREACHABLE' });
    await expect(discover(500, 'no such host.invalid')).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    await expect(discover(500, 'camera.invalid')).rejects.toMatchObject({ code: 'CAMERA_UNREACHABLE' });
    await expect(discover(500, 'rtsp://127.0.0.1/main')).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  });
});
