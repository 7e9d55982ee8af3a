import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Clock } from '../platform/index.ts';
import type { DigestGuard } from './digest-guard.ts';
import type { LiveStream, MediaUnit } from './live-stream.ts';
import { MediaSender } from './media-sender.ts';
import { formatResponse, RtspReader, type RtspIncoming, type RtspRequest, type RtspResponse } from './rtsp-message.ts';
import { trackNames, type TrackName } from './rtp-track.ts';
import { sessionDescription } from './session-description.ts';

export interface RtspConnectionOptions {
  readonly socket: Socket;
  readonly clock: Clock;
  readonly guard: DigestGuard;
  /** Path of the stream, such as `/overview`. */
  readonly path: string;
  readonly stream: () => LiveStream;
  readonly refusesLogin: () => boolean;
}

const methods = ['OPTIONS', 'DESCRIBE', 'SETUP', 'PLAY', 'GET_PARAMETER', 'SET_PARAMETER', 'TEARDOWN'] as const;
const guarded: readonly string[] = ['DESCRIBE', 'SETUP', 'PLAY'];
const timeoutSeconds = 60;

/** One RTSP client (RFC 2326), media interleaved in the same connection. One connection, one RTSP session. */
export class RtspConnection {
  readonly #options: RtspConnectionOptions;
  readonly #reader = new RtspReader();
  readonly #id = randomBytes(8).toString('hex');
  readonly #channels = new Map<TrackName, number>();
  readonly #stream: LiveStream;
  #sender: MediaSender | undefined;
  #heardAtMs: number;

  constructor(options: RtspConnectionOptions) {
    this.#options = options;
    this.#stream = options.stream();
    this.#heardAtMs = options.clock.monotonicMs();
    options.socket.setNoDelay(true);
    options.socket.on('data', (chunk) => this.#receive(Buffer.from(chunk)));
  }

  /** Sends what is live now; closes the connection of a client that has not been heard of for longer than its session lasts. */
  send(unit: MediaUnit): void {
    this.#sender?.send(unit);
    if (this.#options.clock.monotonicMs() - this.#heardAtMs > timeoutSeconds * 1000 * 1.5) this.#options.socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#heardAtMs = this.#options.clock.monotonicMs();
    for (const incoming of this.#reader.push(chunk)) this.#take(incoming);
  }

  #take(incoming: RtspIncoming): void {
    const { socket } = this.#options;
    if (incoming.kind === 'interleaved') return;
    if (incoming.kind === 'malformed') {
      socket.end(formatResponse({ status: 400 }, undefined));
      return;
    }
    const response = this.#answer(incoming);
    socket.write(formatResponse(response, incoming.headers.get('cseq')));
    if (response.status !== 200) return;
    if (incoming.method === 'PLAY') this.#sender ??= new MediaSender({ socket, stream: this.#stream, channels: this.#channels, clock: this.#options.clock });
    if (incoming.method === 'TEARDOWN') socket.end();
  }

  #answer(request: RtspRequest): RtspResponse {
    if (guarded.includes(request.method)) {
      const verdict = this.#options.refusesLogin() ? 'refused' : this.#options.guard.check(request.method, request.headers.get('authorization'));
      if (verdict !== 'accepted') return { status: 401, headers: { 'WWW-Authenticate': this.#options.guard.challenge(verdict) } };
    }
    switch (request.method) {
      case 'OPTIONS': return { status: 200, headers: { Public: methods.join(', ') } };
      case 'DESCRIBE': return this.#describe(request);
      case 'SETUP': return this.#setUp(request);
      case 'PLAY': return this.#inSession(request, () => this.#play(request));
      case 'GET_PARAMETER':
      case 'SET_PARAMETER': return this.#inSession(request, () => ({ status: 200, headers: this.#sessionHeader() }));
      case 'TEARDOWN': return this.#inSession(request, () => ({ status: 200 }));
      default: return { status: 501, headers: { Public: methods.join(', ') } };
    }
  }

  #describe(request: RtspRequest): RtspResponse {
    if (trackOf(request.url, this.#options.path) !== '') return { status: 404 };
    const description = this.#stream.description();
    if (description === undefined) return { status: 503 };
    return {
      status: 200, body: sessionDescription(description, Math.floor(this.#options.clock.wallMs())),
      headers: { 'Content-Type': 'application/sdp', 'Content-Base': `${request.url.replace(/\/$/, '')}/` },
    };
  }

  #setUp(request: RtspRequest): RtspResponse {
    const track = trackNames.find((name) => name === trackOf(request.url, this.#options.path));
    if (track === undefined || !this.#stream.trackNames.includes(track)) return { status: 404 };
    const channel = interleavedChannel(request.headers.get('transport') ?? '', this.#channels.size * 2);
    if (channel === undefined) return { status: 461 };
    if (this.#sender !== undefined) return { status: 455 };
    this.#channels.set(track, channel);
    const ssrc = this.#stream.ssrc(track).toString(16).padStart(8, '0').toUpperCase();
    return { status: 200, headers: { ...this.#sessionHeader(), Transport: `RTP/AVP/TCP;unicast;interleaved=${channel}-${channel + 1};ssrc=${ssrc};mode="PLAY"` } };
  }

  #play(request: RtspRequest): RtspResponse {
    if (this.#channels.size === 0) return { status: 455 };
    const info = [...this.#channels.keys()].map((track) => `url=${request.url.replace(/\/$/, '')}/${track}`).join(',');
    return { status: 200, headers: { ...this.#sessionHeader(), Range: 'npt=now-', 'RTP-Info': info } };
  }

  #inSession(request: RtspRequest, answer: () => RtspResponse): RtspResponse {
    const named = request.headers.get('session')?.split(';')[0];
    return named === undefined || named === this.#id ? answer() : { status: 454 };
  }

  #sessionHeader(): Readonly<Record<string, string>> {
    return { Session: `${this.#id};timeout=${timeoutSeconds}` };
  }
}

/** '' for the stream itself, the last part for a track of it, undefined for anything else. */
function trackOf(url: string, path: string): string | undefined {
  const given = URL.canParse(url) ? new URL(url).pathname.replace(/\/+$/, '') : '';
  if (given === path) return '';
  return given.startsWith(`${path}/`) ? given.slice(path.length + 1) : undefined;
}

/** The first channel of the first transport over TCP that is offered. */
function interleavedChannel(transport: string, unused: number): number | undefined {
  const offered = transport.split(',').find((spec) => /^\s*RTP\/AVP\/TCP\b/i.test(spec) && !/;\s*multicast/i.test(spec));
  if (offered === undefined) return undefined;
  const named = /;\s*interleaved=(\d+)/i.exec(offered)?.[1];
  const channel = named === undefined ? unused : Number(named);
  return channel <= 254 ? channel : undefined;
}
