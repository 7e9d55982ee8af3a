import { describe, expect, it } from 'vitest';
import { cameras, emptyRoom, finishedSession, interruptedSession, openedSession, passedCheck, failedCheck, recordingSession, roomNowMs, sealedSession, sealingSession, lock } from '../../../../test/support/console-snapshots.ts';
import type { RoomSnapshot } from '../../../shared/contract/index.ts';
import { proofGoodForMs, stageOf } from '../../stores/index.ts';
import { nextStep } from './stage.ts';
import { parseRoomMinute } from './room-minute.ts';

const room = (changes: Partial<RoomSnapshot>): RoomSnapshot => ({ ...emptyRoom(), cameras, check: passedCheck, ...changes });
const officerStep = (shown: RoomSnapshot) => nextStep(shown, 'officer', stageOf(shown, true, roomNowMs));

describe('the big state', () => {
  it('follows the session', () => {
    expect(stageOf(room({}), true, roomNowMs)).toBe('idle');
    expect(stageOf(room({ session: openedSession() }), true, roomNowMs)).toBe('preparing');
    expect(stageOf(room({ session: recordingSession() }), true, roomNowMs)).toBe('recording');
    expect(stageOf(room({ session: interruptedSession('lasting') }), true, roomNowMs)).toBe('interrupted');
    expect(stageOf(room({ session: finishedSession('none') }), true, roomNowMs)).toBe('finished');
    expect(stageOf(room({ session: sealingSession() }), true, roomNowMs)).toBe('sealing');
    expect(stageOf(room({ session: sealedSession() }), true, roomNowMs)).toBe('sealed');
  });

  it('does not say recording before the first proof', () => {
    expect(stageOf(room({ session: { ...recordingSession(), provenUntilMs: null } }), true, roomNowMs)).toBe('starting');
  });

  it('does not say recording when the proof stands still', () => {
    const session = { ...recordingSession(), provenUntilMs: roomNowMs };
    expect(stageOf(room({ session }), true, roomNowMs + proofGoodForMs)).toBe('recording');
    expect(stageOf(room({ session }), true, roomNowMs + proofGoodForMs + 1)).toBe('interrupted');
  });

  it('knows nothing without a line', () => {
    expect(stageOf(room({ session: recordingSession() }), false, roomNowMs)).toBe('unknown');
  });
});

describe('the next step of an officer', () => {
  it('is cameras, then the check, then opening', () => {
    expect(officerStep(room({ cameras: [] }))).toBe('ask-for-cameras');
    expect(officerStep(room({ check: null }))).toBe('check');
    expect(officerStep(room({ check: failedCheck }))).toBe('check');
    expect(officerStep(room({}))).toBe('open');
  });

  it('is the start unless a lock holds it', () => {
    expect(officerStep(room({ session: openedSession() }))).toBe('start');
    expect(officerStep(room({ session: { ...openedSession(), locks: [lock('CHECK_REQUIRED', 'start', '8', 'officer')] } }))).toBe('check');
  });

  it('is the explanation until it was heard, also after the finish', () => {
    expect(officerStep(room({ session: interruptedSession('lasting') }))).toBe('interrupted');
    expect(officerStep(room({ session: interruptedSession('unexplained') }))).toBe('explain');
    expect(officerStep(room({ session: interruptedSession('explaining') }))).toBe('explain');
    expect(officerStep(room({ session: interruptedSession('explained') }))).toBe('record');
    expect(officerStep(room({ session: { ...finishedSession('agrees'), interruptionList: interruptedSession('unexplained').interruptionList } }))).toBe('explain');
  });

  it('is the seal only when the transcript agrees', () => {
    expect(officerStep(room({ session: finishedSession('none') }))).toBe('transcript');
    expect(officerStep(room({ session: finishedSession('differs') }))).toBe('transcript');
    expect(officerStep(room({ session: finishedSession('agrees') }))).toBe('seal');
    expect(officerStep(room({ session: sealingSession() }))).toBe('sign');
  });
});

describe('the next step of the others', () => {
  it('never lets an attendant near the recorder', () => {
    const steps = [null, openedSession(), recordingSession(), finishedSession('none'), sealedSession()].map((session) => nextStep(room({ session }), 'attendant', 'idle'));
    expect(steps).toEqual(['attend-wait', 'attend-wait', 'attend', 'attend-done', 'attend-done']);
  });

  it('sends an administrator to the cameras first', () => {
    expect(nextStep(room({ cameras: [] }), 'administrator', 'idle')).toBe('add-cameras');
    expect(nextStep(room({ session: recordingSession() }), 'administrator', 'recording')).toBe('set-up');
  });
});

describe('an arrival time', () => {
  it('is the wall clock of the room', () => {
    expect(parseRoomMinute(' 2026-11-23 14:03 ', 'Asia/Shanghai')).toBe(Date.UTC(2026, 10, 23, 6, 3));
  });

  it.each(['2026-02-30 10:00', '2026-11-23 24:00', '2026-11-23', '14:03', '2026-13-01 10:00'])('refuses %s', (text) => {
    expect(parseRoomMinute(text, 'Asia/Shanghai')).toBeUndefined();
  });
});
