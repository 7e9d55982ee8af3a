import { execFile, spawn } from 'node:child_process';
import { request as httpRequest } from 'node:http';
import { createLogger, systemClock } from '../../src/main/platform/index.ts';
import { findFfmpeg } from '../../src/main/ffmpeg/index.ts';
import { startTrainingRoom, type TrainingCamera, type TrainingRoom } from '../../src/main/training/index.ts';

export const trainingZone = 'Asia/Shanghai';

export async function openTrainingRoom(): Promise<TrainingRoom> {
  return startTrainingRoom({ ffmpeg: await findFfmpeg(), clock: systemClock, log: createLogger('training', () => undefined), timeZone: trainingZone });
}

export function cameraOf(room: TrainingRoom, key: TrainingCamera['key']): TrainingCamera {
  const camera = room.cameras.find((candidate) => candidate.key === key);
  if (camera === undefined) throw new Error(`No camera ${key}`);
  return camera;
}

export function loginUrl({ rtspUrl, user, password }: TrainingCamera, wrong?: string): string {
  return rtspUrl.replace('//', `//${user}:${wrong ?? password}@`);
}

export interface Finished {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs a client to its end; it is killed after 40 s. */
export function runClient(program: string, args: readonly string[]): Promise<Finished> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { encoding: 'buffer', timeout: 40_000, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(new Error(`${program}: ${error.message}`));
      else resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr: stderr.toString('utf8') });
    });
  });
}

export const readStream = (url: string, ...args: readonly string[]): Promise<Finished> =>
  runClient('ffmpeg', ['-hide_banner', '-nostdin', '-v', 'info', '-rtsp_transport', 'tcp', '-i', url, ...args]);

export interface OpenClient {
  /** Resolves when the client has ended. */
  readonly ended: Promise<void>;
  /** When bytes came, in ms of the monotonic clock. */
  readonly arrivalsMs: readonly number[];
  stop(): Promise<void>;
}

/** A client that reads the encoded picture until it is stopped or cut off. Resolves when the first bytes are there. */
export async function openClient(url: string): Promise<OpenClient> {
  const child = spawn('ffmpeg', ['-hide_banner', '-nostdin', '-v', 'error', '-rtsp_transport', 'tcp', '-i', url, '-map', '0:v', '-c', 'copy', '-flush_packets', '1', '-f', 'h264', 'pipe:1'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const arrivalsMs: number[] = [];
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => {
      arrivalsMs.push(systemClock.monotonicMs());
      resolve();
    });
    void ended.then(() => reject(new Error('The client ended before its first byte')));
  });
  return { ended, arrivalsMs, stop: () => (child.kill('SIGTERM'), ended) };
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

export function postSoap(url: string, body: string): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: 'POST', headers: { 'Content-Type': 'application/soap+xml' } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }));
    });
    request.on('error', reject);
    request.end(`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>${body}</s:Body></s:Envelope>`);
  });
}

/** The camera's own time, in ms since 1970 UTC; ONVIF gives whole seconds. */
export async function askCameraTime(camera: TrainingCamera): Promise<number> {
  const { status, body } = await postSoap(camera.xaddr, '<GetSystemDateAndTime xmlns="http://www.onvif.org/ver10/device/wsdl"/>');
  const utc = /<tt:UTCDateTime>(.*?)<\/tt:UTCDateTime>/s.exec(body)?.[1] ?? '';
  const read = (name: string) => Number(new RegExp(`<tt:${name}>(\\d+)<`).exec(utc)?.[1]);
  if (status !== 200) throw new Error(`GetSystemDateAndTime: ${status}`);
  return Date.UTC(read('Year'), read('Month') - 1, read('Day'), read('Hour'), read('Minute'), read('Second'));
}
