import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RoomSnapshot, SessionSnapshot } from '../../src/shared/contract/index.ts';
import { SignedProfiles } from '../support/signed-profiles.ts';
import { projectFolder, StationLine, StationProcess } from '../support/station-process.ts';

const opening = { caseNumber: 'TRAIN-2026-004', kind: 'interrogation', place: '训练讯问室', interviewee: '受训人员', secondOfficer: { account: 'officer2', pin: '2222' } };

describe('the profile of a room', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-profile-'));
  const profiles = new SignedProfiles(join(folder, 'profiles'));
  const log = join(folder, 'station.log');
  const start = (data: string, profileId = 'cn-zaozhuang') => StationProcess.start(join(folder, data), log, ['--training', '--profiles', profiles.folder, '--profile', profileId]);
  const serve = (data: string) => spawnSync(process.execPath, [join(projectFolder, 'dist', 'main', 'cli.mjs'), 'serve', '--data', join(folder, data), '--port', '0', '--training', '--profiles', profiles.folder], { encoding: 'utf8', timeout: 60_000 });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('is the one that the start names, signed by the site’s own key', async () => {
    profiles.write('uk-pace-draft');
    const station = await start('uk', 'uk-pace-draft');
    const officer = await StationLine.open(station.ready.rpc, 'officer1', '1111');
    expect((await officer.call<RoomSnapshot>('room.status')).profileId).toBe('uk-pace-draft');
    expect(await station.stop()).toBe(0);
  });

  it('refuses the start of a station, with its code, when it was altered, unsigned or is not there', () => {
    profiles.write('cn-zaozhuang');
    appendFileSync(join(profiles.folder, 'cn-zaozhuang.json'), '\n');
    expect([serve('altered').status, serve('altered').stderr]).toEqual([1, expect.stringContaining('PROFILE_ALTERED')]);
    rmSync(join(profiles.folder, 'cn-zaozhuang.json.sig'));
    expect(serve('altered').stderr).toContain('PROFILE_UNSIGNED');
    rmSync(join(profiles.folder, 'cn-zaozhuang.json'));
    expect(serve('altered').stderr).toContain('PROFILE_UNKNOWN');
  });

  it('that was altered while a session was cut off keeps that session under its own rules, and opens no other', async () => {
    profiles.write('cn-zaozhuang');
    let station = await start('cut');
    const { sessionId } = await (await StationLine.open(station.ready.rpc, 'officer1', '1111')).call<SessionSnapshot>('session.open', opening);
    await station.kill();
    appendFileSync(join(profiles.folder, 'cn-zaozhuang.json'), '\n');
    station = await start('cut');
    const officer = await StationLine.open(station.ready.rpc, 'officer1', '1111');
    expect((await officer.call<RoomSnapshot>('room.status')).session?.sessionId).toBe(sessionId);
    await expect(officer.call('session.open', opening)).rejects.toMatchObject({ code: 'PROFILE_ALTERED' });
    expect(readdirSync(join(folder, 'cut', 'profiles'))).toHaveLength(1);
    expect(await station.stop()).toBe(0);
  });
});
