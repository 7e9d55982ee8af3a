import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openStationDatabase } from '../database/index.ts';
import { openKeyFileVault, Settings, type CameraSetting } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'shilu-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
const newFolder = () => mkdtempSync(join(folder, `keys-${count++}-`));
const camera: CameraSetting = {
  cameraId: 'cam-1', name: '全景', role: 'overview', address: 'rtsp://192.0.2.1/main', xaddr: '', rtspUrl: 'rtsp://192.0.2.1/main', user: 'röom', password: '口令:"1',
  manufacturer: '', model: 'RTSP', width: 640, height: 360, hasAudio: false,
};

describe('the logins of cameras', () => {
  it('are in the database as nobody can read them, and in the settings as they were', async () => {
    const database = openStationDatabase(join(newFolder(), 'station.db'));
    const settings = new Settings(database, [await openKeyFileVault(newFolder())]);
    const free = { ...camera, cameraId: 'cam-2', user: '', password: '' };
    const inPath = { ...free, cameraId: 'cam-3', rtspUrl: 'rtsp://192.0.2.3/user=a&password=s3cret&channel=1' };
    settings.cameras = [camera, free, inPath];
    expect(settings.cameras).toEqual([camera, free, inPath]);
    expect(settings.lostLogins).toEqual([]);
    const stored = database.prepare<[], { value: string }>("SELECT value FROM settings WHERE key = 'cameras'").get()?.value ?? '';
    for (const secret of ['röom', '口令', 's3cret', Buffer.from(camera.password).toString('base64').slice(0, 8)]) expect(stored).not.toContain(secret);
    database.close();
  });

  it('that were moved to another camera, changed, or sealed with another key are lost, and said to be; writing the list keeps what may be opened again', async () => {
    const [rightKeys, wrongKeys] = [newFolder(), newFolder()];
    const path = join(newFolder(), 'station.db');
    const database = openStationDatabase(path);
    const right = new Settings(database, [await openKeyFileVault(rightKeys)]);
    right.cameras = [camera];
    const wrong = new Settings(database, [await openKeyFileVault(wrongKeys)]);
    expect(wrong.cameras).toEqual([{ ...camera, user: '', password: '' }]);
    expect(wrong.lostLogins).toEqual(['cam-1']);
    wrong.cameras = wrong.cameras.map((each) => ({ ...each, name: '近景' }));
    expect(right.cameras).toEqual([{ ...camera, name: '近景' }]);
    const change = (from: string | RegExp, to: string) => database.prepare('UPDATE settings SET value = ? WHERE key = ?').run(JSON.stringify(JSON.parse(read())).replace(from, to), 'cameras');
    const read = () => database.prepare<[], { value: string }>("SELECT value FROM settings WHERE key = 'cameras'").get()?.value ?? '';
    change('"cameraId":"cam-1"', '"cameraId":"cam-9"');
    expect(right.lostLogins).toEqual(['cam-9']);
    change('"cameraId":"cam-9"', '"cameraId":"cam-1"');
    expect(right.lostLogins).toEqual([]);
    change(/gcm:..../, 'gcm:AAAA');
    expect(right.lostLogins).toEqual(['cam-1']);
    database.close();
  });

  it('are sealed with a key that only its owner can read, that is made once and never replaced', async () => {
    const keys = newFolder();
    const [one, two] = await Promise.all([openKeyFileVault(keys), openKeyFileVault(keys)]);
    expect(two.open(one.seal('x'))).toBe('x');
    expect(one.seal('x')).not.toBe(one.seal('x'));
    const path = join(keys, 'secrets.key');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o644);
    const key = readFileSync(path, 'utf8');
    await openKeyFileVault(keys);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    writeFileSync(path, key.slice(0, 20));
    await expect(openKeyFileVault(keys)).rejects.toMatchObject({ code: 'SECRETS_KEY_UNREADABLE', params: { path } });
    expect(readFileSync(path, 'utf8')).toBe(key.slice(0, 20));
  });
});
