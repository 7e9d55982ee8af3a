import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Document, Packer, Paragraph } from 'docx';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AlarmSnapshot, CameraSnapshot, CheckReport, ClockSnapshot, RoomSnapshot, SessionSnapshot, TrainingSnapshot } from '../../src/shared/contract/index.ts';
import { isErrorCode } from '../../src/shared/base/index.ts';
import { formatRoomTime } from '../../src/shared/domain/index.ts';
import { startChrony } from '../support/chrony.ts';
import { GstCamera } from '../support/gst-camera.ts';
import { HeldSession } from '../support/held-session.ts';
import { startSoapCamera, startStranger } from '../support/soap-camera.ts';
import { projectFolder, RefusedError, StationLine, StationProcess } from '../support/station-process.ts';
import { transcriptDocument } from '../support/transcript-document.ts';
import { waitUntil } from '../support/wait-until.ts';

const secret = 'Wr0ng/secret+Pass';

interface Said {
  readonly code: string;
  readonly message: { readonly [language: string]: string };
  readonly hint: { readonly [language: string]: string };
}

// One station with a recorded session; whatever it is given after that, it answers in words, and the recording stays as it is.
describe('bad input', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-bad-input-'));
  const dataFolder = join(folder, 'data');
  const logFile = join(folder, 'station.log');
  const closers: (() => Promise<void>)[] = [];
  let station: StationProcess;
  let held: HeldSession;
  let admin: StationLine;
  let finished: SessionSnapshot;
  let recorded: Readonly<Record<string, string>>;

  beforeAll(async () => {
    station = await StationProcess.start(dataFolder, logFile);
    held = await HeldSession.start(station.ready.rpc);
    admin = await StationLine.open(station.ready.rpc, 'admin', '5555');
    await held.recordFor(3_000);
    finished = await held.officer.call<SessionSnapshot>('session.finish', { sessionId: held.sessionId, reason: '训练,提前结束' });
  });
  afterAll(async () => {
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    recorded = hashesOf(dataFolder);
    // Two cameras with two streams each, on two disks.
    expect(Object.keys(recorded).filter((name) => name.endsWith('.mp4')).length).toBe(8);
  });
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
    expect(hashesOf(dataFolder)).toMatchObject(recorded);
  });
  const own = <T extends { close(): Promise<void> } | { stop(): Promise<void> }>(server: T): T => {
    closers.push(() => ('close' in server ? server.close() : server.stop()));
    return server;
  };
  const room = () => admin.call<RoomSnapshot>('room.status');

  it('a camera that is added or taken away while the session is kept: the closing segment is still being recorded', async () => {
    expect((await refusal(admin.call('camera.add', { source: { kind: 'rtsp', url: 'rtsp://127.0.0.1:1/live' }, name: '备用', role: 'other' }))).code).toBe('CAMERA_IN_SESSION');
    expect((await refusal(admin.call('camera.remove', { cameraId: (await room()).cameras[0]?.cameraId }))).code).toBe('CAMERA_IN_SESSION');
  });

  it('a stream that stops: an alarm in both languages, and the room check names it, until it is back', async () => {
    const fault = (name: string, on: boolean) => admin.call('training.fault', { camera: 'interviewee', fault: name, on });
    const closeView = async () => (await room()).cameras.find((c) => c.role === 'interviewee') as CameraSnapshot;
    await fault('drop', true);
    const away = await waitUntil('the camera to be away', 20_000, async () => {
      const camera = await closeView();
      return camera.state === 'backoff' && camera;
    });
    expect(isErrorCode(away.problem ?? '')).toBe(true);
    const alarms = await waitUntil('an alarm', 5_000, async () => {
      const found = (await room()).alarms.filter((a: AlarmSnapshot) => a.subject === away.name);
      return found.length > 0 && found;
    });
    alarms.forEach(expectPlain);
    const items = (await admin.call<CheckReport>('check.run')).items.filter((item) => item.subject === away.name && !item.ok);
    expect(items.map((item) => item.kind)).toEqual(['camera']);
    for (const { code, message, hint } of items) expectPlain({ code: code ?? '', message, hint });
    await fault('drop', false);
    await waitUntil('the camera to be back', 40_000, async () => (await closeView()).state === 'live');
    const after = await room();
    expect(after.alarms.filter((a) => a.subject === away.name)).toEqual([]);
    expect((await closeView()).problem).toBeNull();
  });

  describe('at transcript.link', () => {
    const link = (fileName: string, bytes: Buffer) => refusal(held.officer.call('transcript.link', { sessionId: held.sessionId, fileName, contentBase64: bytes.toString('base64') }));

    it('a docx without times', async () => {
      const document = await Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph('讯问笔录'), new Paragraph('问:你好。'), new Paragraph('答:你好。')] }] }));
      expect((await link('讯问笔录.docx', document)).code).toBe('TRANSCRIPT_NO_TIMES');
    });

    it('what is no docx, whatever its name', async () => {
      expect((await link('讯问笔录.docx', Buffer.from('时间:2026年11月23日14时03分至2026年11月23日15时03分'))).code).toBe('TRANSCRIPT_TYPE_UNKNOWN');
      const document = await transcriptDocument('2026-11-23 14:03', '2026-11-23 15:03', ['甲', '乙'], '丙', '丁');
      expect((await link('讯问笔录.docx', document.subarray(0, document.length / 2))).code).toBe('TRANSCRIPT_UNREADABLE');
    });

    afterEach(async () => {
      expect((await held.snapshot()).transcript).toBeNull();
      expect((await refusal(held.officer.call('session.seal', { sessionId: held.sessionId, pin: '1111' }))).code).toBe('TRANSCRIPT_REQUIRED');
    });
  });

  it('a folder that cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'unreadable', 'station.db'), { recursive: true });
    for (const options of [['--data', join(folder, 'file', 'data')], ['--data', '/proc/shilu'], ['--data', join(folder, 'unreadable')], ['--data', join(folder, 'other'), '--mirror', join(folder, 'file', 'mirror')]]) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(projectFolder, 'dist', 'main', 'cli.mjs'), 'serve', '--port', '0', '--training', ...options], { encoding: 'utf8', timeout: 30_000 });
      const [zh, en, ...more] = stderr.trim().split('\n');
      expect({ status, stdout, more }).toEqual({ status: 1, stdout: '', more: [] });
      expect(zh).toMatch(/^FOLDER_NOT_WRITABLE: 无法写入文件夹 \/.*请检查磁盘/);
      expect(en).toMatch(/^FOLDER_NOT_WRITABLE: The folder \/.* cannot be written\. Check/);
    }
  });

  it('a second station on the same data folder', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(projectFolder, 'dist', 'main', 'cli.mjs'), 'serve', '--port', '0', '--training', '--data', dataFolder], { encoding: 'utf8', timeout: 30_000 });
    expect({ status, code: stderr.slice(0, 15) }).toEqual({ status: 1, code: 'STATION_RUNNING' });
  });

  describe('at clock.configure, once the session is sealed', () => {
    const configure = (port: number, server = '127.0.0.1') => admin.call('clock.configure', { source: 'sntp', servers: [{ server, port }] });

    it('nothing before the seal', async () => {
      expect((await refusal(configure(await closedPort()))).code).toBe('CLOCK_IN_SESSION');
      const [start, end] = [finished.recordingStartMs, finished.recordingEndMs].map((ms) => formatRoomTime(ms ?? 0, 'Asia/Shanghai').slice(0, 16));
      const document = await transcriptDocument(start ?? '', end ?? '', ['训练民警甲', '训练民警乙'], '受训人员', '训练讯问室');
      await held.officer.call('transcript.link', { sessionId: held.sessionId, fileName: '讯问笔录.docx', contentBase64: document.toString('base64') });
      expect((await held.seal()).status).toBe('sealed');
    });

    it('no answer: the clock stays as it was', async () => {
      const before = await admin.call<ClockSnapshot>('clock.status');
      expect((await refusal(configure(await closedPort()))).code).toBe('CLOCK_NO_ANSWER');
      expect((await refusal(configure(123, 'no-such-host.invalid'))).code).toBe('CLOCK_NO_ANSWER');
      expect(await admin.call('clock.status')).toMatchObject({ source: before.source, state: before.state, server: before.server });
      const chrony = own(await startChrony());
      await configure(chrony.port);
      expect((await refusal(configure(await closedPort()))).code).toBe('CLOCK_NO_ANSWER');
      expect(await admin.call('clock.status')).toMatchObject({ source: 'sntp', state: 'synced', server: `127.0.0.1:${chrony.port}` });
    });
  });

  describe('at camera.add, once the session is sealed', () => {
    const add = (source: Record<string, string>) => refusal(admin.call('camera.add', { source, name: '备用', role: 'other' }));
    const onvif = (xaddr: string, login = { user: 'admin', password: secret }) => add({ kind: 'onvif', xaddr, ...login });
    const rtsp = (url: string, login = { user: 'admin', password: secret }) => add({ kind: 'rtsp', url, ...login });
    const trainingCamera = async () => {
      const [camera] = (await admin.call<TrainingSnapshot>('training.status')).cameras;
      if (camera === undefined) throw new Error('The training room has no camera');
      return camera;
    };
    afterEach(async () => expect((await room()).cameras.map((c) => [c.role, c.state])).toEqual([['overview', 'live'], ['interviewee', 'live']]));

    it('a wrong address', async () => {
      const port = await closedPort();
      expect((await onvif(`http://127.0.0.1:${port}/onvif/device_service`)).code).toBe('CAMERA_UNREACHABLE');
      expect((await rtsp(`rtsp://127.0.0.1:${port}/live`)).code).toBe('CAMERA_UNREACHABLE');
      expect((await onvif('not an address')).code).toBe('CAMERA_UNREACHABLE');
      for (const address of ['file:///etc/passwd', 'rtsp://', '192.168.1.64']) expect((await rtsp(address)).code).toBe('REQUEST_INVALID');
    });

    it('a password in the address that is wrong, or that makes the address unreadable', async () => {
      const port = await closedPort();
      const within = async (password: string) => (await rtsp(`rtsp://admin:${password}@127.0.0.1:${port}/live`, { user: '', password: '' })).code;
      expect(await within(encodeURIComponent(secret))).toBe('CAMERA_UNREACHABLE');
      expect(await within('p@ss%w:rd')).toBe('CAMERA_UNREACHABLE');
      expect(await within(secret)).toBe('REQUEST_INVALID');
    });

    it('a wrong password', async () => {
      const { xaddr, rtspUrl, user } = await trainingCamera();
      expect((await onvif(xaddr, { user, password: secret })).code).toBe('CAMERA_UNAUTHORIZED');
      expect((await rtsp(rtspUrl, { user, password: secret })).code).toBe('CAMERA_UNAUTHORIZED');
      expect((await rtsp(rtspUrl, { user: '', password: '' })).code).toBe('CAMERA_UNAUTHORIZED');
      const stranger = own(await GstCamera.start({ audio: 'none', user: 'admin', password: 'right' }));
      expect((await rtsp(stranger.url)).code).toBe('CAMERA_UNAUTHORIZED');
    });

    it('a camera without H.264', async () => {
      const onlyJpeg = own(await startSoapCamera({ demands: 'nothing', profiles: [{ token: 'j', encoding: 'JPEG', width: 640, height: 360, fps: 5 }], clockMs: () => Date.now() }));
      expect((await onvif(onlyJpeg.xaddr)).code).toBe('CAMERA_NO_H264');
      const motionJpeg = own(await GstCamera.start({ video: 'mjpeg', audio: 'none' }));
      expect((await rtsp(motionJpeg.url, { user: '', password: '' })).code).toBe('CAMERA_NO_H264');
    });

    it('something that answers and is no camera', async () => {
      const website = own(await startStranger((_request, _body, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>printer</body></html>')));
      expect((await onvif(website.xaddr)).code).toBe('CAMERA_NOT_ONVIF');
      expect((await rtsp(`rtsp://127.0.0.1:${website.port}/live`)).code).toBe('CAMERA_NOT_RTSP');
    });

    it('a camera whose stream is not where it says', async () => {
      const lost = own(await startSoapCamera({ demands: 'nothing', profiles: [{ token: 'h', encoding: 'H264', width: 640, height: 360, fps: 25 }], clockMs: () => Date.now() }));
      expect((await onvif(lost.xaddr)).code).toBe('CAMERA_UNREACHABLE');
    });

    it('a camera that is there already, and one that is not', async () => {
      const { xaddr, user, password } = await trainingCamera();
      expect((await onvif(xaddr, { user, password })).code).toBe('CAMERA_EXISTS');
      expect((await refusal(admin.call('camera.remove', { cameraId: 'cam-none' }))).code).toBe('CAMERA_UNKNOWN');
    });
  });

  it('never puts a password into the log', async () => {
    const log = readFileSync(logFile, 'utf8');
    expect(log).toContain('run is live');
    const passwords = (await admin.call<TrainingSnapshot>('training.status')).cameras.map((camera) => camera.password);
    for (const password of [secret, encodeURIComponent(secret), 'p@ss%w:rd', 'ss%w:rd', ...passwords]) expect(log).not.toContain(password);
  });
});

/** Awaits a refusal and holds it against what every refusal must be. */
async function refusal(call: Promise<unknown>): Promise<Said> {
  const error: unknown = await call.then(
    (value) => new Error(`Not refused: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof RefusedError)) throw error;
  const said = { code: error.code, message: error.data.message, hint: error.data.hint };
  expectPlain(said);
  expect(JSON.stringify(error.data)).not.toContain(secret);
  return said;
}

/** A stable code, a sentence and what to do, in both languages, with nothing left unfilled. */
function expectPlain({ code, message, hint }: Said): void {
  expect(isErrorCode(code) && code !== 'INTERNAL' ? code : `${code} is no code for a person`).toBe(code);
  for (const text of [message, hint]) {
    expect(text['zh']).toMatch(/[\u4e00-\u9fff].*[。)]$/);
    expect(text['en']).toMatch(/^.*[A-Za-z].*\.$/);
    for (const words of [text['zh'], text['en']]) expect(words).not.toMatch(/[{}]|undefined|null|NaN/);
  }
}

/** Everything of the sessions on both disks. */
function hashesOf(dataFolder: string): Readonly<Record<string, string>> {
  const files = ['primary', 'mirror'].flatMap((disk) => {
    const root = join(dataFolder, disk, 'sessions');
    return readdirSync(root, { recursive: true, withFileTypes: true }).filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  });
  // What was questioned lies in the first segment of each stream; since the finish the cameras are writing the closing segment.
  const settled = files.filter((path) => !path.endsWith('.mp4') || path.endsWith('0001-0001.mp4'));
  return Object.fromEntries(settled.map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]));
}

/** A port of loopback on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
