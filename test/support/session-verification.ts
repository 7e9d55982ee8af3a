import WebSocket from 'ws';
import type { SessionCheckSnapshot } from '../../src/shared/contract/index.ts';

export interface Verification {
  readonly result: SessionCheckSnapshot;
  /** Every state that was pushed, in order. */
  readonly states: readonly string[];
}

/** Asks a station of the training room, as legal staff, to read a session again, and waits for the result that is pushed. */
export async function verifySession(rpc: string, sessionId: string, level: 'quick' | 'full'): Promise<Verification> {
  const socket = new WebSocket(rpc);
  const states: string[] = [];
  try {
    return await new Promise((resolve, reject) => {
      let id = 0;
      const call = (method: string, params: object) => socket.send(JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params }));
      socket.on('error', reject);
      socket.on('open', () => call('auth.login', { account: 'legal', pin: '4444' }));
      socket.on('message', (text: Buffer) => {
        const message = JSON.parse(text.toString()) as { id?: number; error?: object; method?: string; params?: { check: SessionCheckSnapshot } };
        if (message.error !== undefined) reject(new Error(JSON.stringify(message.error)));
        if (message.id === 1) call('session.verify', { sessionId, level });
        if (message.method !== 'verify.changed' || message.params?.check.level !== level) return;
        states.push(message.params.check.state);
        if (message.params.check.state === 'done') resolve({ result: message.params.check, states });
      });
    });
  } finally {
    socket.close();
  }
}
