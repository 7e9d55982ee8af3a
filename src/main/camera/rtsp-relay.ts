import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { startTimer, type Clock, type Logger } from '../platform/index.ts';
import { connectToCamera } from './camera-socket.ts';
import { GatheredWrites } from './gathered-writes.ts';
import { RelayAddresses } from './relay-addresses.ts';
import { belongsTo } from './relay-client.ts';
import { RtspConversation, type RelayProblem } from './rtsp-conversation.ts';
import { RtspLogin } from './rtsp-login.ts';
import { RtspReader, UnfitRtsp, type RtspMessage } from './rtsp-reader.ts';
import type { RtspSource } from './rtsp-source.ts';
import { TrafficCount, type StreamTraffic } from './stream-traffic.ts';

export interface RelayStatus {
  /** `playing`: the camera has agreed to send. */
  readonly phase: 'waiting' | 'connecting' | 'playing' | 'ended';
  /** Why there is no stream; null where nothing is wrong, or when it broke after it had begun. */
  readonly problem: RelayProblem | null;
  readonly streams: readonly StreamTraffic[];
}

export interface RelayOptions {
  readonly source: RtspSource;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly log: Logger;
  /** How long the camera may take for the connection and for each answer before the stream begins. */
  readonly answerMs?: number;
}

/** Sooner than ffmpeg gives up (5 s), so that the reason is known. */
const defaultAnswerMs = 4_000;
/** ffmpeg that does not come was never started, or died. */
const clientMs = 15_000;
const watchEveryMs = 500;
/** Strangers that knock at the port with a wrong key. */
const mostStrangers = 16;

/**
 * Stands between one ffmpeg and one camera, on a loopback port of its own: ffmpeg is given an address without a login, so that none is ever in
 * a process list; the relay logs in. Media passes through as it is, each side held back when the other does not read. It ends with its client
 * or with the camera and never mends itself.
 */
export class RtspRelay {
  /** For ffmpeg's argument. Works once, for the process that `admit` names. */
  readonly address: string;
  readonly #options: RelayOptions;
  readonly #server: Server;
  readonly #addresses: RelayAddresses;
  readonly #traffic = new TrafficCount();
  readonly #admitted: Promise<number>;
  #admit: (pid: number) => void = () => undefined;
  readonly #waiting = new Set<Socket>();
  readonly #openedAtMs: number;
  #strangers = 0;
  #client: Socket | undefined;
  #camera: Socket | undefined;
  #conversation: RtspConversation | undefined;
  readonly #gathered = new GatheredWrites((bytes) => this.#toClient(bytes));
  #fromCamera: RtspReader | undefined;
  #phase: RelayStatus['phase'] = 'waiting';
  #problem: RelayProblem | null = null;
  #cancelWatch: () => void = () => undefined;

  /** Listens when it resolves. The caller owns it and must `close` it. */
  static async open(options: RelayOptions): Promise<RtspRelay> {
    const server = createServer({ pauseOnConnect: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new RtspRelay(options, server);
  }

  private constructor(options: RelayOptions, server: Server) {
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new Error('A relay without a port');
    this.#options = options;
    this.#server = server;
    this.#addresses = new RelayAddresses(options.source.rtspUrl, { port: bound.port, key: randomBytes(24).toString('base64url') });
    this.address = this.#addresses.relayUrl;
    this.#openedAtMs = options.clock.monotonicMs();
    this.#admitted = new Promise((resolve) => (this.#admit = resolve));
    server.on('connection', (socket) => void this.#meet(socket));
    server.on('error', (error) => options.log.error('a relay cannot take connections', error));
    this.#watch();
  }

  /** Names the process that may use it. Nobody is let in before. */
  admit(pid: number | undefined): void {
    if (pid !== undefined) this.#admit(pid);
  }

  status(): RelayStatus {
    return { phase: this.#phase, problem: this.#problem, streams: this.#traffic.streams };
  }

  /** Ends both connections. Resolves when the port is free again. */
  async close(): Promise<void> {
    this.#end();
    for (const socket of this.#waiting) socket.destroy();
    this.#client?.destroy();
    if (this.#server.listening) await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #meet(socket: Socket): Promise<void> {
    this.#waiting.add(socket);
    socket.once('close', () => this.#waiting.delete(socket));
    // A client that goes away is told by `close`.
    socket.on('error', () => socket.destroy());
    const pid = await this.#admitted;
    if (this.#client !== undefined || socket.destroyed || !(await belongsTo(socket, pid))) {
      this.#turnAway(socket, 'not the process that it is for');
      return;
    }
    let reader: RtspReader | undefined;
    const take = (chunk: Buffer) => {
      try {
        (reader ??= this.#readClient(socket)).push(chunk);
      } catch (error) {
        if (!(error instanceof UnfitRtsp)) throw error;
        if (this.#client === socket) this.#end();
        else this.#turnAway(socket, error.message);
      }
    };
    socket.on('data', take);
    socket.once('close', () => {
      if (this.#client === socket) this.#end();
    });
    socket.resume();
  }

  #turnAway(socket: Socket, why: string): void {
    socket.destroy();
    this.#strangers += 1;
    this.#options.log.warn('a stranger at the relay was turned away', { why });
    if (this.#strangers >= mostStrangers) this.#end();
  }

  #readClient(socket: Socket): RtspReader {
    return new RtspReader({
      // ffmpeg's reports on what it received.
      interleaved: (bytes) => this.#toCamera(bytes),
      frame: () => undefined,
      message: (message) => {
        if (this.#client === undefined) this.#begin(socket, message);
        else this.#conversation?.ask(message);
      },
    });
  }

  /** The first request with the right key: from now on nobody else is heard. */
  #begin(client: Socket, first: RtspMessage): void {
    if (this.#addresses.toCamera(first.startLine.split(' ')[1] ?? '') === undefined) throw new UnfitRtsp('it does not know the key');
    if (this.#phase !== 'waiting') throw new UnfitRtsp('the relay is in use');
    this.#client = client;
    this.#server.close();
    for (const other of this.#waiting) if (other !== client) other.destroy();
    this.#phase = 'connecting';
    const { source, clock } = this.#options;
    client.setNoDelay(true);
    client.on('drain', () => this.#camera?.resume());
    const conversation = new RtspConversation({
      addresses: this.#addresses, traffic: this.#traffic, login: new RtspLogin(source.user === '' ? null : source), monotonicMs: () => clock.monotonicMs(),
      toCamera: (bytes) => this.#toCamera(bytes), toClient: (bytes) => this.#answerClient(bytes), onProblem: (problem) => (this.#problem ??= problem),
      onPlaying: () => (this.#phase = 'playing'), onFarewell: () => this.#end(),
    });
    this.#conversation = conversation;
    this.#openCamera(conversation);
    conversation.ask(first);
  }

  #openCamera(conversation: RtspConversation): void {
    const reader = new RtspReader({
      interleaved: (bytes) => this.#gathered.push(bytes),
      frame: (channel, control, marker) => {
        this.#traffic.note(channel, control, this.#options.clock.monotonicMs());
        // The packets of one picture go together; everything else at once.
        if (marker || !this.#traffic.isPicture(channel)) this.#gathered.flush();
      },
      message: (message) => conversation.hear(message),
    }, (channel) => this.#traffic.isControl(channel));
    this.#fromCamera = reader;
    const camera = connectToCamera(this.#options.source.rtspUrl, (bytes) => {
      try {
        reader.push(bytes);
      } catch (error) {
        if (!(error instanceof UnfitRtsp)) throw error;
        this.#fail({ code: 'CAMERA_NOT_RTSP', detail: error.message });
      }
    });
    this.#camera = camera;
    camera.on('drain', () => this.#client?.resume());
    camera.on('error', (error) => this.#lose(error.message));
    camera.once('close', () => this.#lose('the camera closed the connection'));
  }

  #toCamera(bytes: Buffer): void {
    if (this.#camera?.write(bytes) === false) this.#client?.pause();
  }

  /** After everything that the camera sent before. */
  #answerClient(bytes: Buffer): void {
    this.#gathered.flush();
    this.#toClient(bytes);
  }

  #toClient(bytes: Buffer): void {
    if (this.#client?.write(bytes) === false) this.#camera?.pause();
  }

  /** Who has sent something, but no answer, is there and is something else. */
  #lose(detail: string): void {
    const isStrange = this.#fromCamera?.hasSeenRubbish === true || this.#fromCamera?.isWithin === true;
    this.#fail({ code: isStrange ? 'CAMERA_NOT_RTSP' : 'CAMERA_UNREACHABLE', detail });
  }

  /** Once the stream has begun, what ends it is no reason why there is none. */
  #fail(problem: RelayProblem): void {
    if (this.#phase === 'ended') return;
    if (this.#phase !== 'playing') this.#problem ??= problem;
    this.#options.log.info('the relay of a camera ends', { ...problem, phase: this.#phase });
    this.#end();
  }

  /** What the camera said last still reaches ffmpeg. */
  #end(): void {
    this.#phase = 'ended';
    this.#cancelWatch();
    this.#camera?.destroy();
    this.#gathered.flush();
    this.#gathered.close();
    this.#client?.destroySoon();
    if (this.#server.listening) this.#server.close();
  }

  /** Before the stream begins everything has its time; afterwards only media counts, and who records it watches that. */
  #watch(): void {
    const nowMs = this.#options.clock.monotonicMs();
    const answerMs = this.#options.answerMs ?? defaultAnswerMs;
    const waitingSinceMs = this.#conversation?.waitingSinceMs;
    if (this.#phase === 'waiting' && nowMs - this.#openedAtMs > clientMs) this.#end();
    if (this.#phase === 'connecting' && waitingSinceMs !== undefined && nowMs - waitingSinceMs > answerMs)
      this.#lose(`no answer within ${answerMs} ms`);
    if (this.#phase !== 'ended') this.#cancelWatch = startTimer(watchEveryMs, () => this.#watch());
  }
}
