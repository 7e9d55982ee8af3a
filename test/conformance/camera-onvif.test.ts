import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { Cam, Discovery } from 'onvif';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainingCamera, TrainingRoom } from '../../src/main/training/index.ts';
import { systemClock } from '../../src/main/platform/index.ts';
import { askCameraTime, cameraOf, openTrainingRoom, postSoap } from '../support/camera-clients.ts';

// The ONVIF client here is not the one the station uses.
let room: TrainingRoom;
beforeAll(async () => {
  room = await openTrainingRoom();
});
afterAll(() => room.close());

interface LooseProfile {
  readonly $: { readonly token: string };
  readonly audioEncoderConfiguration?: { readonly encoding: string };
  readonly videoEncoderConfiguration: { readonly encoding: string; readonly resolution: { readonly width: number; readonly height: number } };
}

type Reply<T> = (error: Error | null, data?: T) => void;

/** One operation of the client as a promise. */
function ask<T>(call: (reply: Reply<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => call((error, data) => (error === null && data !== undefined ? resolve(data) : reject(error ?? new Error('No data')))));
}

async function connect({ xaddr, user, password }: TrainingCamera, options: { readonly useWSSecurity?: boolean; readonly wrong?: string } = {}): Promise<Cam> {
  const { hostname, port } = new URL(xaddr);
  const camera = new Cam({ hostname, port: Number(port), username: user, password: options.wrong ?? password, timeout: 10_000, autoconnect: false, useWSSecurity: options.useWSSecurity ?? true });
  await promisify(camera.connect.bind(camera))();
  return camera;
}

describe.each([true, false])('an ONVIF client (WS-UsernameToken %s, else HTTP digest)', (useWSSecurity) => {
  it('reads device, media profile and addresses of both cameras', async () => {
    for (const key of ['overview', 'interviewee'] as const) {
      const camera = cameraOf(room, key);
      const client = await connect(camera, { useWSSecurity });
      expect(await ask<object>((reply) => client.getDeviceInformation(reply))).toMatchObject({ manufacturer: 'Shilu', model: 'Training Camera' });
      const [profile] = await ask<readonly LooseProfile[]>((reply) => client.getProfiles(reply));
      expect(profile?.videoEncoderConfiguration).toMatchObject({ encoding: 'H264', resolution: key === 'overview' ? { width: 1920, height: 1080 } : { width: 1280, height: 720 } });
      expect(profile?.audioEncoderConfiguration?.encoding).toBe(key === 'overview' ? 'AAC' : undefined);
      expect((await ask<{ uri: string }>((reply) => client.getStreamUri(reply))).uri).toBe(camera.rtspUrl);
      expect((await ask<{ uri: string }>((reply) => client.getSnapshotUri(reply))).uri).toBe(camera.snapshotUrl);
    }
  });

  it('sets the time and reads it back', async () => {
    const camera = cameraOf(room, 'interviewee');
    const client = await connect(camera, { useWSSecurity });
    const wanted = new Date(systemClock.wallMs() + 90_000);
    await ask((reply) => client.setSystemDateAndTime({ dateTimeType: 'Manual', daylightSavings: false, dateTime: wanted }, reply));
    expect(Math.abs((await askCameraTime(camera)) - wanted.getTime())).toBeLessThan(5_000);
    const back = new Date(systemClock.wallMs());
    await ask((reply) => client.setSystemDateAndTime({ dateTimeType: 'Manual', daylightSavings: false, dateTime: back }, reply));
    expect(Math.abs((await askCameraTime(camera)) - back.getTime())).toBeLessThan(5_000);
  });

  it('is refused with a wrong password', async () => {
    await expect(connect(cameraOf(room, 'overview'), { useWSSecurity, wrong: 'wrong' })).rejects.toThrow();
  });
});

describe('bad requests', () => {
  it('get the faults of the specification', async () => {
    const { xaddr } = cameraOf(room, 'overview');
    const unknown = await postSoap(xaddr, '<GetSystemDateAndTime/>').then(() => postSoap(xaddr, '<SystemReboot/>'));
    expect(unknown).toMatchObject({ status: 401, body: expect.stringContaining('ter:NotAuthorized') as string });
    const nonsense = await postSoap(xaddr, '');
    expect(nonsense).toMatchObject({ status: 400, body: expect.stringContaining('ter:WellFormed') as string });
  });
});

describe('WS-Discovery', () => {
  it('is found by multicast', async () => {
    if (!room.discovery.hearsMulticast) return;
    const ports: number[] = [];
    await new Promise<void>((resolve) => Discovery.probe({ timeout: 3_000 }, (_error, found) => {
      for (const device of (found ?? []) as readonly { readonly port?: number | string }[]) ports.push(Number(device.port));
      resolve();
    }));
    for (const camera of room.cameras) expect(ports).toContain(Number(new URL(camera.xaddr).port));
  });

  it('answers a direct probe for each camera, and is silent to a probe for printers', async () => {
    const socket = createSocket('udp4');
    const answers: string[] = [];
    socket.on('message', (message) => answers.push(message.toString('utf8')));
    const send = (types: string) => socket.send(
      '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery">'
      + `<e:Header><w:MessageID>uuid:${types}</w:MessageID></e:Header><e:Body><d:Probe><d:Types>${types}</d:Types></d:Probe></e:Body></e:Envelope>`, room.discovery.port, room.discovery.host,
    );
    send('p:Printer');
    send('dn:NetworkVideoTransmitter');
    while (answers.length < 2) await once(socket, 'message');
    socket.close();
    expect(answers.every((answer) => answer.includes('RelatesTo>uuid:dn:NetworkVideoTransmitter<'))).toBe(true);
    for (const camera of room.cameras) expect(answers.some((answer) => answer.includes(`XAddrs>${camera.xaddr}<`))).toBe(true);
  });
});
