import { describe, expect, it } from 'vitest';
import { ConsoleLine, type CallReply, type Connection } from './console-line.ts';

const page = { address: 'shilu://console/index.html', isMainFrame: true };

class RecordedConnection implements Connection {
  readonly calls: unknown[] = [];
  closed = 0;
  readonly #reply: () => Promise<CallReply>;

  constructor(reply: () => Promise<CallReply>) {
    this.#reply = reply;
  }

  call(method: string, params: unknown): Promise<CallReply> {
    this.calls.push({ method, params });
    return this.#reply();
  }

  close(): Promise<void> {
    this.closed += 1;
    return Promise.resolve();
  }
}

function lineOf(reply: () => Promise<CallReply> = () => Promise.resolve({ ok: true, value: 7 })) {
  const connections: RecordedConnection[] = [];
  const bugs: unknown[] = [];
  const connect = () => {
    const connection = new RecordedConnection(reply);
    connections.push(connection);
    return connection;
  };
  const line = new ConsoleLine(connect, (sender) => sender.isMainFrame && sender.address === page.address, (error) => bugs.push(error));
  return { line, connections, bugs };
}

const codeOf = (reply: CallReply) => (reply.ok ? 'ok' : reply.error.code);

describe('ConsoleLine', () => {
  it('passes a call on and gives its reply back unchanged', async () => {
    const { line, connections } = lineOf();
    expect(await line.answer(page, { method: 'room.status', params: { a: 1 } })).toEqual({ ok: true, value: 7 });
    expect(connections[0]?.calls).toEqual([{ method: 'room.status', params: { a: 1 } }]);
  });

  it.each([
    { address: 'https://elsewhere.example/', isMainFrame: true },
    { address: page.address, isMainFrame: false },
    { address: '', isMainFrame: false },
  ])('does not even open a connection for $address (main frame: $isMainFrame)', async (sender) => {
    const { line, connections } = lineOf();
    expect(codeOf(await line.answer(sender, { method: 'room.status', params: {} }))).toBe('SENDER_REFUSED');
    expect(connections).toHaveLength(0);
  });

  it.each([undefined, null, 'room.status', 7, [], {}, { method: 7, params: {} }, { method: 'x'.repeat(101), params: {} }, { method: 'a', params: {}, more: 1 }])(
    'answers a message that is no call: %j', async (message) => {
      const { line, connections } = lineOf();
      expect(codeOf(await line.answer(page, message))).toBe('REQUEST_INVALID');
      expect(connections).toHaveLength(0);
    });

  it('tells of a bug to the log and of INTERNAL to the window', async () => {
    const { line, bugs } = lineOf(() => Promise.reject(new Error('secret detail')));
    const reply = await line.answer(page, { method: 'room.status', params: {} });
    expect(codeOf(reply)).toBe('INTERNAL');
    expect(JSON.stringify(reply)).not.toContain('secret detail');
    expect(bugs).toHaveLength(1);
  });

  it('keeps one connection for a page, and gives the next page another', async () => {
    const { line, connections } = lineOf();
    await line.answer(page, { method: 'auth.login', params: {} });
    await line.answer(page, { method: 'room.status', params: {} });
    expect(connections).toHaveLength(1);
    await line.hangUp();
    await line.hangUp();
    expect(connections[0]?.closed).toBe(1);
    await line.answer(page, { method: 'room.status', params: {} });
    expect(connections).toHaveLength(2);
  });
});
