import { spawn } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { startTimer } from '../platform/index.ts';
import type { FfmpegTools } from './find-ffmpeg.ts';

/** The size at which the key pictures of recorded media are looked at, and that of the strip at their top left that holds the stamp. */
export const lookSize = {
  picture: { width: 320, height: 180 },
  /** `share` of the picture's height: what is cut out before it is scaled. */
  strip: {
    width: 480, height: 78, share: { width: 0.55, height: 0.09 },
    /** Cameras write larger, and farther from the corner. */
    cameraShare: { width: 0.9, height: 0.147 },
  },
} as const;
export const lookSampleRate = 16_000;

export interface LookRequest {
  readonly init: Uint8Array;
  /** Whole. */
  readonly fragments: readonly Uint8Array[];
  /** How many of them begin with a key picture: no other has one. */
  readonly keys: number;
  readonly hasPicture: boolean;
  readonly hasSound: boolean;
  /** Of all its fragments. */
  readonly soundMs: number;
  /** Who wrote the stamp: it decides how much of the picture the strip holds. */
  readonly stampedBy: 'station' | 'camera';
}

/** One byte of brightness per pixel. */
export interface Look {
  /** The key picture of every fragment. */
  readonly pictures: readonly Uint8Array[];
  readonly strips: readonly Uint8Array[];
  /** Mono at 16 kHz; null without a sound track. */
  readonly sound: Int16Array | null;
}

const deadlineMs = 4_000;

/** The strip that holds the stamp, cut and scaled: also what its letters are drawn through when they are learnt. */
function stripFilter(stampedBy: LookRequest['stampedBy']): string {
  const { width, height, share, cameraShare } = lookSize.strip;
  const part = stampedBy === 'camera' ? cameraShare : share;
  return `crop=ih*${part.width}:ih*${part.height}:0:0,scale=${width}:${height}:flags=bilinear,format=gray`;
}

/**
 * Decodes the key pictures and the sound of several pieces of recorded media with one ffmpeg: starting one costs more than what it decodes.
 * What does not decode is null; it does not disturb the others. Never throws for bad media.
 */
export async function decodeLooks(tools: FfmpegTools, requests: readonly LookRequest[]): Promise<readonly (Look | null)[]> {
  if (requests.length === 0) return [];
  const together = await decodeTogether(tools, requests);
  if (together !== null) return together;
  if (requests.length === 1) return [null];
  const looks: (Look | null)[] = [];
  for (const request of requests) looks.push((await decodeTogether(tools, [request]))?.[0] ?? null);
  return looks;
}

async function decodeTogether(tools: FfmpegTools, requests: readonly LookRequest[]): Promise<readonly Look[] | null> {
  const first = 3;
  // The header says what is inside. To probe is to decode everything twice: half of what a look costs.
  const inputFd = (n: number) => first + 4 * n;
  const args = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-xerror', '-filter_threads', '1'];
  requests.forEach((_, n) => args.push('-threads', '1', '-skip_frame', 'nokey', '-nofind_stream_info', '-i', `pipe:${inputFd(n)}`));
  requests.forEach((request, n) => args.push(...outputArguments(n, request, { pictures: inputFd(n) + 1, strips: inputFd(n) + 2, sound: inputFd(n) + 3 })));
  const { exitCode, outputs } = await run(tools.ffmpegPath, args, new Map(requests.map(({ init, fragments }, n) => [inputFd(n), Buffer.concat([init, ...fragments])])), first + 4 * requests.length);
  if (exitCode !== 0) return null;
  const { picture } = lookSize;
  return requests.map(({ hasSound }, n) => {
    const out = (k: number) => outputs.get(inputFd(n) + k) ?? new Uint8Array();
    return {
      pictures: cut(out(1), picture.width * picture.height),
      strips: cut(out(2), lookSize.strip.width * lookSize.strip.height),
      sound: hasSound ? samplesOf(out(3)) : null,
    };
  });
}

/** What is given out of one input: its key pictures, the strips of their stamps, its sound. */
export function outputArguments(input: number, { hasPicture, hasSound, stampedBy }: Pick<LookRequest, 'hasPicture' | 'hasSound' | 'stampedBy'>, fds: { readonly pictures: number; readonly strips: number; readonly sound: number }, each: readonly string[] = []): readonly string[] {
  const { width, height } = lookSize.picture;
  const raw = ['-threads', '1', '-fps_mode', 'passthrough', ...each, '-f', 'rawvideo'];
  return [
    ...(hasPicture ? ['-map', `${input}:v:0`, '-vf', `scale=${width}:${height}:flags=area,format=gray`, ...raw, `pipe:${fds.pictures}`] : []),
    ...(hasPicture ? ['-map', `${input}:v:0`, '-vf', stripFilter(stampedBy), ...raw, `pipe:${fds.strips}`] : []),
    ...(hasSound ? ['-map', `${input}:a:0`, '-ac', '1', '-ar', String(lookSampleRate), ...each, '-f', 's16le', `pipe:${fds.sound}`] : []),
  ];
}

interface Outcome {
  readonly exitCode: number | null;
  readonly outputs: ReadonlyMap<number, Uint8Array>;
}

function run(path: string, args: readonly string[], inputs: ReadonlyMap<number, Uint8Array>, fds: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(path, args, { stdio: ['ignore', 'ignore', 'ignore', ...Array.from({ length: fds - 3 }, () => 'pipe' as const)], windowsHide: true });
    const chunks = new Map<number, Buffer[]>();
    const cancelTimer = startTimer(deadlineMs, () => child.kill('SIGKILL'));
    child.stdio.forEach((end, fd) => {
      const media = inputs.get(fd);
      // A decoder that gives up closes its ends: its exit code tells.
      end?.on('error', () => undefined);
      if (media !== undefined && end instanceof Writable) end.end(media);
      else if (end instanceof Readable) end.on('data', (chunk: Buffer) => chunks.set(fd, [...(chunks.get(fd) ?? []), chunk]));
    });
    const finish = (exitCode: number | null) => {
      cancelTimer();
      resolve({ exitCode, outputs: new Map([...chunks].map(([fd, list]) => [fd, Buffer.concat(list)])) });
    };
    child.once('error', () => finish(null));
    child.once('close', (exitCode) => finish(exitCode));
  });
}

function cut(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  return Array.from({ length: Math.floor(bytes.byteLength / size) }, (_, n) => bytes.subarray(n * size, (n + 1) * size));
}

export function samplesOf(bytes: Uint8Array): Int16Array {
  const whole = bytes.byteLength - (bytes.byteLength % 2);
  return new Int16Array(Uint8Array.from(bytes.subarray(0, whole)).buffer);
}

/**
 * The stamp's strip with each of these texts in it, drawn as in a picture of this height.
 * @param draw the options of drawtext but its text
 * @throws Error when ffmpeg cannot draw them
 */
export async function drawStrips(tools: FfmpegTools, height: number, draw: string, texts: readonly string[]): Promise<readonly Uint8Array[]> {
  const width = Math.ceil((height * lookSize.strip.share.width) / 2) * 2 + 2;
  const drawn = texts.map((text, n) => `drawtext=${draw}:expansion=none:text=${text}:enable='eq(n,${n})'`);
  const args = [
    '-hide_banner', '-loglevel', 'error', '-nostdin', '-f', 'lavfi', '-i', `color=c=gray:s=${width}x${height}:r=25`, '-filter_threads', '1',
    '-vf', [...drawn, stripFilter('station')].join(','), '-frames:v', String(texts.length), '-f', 'rawvideo', 'pipe:3',
  ];
  const { exitCode, outputs } = await run(tools.ffmpegPath, args, new Map(), 4);
  const strips = cut(outputs.get(3) ?? new Uint8Array(), lookSize.strip.width * lookSize.strip.height);
  if (exitCode !== 0 || strips.length !== texts.length) throw new Error('The letters of the stamp cannot be drawn');
  return strips;
}
