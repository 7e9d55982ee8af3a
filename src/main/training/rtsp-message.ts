/** A request of RFC 2326. Header names are in lower case. */
export interface RtspRequest {
  readonly kind: 'request';
  readonly method: string;
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
}

/** A frame interleaved by the client: its RTCP reports. Only its arrival counts. */
interface RtspInterleaved {
  readonly kind: 'interleaved';
}

interface RtspMalformed {
  readonly kind: 'malformed';
}

export type RtspIncoming = RtspRequest | RtspInterleaved | RtspMalformed;

const dollar = 0x24;
const interleavedHeaderBytes = 4;
const maxHeadBytes = 16 * 1024;
const maxBodyBytes = 64 * 1024;
const headEnd = Buffer.from('\r\n\r\n');

/** Cuts what a client sends into requests and interleaved frames. After a malformed message nothing more comes. */
export class RtspReader {
  #pending: Buffer = Buffer.alloc(0);
  #failed = false;

  push(chunk: Buffer): readonly RtspIncoming[] {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    const found: RtspIncoming[] = [];
    while (!this.#failed) {
      const next = this.#pending[0] === dollar ? this.#takeInterleaved() : this.#takeRequest();
      if (next === undefined) break;
      this.#failed = next.kind === 'malformed';
      found.push(next);
    }
    return found;
  }

  #takeInterleaved(): RtspInterleaved | undefined {
    if (this.#pending.length < interleavedHeaderBytes) return undefined;
    const end = interleavedHeaderBytes + this.#pending.readUInt16BE(2);
    if (this.#pending.length < end) return undefined;
    this.#pending = this.#pending.subarray(end);
    return { kind: 'interleaved' };
  }

  #takeRequest(): RtspRequest | RtspMalformed | undefined {
    const end = this.#pending.indexOf(headEnd);
    if (end < 0) return this.#pending.length > maxHeadBytes ? { kind: 'malformed' } : undefined;
    const request = parseHead(this.#pending.subarray(0, end).toString('utf8'));
    if (request.kind === 'malformed') return request;
    const bodyBytes = Number(request.headers.get('content-length') ?? '0');
    if (!Number.isInteger(bodyBytes) || bodyBytes < 0 || bodyBytes > maxBodyBytes) return { kind: 'malformed' };
    const total = end + headEnd.length + bodyBytes;
    if (this.#pending.length < total) return undefined;
    this.#pending = this.#pending.subarray(total);
    return request;
  }
}

function parseHead(head: string): RtspRequest | RtspMalformed {
  const [first = '', ...rest] = head.replace(/^(\r\n)+/, '').split('\r\n');
  const start = /^([A-Z_]+) (\S+) RTSP\/1\.\d$/.exec(first);
  if (start === null) return { kind: 'malformed' };
  const headers = new Map<string, string>();
  for (const line of rest) {
    const colon = line.indexOf(':');
    if (colon <= 0) return { kind: 'malformed' };
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { kind: 'request', method: start[1] ?? '', url: start[2] ?? '', headers };
}

export interface RtspResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const reasons: Readonly<Record<number, string>> = {
  200: 'OK', 400: 'Bad Request', 401: 'Unauthorized', 404: 'Not Found', 405: 'Method Not Allowed', 454: 'Session Not Found',
  455: 'Method Not Valid In This State', 461: 'Unsupported Transport', 501: 'Not Implemented', 503: 'Service Unavailable',
};

export function formatResponse(response: RtspResponse, sequence: string | undefined): Buffer {
  const body = response.body ?? '';
  const headers = {
    ...(sequence === undefined ? {} : { CSeq: sequence }),
    ...response.headers,
    ...(body === '' ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`RTSP/1.0 ${response.status} ${reasons[response.status] ?? 'Status'}\r\n${lines.join('')}\r\n${body}`);
}
