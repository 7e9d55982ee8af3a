import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RoomSnapshot, SessionSnapshot, TimelineItem } from '../../src/shared/contract/index.ts';
import { HeldSession } from '../support/held-session.ts';
import { verifySession } from '../support/session-verification.ts';
import { SignedProfiles } from '../support/signed-profiles.ts';
import { projectFolder, RefusedError, StationLine, StationProcess } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

const opening = { caseNumber: 'TRAIN-2026-004', kind: 'interrogation', place: '训练讯问室', interviewee: '受训人员', secondOfficer: { account: 'officer2', pin: '2222' } };

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How much of a stretch lies in none of these. */
function uncovered({ fromMs, toMs }: Span, by: readonly Span[]): number {
  let [reached, missing] = [fromMs, 0];
  for (const span of [...by].sort((a, b) => a.fromMs - b.fromMs)) {
    missing += Math.max(0, Math.min(span.fromMs, toMs) - reached);
    reached = Math.max(reached, Math.min(span.toMs, toMs));
  }
  return missing + Math.max(0, toMs - reached);
}

function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mp4')).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** The stream that the draft requires. */
function overviewOf(timeline: readonly TimelineItem[]): unknown {
  const opened = timeline.find(({ type }) => type === 'session.opened')?.detail['streams'] as readonly { readonly streamId: string; readonly role: string; readonly kind: string }[];
  return opened.find(({ role, kind }) => role === 'overview' && kind === 'stamped')?.streamId;
}

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

  it('is data: under the draft an announced break ends the recording, which goes on after it, and every second is accounted for', async () => {
    profiles.write('uk-pace-draft');
    let station = await start('uk-break', 'uk-pace-draft');
    let held = await HeldSession.start(station.ready.rpc);
    const { sessionId } = held;
    const call = (method: string) => held.officer.call<SessionSnapshot>(method, { sessionId });
    const transcriptLocks = async () => (await held.snapshot()).locks.flatMap(({ locks, code }) => (locks.includes('transcript') ? [code] : []));
    const say = async () => {
      await held.officer.call('training.play', { clip: 'explanation-camera' });
      await waitUntil('the clip to end', 60_000, async () => (await held.officer.call<{ playing: string | null }>('training.status')).playing === null);
      await waitUntil('the words on the recording', 60_000, () => call('session.breakSpoken').then(() => true, (error: unknown) => {
        if (error instanceof RefusedError && error.code === 'NOTICE_NOT_HEARD') return false;
        throw error;
      }));
    };
    await held.recordFor(2_000);
    await held.officer.call('session.breakStart', { sessionId, kind: 'meal' });
    expect((await held.snapshot()).breakWords?.step).toBe('announcement');
    await expect(call('session.breakSpoken')).rejects.toMatchObject({ code: 'NOTICE_NOT_HEARD' });
    await held.recordFor(1_000);
    await say();
    const before = await held.snapshot();
    expect(before).toMatchObject({ held: true, status: 'recording', interrupted: false, breakWords: null });
    const onDisk = bytesBelow(join(folder, 'uk-break', 'primary'));
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(bytesBelow(join(folder, 'uk-break', 'primary'))).toBe(onDisk);

    await station.kill();
    station = await start('uk-break', 'uk-pace-draft');
    held = await held.on(station.ready.rpc);
    const known = before.interruptionList.length;
    const again = await held.snapshot();
    expect([again.held, again.recovery, again.interruptionList.length]).toEqual([true, null, known]);
    await waitUntil('both cameras live', 60_000, async () => (await held.officer.call<RoomSnapshot>('room.status')).cameras.every((camera) => camera.state === 'live'));
    expect(bytesBelow(join(folder, 'uk-break', 'primary'))).toBe(onDisk);
    await call('session.breakEnd');
    await held.recordFor(2_000);
    expect(await transcriptLocks()).toContain('BREAK_RETURN_UNSPOKEN');
    await say();
    expect(await transcriptLocks()).not.toContain('BREAK_RETURN_UNSPOKEN');
    await held.recordFor(1_000);
    await held.explainAll();
    await held.finishAndLink();
    const { session, timeline } = await held.officer.call<{ session: SessionSnapshot; timeline: TimelineItem[] }>('session.get', { sessionId });
    expect(session.breaks.length).toBe(1);
    // On a machine that is too busy a stream may be behind when the recording ends: what it then lacks is an interruption of its own.
    const missing = session.interruptionList.map((each) => ({ fromMs: each.fromMs, toMs: each.toMs ?? Infinity }));
    const { fromMs, toMs } = session.breaks[0]?.unrecorded ?? { fromMs: 0, toMs: 0 };
    const recorded = timeline.flatMap(({ type, detail }) => (type === 'segment.finalized' && detail['streamId'] === overviewOf(timeline) ? [{ fromMs: Number(detail['startsAtMs']), toMs: Number(detail['endsAtMs']) }] : []));
    // Everything from the first instant to the last is in a file of the required camera, but for the break.
    expect(uncovered({ fromMs: session.recordingStartMs ?? 0, toMs: session.recordingEndMs ?? 0 }, [...recorded, ...missing, { fromMs, toMs: toMs ?? 0 }])).toBeLessThan(200);
    expect(uncovered({ fromMs, toMs: toMs ?? 0 }, recorded)).toBeGreaterThan((toMs ?? 0) - fromMs - 1_500);
    expect((await held.seal()).status).toBe('sealed');
    const { result } = await verifySession(station.ready.rpc, sessionId, 'full');
    expect(result.result).toBe('intact');
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
