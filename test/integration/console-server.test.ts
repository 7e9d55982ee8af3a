import { once } from 'node:events';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { projectFolder, StationLine, StationProcess } from '../support/station-process.ts';

const run = promisify(execFile);
const cli = join(projectFolder, 'dist', 'main', 'cli.mjs');

describe('the doors of a station', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-doors-'));
  let station: StationProcess;

  beforeAll(async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
  });
  afterAll(async () => {
    await station.stop();
    rmSync(folder, { recursive: true });
  });

  async function raw(message: string): Promise<{ id: unknown; error?: { code: number; data: { code: string; message: Record<string, string>; hint: Record<string, string> } } }> {
    const socket = new WebSocket(station.ready.rpc);
    await once(socket, 'open');
    socket.send(message);
    const [data] = (await once(socket, 'message')) as [Buffer];
    socket.close();
    return JSON.parse(data.toString('utf8')) as Awaited<ReturnType<typeof raw>>;
  }
  const rpc = (method: string, params: unknown = {}) => raw(JSON.stringify({ jsonrpc: '2.0', id: 7, method, params }));

  it.each([
    ['a message that is not JSON', 'hello', -32_700, 'MESSAGE_NOT_JSON'],
    ['JSON that is not JSON-RPC', '{"method":1}', -32_602, 'REQUEST_INVALID'],
  ])('answer %s with a code, a sentence in both languages and a hint', async (_what, message, number, code) => {
    const { error } = await raw(message);
    expect(error).toMatchObject({ code: number, data: { code } });
    for (const words of [error?.data.message, error?.data.hint]) expect(words).toMatchObject({ zh: expect.stringMatching(/[\u4e00-\u9fff]/u) as string, en: expect.stringMatching(/[a-z]/) as string });
  });

  it.each([
    ['a method that does not exist', 'session.pause', {}, 'METHOD_UNKNOWN'],
    ['a method of every object', 'constructor', {}, 'METHOD_UNKNOWN'],
    ['a call without a login', 'room.status', {}, 'LOGIN_REQUIRED'],
    ['a wrong PIN', 'auth.login', { account: 'officer1', pin: '9999' }, 'LOGIN_REFUSED'],
    ['parameters of the wrong shape', 'auth.login', { account: 'officer1' }, 'REQUEST_INVALID'],
  ])('refuse %s', async (_what, method, params, code) => {
    expect((await rpc(method, params)).error?.data.code).toBe(code);
  });

  it('refuse a call without the role for it', async () => {
    const line = await StationLine.open(station.ready.rpc, 'attendant', '3333');
    await expect(line.call('camera.remove', { cameraId: 'x' })).rejects.toMatchObject({ code: 'ROLE_REQUIRED' });
    await expect(line.call('session.list')).resolves.toEqual({ sessions: [] });
    line.close();
  });

  it('are closed to pages of other origins and other host names', async () => {
    const other = new WebSocket(station.ready.rpc, { origin: 'http://example.org' });
    await expect(once(other, 'open')).rejects.toThrow('403');
    const rebound = new WebSocket(station.ready.rpc, { headers: { Host: 'example.org' } });
    await expect(once(rebound, 'open')).rejects.toThrow('403');
  });

  it('serve the console and nothing beside it', async () => {
    expect((await fetch(station.ready.url)).status).toBe(200);
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    symlinkSync(join(folder, 'secret.txt'), join(folder, 'link'));
    for (const path of ['..%2f..%2fpackage.json', '%2e%2e/package.json', 'nothing.js', '%00', '%zz']) expect((await fetch(`${station.ready.url}${path}`)).status).toBe(404);
    expect((await fetch(station.ready.url, { method: 'POST' })).status).toBe(405);
  });

  it('refuse a second station on the same data', async () => {
    await expect(run(process.execPath, [cli, 'serve', '--data', join(folder, 'data'), '--port', '0'])).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('STATION_RUNNING') as string });
  });

  it('speak through the command line as well', async () => {
    const { stdout } = await run(process.execPath, [cli, 'call', 'clock.status', '--url', station.ready.url, '--user', 'legal', '--pin', '4444']);
    expect(JSON.parse(stdout)).toMatchObject({ timeZone: 'Asia/Shanghai' });
    await expect(run(process.execPath, [cli, 'call', 'camera.remove', '{"cameraId":"x"}', '--url', station.ready.url, '--user', 'legal', '--pin', '4444'])).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('ROLE_REQUIRED') as string });
    await expect(run(process.execPath, [cli, 'call', 'room.status', '--url', 'http://127.0.0.1:1/'])).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('STATION_UNREACHABLE') as string });
    const { stdout: schema } = await run(process.execPath, [cli, 'schema'], { maxBuffer: 10_000_000 });
    expect(Object.keys((JSON.parse(schema) as { methods: object }).methods)).toContain('session.seal');
  });

  it('run the worked example of docs/integration.md as it is printed', async () => {
    const [, example] = /```js\n([^]*?)```/.exec(readFileSync(join(projectFolder, 'docs', 'integration.md'), 'utf8')) ?? [];
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', example ?? ''], { cwd: projectFolder, env: { ...process.env, SHILU_RPC: station.ready.rpc } });
    expect(stdout).toContain('训练讯问室: room time 20');
    expect(stdout).toContain('ROLE_REQUIRED');
  });
});
