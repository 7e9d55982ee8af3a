import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/base/index.ts';
import type { PersonId, Role } from '../../shared/domain/index.ts';
import { createLogger } from '../platform/index.ts';
import { Connection, type Handlers } from './connection.ts';

const logged: string[] = [];

function connect(handlers: Partial<Handlers>, role: Role | null = null): Connection {
  const connection = new Connection({
    handlers: {
      'auth.login': (_params, { line }) => {
        const person = { personId: 'p' as PersonId, account: 'a', name: '甲', role: role ?? 'officer' };
        line.logIn(person);
        return Promise.resolve({ person });
      },
      ...handlers,
    } as Handlers,
    previews: { watch: () => ({ mimeType: 'video/mp4', stop: () => stopped.push('stopped') }) },
    log: createLogger('test', (line) => logged.push(line)),
    to: { push: () => undefined, preview: () => undefined },
    onClose: () => undefined,
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
});
