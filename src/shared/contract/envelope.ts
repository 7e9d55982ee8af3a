import { z } from 'zod';
import type { ErrorCode, WireError } from '../base/index.ts';
import type { PersonIdentity } from '../domain/index.ts';
import type { Method, MethodResult } from './methods.ts';
import type { Glance, RoomSnapshot, SessionCheckSnapshot, TrainingSnapshot } from './snapshots.ts';

/** A JSON-RPC 2.0 request with named parameters (jsonrpc.org/specification, section 4). */
export const rpcRequest = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  method: z.string(),
  params: z.record(z.string(), z.unknown()).optional(),
});
export type RpcRequest = z.infer<typeof rpcRequest>;

export type RpcResponse =
  | { readonly jsonrpc: '2.0'; readonly id: string | number | null; readonly result: unknown }
  | { readonly jsonrpc: '2.0'; readonly id: string | number | null; readonly error: { readonly code: number; readonly message: string; readonly data: WireError } };

/** The answer to a call on any transport. */
export type Reply<M extends Method> = { readonly ok: true; readonly value: MethodResult<M> } | { readonly ok: false; readonly error: WireError };

/** What a station says unasked: whole snapshots, never differences. Sent as JSON-RPC notifications `{method: type, params: …}`. */
export type Push =
  | { readonly type: 'room.changed'; readonly room: RoomSnapshot }
  | { readonly type: 'training.changed'; readonly training: TrainingSnapshot }
  | { readonly type: 'line.locked'; readonly glance: Glance }
  | { readonly type: 'verify.changed'; readonly check: SessionCheckSnapshot }
  | { readonly type: 'person.changed'; readonly person: PersonIdentity | null };

/** JSON-RPC's own numbers where it has them, one server number for the rest; the stable code is in `data.code`. */
export function rpcErrorNumber(code: ErrorCode): number {
  switch (code) {
    case 'MESSAGE_NOT_JSON': return -32_700;
    case 'METHOD_UNKNOWN': return -32_601;
    case 'REQUEST_INVALID': return -32_602;
    case 'INTERNAL': return -32_603;
    default: return -32_000;
  }
}
