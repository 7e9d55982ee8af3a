import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoomSnapshot, SessionSnapshot, TimelineItem, TrainingSnapshot } from '../../src/shared/contract/index.ts';
import { SignedProfiles } from '../support/signed-profiles.ts';
import { StationLine, StationProcess } from '../support/station-process.ts';
import { addTrainingCameras } from '../support/training-cameras.ts';
import { waitUntil } from '../support/wait-until.ts';

const seconds = (n: number) => n * 1_000;
const breaks = {
  allowedKinds: ['meal', 'rest', 'toilet', 'medical', 'prayer', 'lawyer'], breakStopsRecording: false, continuousQuestioning: { warnMs: seconds(5), alarmMs: seconds(10), lockMs: seconds(15) },
  minimumMs: { meal: seconds(50), rest: seconds(50) }, mealWindows: [], mealLockAfterMs: 0, voidingSpeechMs: seconds(3), dailyRestMs: null,
};

// Article 28 with short limits, on real recordings of the training room. Each step needs the one before.
describe('breaks of a session that is being recorded', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-breaks-'));
  const profiles = new SignedProfiles(join(folder, 'profiles'));
  let station: StationProcess;
  let officer: StationLine;
  let attendant: StationLine;
  let sessionId = '';

  const room = () => officer.call<RoomSnapshot>('room.status');
  const got = () => attendant.call<{ session: SessionSnapshot; timeline: readonly TimelineItem[] }>('session.get', { sessionId });
  const session = async () => (await got()).session;
  const alarms = async () => (await room()).alarms.map(({ code }) => code);
  const lockCodes = async () => (await session()).locks.map(({ code }) => code);
  const play = async () => {
    const { clips, playing } = await attendant.call<TrainingSnapshot>('training.status');
    const longest = [...clips].sort((a, b) => b.durationMs - a.durationMs)[0];
    if (playing === null && longest !== undefined) await attendant.call('training.play', { clip: longest.clip });
  };

  beforeAll(async () => {
    profiles.write('cn-zaozhuang', { breaks });
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'), ['--training', '--profiles', profiles.folder]);
    officer = await StationLine.open(station.ready.rpc, 'officer1', '1111');
    attendant = await StationLine.open(station.ready.rpc, 'attendant', '3333');
    await addTrainingCameras(await StationLine.open(station.ready.rpc, 'admin', '5555'));
    await waitUntil('both cameras live', 30_000, async () => (await room()).cameras.filter(({ state }) => state === 'live').length === 2);
    await attendant.call('training.play', { clip: 'greeting' });
    await waitUntil('a passed check', 30_000, async () => (await officer.call<{ passed: boolean }>('check.run')).passed);
    const opened = await officer.call<SessionSnapshot>('session.open', { caseNumber: 'TRAIN-2026-028', kind: 'interrogation', place: '训练讯问室', interviewee: '受训人员', secondOfficer: { account: 'officer2', pin: '2222' } });
    sessionId = opened.sessionId;
    await officer.call('session.start', { sessionId });
  });
  afterAll(async () => {
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('warns, alarms and locks the transcript when rest is overdue, and goes on recording', async () => {
    await waitUntil('the lock', 60_000, async () => (await lockCodes()).includes('REST_REQUIRED'));
    await waitUntil('the alarm', 5_000, async () => (await alarms()).includes('REST_OVERDUE'));
    const { status, dues, provenUntilMs } = await session();
    expect([status, dues?.rest.state]).toEqual(['recording', 'locked']);
    await waitUntil('recording goes on', 20_000, async () => ((await session()).provenUntilMs ?? 0) > (provenUntilMs ?? 0));
  });

  it('takes a slip back within seconds, as a third fact', async () => {
    await attendant.call('session.breakStart', { sessionId, kind: 'meal' });
    await expect(attendant.call('session.breakStart', { sessionId, kind: 'rest' })).rejects.toMatchObject({ code: 'BREAK_OPEN' });
    const undone = await attendant.call<SessionSnapshot>('session.breakUndo', { sessionId });
    expect(undone.breaks).toMatchObject([{ kind: 'meal', withdrawn: true }]);
    await expect(attendant.call('session.breakUndo', { sessionId })).rejects.toMatchObject({ code: 'BREAK_UNDO_LATE' });
    expect((await got()).timeline.map(({ type }) => type).filter((type) => type.startsWith('break.'))).toEqual(['break.started', 'break.corrected']);
  });

  it('is no rest when somebody speaks in it: said while it goes on, with the spans that were heard', async () => {
    await attendant.call('session.breakStart', { sessionId, kind: 'rest', offered: '热水', answered: '谢谢' });
    await waitUntil('it is voided', 110_000, async () => {
      await play();
      return (await session()).breaks.at(-1)?.voided;
    });
    expect(await alarms()).toContain('BREAK_VOIDED');
    const fact = (await got()).timeline.find(({ type }) => type === 'break.voided')?.detail as { heardMs: number; allowedMs: number; spans: { fromMs: number; toMs: number }[] };
    const { startedAtMs } = (await session()).breaks.at(-1) ?? { startedAtMs: 0 };
    expect(fact.heardMs).toBeGreaterThan(fact.allowedMs);
    expect(fact.heardMs).toBe(fact.spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0));
    for (const { fromMs } of fact.spans) expect(fromMs).toBeGreaterThanOrEqual(startedAtMs + 20_000);
    await waitUntil('it would have been long enough', 60_000, async () => ((await room()).clock.roomTimeMs - startedAtMs) > breaks.minimumMs.rest);
    expect(await lockCodes()).toContain('REST_REQUIRED');
    await attendant.call('session.breakEnd', { sessionId });
    await waitUntil('the voice is silent', 60_000, async () => (await attendant.call<TrainingSnapshot>('training.status')).playing === null);
  });

  it('counts when it was silent and long enough: then the transcript unlocks', async () => {
    await attendant.call('session.breakStart', { sessionId, kind: 'rest' });
    await waitUntil('the lock opens', 110_000, async () => !(await lockCodes()).includes('REST_REQUIRED'));
    const last = (await session()).breaks.at(-1);
    expect([last?.voided, last?.endedAtMs]).toEqual([false, null]);
    await attendant.call('session.breakEnd', { sessionId });
    await waitUntil('the alarm is over', 5_000, async () => !(await alarms()).includes('BREAK_VOIDED'));
  });

  it('lets the attendant note a medical event and call an officer, who answers', async () => {
    await attendant.call('session.mark', { sessionId, kind: 'medical', text: '头晕' });
    await expect(attendant.call('session.mark', { sessionId, kind: 'exhibit', text: 'x' })).rejects.toMatchObject({ code: 'ROLE_REQUIRED' });
    const { calls } = await attendant.call<RoomSnapshot>('officer.call', { note: '请来人' });
    expect(calls).toMatchObject([{ note: '请来人', by: expect.any(String) as unknown }]);
    await expect(attendant.call('officer.answer', { callId: calls[0]?.callId ?? '' })).rejects.toMatchObject({ code: 'ROLE_REQUIRED' });
    expect((await officer.call<RoomSnapshot>('officer.answer', { callId: calls[0]?.callId ?? '' })).calls).toEqual([]);
    await expect(officer.call('officer.answer', { callId: calls[0]?.callId ?? '' })).rejects.toMatchObject({ code: 'CALL_UNKNOWN' });
    expect((await got()).timeline.map(({ type }) => type)).toEqual(expect.arrayContaining(['officer.called', 'officer.answered']));
  });
});
