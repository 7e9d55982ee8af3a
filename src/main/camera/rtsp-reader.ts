/** A request or response of RFC 2326. Headers keep their order and spelling. */
export interface RtspMessage {
  readonly startLine: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** Who takes what a connection brings, in the order in which it came. */
export interface RtspReaderSink {
  /** Bytes of interleaved frames (RFC 2326 section 10.12) as they came, whole or in parts: a view, not a copy. */
  interleaved(bytes: Buffer): void;
  /** The frame whose last byte was among those has ended. `small` is its payload where it was asked for; `marker`: as an RTP packet it ends its picture (RFC 3550 section 5.1). */
  frame(channel: number, small: Buffer | undefined, marker: boolean): void;
  message(message: RtspMessage): void;
}

/** What came is no RTSP, or more of it than any camera has reason to send. */
export class UnfitRtsp extends Error {
  override readonly name = 'UnfitRtsp';
}

const dollar = 0x24;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const frameHeadBytes = 4;
const markerByte = 2;
const mostHeadBytes = 16 * 1024;
const mostBodyBytes = 256 * 1024;
const mostHeaders = 128;
const mostKeptBytes = 2048;
/** A camera that counts wrongly once is forgiven, as ffmpeg forgives it; one that sends nothing else is not. */
const mostRubbishBytes = 64 * 1024;

/** How a message begins: an answer, or a request of RFC 2326 section 10. */
const beginnings = ['RTSP/', ...['OPTIONS', 'DESCRIBE', 'ANNOUNCE', 'SETUP', 'PLAY', 'PAUSE', 'TEARDOWN', 'GET_PARAMETER', 'SET_PARAMETER', 'REDIRECT', 'RECORD'].map((method) => `${method} `)];

type State = 'between' | 'frame-head' | 'frame' | 'head' | 'body';

/**
 * Cuts one direction of an RTSP connection into messages and interleaved frames. Frames are handed on as they are; only messages and small
 * control packets are gathered, so that it never holds more than a message. Rubbish between them is skipped, up to a bound.
 * @throws UnfitRtsp from `push`; nothing more may be pushed then
 */
export class RtspReader {
  readonly #sink: RtspReaderSink;
  readonly #keeps: (channel: number) => boolean;
  #state: State = 'between';
  #frameHead = Buffer.alloc(frameHeadBytes);
  #frameHeadGot = 0;
  #frameLeft = 0;
  /** Of its second byte: what RTP keeps its marker in. */
  #frameMarker = false;
  #markerLeft = 0;
  #kept: Buffer[] | undefined;
  #head: Buffer = Buffer.alloc(0);
  #message: Omit<RtspMessage, 'body'> | undefined;
  #body: Buffer = Buffer.alloc(0);
  #bodyGot = 0;
  #rubbishBytes = 0;

  /** @param keeps the channels whose small frames are kept and handed out */
  constructor(sink: RtspReaderSink, keeps: (channel: number) => boolean = () => false) {
    this.#sink = sink;
    this.#keeps = keeps;
  }

  /** A message or frame has begun and not ended. */
  get isWithin(): boolean {
    return this.#state !== 'between';
  }

  get hasSeenRubbish(): boolean {
    return this.#rubbishBytes > 0;
  }

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#state === 'head') rest = this.#takeHead(rest);
      else if (this.#state === 'body') rest = this.#takeBody(rest);
      else rest = this.#takeFrames(rest);
    }
  }

  /** Walks over frames, hands them on in one piece, and stops where something else begins. */
  #takeFrames(chunk: Buffer): Buffer {
    let at = 0;
    const ended: { readonly channel: number; readonly small: Buffer | undefined; readonly marker: boolean }[] = [];
    while (at < chunk.length) {
      if (this.#state === 'between') {
        if (chunk[at] !== dollar) break;
        this.#state = 'frame-head';
        this.#frameHeadGot = 0;
      }
      if (this.#state === 'frame-head') {
        const taken = chunk.copy(this.#frameHead, this.#frameHeadGot, at, at + frameHeadBytes - this.#frameHeadGot);
        at += taken;
        this.#frameHeadGot += taken;
        if (this.#frameHeadGot < frameHeadBytes) break;
        this.#beginFrame();
      }
      const taken = Math.min(this.#frameLeft, chunk.length - at);
      this.#kept?.push(Buffer.from(chunk.subarray(at, at + taken)));
      if (this.#markerLeft > 0 && this.#markerLeft <= taken) this.#frameMarker = ((chunk[at + this.#markerLeft - 1] ?? 0) & 0x80) !== 0;
      this.#markerLeft -= taken;
      at += taken;
      this.#frameLeft -= taken;
      if (this.#frameLeft > 0) break;
      ended.push({ channel: this.#frameHead[1] ?? 0, small: this.#kept === undefined ? undefined : Buffer.concat(this.#kept), marker: this.#frameMarker });
      this.#kept = undefined;
      this.#state = 'between';
    }
    if (at > 0) this.#sink.interleaved(chunk.subarray(0, at));
    for (const { channel, small, marker } of ended) this.#sink.frame(channel, small, marker);
    return this.#state === 'between' ? this.#skipTo(chunk.subarray(at)) : Buffer.alloc(0);
  }

  #beginFrame(): void {
    this.#state = 'frame';
    this.#frameLeft = this.#frameHead.readUInt16BE(2);
    this.#frameMarker = false;
    this.#markerLeft = markerByte;
    this.#kept = this.#frameLeft <= mostKeptBytes && this.#keeps(this.#frameHead[1] ?? 0) ? [] : undefined;
  }

  /** Up to the next frame or what can be a message. Empty lines between messages are lawful; anything else is rubbish. */
  #skipTo(chunk: Buffer): Buffer {
    let at = 0;
    while (at < chunk.length && chunk[at] !== dollar && !isUpperCase(chunk[at])) {
      if (chunk[at] !== lineFeed && chunk[at] !== carriageReturn) this.#rubbishBytes += 1;
      at += 1;
    }
    this.#refuseRubbish();
    const rest = chunk.subarray(at);
    if (isUpperCase(rest[0])) {
      this.#state = 'head';
      this.#head = Buffer.alloc(0);
    }
    return rest;
  }

  #takeHead(chunk: Buffer): Buffer {
    const before = this.#head.length;
    const wanted = chunk.subarray(0, mostHeadBytes + 1 - before);
    this.#head = Buffer.concat([this.#head, wanted]);
    if (!canBeMessage(this.#head)) return this.#dropHead(before, chunk);
    const end = endOfHead(this.#head, Math.max(0, before - 3));
    if (end === undefined) {
      if (this.#head.length > mostHeadBytes) throw new UnfitRtsp(`a head of more than ${mostHeadBytes} bytes`);
      return Buffer.alloc(0);
    }
    this.#message = parseHead(this.#head.subarray(0, end).toString('utf8'));
    this.#body = Buffer.alloc(bodyBytes(this.#message));
    this.#bodyGot = 0;
    this.#head = Buffer.alloc(0);
    this.#state = 'body';
    if (this.#body.length === 0) this.#endMessage();
    return chunk.subarray(end - before);
  }

  /** It began like a message and is none. */
  #dropHead(before: number, chunk: Buffer): Buffer {
    const earlier = this.#head.subarray(0, before);
    this.#head = Buffer.alloc(0);
    this.#state = 'between';
    this.#rubbishBytes += 1;
    this.#refuseRubbish();
    return before === 0 ? chunk.subarray(1) : Buffer.concat([earlier.subarray(1), chunk]);
  }

  #refuseRubbish(): void {
    if (this.#rubbishBytes > mostRubbishBytes) throw new UnfitRtsp(`more than ${mostRubbishBytes} bytes of rubbish`);
  }

  #takeBody(chunk: Buffer): Buffer {
    const taken = chunk.copy(this.#body, this.#bodyGot);
    this.#bodyGot += taken;
    if (this.#bodyGot === this.#body.length) this.#endMessage();
    return chunk.subarray(taken);
  }

  #endMessage(): void {
    const message = this.#message;
    if (message === undefined) throw new Error('A body without a head');
    this.#state = 'between';
    this.#message = undefined;
    this.#sink.message({ ...message, body: this.#body });
    this.#body = Buffer.alloc(0);
  }
}

function canBeMessage(head: Buffer): boolean {
  const begun = head.subarray(0, 16).toString('latin1');
  return beginnings.some((beginning) => begun.startsWith(beginning.slice(0, begun.length)));
}

function isUpperCase(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x41 && byte <= 0x5a;
}

/** Where the empty line ends that ends a head; lines may end with a line feed alone. */
function endOfHead(bytes: Buffer, from: number): number | undefined {
  for (let at = bytes.indexOf(lineFeed, from); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) {
    const next = bytes[at + 1] === carriageReturn ? at + 2 : at + 1;
    if (bytes[next] === lineFeed) return next + 1;
  }
  return undefined;
}

function parseHead(head: string): Omit<RtspMessage, 'body'> {
  const [startLine = '', ...lines] = head.split(/\r?\n/).filter((line) => line !== '');
  if (lines.length > mostHeaders) throw new UnfitRtsp(`more than ${mostHeaders} headers`);
  const headers: (readonly [string, string])[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    // A line that is no header says nothing; ffmpeg passes over it as well.
    if (colon > 0) headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return { startLine, headers };
}

function bodyBytes(message: Omit<RtspMessage, 'body'>): number {
  const given = headerOf(message, 'content-length') ?? '0';
  const bytes = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (Number.isNaN(bytes) || bytes > mostBodyBytes) throw new UnfitRtsp(`a body of ${given.slice(0, 40)} bytes`);
  return bytes;
}

/** The first header of that name (lower case), or undefined. */
export function headerOf(message: Pick<RtspMessage, 'headers'>, name: string): string | undefined {
  return message.headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
}

/** The message as bytes. Its length is written anew; the characters of names travel as UTF-8 (RFC 7616 section 3.4). */
export function writeRtsp({ startLine, headers, body }: RtspMessage): Buffer {
  const lines = headers.filter(([name]) => name.toLowerCase() !== 'content-length').map(([name, value]) => `${name}: ${value}\r\n`);
  const length = body.length === 0 ? '' : `Content-Length: ${body.length}\r\n`;
  return Buffer.concat([Buffer.from(`${startLine}\r\n${lines.join('')}${length}\r\n`), body]);
}
