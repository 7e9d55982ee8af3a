import type { WebSocket } from 'ws';
import { AppError, toWireError, type WireError } from '../../shared/base/index.ts';
import { rpcErrorNumber, rpcRequest, type RpcRequest, type RpcResponse } from '../../shared/contract/index.ts';
import type { Logger } from '../platform/index.ts';
import type { StationDoor } from './console-server.ts';

/** A console that does not read must not fill the station's memory: its preview frames are left out first. */
const previewBacklogBytes = 8 * 1024 * 1024;

/** Speaks JSON-RPC 2.0 on one WebSocket until it closes: requests in, replies and notifications out, preview fragments as binary messages. */
export function attachRpc(socket: WebSocket, station: StationDoor, log: Logger): void {
  const connection = station.connect({
    push: ({ type, ...params }) => socket.send(JSON.stringify({ jsonrpc: '2.0', method: type, params })),
    preview: (message) => {
      if (socket.bufferedAmount < previewBacklogBytes) socket.send(message);
    },
  });
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    void answer(isBinary ? undefined : data.toString('utf8')).then((response) => {
      if (response !== undefined && socket.readyState === socket.OPEN) socket.send(JSON.stringify(response));
    });
  });
  socket.on('error', (error) => log.warn('a console connection failed', { error: error.message }));
  socket.on('close', () => {
    connection.close().catch((error: unknown) => log.error('a console connection did not close', error));
  });

  async function answer(text: string | undefined): Promise<RpcResponse | undefined> {
    const request = readRequest(text);
    if (!('method' in request)) return failure(null, request);
    const reply = await connection.call(request.method, request.params ?? {});
    if (request.id === undefined) return undefined;
    return reply.ok ? { jsonrpc: '2.0', id: request.id, result: reply.value } : failure(request.id, reply.error);
  }
}

function readRequest(text: string | undefined): RpcRequest | WireError {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch (cause) {
    return toWireError(new AppError('MESSAGE_NOT_JSON', {}, cause));
  }
  const parsed = rpcRequest.safeParse(value);
  return parsed.success ? parsed.data : toWireError(new AppError('REQUEST_INVALID', { detail: 'JSON-RPC 2.0', path: parsed.error.issues[0]?.path.join('.') ?? '' }));
}

function failure(id: string | number | null, error: WireError): RpcResponse {
  return { jsonrpc: '2.0', id, error: { code: rpcErrorNumber(error.code), message: error.message.en, data: error } };
}
