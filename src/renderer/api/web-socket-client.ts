import { z } from 'zod';
import { AppError, isErrorCode, toWireError, type WireError } from '../../shared/base/index.ts';
import type { Method, PreviewMessage, Push, Reply } from '../../shared/contract/index.ts';
import { Arrivals } from './arrivals.ts';
import { Listeners } from './listeners.ts';
import type { ConnectionState, ContractBreach, MethodInput, StationClient } from './station-client.ts';

type Answer = { readonly result: unknown } | { readonly error: WireError };

const localized = z.object({ zh: z.string(), en: z.string() });
const wireError = z.object({
  code: z.string().refine(isErrorCode), params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])), message: localized, hint: localized,
});
const textMessage = z.union([
  z.object({ id: z.number().nullable(), error: z.object({ data: wireError }) }),
  z.object({ id: z.number(), result: z.unknown() }),
  z.object({ method: z.string(), params: z.unknown() }),
]);

const firstRetryMs = 300;
const longestRetryMs = 3_000;

/** A station over JSON-RPC 2.0 on a WebSocket. Connects again by itself, for as long as it is not closed. */
export class WebSocketClient implements StationClient {
  readonly #url: string;
  readonly #open: (url: string) => WebSocket;
  readonly #arrivals = new Arrivals();
  readonly #connection = new Listeners<ConnectionState>();
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #state: ConnectionState = 'connecting';
  #socket: WebSocket | undefined;
  #nextId = 1;
  #retryMs = firstRetryMs;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(url: string, open: (url: string) => WebSocket = (address) => new WebSocket(address)) {
    this.#url = url;
    this.#open = open;
    this.#connect();
  }

  async call<M extends Method>(method: M, params: MethodInput<M>): Promise<Reply<M>> {
    const answer = await this.#ask(method, params);
    return 'error' in answer ? { ok: false, error: answer.error } : this.#arrivals.reply(method, answer.result);
  }

  onPush(listener: (push: Push) => void): () => void {
    return this.#arrivals.pushes.add(listener);
  }

  onPreview(listener: (message: PreviewMessage) => void): () => void {
    return this.#arrivals.previews.add(listener);
  }

  onBreach(listener: (breach: ContractBreach) => void): () => void {
    return this.#arrivals.breaches.add(listener);
  }

  onConnection(listener: (state: ConnectionState) => void): () => void {
    listener(this.#state);
    return this.#connection.add(listener);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retryTimer);
    this.#socket?.close();
  }

  #ask(method: string, params: unknown): Promise<Answer> {
    const socket = this.#socket;
    if (socket?.readyState !== 1) return Promise.resolve({ error: this.#unreachable() });
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  }

  #connect(): void {
    const socket = this.#open(this.#url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onopen = () => {
      this.#retryMs = firstRetryMs;
      this.#become('connected');
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => this.#receive(data);
    socket.onclose = () => this.#lose();
  }

  #receive(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      this.#arrivals.preview(new Uint8Array(data));
      return;
    }
    const message = readText(data);
    if (message === undefined) this.#arrivals.malformed('rpc', String(data).slice(0, 200));
    else if ('method' in message) this.#arrivals.push(message.method, message.params);
    else if (!('error' in message)) this.#answer(message.id, { result: message.result });
    else if (message.id === null) this.#arrivals.malformed('rpc', message.error.data.message.en);
    else this.#answer(message.id, { error: message.error.data });
  }

  #answer(id: number, answer: Answer): void {
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (resolve === undefined) this.#arrivals.malformed('rpc', `answer to a question nobody asked: ${id}`);
    else resolve(answer);
  }

  #lose(): void {
    const open = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const resolve of open) resolve({ error: this.#unreachable() });
    this.#become('lost');
    if (this.#closed) return;
    this.#retryTimer = setTimeout(() => this.#connect(), this.#retryMs);
    this.#retryMs = Math.min(longestRetryMs, this.#retryMs * 2);
  }

  #become(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#connection.tell(state);
  }

  #unreachable(): WireError {
    return toWireError(new AppError('STATION_UNREACHABLE', { url: this.#url }));
  }
}

function readText(data: unknown) {
  if (typeof data !== 'string') return undefined;
  try {
    return textMessage.safeParse(JSON.parse(data)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
