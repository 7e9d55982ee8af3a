import { redact, type Clock } from '../platform/index.ts';
import { decodeFrames } from './decode.ts';
import type { FfmpegTools } from './find-ffmpeg.ts';
import { leastLikeness } from './likeness.ts';
import { encoderArguments, type PictureEncoder, type PictureQuality } from './picture-encoder.ts';
import { runTool } from './run-tool.ts';

export type TrialOutcome =
  | { readonly works: true; readonly encodeMs: number; readonly likenessDb: number }
  | { readonly works: false; readonly why: string };

export interface EncoderTrial {
  readonly tools: FfmpegTools;
  readonly encoder: PictureEncoder;
  readonly quality: PictureQuality;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** After this long it is killed: a driver can hang. */
  readonly deadlineMs?: number;
}

const framesPerSecond = 25;
const frames = framesPerSecond;
const looked = { width: 480, height: 270 } as const;
/** A second of moving colours and running digits, as large as what most cameras send. */
const scene = `testsrc2=size=1920x1080:rate=${framesPerSecond}:duration=1`;
const keyEverySeconds = 0.2;
const halfPictureSeconds = 0.02;
const keyFrames = 5;
/** Whoever needs more than the second that he was given falls behind what the camera sends. */
const longestMs = 1_000;
const trialMs = 5_000;
const deadlineMs = 10_000;
/** x264 at the station's quality has more than 35 dB here; grey, green, torn and late pictures stay under 25. */
const leastDb = 30;

/**
 * Lets an encoder make one second and looks at what came out: every picture there, once, in its order, like the one that went in, and
 * with key frames where they were asked for. That a machine has an encoder, or that ffmpeg was built with it, says nothing about this.
 * @returns never rejects: what does not work says why, in one line for an engineer
 */
export async function tryEncoder({ tools, encoder, quality, clock, deadlineMs = trialMs }: EncoderTrial): Promise<TrialOutcome> {
  const startedAtMs = clock.monotonicMs();
  const { exitCode, stdout, stderr, timedOut } = await runTool(tools.ffmpegPath, trialArguments(encoder, quality), { deadlineMs });
  const encodeMs = Math.round(clock.monotonicMs() - startedAtMs);
  if (timedOut) return { works: false, why: `nothing came of it within ${deadlineMs} ms` };
  if (exitCode !== 0) return { works: false, why: lastLine(stderr) ?? `exit ${exitCode ?? 'by signal'}` };
  if (encodeMs > longestMs) return { works: false, why: `one second took ${encodeMs} ms` };
  try {
    const order = orderProblem(await packetsOf(tools, stdout));
    if (order !== undefined) return { works: false, why: order };
    const [made, given] = await Promise.all([decodeFrames(tools, stdout, { count: frames + 1, ...looked }), givenFrames(tools)]);
    if (made.length !== frames) return { works: false, why: `${made.length} pictures of ${frames} decode` };
    const likenessDb = Math.round(leastLikeness(made, given) * 10) / 10;
    return likenessDb < leastDb ? { works: false, why: `what came out is not what went in (${likenessDb} dB)` } : { works: true, encodeMs, likenessDb };
  } catch (error) {
    return { works: false, why: lastLine(redact(String(error))) ?? 'does not decode' };
  }
}

function trialArguments(encoder: PictureEncoder, quality: PictureQuality): readonly string[] {
  const { open, upload, encode } = encoderArguments(encoder, quality);
  return [
    '-hide_banner', '-loglevel', 'error', '-nostdin', ...open, '-f', 'lavfi', '-i', scene, ...(upload === null ? [] : ['-vf', upload]), ...encode,
    '-force_key_frames', `expr:gte(t,n_forced*${keyEverySeconds}-${halfPictureSeconds})`, '-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-f', 'mp4', 'pipe:1',
  ];
}

async function givenFrames(tools: FfmpegTools): Promise<readonly Uint8Array[]> {
  const args = ['-hide_banner', '-loglevel', 'error', '-nostdin', '-f', 'lavfi', '-i', scene, '-vf', `scale=${looked.width}:${looked.height},format=gray`, '-f', 'rawvideo', 'pipe:1'];
  const { stdout, stderr, exitCode } = await runTool(tools.ffmpegPath, args, { deadlineMs });
  if (exitCode !== 0) throw new Error(stderr);
  const size = looked.width * looked.height;
  return Array.from({ length: frames }, (_, n) => stdout.subarray(n * size, (n + 1) * size));
}

interface Packet {
  readonly codec: string;
  readonly ptsTime: number;
  readonly isKey: boolean;
}

async function packetsOf(tools: FfmpegTools, media: Uint8Array): Promise<readonly Packet[]> {
  const args = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'stream=codec_name,pix_fmt:packet=pts_time,flags', '-of', 'json', 'pipe:0'];
  const { stdout, stderr, exitCode } = await runTool(tools.ffprobePath, args, { deadlineMs, stdin: media });
  if (exitCode !== 0) throw new Error(stderr);
  const { streams, packets } = JSON.parse(Buffer.from(stdout).toString('utf8')) as ProbedPackets;
  const codec = streams.map(({ codec_name: name, pix_fmt: format }) => `${name} ${format}`).join();
  return packets.map(({ pts_time: time, flags }) => ({ codec, ptsTime: Number(time), isKey: flags.startsWith('K') }));
}

interface ProbedPackets {
  readonly streams: readonly { readonly codec_name: string; readonly pix_fmt: string }[];
  readonly packets: readonly { readonly pts_time: string; readonly flags: string }[];
}

/** In the order of the file: what is written first must be shown first, or the last pictures of a fragment would wait for the next. */
function orderProblem(packets: readonly Packet[]): string | undefined {
  const { codec = 'nothing' } = packets[0] ?? {};
  if (codec !== 'h264 yuv420p') return `made ${codec}`;
  if (packets.length !== frames) return `${packets.length} pictures of ${frames} came out`;
  if (packets.some(({ ptsTime }, n) => ptsTime <= (packets[n - 1]?.ptsTime ?? -1))) return 'pictures are out of order';
  const keys = packets.flatMap(({ isKey }, n) => (isKey ? [n] : []));
  const asked = Array.from({ length: keyFrames }, (_, n) => Math.round(n * keyEverySeconds * framesPerSecond));
  return String(keys) === String(asked) ? undefined : `key frames at ${String(keys)} instead of ${String(asked)}`;
}

function lastLine(text: string): string | undefined {
  return text.split(/[\r\n]+/).map((line) => line.trim()).findLast((line) => line !== '')?.slice(0, 200);
}
