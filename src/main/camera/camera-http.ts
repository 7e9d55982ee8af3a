import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Clock } from '../platform/index.ts';
import { digestAuthorization, type Credentials } from './digest-authorization.ts';

export interface HttpMessage {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly contentType?: string;
  readonly body?: string;
  readonly authorization?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly challenges: readonly string[];
  readonly body: Buffer;
  /** When the last byte of the question was handed over and when the head of the answer came, on the monotonic clock. */
  readonly sentMonotonicMs: number;
  readonly answeredMonotonicMs: number;
}

/** The other side answers, but nothing that HTTP, or this program's limits, allow. */
export class UnfitAnswer extends Error {
  override readonly name = 'UnfitAnswer';
}

/**
 * Plain HTTP to one camera, for as long as it is needed: bounded bodies, one connection kept open, no redirects followed.
 * Every exchange ends when `signal` is aborted.
 */
export class CameraHttp {
  readonly #agent: { readonly http: HttpAgent; readonly https: HttpsAgent };
  readonly #clock: Clock;
  readonly #signal: AbortSignal;

  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
    const settings = { keepAlive: true, maxSockets: 1 };
    // Cameras sign their certificates themselves: encryption without identity is what there is, and better than none.
    this.#agent = { http: new HttpAgent(settings), https: new HttpsAgent({ ...settings, rejectUnauthorized: false }) };
  }

  /**
   * Asks once, and once more when the camera demands Digest and there are credentials.
   * @throws UnfitAnswer, or the network's error
   */
  async exchange(message: HttpMessage, mostBytes: number, credentials: Credentials | null): Promise<HttpAnswer> {
    const first = await this.#askOverLivingConnection(message, mostBytes);
    if (first.status !== 401 || credentials === null) return first;
    const authorization = digestAuthorization(first.challenges, message.method, `${message.url.pathname}${message.url.search}`, credentials);
    return authorization === null ? first : this.#askOverLivingConnection({ ...message, authorization }, mostBytes);
  }

  close(): void {
    this.#agent.http.destroy();
    this.#agent.https.destroy();
  }

  /** A camera may close a kept connection just when it is used again: that is no failure of the camera. */
  async #askOverLivingConnection(message: HttpMessage, mostBytes: number): Promise<HttpAnswer> {
    try {
      return await this.#ask(message, mostBytes);
    } catch (error) {
      if (!(error instanceof StaleConnection)) throw error;
      return await this.#ask(message, mostBytes);
    }
  }

  #ask(message: HttpMessage, mostBytes: number): Promise<HttpAnswer> {
    const { url, body } = message;
    const secure = url.protocol === 'https:';
    return new Promise((resolve, reject) => {
      let sentMonotonicMs = this.#clock.monotonicMs();
      const request = (secure ? httpsRequest : httpRequest)(url, {
        method: message.method,
        agent: secure ? this.#agent.https : this.#agent.http,
        signal: this.#signal,
        headers: {
          ...(message.contentType === undefined ? {} : { 'content-type': message.contentType }),
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
          ...(message.authorization === undefined ? {} : { authorization: utf8Header(message.authorization) }),
        },
      });
      request.once('finish', () => (sentMonotonicMs = this.#clock.monotonicMs()));
      request.once('response', (response) => {
        const answeredMonotonicMs = this.#clock.monotonicMs();
        readBody(response, mostBytes).then((bytes) => resolve({
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? '',
          challenges: response.headersDistinct['www-authenticate'] ?? [],
          body: bytes,
          sentMonotonicMs,
          answeredMonotonicMs,
        }), reject);
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code?.startsWith('HPE_') === true) reject(new UnfitAnswer(`not HTTP: ${error.code}`, { cause: error }));
        else if (request.reusedSocket && error.code === 'ECONNRESET') reject(new StaleConnection());
        else reject(error);
      });
      request.end(body);
    });
  }
}

/** Node writes header characters as single bytes; names outside ASCII travel as UTF-8 (RFC 7616 section 3.4). */
function utf8Header(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1');
}

class StaleConnection extends Error {}

async function readBody(response: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    const part = chunk as Buffer;
    bytes += part.byteLength;
    if (bytes > mostBytes) {
      response.destroy();
      throw new UnfitAnswer(`an answer of more than ${mostBytes} bytes`);
    }
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}
