import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { AppError, toWireError } from '../../src/shared/base/index.ts';
import { contract, rpcErrorNumber, writePreviewMessage, type Method, type PreviewMessage, type RoomSnapshot, type TrainingSnapshot } from '../../src/shared/contract/index.ts';
import { emptyRoom, people, trainingRoom } from './console-snapshots.ts';

/** A station that only plays its part towards a console: it says what the test tells it to say, and keeps what it was asked. */
export interface ConsoleStation {
  readonly url: string;
  room: RoomSnapshot;
  /** What a method answers; a thrown AppError becomes a refusal. */
  readonly answers: Partial<Record<Method, (params: Record<string, unknown>) => unknown>>;
  readonly asked: { readonly method: string; readonly params: Record<string, unknown> }[];
  /** Sends the room as it now is to every console. */
  pushRoom(): void;
  pushRaw(message: unknown): void;
  sendPreview(message: PreviewMessage): void;
  /** Breaks every connection; new ones are taken or refused from then on. */
  breakLines(takeNew: boolean): void;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };
const policy = "default-src 'self'; media-src blob: 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' ws:";

/** Serves the built console of `folder` and the contract's envelope on a free loopback port. */
export async function startConsoleStation(folder: string): Promise<ConsoleStation> {
  const lines = new Set<WebSocket>();
  let taking = true;
  const asked: ConsoleStation['asked'] = [];
  const answers: ConsoleStation['answers'] = {};
  const http = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    readFile(join(folder, path)).then(
      (body) => response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream', 'Content-Security-Policy': policy }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  const sockets = new WebSocketServer({ server: http, path: '/rpc', verifyClient: () => taking });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;

  const say = (message: unknown): void => lines.forEach((line) => line.send(JSON.stringify(message)));
  const station: ConsoleStation = {
    url: `http://127.0.0.1:${port}/`, room: emptyRoom(), answers, asked,
    pushRoom: () => say({ jsonrpc: '2.0', method: 'room.changed', params: { room: station.room } }),
    pushRaw: say,
    sendPreview: (message) => lines.forEach((line) => line.send(writePreviewMessage(message))),
    breakLines: (takeNew) => {
      taking = takeNew;
      lines.forEach((line) => line.terminate());
    },
    close: async () => {
      lines.forEach((line) => line.terminate());
      sockets.close();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };

  sockets.on('connection', (line) => {
    lines.add(line);
    line.on('close', () => lines.delete(line));
    line.on('message', (data: Buffer) => line.send(JSON.stringify(answer(station, data.toString('utf8')))));
  });
  return station;
}

function answer(station: ConsoleStation, text: string): unknown {
  const request = JSON.parse(text) as { readonly id: number; readonly method: Method; readonly params: Record<string, unknown> };
  const { id, method } = request;
  try {
    const params = contract[method].params.parse(request.params) as Record<string, unknown>;
    station.asked.push({ method, params });
    const reply = station.answers[method] ?? usual(station)[method];
    if (reply === undefined) throw new AppError('METHOD_UNKNOWN', { method });
    return { jsonrpc: '2.0', id, result: reply(params) };
  } catch (error) {
    const data = toWireError(error);
    return { jsonrpc: '2.0', id, error: { code: rpcErrorNumber(data.code), message: data.message.en, data } };
  }
}

function usual(station: ConsoleStation): ConsoleStation['answers'] {
  const training: TrainingSnapshot = trainingRoom;
  return {
    'station.welcome': () => ({ roomName: station.room.roomName, training: station.room.training, firstStart: false, stationVersion: station.room.stationVersion, trainingAccounts: people.map(({ account, name, role }) => ({ account, name, role, pin: '1234' })) }),
    'auth.login': ({ account, pin }) => {
      const person = people.find((each) => each.account === account);
      if (person === undefined || pin !== '1234') throw new AppError('LOGIN_REFUSED');
      return { person, mustChangePin: false };
    },
    'account.list': () => ({ accounts: people.map((person) => ({ ...person, badgeNumber: '', sex: 'unknown', disabled: false, mustChangePin: false })) }),
    'auth.logout': () => ({ done: true }),
    'room.status': () => station.room,
    'training.status': () => training,
    'preview.open': ({ cameraId }) => ({ streamId: cameraId === 'cam-1' ? 1 : 2, mimeType: 'video/mp4; codecs="avc1.42C01F"' }),
    'preview.close': () => ({ done: true }),
    'session.list': () => ({ sessions: [] }),
  };
}
