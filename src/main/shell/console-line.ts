import { z } from 'zod';
import { AppError, toWireError, type WireError } from '../../shared/base/index.ts';
import type { Push } from '../../shared/contract/index.ts';

/** What the window hears unasked. */
export interface ConsoleEars {
  push(push: Push): void;
  preview(message: Uint8Array): void;
}

export type CallReply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError };

/** One console's line to the station: who is logged in belongs to it. */
export interface Connection {
  call(method: string, params: unknown): Promise<CallReply>;
  close(): Promise<void>;
}

/** Who sent an IPC message, as Electron knows it. */
export interface Sender {
  readonly address: string;
  readonly isMainFrame: boolean;
}

const callMessage = z.object({ method: z.string().max(100), params: z.unknown() }).strict();

/**
 * The line of one window. It is opened by the first call of a page and closed when the page goes, so that whoever was logged in
 * on the old page is not logged in on the new one.
 */
export class ConsoleLine {
  readonly #connect: () => Connection;
  readonly #isTrusted: (sender: Sender) => boolean;
  readonly #onBug: (error: unknown) => void;
  #connection: Connection | undefined;

  constructor(connect: () => Connection, isTrusted: (sender: Sender) => boolean, onBug: (error: unknown) => void) {
    this.#connect = connect;
    this.#isTrusted = isTrusted;
    this.#onBug = onBug;
  }

  /** Never rejects: whatever goes wrong is an answer. A sender that is not the console's own page reaches nothing. */
  async answer(sender: Sender, message: unknown): Promise<CallReply> {
    if (!this.#isTrusted(sender)) return refusal('SENDER_REFUSED');
    const parsed = callMessage.safeParse(message);
    if (!parsed.success) return refusal('REQUEST_INVALID', { detail: 'method, params', path: 'method' });
    this.#connection ??= this.#connect();
    try {
      return await this.#connection.call(parsed.data.method, parsed.data.params);
    } catch (error) {
      this.#onBug(error);
      return { ok: false, error: toWireError(error) };
    }
  }

  /** Ends the line of the page that went away. */
  async hangUp(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.close();
  }
}

function refusal(code: 'SENDER_REFUSED' | 'REQUEST_INVALID', params: Readonly<Record<string, string>> = {}): CallReply {
  return { ok: false, error: toWireError(new AppError(code, params)) };
}
