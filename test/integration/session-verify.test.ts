import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoomSnapshot, SessionCheckSnapshot } from '../../src/shared/contract/index.ts';
import { HeldSession } from '../support/held-session.ts';
import { verifySession } from '../support/session-verification.ts';
import { projectFolder, StationLine, StationProcess } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

interface Verdict {
  readonly result: string;
  readonly asked: string;
  readonly trust: { readonly basis: string; readonly fingerprint: string };
  readonly findings: readonly { readonly file: string; readonly problem: string; readonly place: string }[];
}

// One sealed session: verified on demand, at the start, and by the command line of somebody who has one file or one packet. Each step needs the one before.
describe('a sealed session, verified again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-verify-'));
  const data = join(folder, 'data');
  const start = () => StationProcess.start(data, join(folder, 'station.log'));
  const files = (disk: string) => readdirSync(join(data, disk, 'sessions', held.sessionId), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mp4')).sort();
  const shilu = (...args: string[]) => {
    const { status, stdout } = spawnSync(process.execPath, [join(projectFolder, 'dist', 'main', 'cli.mjs'), 'verify', ...args, '--json'], { encoding: 'utf8' });
    return { exit: status, ...(JSON.parse(stdout) as Verdict) };
  };
  let station: StationProcess;
  let held: HeldSession;
  let packet = '';
  let sealCode = '';

  const verified = (level: 'quick' | 'full') => verifySession(station.ready.rpc, held.sessionId, level);

  beforeAll(async () => {
    station = await start();
    held = await HeldSession.start(station.ready.rpc);
    await held.recordFor(7_000);
    sealCode = (await held.finishAndSeal()).seal?.sealCode ?? '';
    const legal = await StationLine.open(station.ready.rpc, 'legal', '4444');
    packet = (await legal.call<{ path: string }>('packet.export', { sessionId: held.sessionId, purpose: '训练', recipient: '训练' })).path;
    legal.close();
  });
  afterAll(async () => {
    await station.stop();
    rmSync(folder, { recursive: true });
  });

  it('is intact, and progress and result are pushed', async () => {
    const { result, states } = await verified('full');
    expect(states.at(0)).toBe('waiting');
    expect(states).toContain('reading');
    expect(result).toMatchObject({ result: 'intact', findings: [], onDisks: ['primary', 'mirror'], filesChecked: files('primary').length + files('mirror').length });
    expect(result.readBytes).toBe(result.totalBytes);
    expect((await verified('quick')).result).toMatchObject({ result: 'intact', findings: [] });
  });

  it('is nobody’s business who neither questioned nor answers for it', async () => {
    const attendant = await StationLine.open(station.ready.rpc, 'attendant', '3333');
    await expect(attendant.call('session.verify', { sessionId: held.sessionId })).rejects.toMatchObject({ code: 'ROLE_REQUIRED' });
    attendant.close();
    expect(await held.officer.call<SessionCheckSnapshot>('session.verify', { sessionId: held.sessionId, level: 'quick' })).toMatchObject({ level: 'quick', result: null });
  });

  it('names the second that was changed in one copy, and says so as an alarm', async () => {
    const [name = ''] = files('mirror').filter((file) => file.includes('-stamped'));
    const path = join(data, 'mirror', 'sessions', held.sessionId, name);
    const whole = readFileSync(path);
    const altered = Buffer.from(whole);
    // In the middle of the second fragment's pictures.
    const at = whole.indexOf('mdat', whole.indexOf('mdat') + 4) + 5_000;
    altered[at] = (altered[at] ?? 0) ^ 1;
    writeFileSync(path, altered);
    const { result } = await verified('full');
    expect(result.result).toBe('altered');
    expect(result.findings.map(({ file, problem }) => ({ file, problem }))).toEqual([{ file: `mirror/${name}`, problem: 'pictures-altered' }]);
    expect(result.findings[0]?.place).toMatch(/^byte \d+, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    const { alarms } = await held.officer.call<RoomSnapshot>('room.status');
    expect(alarms.filter(({ code }) => code === 'SESSION_NOT_WHOLE')).toMatchObject([{ subject: held.sessionId }]);
    writeFileSync(path, whole);
    expect((await verified('full')).result).toMatchObject({ result: 'intact', findings: [] });
    expect((await held.officer.call<RoomSnapshot>('room.status')).alarms.filter(({ code }) => code === 'SESSION_NOT_WHOLE')).toEqual([]);
  });

  it('is looked at when the station starts: a file that was cut is an alarm that names it', async () => {
    const [name = ''] = files('primary').filter((file) => file.includes('-native'));
    await station.stop();
    const path = join(data, 'primary', 'sessions', held.sessionId, name);
    const whole = readFileSync(path);
    truncateSync(path, statSync(path).size - 3_000);
    station = await start();
    held = await held.on(station.ready.rpc);
    const alarm = await waitUntil('the alarm', 60_000, async () => (await held.officer.call<RoomSnapshot>('room.status')).alarms.find(({ code }) => code === 'SESSION_NOT_WHOLE'));
    expect(alarm.message.en).toContain(held.sessionId);
    expect(alarm.message.en).toContain(name);
    writeFileSync(path, whole);
  });

  it('proves itself by one video file alone, and says on what its word rests', () => {
    const [name = ''] = files('primary').filter((file) => file.includes('-stamped'));
    const path = join(data, 'primary', 'sessions', held.sessionId, name);
    const certificate = join(packet, 'data', 'station.pem');
    const alone = shilu(path);
    expect(alone).toMatchObject({ exit: 0, result: 'intact', findings: [], trust: { basis: 'nothing' } });
    expect(shilu(path, '--fingerprint', alone.trust.fingerprint)).toMatchObject({ exit: 0, trust: { basis: 'fingerprint' } });
    expect(shilu(path, '--ca', certificate)).toMatchObject({ exit: 0, trust: { basis: 'certificate-chain' } });
    expect(shilu(path, '--fingerprint', '0'.repeat(64))).toMatchObject({ exit: 2, result: 'not-ours', trust: { basis: 'nothing' }, findings: [{ problem: 'unknown-key' }] });

    const copy = join(folder, 'copy.mp4');
    copyFileSync(path, copy);
    truncateSync(copy, statSync(path).size - 2_000);
    expect(shilu(copy)).toMatchObject({ exit: 3, result: 'incomplete' });
    const altered = readFileSync(path);
    const at = altered.indexOf('mdat') + 2_000;
    altered[at] = (altered[at] ?? 0) ^ 1;
    writeFileSync(copy, altered);
    expect(shilu(copy)).toMatchObject({ exit: 1, result: 'altered', findings: [{ file: copy, problem: 'pictures-altered' }] });
    writeFileSync(copy, 'no video of anybody');
    expect(shilu(copy)).toMatchObject({ exit: 2, result: 'not-ours' });
  });

  it('is the packet that the paper names, and another paper names another', () => {
    expect(shilu(packet, '--seal-code', sealCode.toLowerCase())).toMatchObject({ exit: 0, result: 'intact', asked: 'as-asked', trust: { basis: 'seal-code' } });
    expect(shilu(packet, '--seal-code', 'JEQB-QK49-D7R3-85Q5-856H')).toMatchObject({ exit: 4, result: 'intact', asked: 'not-as-asked' });
    expect(shilu(packet, '--ca', join(packet, 'data', 'station.pem'))).toMatchObject({ exit: 0, trust: { basis: 'certificate-chain' } });
  });
});
