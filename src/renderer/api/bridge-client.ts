import type { Method, PreviewMessage, Push, Reply } from '../../shared/contract/index.ts';
import { Arrivals } from './arrivals.ts';
import type { ConnectionState, ContractBreach, MethodInput, StationClient } from './station-client.ts';

/** What the window's preload script offers: the same contract over Electron's IPC. */
export interface ShiluBridge {
  call(method: string, params: unknown): Promise<{ readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown }>;
  onPush(listener: (push: unknown) => void): () => void;
  /** The message as it goes over a WebSocket: header and bytes. */
  onPreview(listener: (message: Uint8Array) => void): () => void;
}

declare global {
  interface Window {
    readonly shilu?: ShiluBridge;
  }
}

/** A station in the same process tree as this window: the line is there for as long as the window is. */
export class BridgeClient implements StationClient {
  readonly #bridge: ShiluBridge;
  readonly #arrivals = new Arrivals();
  readonly #stop: readonly (() => void)[];

  constructor(bridge: ShiluBridge) {
    this.#bridge = bridge;
    this.#stop = [
      bridge.onPush((push) => this.#receive(push)),
      bridge.onPreview((message) => this.#arrivals.preview(message)),
    ];
  }

  async call<M extends Method>(method: M, params: MethodInput<M>): Promise<Reply<M>> {
    const reply = await this.#bridge.call(method, params);
    return reply.ok ? this.#arrivals.reply(method, reply.value) : (reply as Reply<M>);
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
    listener('connected');
    return () => undefined;
  }

  close(): void {
    for (const stop of this.#stop) stop();
  }

  #receive(push: unknown): void {
    if (typeof push === 'object' && push !== null && 'type' in push && typeof push.type === 'string') this.#arrivals.push(push.type, push);
    else this.#arrivals.malformed('push', JSON.stringify(push));
  }
}
