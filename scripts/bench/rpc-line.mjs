import { once } from 'node:events';
import WebSocket from 'ws';

/** One line to a station: JSON-RPC 2.0 over a WebSocket (docs/integration.md). */
export class RpcLine {
  #socket;
  #waiting = new Map();
  /** The last snapshot of the room that the station pushed; null before the first. */
  room = null;
  #lastId = 0;

  static async open(rpc) {
    const line = new RpcLine();
    line.#socket = new WebSocket(rpc);
    line.#socket.on('message', (data, isBinary) => {
      if (isBinary) return;
      const message = JSON.parse(data.toString('utf8'));
      if (message.method === 'room.changed') line.room = message.params.room;
      else line.#settle(message);
    });
    await once(line.#socket, 'open');
    return line;
  }

  #settle({ id, result, error }) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new Error(`${waiting.method}: ${error.data.code} ${error.message}`));
  }

  call(method, params = {}) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, method });
      this.#socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  }

  close() {
    this.#socket.close();
  }
}
