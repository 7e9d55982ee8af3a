import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { startConsoleStation, type ConsoleStation } from '../../../test/support/console-station.ts';
import type { ConnectionState } from './station-client.ts';
import { WebSocketClient } from './web-socket-client.ts';

let station: ConsoleStation | undefined;
let client: WebSocketClient | undefined;

async function connect() {
  station = await startConsoleStation('.');
  client = new WebSocketClient(station.url.replace('http', 'ws') + 'rpc', (url) => new NodeWebSocket(url) as unknown as WebSocket);
  const states: ConnectionState[] = [];
  client.onConnection((state) => states.push(state));
  await vi.waitFor(() => expect(states.at(-1)).toBe('connected'));
  return { station, client, states };
}

afterEach(async () => {
  client?.close();
  await station?.close();
  vi.restoreAllMocks();
});

describe('WebSocketClient', () => {
  it('gives results and refusals with their words', async () => {
    const { client, station } = await connect();
    await expect(client.call('auth.login', { account: 'officer', pin: '1234' })).resolves.toMatchObject({ ok: true, value: { person: { role: 'officer' } } });
    await expect(client.call('auth.login', { account: 'officer', pin: '9999' })).resolves.toMatchObject({ ok: false, error: { code: 'LOGIN_REFUSED', message: { en: 'The account or PIN is not right.' } } });
    expect(station.asked.map(({ method }) => method)).toEqual(['auth.login', 'auth.login']);
  });

  it('tells pushes and preview parts', async () => {
    const { client, station } = await connect();
    const seen: unknown[] = [];
    client.onPush((push) => seen.push(push.type));
    client.onPreview(({ streamId, kind, bytes }) => seen.push([streamId, kind, [...bytes]]));
    station.pushRoom();
    station.sendPreview({ streamId: 7, kind: 'fragment', atMs: 1, bytes: Uint8Array.of(1, 2, 3) });
    await vi.waitFor(() => expect(seen).toEqual(['room.changed', [7, 'fragment', [1, 2, 3]]]));
  });

  it.each([
    ['a snapshot that does not fit', { jsonrpc: '2.0', method: 'room.changed', params: { room: { version: 'one' } } }, 'room.changed'],
    ['a notification it does not know', { jsonrpc: '2.0', method: 'weather.changed', params: {} }, 'weather.changed'],
    ['something that is no message', { hello: true }, 'rpc'],
  ])('reports %s as a breach and drops it', async (_name, message, where) => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { client, station } = await connect();
    const breaches: string[] = [];
    const pushes: unknown[] = [];
    client.onBreach((breach) => breaches.push(breach.where));
    client.onPush((push) => pushes.push(push));
    station.pushRaw(message);
    await vi.waitFor(() => expect(breaches).toEqual([where]));
    expect(pushes).toEqual([]);
  });

  it('reports a reply that does not fit, and refuses it', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { client, station } = await connect();
    const breaches: string[] = [];
    client.onBreach((breach) => breaches.push(breach.where));
    station.answers['room.status'] = () => ({ version: 1 });
    await expect(client.call('room.status', {})).resolves.toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    expect(breaches).toEqual(['room.status']);
  });

  it('answers waiting calls when the line breaks, then connects again', async () => {
    const { client, station, states } = await connect();
    station.answers['room.status'] = () => {
      station.breakLines(true);
      return station.room;
    };
    await expect(client.call('room.status', {})).resolves.toMatchObject({ ok: false, error: { code: 'STATION_UNREACHABLE' } });
    await vi.waitFor(() => expect(states).toEqual(expect.arrayContaining(['lost', 'connected'])), { timeout: 5_000 });
    await vi.waitFor(() => expect(states.at(-1)).toBe('connected'), { timeout: 5_000 });
    await expect(client.call('station.welcome', {})).resolves.toMatchObject({ ok: true });
  });
});
