import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CameraId, InterruptionId, MediaPosition, PersonId, RecordedStream, SegmentName, SessionId, SignerCapacity, SigningDecision, StreamId } from '../../shared/domain/index.ts';
import type { Fact, FactPayloads, FactType, LedgerEntry } from '../../shared/ledger/index.ts';
import { decideBreakEnd, decideBreakStart, decideExplainBegin, decideExplainFinish, decideFinish, decideSealComplete, decideSign, decideSignInterruption, decideStart, missingSigners } from './decisions.ts';
import { interruptionChange, joinedInterruption } from './interruption.ts';
import { findingsOf, type SessionState } from './session-state.ts';
import { projectSession, transition } from './transition.ts';

const overview = 'cam-overview-stamped' as StreamId;
const close = 'cam-close-stamped' as StreamId;
const outage = 'int-1' as InterruptionId;
const place: MediaPosition = { streamId: overview, segment: '0001-0001.mp4' as SegmentName, mediaMs: 0 };
const stamped = (streamId: StreamId): RecordedStream => ({ streamId, kind: 'stamped', sourceId: streamId.replace('-stamped', '') as CameraId, name: streamId, role: 'overview', required: true });

let seq = 0;
function entry<T extends FactType>(type: T, payload: FactPayloads[T], atMs = ++seq * 1_000): LedgerEntry {
  const actor = { kind: 'person', personId: 'p1' as PersonId, name: '甲', role: 'officer' } as const;
  return { type, payload, sessionId: 'S1' as SessionId, actor, at: { atMs, errorMs: 5 }, monotonicMs: atMs, media: [], seq, prevHash: '', hash: '' } as Fact & { seq: number; prevHash: string; hash: string };
}

const opened = () =>
  entry('session.opened', {
    caseNumber: 'A1', kind: 'interrogation', place: '讯问室', legalClass: 'must-record', interviewee: '丙', officers: [], profileId: 'x', profileSha256: '',
    streams: [stamped(overview), stamped(close)], arrivedAtMs: 0,
  });
const stateAfter = (...entries: readonly LedgerEntry[]): SessionState => {
  const state = projectSession([opened(), ...entries]);
  if (state === undefined) throw new Error('no session');
  return state;
};
const started = () => entry('session.started', {});
const interruptionOpened = () => entry('interruption.opened', { interruptionId: outage, fromMs: 5_000, reason: 'STREAM_LOST' });
const interruptionClosed = () => entry('interruption.closed', { interruptionId: outage, fromMs: 5_000, toMs: 9_000 });
const sealBegun = (manifestSha256 = 'm') => entry('seal.begun', { sealCode: 'X', manifestSha256 });
const signed = (name: string, capacity: SignerCapacity, decision: SigningDecision = 'signed') => entry('seal.signed', { name, capacity, decision, reason: '', approvedBy: null });
const begun = () => entry('explanation.begun', { interruptionId: outage, cause: 'network', note: '', beganAtMs: 10_000 });
const explained = () =>
  entry('interruption.explained', { interruptionId: outage, cause: 'network', note: '', beganAtMs: 10_000, endedAtMs: 20_000, heardMs: 8_000, spokenFrom: place, spokenTo: place });

describe('a session', () => {
  it('does not exist before its opening', () => expect(projectSession([started()])).toBeUndefined());

  it('goes from open to recording to finished to sealed and never back', () => {
    const finished = entry('session.finished', { reason: '' });
    const sealed = entry('session.sealed', { sealCode: 'X', manifestSha256: 'm', closingSha256: 'c', intervieweeSigned: true });
    expect(stateAfter(started(), finished, sealBegun(), sealed).stage.status).toBe('sealed');
    expect(stateAfter(started(), finished, sealBegun(), sealed, started(), finished).stage.status).toBe('sealed');
    expect(stateAfter(started(), finished, sealed).stage.status).toBe('finished');
    expect(stateAfter(started(), finished, sealBegun('other'), sealed).stage.status).toBe('sealing');
    expect(stateAfter(sealed).stage.status).toBe('open');
    expect(stateAfter(started(), sealed).stage.status).toBe('recording');
  });

  it('cannot start twice', () => expect(() => decideStart(stateAfter(started()))).toThrow(expect.objectContaining({ code: 'STATE_REFUSED' })));

  it('has one break at a time', () => {
    const inBreak = stateAfter(started(), entry('break.started', { breakId: 'b1' as never, kind: 'meal', offered: '', answered: '' }));
    expect(() => decideBreakStart(inBreak, { kind: 'meal', offered: '', answered: '', declined: false })).toThrow(expect.objectContaining({ code: 'BREAK_OPEN' }));
    expect(() => decideFinish(inBreak, '')).toThrow(expect.objectContaining({ code: 'BREAK_OPEN' }));
    expect(decideBreakEnd(inBreak).breakId).toBe('b1');
    expect(() => decideBreakEnd(stateAfter(started()))).toThrow(expect.objectContaining({ code: 'BREAK_NONE' }));
  });
});

describe('a seal that was begun', () => {
  const sealing = (...more: readonly LedgerEntry[]) => stateAfter(started(), entry('session.finished', { reason: '' }), sealBegun(), ...more);

  it('is complete only when it is known of everybody whether they sign', () => {
    const interpreter = entry('person.entered', { personId: 'p9' as PersonId, name: '译', capacity: 'interpreter' });
    const state = sealing(interpreter);
    expect(missingSigners(state)).toEqual([{ name: '丙', capacity: 'interviewee' }, { name: '译', capacity: 'interpreter' }]);
    expect(() => decideSealComplete(state)).toThrow(expect.objectContaining({ code: 'SIGNATURE_MISSING', params: { names: '丙、译' } }));
    expect(decideSealComplete(sealing(interpreter, signed('丙', 'interviewee', 'refused'), signed('译', 'interpreter'))).manifestSha256).toBe('m');
  });

  it('asks for the signatures anew when it is begun again, and forgets them when it is withdrawn', () => {
    expect(missingSigners(sealing(signed('丙', 'interviewee'), sealBegun('n')))).toHaveLength(1);
    expect(sealing(signed('丙', 'interviewee'), entry('seal.withdrawn', { reason: 'x' })).stage).toEqual({ status: 'finished', startedAtMs: expect.any(Number) as number, finishedAtMs: expect.any(Number) as number, reason: '' });
  });

  it('takes a signature only in the recording, and a refusal only with a reason and two officers', () => {
    const code = (...given: [SigningDecision, boolean, string, boolean]) => expect(() => decideSign(sealing(), ...given));
    code('signed', false, '', false).toThrow(expect.objectContaining({ code: 'SIGNING_NOT_RECORDED' }));
    code('refused', true, '', true).toThrow(expect.objectContaining({ code: 'REFUSAL_NEEDS_TWO' }));
    code('refused', true, '不同意', false).toThrow(expect.objectContaining({ code: 'REFUSAL_NEEDS_TWO' }));
    code('unable', false, '设备损坏', true).not.toThrow();
    code('signed', true, '', false).not.toThrow();
    expect(() => decideSign(stateAfter(started()), 'signed', true, '', false)).toThrow(expect.objectContaining({ code: 'STATE_REFUSED' }));
  });
});

describe('an interruption', () => {
  it('cannot be explained while it lasts', () =>
    expect(() => decideExplainBegin(stateAfter(started(), interruptionOpened()), outage)).toThrow(expect.objectContaining({ code: 'INTERRUPTION_OPEN' })));

  it('is explained only after begin, speech and finish', () => {
    const back = stateAfter(started(), interruptionOpened(), interruptionClosed());
    expect(() => decideExplainFinish(back, outage)).toThrow(expect.objectContaining({ code: 'EXPLANATION_NOT_BEGUN' }));
    expect(back.interruptions[0]).toMatchObject({ state: 'unexplained', fromMs: 5_000, toMs: 9_000 });
    expect(transition(back, explained()).interruptions[0]?.state).toBe('unexplained');
    const done = [begun(), explained()].reduce(transition, back);
    expect(done.interruptions[0]).toMatchObject({ state: 'explained', heardMs: 8_000, by: '甲' });
  });

  it('keeps the finish locked until it is explained', () => {
    const back = stateAfter(started(), interruptionOpened(), interruptionClosed());
    expect(() => decideFinish(back, 'because')).toThrow(expect.objectContaining({ code: 'INTERRUPTION_UNEXPLAINED' }));
    expect(() => decideFinish([begun(), explained()].reduce(transition, back), '')).not.toThrow();
  });

  it('that never ends needs a written reason', () => {
    const lost = stateAfter(started(), interruptionOpened());
    expect(() => decideFinish(lost, '')).toThrow(expect.objectContaining({ code: 'INTERRUPTION_OPEN' }));
    expect(() => decideFinish(lost, '摄像机损坏')).not.toThrow();
    expect(transition(lost, entry('session.finished', { reason: '摄像机损坏' }, 60_000)).interruptions[0]).toMatchObject({ state: 'written', toMs: 60_000, note: '摄像机损坏' });
  });

  it('has the bounds of the media of all streams that were away', () => {
    const first = { streamId: overview, fromMs: 1_000, toMs: null, reason: 'STREAM_LOST' };
    const second = { streamId: close, fromMs: 2_000, toMs: 7_000, reason: 'STREAM_STALLED' };
    expect(interruptionChange([first], false)).toEqual({ kind: 'open', fromMs: 1_000, reason: 'STREAM_LOST' });
    expect(interruptionChange([first, second], true)).toEqual({ kind: 'none' });
    expect(interruptionChange([{ ...first, toMs: 5_000 }, second], true)).toEqual({ kind: 'close', fromMs: 1_000, toMs: 7_000 });
  });
});

describe('the text about an interruption', () => {
  const done = [begun(), explained()].reduce(transition, stateAfter(started(), interruptionOpened(), interruptionClosed()));
  const signedText = () => entry('interruption.signed', { interruptionId: outage, name: '丙', language: 'zh', text: '本次……', method: 'pad', imageSha256: 'a' });
  const refusedText = () => entry('interruption.signingRefused', { interruptionId: outage, name: '丙', language: 'zh', text: '本次……', reason: '不签', witness: { personId: 'p2' as PersonId, account: 'b', name: '乙', role: 'officer' } });

  it('is signed once, after the explanation, and never before', () => {
    expect(() => decideSignInterruption(stateAfter(started(), interruptionOpened(), interruptionClosed()), outage)).toThrow(expect.objectContaining({ code: 'INTERRUPTION_UNEXPLAINED' }));
    expect(decideSignInterruption(done, outage).interruptionId).toBe(outage);
    const settled = transition(done, signedText());
    expect(settled.interruptions[0]).toMatchObject({ statement: { outcome: 'signed', text: '本次……', method: 'pad', imageSha256: 'a', by: '甲' } });
    expect(() => decideSignInterruption(settled, outage)).toThrow(expect.objectContaining({ code: 'STATEMENT_SETTLED' }));
    expect(transition(settled, refusedText())).toEqual(settled);
  });

  it('is open while nobody signed or refused, and again when the interruption turns out to have been longer', () => {
    expect([done, transition(done, refusedText())].map((state) => findingsOf(state).unsignedInterruptions)).toEqual([1, 0]);
    expect(transition(stateAfter(started(), interruptionOpened(), interruptionClosed()), signedText()).interruptions[0]).not.toHaveProperty('statement');
    const longer = [signedText(), entry('interruption.reopened', { interruptionId: outage, fromMs: 4_000, untilMs: 9_000, reason: 'x', absorbs: [] })].reduce(transition, done);
    expect(longer.interruptions[0]).not.toHaveProperty('statement');
  });
});

describe('interruptions that overlap', () => {
  const [one, two] = [{ interruptionId: 'one' as InterruptionId, fromMs: 10_000, toMs: 20_000 }, { interruptionId: 'two' as InterruptionId, fromMs: 25_000, toMs: 30_000 }];
  const reopened = (fromMs: number, untilMs: number, absorbs: readonly InterruptionId[] = []) => entry('interruption.reopened', { interruptionId: outage, fromMs, untilMs, reason: 'STREAM_STALLED', absorbs });

  it('are joined, and only those', () => {
    expect(joinedInterruption([one, two], { fromMs: 31_000, toMs: 31_000 })).toEqual({ fromMs: 31_000, toMs: 31_000, absorbs: [] });
    expect(joinedInterruption([one, two], { fromMs: 29_000, toMs: 29_000 })).toEqual({ fromMs: 25_000, toMs: 30_000, absorbs: ['two'] });
    expect(joinedInterruption([one, two], { fromMs: 15_000, toMs: 40_000 })).toEqual({ fromMs: 10_000, toMs: 40_000, absorbs: ['one', 'two'] });
  });

  it('are explained as a whole, with every cause, and end no sooner than before', () => {
    const back = [begun(), explained(), reopened(4_000, 9_000)].reduce(transition, stateAfter(started(), interruptionOpened(), interruptionClosed()));
    expect(back.interruptions).toMatchObject([{ state: 'lasting', fromMs: 4_000, notBeforeMs: 9_000, reason: 'STREAM_LOST', reasons: ['STREAM_LOST', 'STREAM_STALLED'] }]);
    const other = entry('interruption.opened', { interruptionId: 'int-2' as InterruptionId, fromMs: 11_000, reason: 'STREAM_LOST' });
    const both = stateAfter(started(), interruptionOpened(), interruptionClosed(), other, entry('interruption.closed', { interruptionId: 'int-2' as InterruptionId, fromMs: 11_000, toMs: 12_000 }), reopened(5_000, 12_000, ['int-2' as InterruptionId]));
    expect(both.interruptions.map(({ interruptionId }) => interruptionId)).toEqual([outage]);
  });

  it('of which a further cause comes while one lasts have it named once', () => {
    const cause = () => entry('interruption.widened', { interruptionId: outage, fromMs: 4_000, reason: 'SOUND_SILENT', absorbs: [] });
    expect(stateAfter(started(), interruptionOpened(), cause(), cause()).interruptions[0]).toMatchObject({ fromMs: 4_000, reasons: ['STREAM_LOST', 'SOUND_SILENT'] });
  });
});

describe('a refused meal', () => {
  const start = { kind: 'meal', offered: '盒饭', answered: '不饿', declined: true } as const;
  it('takes the words of the offer and of the answer', () => {
    expect(() => decideBreakStart(stateAfter(started()), start)).not.toThrow();
    for (const wrong of [{ offered: '' }, { answered: '' }, { kind: 'rest' as const }]) expect(() => decideBreakStart(stateAfter(started()), { ...start, ...wrong })).toThrow(expect.objectContaining({ code: 'MEAL_REFUSAL_INCOMPLETE' }));
  });
});

describe('any sequence of facts', () => {
  const anyEntry = fc.constantFrom(started, interruptionOpened, interruptionClosed, begun, explained, sealBegun, () => signed('丙', 'interviewee'), () => entry('seal.withdrawn', { reason: '' }), () => entry('session.finished', { reason: 'r' }), () =>
    entry('session.sealed', { sealCode: 'X', manifestSha256: 'm', closingSha256: 'c', intervieweeSigned: false }), opened);

  it('never unseals, never forgets an interruption and never has one closed without bounds', () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 40 }), (makers) => {
        let state = stateAfter();
        for (const make of makers) {
          const next = transition(state, make());
          if (state.stage.status === 'sealed') expect(next.stage).toEqual(state.stage);
          expect(next.interruptions.length).toBeGreaterThanOrEqual(state.interruptions.length);
          for (const i of next.interruptions) if (i.state !== 'lasting') expect(i.toMs).toBeGreaterThanOrEqual(i.fromMs);
          state = next;
        }
      }),
      { numRuns: 500 },
    );
  });
});
