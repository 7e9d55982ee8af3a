import type { Readable, Writable } from 'node:stream';
import { startTimer, type Logger } from '../platform/index.ts';
import { lookSampleRate, lookSize, outputArguments, samplesOf, type Look, type LookRequest } from './decode-looks.ts';
import type { FfmpegTools } from './find-ffmpeg.ts';
import { spawnMedia, type MediaProcess } from './media-process.ts';

const fds = { media: 3, pictures: 4, strips: 5, sound: 6 } as const;
const deadlineMs = 4_000;
/** What resampling holds back of the sound (about one millisecond), and some more. */
const heldBackSamples = 160;

/** What has come out of one pipe. */
class Output {
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(pipe: Readable | undefined, onMore: () => void) {
    pipe?.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#bytes += chunk.byteLength;
      onMore();
    });
  }

  get bytes(): number {
    return this.#bytes;
  }

  take(bytes: number): Buffer {
    const whole = Buffer.concat(this.#chunks);
    this.#chunks = [whole.subarray(bytes)];
    this.#bytes = Math.max(0, whole.byteLength - bytes);
    return whole.subarray(0, bytes);
  }
}

/**
 * Decodes key pictures and sound of one stream, piece after piece, in one ffmpeg that stays: to start one costs more than what it decodes. Pieces
 * may be left out between one call and the next. A piece that does not decode ends it, and so does one of another file (another `init`, though it hold the same bytes); the next call starts afresh.
 */
export class LookDecoder {
  readonly #tools: FfmpegTools;
  readonly #log: Logger;
  #work: Work | undefined;
  #closed = false;

  constructor(tools: FfmpegTools, log: Logger) {
    this.#tools = tools;
    this.#log = log;
  }

  /** One call at a time. @returns null when it does not decode, or not within 4 s: it may still do so in a fresh ffmpeg. Never throws for bad media. */
  async decode(request: LookRequest): Promise<Look | null> {
    if (this.#work?.fits(request) !== true) await this.#stop();
    if (this.#closed) return null;
    const work = (this.#work ??= new Work(this.#tools, this.#log, request));
    const look = await work.decode(request);
    if (look === null) await this.#stop();
    return look;
  }

  /** Decodes nothing more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#stop();
  }

  async #stop(): Promise<void> {
    const work = this.#work;
    this.#work = undefined;
    await work?.close();
  }
}

/** One ffmpeg and what it was given. */
class Work {
  readonly #form: LookRequest;
  readonly #process: MediaProcess;
  readonly #input: Writable | undefined;
  readonly #pictures: Output;
  readonly #strips: Output;
  readonly #sound: Output;
  #ended = false;
  /** Of the sound that it was given so far, at the rate of what comes out; and what was taken. */
  #soundGiven = 0;
  #soundTaken = 0;
  #more: () => void = () => undefined;

  constructor(tools: FfmpegTools, log: Logger, form: LookRequest) {
    this.#form = form;
    this.#process = spawnMedia({
      tools, log, stdin: 'ignore', inputs: [fds.media], pipes: [...(form.hasPicture ? [fds.pictures, fds.strips] : []), ...(form.hasSound ? [fds.sound] : [])],
      args: [
        '-hide_banner', '-loglevel', 'error', '-nostdin', '-xerror', '-filter_threads', '1', '-threads', '1', '-skip_frame', 'nokey', '-nofind_stream_info', '-i', `pipe:${fds.media}`,
        ...outputArguments(0, form, fds, ['-flush_packets', '1']),
      ],
    });
    this.#input = this.#process.inputs.get(fds.media);
    const tell = () => this.#more();
    const output = (fd: number) => new Output(this.#process.pipes.get(fd), tell);
    [this.#pictures, this.#strips, this.#sound] = [output(fds.pictures), output(fds.strips), output(fds.sound)];
    void this.#process.exited.then(() => {
      this.#ended = true;
      tell();
    });
    this.#input?.write(form.init);
  }

  /** Whether it can go on with this: nothing is over from before, and what comes is of the same file, in which time only goes on. */
  fits({ init, hasPicture, hasSound, stampedBy }: LookRequest): boolean {
    const form = this.#form;
    const isSame = form.init === init && form.hasPicture === hasPicture && form.hasSound === hasSound && form.stampedBy === stampedBy;
    return isSame && !this.#ended && this.#pictures.bytes === 0 && this.#strips.bytes === 0;
  }

  async decode({ fragments, keys, hasPicture, hasSound, soundMs }: LookRequest): Promise<Look | null> {
    const { picture, strip } = lookSize;
    const wanted = hasPicture ? keys : 0;
    const pictureBytes = picture.width * picture.height;
    const stripBytes = strip.width * strip.height;
    // What the resampler held back of the piece before comes out first, and belongs to it.
    const late = this.#soundGiven - this.#soundTaken;
    if (late < 1) this.#sound.take(this.#sound.bytes);
    this.#soundGiven += hasSound ? (soundMs * lookSampleRate) / 1000 : 0;
    const soundBytes = () => 2 * Math.max(0, Math.floor(this.#soundGiven - this.#soundTaken));
    for (const fragment of fragments) this.#input?.write(fragment);
    const isWhole = () => this.#pictures.bytes >= wanted * pictureBytes && this.#strips.bytes >= wanted * stripBytes && this.#sound.bytes >= soundBytes() - 2 * heldBackSamples;
    if (!(await this.#until(isWhole))) return null;
    const cut = (output: Output, size: number) => Array.from({ length: wanted }, () => output.take(size));
    const sound = samplesOf(this.#sound.take(soundBytes()));
    this.#soundTaken += sound.length;
    return { pictures: cut(this.#pictures, pictureBytes), strips: cut(this.#strips, stripBytes), sound: hasSound ? sound.subarray(Math.max(0, Math.round(late))) : null };
  }

  async close(): Promise<void> {
    this.#input?.end();
    await this.#process.stop('terminate');
  }

  #until(isSo: () => boolean): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (result: boolean) => {
        cancel();
        this.#more = () => undefined;
        resolve(result);
      };
      const cancel = startTimer(deadlineMs, () => settle(false));
      this.#more = () => {
        if (isSo()) settle(true);
        else if (this.#ended) settle(false);
      };
      this.#more();
    });
  }
}
