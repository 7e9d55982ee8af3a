import type { ErrorCode } from '../../shared/base/index.ts';
import type { RelayAddresses } from './relay-addresses.ts';
import type { RtspLogin } from './rtsp-login.ts';
import { headerOf, UnfitRtsp, writeRtsp, type RtspMessage } from './rtsp-reader.ts';
import type { StreamTraffic, TrafficCount } from './stream-traffic.ts';

/** Why a camera gives no stream. */
export interface RelayProblem {
  readonly code: Extract<ErrorCode, 'CAMERA_UNREACHABLE' | 'CAMERA_UNAUTHORIZED' | 'CAMERA_STREAM_UNKNOWN' | 'CAMERA_BUSY' | 'CAMERA_NOT_RTSP'>;
  /** One line for an engineer, without credentials. */
  readonly detail: string;
}

interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly clientSequence: string;
  readonly headers: RtspMessage['headers'];
  readonly body: Buffer;
  readonly sentAtMs: number;
  sent: number;
  answered: boolean;
  challengeIsFresh: boolean;
}

interface ConversationOptions {
  readonly addresses: RelayAddresses;
  readonly login: RtspLogin;
  readonly traffic: TrafficCount;
  readonly monotonicMs: () => number;
  readonly toCamera: (bytes: Buffer) => void;
  readonly toClient: (bytes: Buffer) => void;
  readonly onProblem: (problem: RelayProblem) => void;
  readonly onPlaying: () => void;
  /** The camera ends it by itself. */
  readonly onFarewell: () => void;
}

const mostPending = 8;
/** Without these there is no stream; what else is refused (OPTIONS, a sign of life) does no harm. */
const needed: readonly string[] = ['DESCRIBE', 'SETUP', 'PLAY'];
const ownHeaders: readonly string[] = ['cseq', 'authorization', 'proxy-authorization', 'content-length'];

/** The messages between ffmpeg and one camera: each request is sent on with the camera's own address and login, each answer is brought back as the relay's. */
export class RtspConversation {
  readonly #options: ConversationOptions;
  readonly #pending = new Map<number, Exchange>();
  #sequence = 0;
  #described: readonly { readonly kind: StreamTraffic['kind']; readonly control: string }[] = [];
  #streams = 0;

  constructor(options: ConversationOptions) {
    this.#options = options;
  }

  /** When the oldest question that has no answer yet was asked; undefined when there is none. */
  get waitingSinceMs(): number | undefined {
    return [...this.#pending.values()][0]?.sentAtMs;
  }

  /** Sends on what ffmpeg asks. @throws UnfitRtsp for what only a stranger sends */
  ask(message: RtspMessage): void {
    const [method = '', address = ''] = message.startLine.split(' ');
    const url = this.#options.addresses.toCamera(address);
    if (url === undefined) throw new UnfitRtsp('a request to another address than the relay’s');
    if (this.#pending.size >= mostPending) throw new UnfitRtsp('too many questions at a time');
    this.#send({
      method, url, clientSequence: headerOf(message, 'cseq') ?? '0', headers: message.headers.filter(([name]) => !ownHeaders.includes(name.toLowerCase())),
      body: message.body, sentAtMs: this.#options.monotonicMs(), sent: 0, answered: false, challengeIsFresh: false,
    });
  }

  /** Takes what the camera says. */
  hear(message: RtspMessage): void {
    const status = /^RTSP\/\d\.\d (\d{3})\b/.exec(message.startLine)?.[1];
    if (status === undefined) this.#beAsked(message);
    else this.#takeAnswer(Number(status), message);
  }

  #send(exchange: Exchange): void {
    this.#sequence += 1;
    const authorization = this.#options.login.authorization(exchange.method, exchange.url);
    exchange.sent += 1;
    exchange.answered = authorization !== undefined;
    this.#pending.set(this.#sequence, exchange);
    this.#options.toCamera(writeRtsp({
      startLine: `${exchange.method} ${exchange.url} RTSP/1.0`, body: exchange.body,
      headers: [['CSeq', String(this.#sequence)], ...exchange.headers, ...(authorization === undefined ? [] : [['Authorization', authorization] as const])],
    }));
  }

  /** A camera that numbers its answers wrongly answers in order. */
  #exchangeOf(message: RtspMessage): Exchange | undefined {
    const given = Number(headerOf(message, 'cseq') ?? Number.NaN);
    const sequence = this.#pending.has(given) ? given : [...this.#pending.keys()][0];
    if (sequence === undefined) return undefined;
    const exchange = this.#pending.get(sequence);
    this.#pending.delete(sequence);
    return exchange;
  }

  #takeAnswer(status: number, message: RtspMessage): void {
    // "Continue" is followed by the answer proper.
    if (status < 200) return;
    const exchange = this.#exchangeOf(message);
    if (exchange === undefined) return;
    if (status === 401) {
      const challenges = message.headers.filter(([name]) => name.toLowerCase() === 'www-authenticate').map(([, value]) => value);
      const again = this.#options.login.challenged(challenges, exchange);
      exchange.challengeIsFresh = true;
      if (again) {
        this.#send(exchange);
        return;
      }
    }
    this.#answerClient(exchange, this.#judge(exchange, status, message), message);
  }

  /** The status that ffmpeg is told. What it cannot have becomes a refusal, and the reason is kept. */
  #judge(exchange: Exchange, status: number, message: RtspMessage): number {
    const problem = needed.includes(exchange.method) ? problemOf(exchange.method, status, message) : undefined;
    if (problem !== undefined) {
      this.#options.onProblem(problem);
      return status >= 400 ? status : 404;
    }
    if (exchange.method === 'DESCRIBE') this.#described = describedStreams(message.body.toString('utf8'));
    if (exchange.method === 'SETUP') this.#noteStream(exchange.url, message);
    if (exchange.method === 'PLAY') this.#options.onPlaying();
    return status >= 300 && status < 400 ? 404 : status;
  }

  #noteStream(url: string, answer: RtspMessage): void {
    const [rtp, rtcp] = channelsOf(answer) ?? [0, 1];
    const named = this.#described.find(({ control }) => control !== '' && url.endsWith(control));
    this.#options.traffic.add((named ?? this.#described[this.#streams])?.kind ?? 'other', rtp, rtcp);
    this.#streams += 1;
  }

  #answerClient(exchange: Exchange, status: number, message: RtspMessage): void {
    const { addresses, toClient } = this.#options;
    const reason = message.startLine.split(' ').slice(2).join(' ').slice(0, 100);
    const headers = message.headers.filter(([name]) => !ownHeaders.includes(name.toLowerCase()) && name.toLowerCase() !== 'www-authenticate' && name.toLowerCase() !== 'location');
    toClient(writeRtsp({
      startLine: `RTSP/1.0 ${status} ${reason}`, headers: [['CSeq', exchange.clientSequence], ...headers.map(([name, value]) => [name, addresses.toClient(value)] as const)],
      body: exchange.method === 'DESCRIBE' ? Buffer.from(descriptionFor(message.body.toString('utf8'), addresses)) : message.body,
    }));
  }

  /** Cameras ask, if at all, whether anybody is there, or say that it is over. ffmpeg would answer neither. */
  #beAsked(message: RtspMessage): void {
    const [method = ''] = message.startLine.split(' ');
    const status = ['OPTIONS', 'GET_PARAMETER', 'SET_PARAMETER'].includes(method) ? '200 OK' : '501 Not Implemented';
    this.#options.toCamera(writeRtsp({ startLine: `RTSP/1.0 ${status}`, headers: [['CSeq', headerOf(message, 'cseq') ?? '0']], body: Buffer.alloc(0) }));
    if (method === 'TEARDOWN' || method === 'REDIRECT') this.#options.onFarewell();
  }
}

function problemOf(method: string, status: number, message: RtspMessage): RelayProblem | undefined {
  const detail = `${method}: ${message.startLine.slice(0, 120)}`;
  if (status === 401 || status === 403 || status === 407) return { code: 'CAMERA_UNAUTHORIZED', detail };
  if (status === 453 || status === 503) return { code: 'CAMERA_BUSY', detail };
  // Another host would be sent the login, and what it sends would be recorded as this camera's: nobody is followed.
  if (status >= 300 && status < 400) return { code: 'CAMERA_STREAM_UNKNOWN', detail: `${detail}: it sends away to another address` };
  if (status >= 400) return { code: 'CAMERA_STREAM_UNKNOWN', detail };
  if (method === 'SETUP' && channelsOf(message) === undefined) return { code: 'CAMERA_STREAM_UNKNOWN', detail: `${detail}: it does not send over this connection` };
  return undefined;
}

/** The two channels of `Transport: RTP/AVP/TCP;unicast;interleaved=0-1`. */
function channelsOf(message: RtspMessage): readonly [rtp: number, rtcp: number] | undefined {
  const transport = headerOf(message, 'transport') ?? '';
  const [, rtp, rtcp] = /;\s*interleaved\s*=\s*(\d{1,3})(?:\s*-\s*(\d{1,3}))?/i.exec(transport) ?? [];
  if (!/^\s*RTP\/S?AVPF?\/TCP\b/i.test(transport) || rtp === undefined) return undefined;
  return [Number(rtp), rtcp === undefined ? Number(rtp) + 1 : Number(rtcp)];
}

function describedStreams(description: string): readonly { readonly kind: StreamTraffic['kind']; readonly control: string }[] {
  return description.split(/^m=/m).slice(1, 33).map((media) => {
    const kind = /^(video|audio)\b/.exec(media)?.[1];
    return { kind: kind === 'video' || kind === 'audio' ? kind : 'other', control: /^a=control:(\S+)/m.exec(media)?.[1] ?? '' };
  });
}

function descriptionFor(description: string, addresses: RelayAddresses): string {
  return description.replace(/^a=control:.*$/gim, (line) => addresses.toClient(line));
}
