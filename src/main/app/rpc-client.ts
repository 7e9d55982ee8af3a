import WebSocket from 'ws';
import { z } from 'zod';
import { AppError, isErrorCode, type WireError } from '../../shared/base/index.ts';

const response = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.object({ data: z.object({ code: z.string().refine(isErrorCode), params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])), message: z.object({ zh: z.string(), en: z.string() }), hint: z.object({ zh: z.string(), en: z.string() }) }) }).optional(),
});

export type RpcReply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError };

/** A caller of a station over its loopback WebSocket (JSON-RPC 2.0). One line: whoever logs in stays logged in until `close`. */
export class RpcClient {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (reply: RpcReply) => void>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (!isBinary) this.#take(data.toString('utf8'));
    });
  }

  /** @throws AppError STATION_UNREACHABLE */
  static open(url: string): Promise<RpcClient> {
    return new Promise((resolve, reject) => {
      if (!URL.canParse(url)) {
        reject(new AppError('STATION_UNREACHABLE', { url }));
        return;
      }
      const socket = new WebSocket(url, { handshakeTimeout: 5_000 });
      socket.once('open', () => resolve(new RpcClient(socket)));
      socket.once('error', (cause) => reject(new AppError('STATION_UNREACHABLE', { url }, cause)));
    });
  }

  /** Resolves with the station's answer; rejects with STATION_UNREACHABLE when the line breaks before it comes. */
  call(method: string, params: unknown): Promise<RpcReply> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, resolve);
      this.#socket.once('close', () => reject(new AppError('STATION_UNREACHABLE', { url: this.#socket.url })));
      this.#socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  }

  close(): void {
    this.#socket.removeAllListeners('close');
    this.#socket.close();
  }

  #take(text: string): void {
    const parsed = response.safeParse(JSON.parse(text));
    if (!parsed.success) return;
    const { id, result, error } = parsed.data;
    const settle = this.#waiting.get(id);
    this.#waiting.delete(id);
    settle?.(error === undefined ? { ok: true, value: result } : { ok: false, error: error.data });
  }
}
