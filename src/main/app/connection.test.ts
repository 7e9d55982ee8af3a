import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/base/index.ts';
import type { PersonId, Role } from '../../shared/domain/index.ts';
import type { Push, RoomSnapshot } from '../../shared/contract/index.ts';
import { createLogger, sleep } from '../platform/index.ts';
import { Connection, type Handlers } from './connection.ts';

const logged: string[] = [];
const pushed: Push[] = [];
const locks: string[] = [];
const refusals: string[] = [];
const glance = { roomName: '讯问室', recording: true, provenUntilMs: 1, alarms: 0 };
let idleLockMs = 60_000;
let mustChangePin = false;

function connect(handlers: Partial<Handlers>, role: Role | null = null): Connection {
  const connection = new Connection({
    handlers: {
      'auth.login': (_params, { line }) => {
        const person = { personId: 'p' as PersonId, account: 'a', name: '甲', role: role ?? 'officer' };
        line.logIn(person, mustChangePin);
        return Promise.resolve({ person, mustChangePin });
      },
      ...handlers,
    } as Handlers,
    previews: { watch: () => ({ mimeType: 'video/mp4', stop: () => stopped.push('stopped') }) },
    log: createLogger('test', (line) => logged.push(line)),
    to: { push: (push) => pushed.push(push), preview: () => undefined },
    onClose: () => undefined,
    idleLockMs, glance: () => glance, onLocked: (_person, reason) => locks.push(reason), onRefused: ({ method, code }) => refusals.push(`${method} ${code}`),
  });
  return connection;
}
const stopped: string[] = [];
const login = (connection: Connection) => connection.call('auth.login', { account: 'a', pin: '1111' });

describe('Connection', () => {
  it('keeps everything but the welcome and the login from a person who has not logged in', async () => {
    const reply = await connect({}).call('session.list', {});
    expect(reply).toMatchObject({ ok: false, error: { code: 'LOGIN_REQUIRED' } });
  });

  it('keeps a method from the wrong role before it looks at the parameters', async () => {
    const connection = connect({}, 'attendant');
    await login(connection);
    expect(await connection.call('session.open', { nonsense: true })).toMatchObject({ error: { code: 'ROLE_REQUIRED', params: { roles: 'officer' } } });
  });

  it('names the parameter that does not fit', async () => {
    const connection = connect({}, 'administrator');
    await login(connection);
    expect(await connection.call('camera.remove', {})).toMatchObject({ error: { code: 'REQUEST_INVALID', params: { path: 'cameraId' } } });
  });

  it('passes an expected failure on and hides a bug behind INTERNAL, which it logs', async () => {
    const connection = connect({ 'session.list': () => Promise.reject(new AppError('SESSION_NONE')), 'camera.list': () => Promise.reject(new Error('secret detail')) });
    await login(connection);
    expect(await connection.call('session.list', {})).toMatchObject({ error: { code: 'SESSION_NONE' } });
    const reply = await connection.call('camera.list', {});
    expect(reply).toMatchObject({ error: { code: 'INTERNAL' } });
    expect(JSON.stringify(reply)).not.toContain('secret detail');
    expect(logged.join()).toContain('secret detail');
  });

  it('does not let an answer leave that is not what the contract says', async () => {
    const connection = connect({ 'session.list': () => Promise.resolve({ sessions: [{}] } as never) });
    await login(connection);
    expect(await connection.call('session.list', {})).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
  });

  it('ends its previews when it closes', async () => {
    const connection = connect({ 'preview.open': ({ cameraId }, { line }) => Promise.resolve(line.openPreview(cameraId)) });
    await login(connection);
    await connection.call('preview.open', { cameraId: 'c' });
    await connection.close();
    expect(stopped).toEqual(['stopped']);
  });

  it('tells of every refusal with who, what and why', async () => {
    refusals.length = 0;
    const connection = connect({}, 'attendant');
    await connection.call('session.open', {});
    await login(connection);
    await connection.call('session.open', {});
    expect(refusals).toEqual(['session.open ROLE_REQUIRED']);
  });

  it('opens nothing but the change of a PIN that somebody else has set', async () => {
    mustChangePin = true;
    const connection = connect({
      'session.list': () => Promise.resolve({ sessions: [] }),
      'auth.changePin': (_params, { line }) => {
        line.pinChanged();
        return Promise.resolve({ done: true });
      },
    });
    await login(connection);
    mustChangePin = false;
    pushed.length = 0;
    connection.push({ type: 'room.changed', room: {} as RoomSnapshot });
    expect(pushed).toEqual([]);
    expect(await connection.call('session.list', {})).toMatchObject({ error: { code: 'PIN_CHANGE_REQUIRED' } });
    expect(await connection.call('auth.changePin', { oldPin: '1234', newPin: '5678' })).toMatchObject({ ok: true });
    expect(await connection.call('session.list', {})).toMatchObject({ ok: true });
  });

  it('locks itself although the console asks by itself for the other rooms', async () => {
    locks.length = 0;
    idleLockMs = 60;
    const connection = connect({ 'room.others': () => Promise.resolve({ rooms: [] }) }, 'attendant');
    await login(connection);
    idleLockMs = 60_000;
    for (let n = 0; n < 40 && locks.length === 0; n += 1) {
      await connection.call('room.others', {});
      await sleep(10);
    }
    expect(locks).toEqual(['idle']);
    await connection.close();
  });

  it('locks itself when nobody touches it: previews end, content stays inside, a glance is all it is told', async () => {
    [stopped.length, pushed.length, locks.length] = [0, 0, 0];
    idleLockMs = 40;
    const connection = connect({
      'preview.open': ({ cameraId }, { line }) => Promise.resolve(line.openPreview(cameraId)), 'session.list': () => Promise.resolve({ sessions: [] }),
      'auth.unlock': (_params, { line }) => {
        line.unlock();
        return Promise.resolve({ done: true });
      },
    });
    await login(connection);
    await connection.call('preview.open', { cameraId: 'c' });
    await sleep(120);
    idleLockMs = 60_000;
    expect([locks, stopped]).toEqual([['idle'], ['stopped']]);
    connection.push({ type: 'room.changed', room: { session: 'content' } as unknown as RoomSnapshot });
    connection.push({ type: 'training.changed', training: { microphones: [], cameras: [], clips: [], playing: null } });
    expect(pushed).toEqual([{ type: 'line.locked', glance }, { type: 'line.locked', glance }]);
    for (const method of ['session.list', 'room.status', 'preview.open', 'auth.active']) expect(await connection.call(method, { cameraId: 'c' })).toMatchObject({ error: { code: 'LINE_LOCKED' } });
    await connection.call('auth.unlock', { pin: '1111' });
    expect(await connection.call('session.list', {})).toMatchObject({ ok: true });
    await connection.close();
  });

  it('stays open while somebody is there, and locks at once when asked to', async () => {
    locks.length = 0;
    idleLockMs = 80;
    const connection = connect({
      'auth.active': () => Promise.resolve({ done: true }),
      'auth.lock': (_params, { line }) => {
        line.lock('asked');
        return Promise.resolve({ done: true });
      },
    });
    await login(connection);
    for (let i = 0; i < 6; i++) {
      await sleep(30);
      expect(await connection.call('auth.active', {})).toMatchObject({ ok: true });
    }
    idleLockMs = 60_000;
    await connection.call('auth.lock', {});
    expect(locks).toEqual(['asked']);
    await connection.close();
  });

  it('ends the login of a person whose account was taken away', async () => {
    pushed.length = 0;
    const connection = connect({});
    await login(connection);
    connection.dismiss('somebody else' as PersonId);
    expect(connection.person).not.toBeNull();
    connection.dismiss('p' as PersonId);
    expect([connection.person, pushed]).toEqual([null, [{ type: 'person.changed', person: null }]]);
  });
});
