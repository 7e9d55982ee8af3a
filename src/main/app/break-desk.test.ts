import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MediaPosition, PersonId, PersonIdentity, RecordedStream, SegmentName, SessionId, StreamId } from '../../shared/domain/index.ts';
import { openStationDatabase } from '../database/index.ts';
import { Ledger } from '../ledger/index.ts';
import { parseProfile } from '../rules/index.ts';
import { BreakDesk, ConductDesk, FactWriter, heldSpan, isHeld, isKept, projectSession, SessionController, sessionLocks, wordsDue, type RecordingPort } from '../session/index.ts';

const read = (id: string) => parseProfile(readFileSync(new URL(`../../../resources/profiles/${id}.json`, import.meta.url), 'utf8'));
const [cn, uk] = [read('cn-zaozhuang'), read('uk-pace-draft')];
const officer: PersonIdentity = { personId: 'a' as PersonId, account: 'a', name: '甲', role: 'officer' };
const overview = 'overview' as StreamId;
const streams = [{ streamId: overview, kind: 'stamped', sourceId: 'c', name: 'x', role: 'overview', required: true }] as unknown as RecordedStream[];
const place: MediaPosition = { streamId: overview, segment: '0001-0001.mp4' as SegmentName, mediaMs: 0 };
const startMs = Date.UTC(2026, 10, 23, 1, 0, 0);
const refuses = (code: string) => expect.objectContaining({ code }) as Error;

let folder: string;
let ledger: Ledger;
let nowMs: number;
let heardMs: number;
/** What the recorders were asked, as they would do it: a stream that ends says until when, one that comes again says from when. */
let asked: string[];
let failing: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shilu-break-desk-'));
  ledger = new Ledger(openStationDatabase(join(folder, 'station.db')));
  [nowMs, heardMs, asked, failing] = [startMs, 9_000, [], ''];
});
afterEach(() => rmSync(folder, { recursive: true }));

function room(profile = uk) {
  const time = { now: () => ({ atMs: nowMs, errorMs: 5 }), monotonicMs: () => nowMs };
  const heldBreak = () => controller.state.breaks.at(-1)?.breakId ?? ('' as never);
  const recording: RecordingPort = {
    streams, positions: () => [], cut: () => Promise.resolve(),
    keep: () => {
      asked.push('keep');
      if (failing === 'keep') return Promise.reject(new Error('both disks are gone'));
      if (controller.state.held.at(-1)?.toMs === null) controller.note('recording.resumed', { streamId: overview, breakId: heldBreak(), fromMs: nowMs - 400 }, 'station');
      return Promise.resolve();
    },
    release: () => {
      asked.push('release');
      if (failing === 'release') return Promise.reject(new Error('the disk is slow'));
      controller.note('recording.held', { streamId: overview, breakId: heldBreak(), untilMs: nowMs + 300 }, 'station');
      return Promise.resolve();
    },
    recordedSounds: () => Promise.resolve([{ samples: new Float32Array(0), from: place, to: place }]),
  };
  const parts = { facts: new FactWriter(ledger, time, () => []), time, recording, hear: () => Promise.resolve(heardMs), profile, timeZone: 'Asia/Shanghai' };
  const controller = SessionController.open({
    sessionId: 'S1' as SessionId, caseNumber: 'A', kind: 'inquiry', place: '', legalClass: 'other', interviewee: '丙', arrivedAtMs: startMs, officers: [officer, officer],
    circumstances: {
      intervieweeKey: '', intervieweeNumber: 1, intervieweeSex: 'male', minor: false, needsInterpreter: false, classReasons: [], placeKind: 'registered', mobileReason: '', detained: false, detainedAtMs: null,
      warrantNumber: '', handedOverAtMs: null, timeLimitId: '', earlierStays: [], womenOfficers: [],
    },
  }, parts);
  const desk = new BreakDesk(controller, parts);
  const begin = async () => {
    await controller.start(officer);
    asked.length = 0;
    nowMs += 60_000;
    controller.startBreak(officer, { kind: 'meal', offered: '', answered: '', declined: false });
    nowMs += 10_000;
  };
  const locks = (on: string) => sessionLocks(controller.state, { profile, timeZone: 'Asia/Shanghai', nowMs, roomLocks: [] }).filter((lock) => lock.locks === on).map(({ code }) => code);
  return { controller, desk, parts, begin, locks, conduct: new ConductDesk(controller, parts) };
}

describe('a break where the profile does not record it', () => {
  it('ends the recording only once it was announced on it, and the recording goes on before the break has ended', async () => {
    const { controller, desk, begin, locks } = room();
    await begin();
    expect([wordsDue(controller.state, uk)?.step, isHeld(controller.state), asked]).toEqual(['announcement', false, []]);
    await desk.spoken(officer);
    expect([isHeld(controller.state), isKept(controller.state), controller.isRecorded, asked]).toEqual([true, false, false, ['release']]);
    expect(wordsDue(controller.state, uk)).toBeUndefined();
    const stoppedAtMs = nowMs;
    nowMs += 3_600_000;
    await desk.end(officer, '');
    expect([isHeld(controller.state), controller.state.breaks.at(-1)?.endedAtMs, asked]).toEqual([false, nowMs, ['release', 'keep']]);
    const [held] = controller.state.breaks;
    if (held === undefined) throw new Error('no break');
    expect(heldSpan(controller.state, held)).toEqual({ fromMs: stoppedAtMs + 300, toMs: nowMs - 400 });
    expect(controller.state.interruptions).toEqual([]);
    expect([locks('transcript').includes('BREAK_RETURN_UNSPOKEN'), locks('finish').includes('BREAK_RETURN_UNSPOKEN'), wordsDue(controller.state, uk)?.step]).toEqual([true, true, 'return']);
    nowMs += 8_000;
    await desk.spoken(officer);
    expect([locks('transcript').includes('BREAK_RETURN_UNSPOKEN'), locks('finish').includes('BREAK_RETURN_UNSPOKEN'), asked]).toEqual([false, false, ['release', 'keep']]);
    expect(controller.state).toEqual(projectSession(ledger.entriesOf(controller.state.sessionId)));
  });

  it('goes on being recorded while nothing is heard of an announcement', async () => {
    const { controller, desk, begin } = room();
    await begin();
    heardMs = uk.minimumNoticeSpeechMs - 1;
    await expect(desk.spoken(officer)).rejects.toThrow(refuses('NOTICE_NOT_HEARD'));
    expect([isHeld(controller.state), asked]).toEqual([false, []]);
    await desk.end(officer, '');
    expect([controller.state.breaks[0]?.stoppedAtMs, asked]).toEqual([null, []]);
  });

  it('is not begun over an interruption or something that is under way on the recording', async () => {
    const { controller, desk, begin, conduct } = room();
    await begin();
    conduct.openSpan(officer, 'exhibit', '刀');
    await expect(desk.spoken(officer)).rejects.toThrow(refuses('SPAN_OPEN'));
    controller.gapOpened(overview, nowMs, 'STREAM_LOST');
    await expect(desk.spoken(officer)).rejects.toThrow(refuses('INTERRUPTION_OPEN'));
    expect(asked).toEqual([]);
  });

  it('lets nothing be done that must be on the recording, no gap and no interruption arise, and neither its start nor its end be taken back', async () => {
    const { controller, desk, begin, conduct } = room();
    await begin();
    await desk.spoken(officer);
    expect(() => conduct.openSpan(officer, 'signature', '')).toThrow(refuses('BREAK_OPEN'));
    expect(() => controller.beginExplanation(officer, 'int-1', 'network', '')).toThrow(refuses('BREAK_OPEN'));
    expect(() => controller.endBreak(officer, '')).toThrow(refuses('STATE_REFUSED'));
    expect(() => controller.undoBreak(officer)).toThrow(refuses('BREAK_UNDO_LATE'));
    await expect(controller.finish(officer, '到此为止')).rejects.toThrow(refuses('BREAK_OPEN'));
    await expect(desk.spoken(officer)).rejects.toThrow(refuses('BREAK_NONE'));
    controller.gapOpened(overview, nowMs, 'STREAM_LOST');
    controller.soundLost(nowMs);
    expect(controller.state.interruptions).toEqual([]);
    await desk.end(officer, '');
    expect(() => controller.undoBreak(officer)).toThrow(refuses('BREAK_UNDO_LATE'));
    expect(() => controller.startBreak(officer, { kind: 'rest', offered: '', answered: '', declined: false })).toThrow(refuses('BREAK_RETURN_UNSPOKEN'));
  });

  it('ends an interruption that came between the announcement and the end of the recording', async () => {
    const { controller, parts, begin } = room();
    await begin();
    const desk = new BreakDesk(controller, { ...parts, recording: { ...parts.recording, release: (ms) => {
      controller.gapOpened(overview, ms - 500, 'STREAM_LOST');
      return Promise.resolve();
    } } });
    await desk.spoken(officer);
    expect(controller.state.interruptions).toMatchObject([{ state: 'unexplained', fromMs: nowMs - 500, toMs: nowMs }]);
  });

  it('does not swallow what a stream that was behind has lost: that is missing, and the break begins when the recording was ended', async () => {
    const { controller, parts, begin } = room();
    await begin();
    const desk = new BreakDesk(controller, { ...parts, recording: { ...parts.recording, release: (ms) => {
      controller.note('recording.held', { streamId: overview, breakId: controller.state.breaks[0]?.breakId ?? ('' as never), untilMs: ms - 34_000 }, 'station');
      return Promise.resolve();
    } } });
    await desk.spoken(officer);
    expect(controller.state.interruptions).toMatchObject([{ state: 'unexplained', fromMs: nowMs - 34_000, toMs: nowMs }]);
    const [held] = controller.state.breaks;
    expect(held === undefined ? undefined : heldSpan(controller.state, held)).toEqual({ fromMs: nowMs, toMs: null });
  });

  it('goes on being recorded when its recording could not be ended, and is an interruption when it could not be taken up again', async () => {
    const { controller, desk, begin } = room();
    await begin();
    failing = 'release';
    await expect(desk.spoken(officer)).rejects.toThrow('the disk is slow');
    expect([isHeld(controller.state), asked]).toEqual([false, ['release', 'keep']]);
    failing = '';
    await desk.spoken(officer);
    failing = 'keep';
    nowMs += 60_000;
    await expect(desk.end(officer, '')).rejects.toThrow('both disks are gone');
    expect(controller.state.interruptions).toMatchObject([{ state: 'lasting', fromMs: nowMs, reason: 'STORAGE_LOST' }]);
  });

  it('is still a break after the station died in it', async () => {
    const { desk, begin, parts, controller } = room();
    await begin();
    await desk.spoken(officer);
    const resumed = SessionController.resume(ledger.entriesOf(controller.state.sessionId), parts);
    expect([isHeld(resumed.state), isKept(resumed.state), resumed.state.interruptions]).toEqual([true, false, []]);
  });
});

describe('a break where the profile records it', () => {
  it('never ends the recording, whatever anybody says', async () => {
    const { controller, desk, begin } = room(cn);
    await begin();
    expect(wordsDue(controller.state, cn)).toBeUndefined();
    await expect(desk.spoken(officer)).rejects.toThrow(refuses('BREAKS_RECORDED'));
    nowMs += 3_600_000;
    await desk.end(officer, '');
    await expect(desk.spoken(officer)).rejects.toThrow(refuses('BREAKS_RECORDED'));
    expect([asked, controller.state.breaks[0]?.stoppedAtMs]).toEqual([[], null]);
    expect([...ledger.entriesOfType('break.spoken', 'break.recordingStopped', 'recording.held')]).toEqual([]);
  });
});
