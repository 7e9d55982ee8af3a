import type { z } from 'zod';
import type { contract, Method, PreviewMessage, Push, Reply } from '../../shared/contract/index.ts';

/** Parameters as a caller writes them: defaults may be left out. */
export type MethodInput<M extends Method> = z.input<(typeof contract)[M]['params']>;

/** `lost`: the line to the station is down. Recording does not depend on it and goes on. */
export type ConnectionState = 'connecting' | 'connected' | 'lost';

/** What arrived does not fit the contract: console and station are of different versions, or one of them is broken. */
export interface ContractBreach {
  readonly where: string;
  readonly detail: string;
}

/** The console's one way to a station. Listeners return how to take them away again. */
export interface StationClient {
  /** Never rejects: a refusal, a lost line and an answer that does not fit the contract all come back as an error a person can read. */
  call<M extends Method>(method: M, params: MethodInput<M>): Promise<Reply<M>>;
  onPush(listener: (push: Push) => void): () => void;
  onPreview(listener: (message: PreviewMessage) => void): () => void;
  /** Tells the present state at once, then every change. A login is bound to one connection: after `lost` it is gone. */
  onConnection(listener: (state: ConnectionState) => void): () => void;
  onBreach(listener: (breach: ContractBreach) => void): () => void;
  close(): void;
}
