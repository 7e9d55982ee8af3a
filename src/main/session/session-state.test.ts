import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BreakId, CameraId, InterruptionId, LineId, MarkerId, MediaPosition, MicrophoneId, PersonId, RunId, SegmentName, SessionId, SpanId, StreamId } from '../../shared/domain/index.ts';
import type { Fact, FactPayloads, FactType, LedgerEntry } from '../../shared/ledger/index.ts';
import type { SessionState } from './session-state.ts';
import { projectSession, transition } from './transition.ts';

const cameraId = 'cam-1' as CameraId;
const streamId = 'cam-1-stamped' as StreamId;
const [personId, breakId, markerId, runId, segment] = ['p-2' as PersonId, 'b-1' as BreakId, 'm-1' as MarkerId, 'run-1' as RunId, '0001-0001.mp4' as SegmentName];
const interruptionId = 'int-1' as InterruptionId;
const place: MediaPosition = { streamId, segment, mediaMs: 0 };
const officer = { personId: 'p-1' as PersonId, account: 'a', name: '甲', role: 'officer' } as const;
const spanId = 'span-1' as SpanId;
const lineId = 'line-1' as LineId;
const sha256 = '0'.repeat(64);

/** One of every kind: a fact that is not here does not compile. */
const payloads: FactPayloads = {
  'station.started': { version: '1', unclean: true }, 'station.stopped': { reason: 'shutdown' },
  'encoder.chosen': { encoder: 'x264', device: '', rejected: [{ encoder: 'vaapi', device: '/dev/dri/renderD128', why: 'x' }] }, 'encoder.givenUp': { encoder: 'vaapi', device: '', why: 'x' },
  'head.signed': { seq: 1, hash: sha256, signature: '' }, 'ledger.doubted': { problem: 'cut', seq: 9, source: 'mirror' }, 'ledger.completed': { fromSeq: 1, entries: 1 }, 'database.restored': { code: 'DATABASE_DAMAGED', entries: 1, accounts: 1, aside: '' },
  'break.corrected': { breakId, undoes: 'end' }, 'break.voided': { breakId, heardMs: 9, allowedMs: 1, spans: [{ fromMs: 1, toMs: 9 }] }, 'break.spoken': { breakId, step: 'announcement', beganAtMs: 1, heardMs: 9, requiredMs: 3, accepted: true, from: [place], to: [place] }, 'break.recordingStopped': { breakId, stoppedAtMs: 9 }, 'break.recordingResumed': { breakId, resumedAtMs: 19 }, 'recording.held': { streamId, breakId, untilMs: 9 }, 'recording.resumed': { streamId, breakId, fromMs: 19 }, 'officer.called': { callId: 'call-1', note: '' }, 'officer.answered': { callId: 'call-1' },
  'person.loggedIn': { personId, name: '甲', role: 'officer' }, 'account.added': { personId, account: 'a', name: '甲', role: 'officer' }, 'account.pinSet': { account: 'a' }, 'account.pinChanged': { account: 'a' },
  'account.disabled': { account: 'a' }, 'account.enabled': { account: 'a' }, 'line.locked': { account: 'a', reason: 'idle' }, 'line.unlocked': { account: 'a' },
  'command.refused': { method: 'session.seal', code: 'BREAK_OPEN', count: 1, withAccounts: [] }, 'approval.given': { step: 'second-officer', approvedBy: officer },
  'lease.overlapped': { name: '甲', otherRoom: '二', otherSession: 'S9', sinceMs: 1 }, 'login.refused': { account: 'a', count: 1 },
  'clock.configured': { source: 'system', server: '' }, 'clock.stepped': { byMs: 1, reason: 'x', action: 'slewed', errorMs: 1 }, 'systemClock.stepped': { byMs: 1 }, 'clock.aligned': { byMs: 1, errorMs: 1, presses: 3, spreadMs: 1, displayErrorMs: 0 }, 'climate.configured': { path: '' }, 'camera.stampSet': { cameraId, name: '全景', by: 'camera', read: '2026-11-23 14:03:07' }, 'camera.stampDropped': { cameraId, name: '全景', reason: 'STAMP_WRONG' }, 'camera.latencyMeasured': { cameraId, latencyMs: 1, errorMs: 1, turns: 4 },
  'microphone.added': { microphoneId: 'mic-1' as MicrophoneId, name: '桌面', kind: 'pulse', address: 'x' }, 'microphone.renamed': { microphoneId: 'mic-1' as MicrophoneId, name: '吊顶', before: '桌面' }, 'microphone.removed': { microphoneId: 'mic-1' as MicrophoneId },
  'camera.added': { cameraId, name: '全景', role: 'overview', address: 'x' }, 'camera.removed': { cameraId }, 'camera.clockSet': { cameraId, name: '全景', byMs: 5_000, offsetMs: 3, errorMs: 20 }, 'check.completed': { passed: true, items: [] },
  'session.opened': {
    caseNumber: 'A1', kind: 'interrogation', place: '讯问室', legalClass: 'must-record', interviewee: '丙', officers: [officer], profileId: 'x', profileSha256: sha256, streams: [{ streamId, kind: 'stamped', sourceId: cameraId, name: '全景', role: 'overview', required: true }], arrivedAtMs: 0,
  },
  'session.started': {}, 'session.finished': { reason: '' }, 'session.sealed': { sealCode: 'X', manifestSha256: sha256, closingSha256: sha256, intervieweeSigned: true },
  'seal.begun': { sealCode: 'X', manifestSha256: sha256 }, 'seal.signed': { name: '丙', capacity: 'interviewee', decision: 'signed', reason: '', approvedBy: null }, 'seal.withdrawn': { reason: 'x' }, 'closing.ended': { streamId, untilMs: 9 }, 'session.verified': { level: 'full', result: 'intact', files: 4, findings: [] }, 'key.replaced': { key: 'station', fingerprint: sha256, previousFingerprint: sha256, subject: 'x', issuer: 'y', signature: 'AA==' }, 'timeStamp.configured': { url: '' },
  'person.entered': { personId, name: '乙', capacity: 'lawyer' }, 'person.left': { personId, name: '乙', capacity: 'lawyer' }, 'marker.added': { markerId, kind: 'exhibit', text: '刀' },
  'break.started': { breakId, kind: 'meal', offered: '', answered: '' }, 'break.ended': { breakId, note: '' },
  'run.started': { streamId, runId, firstMedia: { atMs: 1, errorMs: 1 } }, 'run.ended': { streamId, runId, reason: 'stalled' },
  'segment.finalized': { streamId, runId, segment, disk: 'primary', bytes: 1, sha256, chainHead: sha256, chainSeq: 1, startsAtMs: 1, endsAtMs: 2 }, 'segment.recovered': { streamId, segment, disk: 'mirror', bytes: 1, tornBytes: 1 },
  'recording.proven': { streamId, segment, chainSeq: 1, chainHead: sha256, provenUntilMs: 2 }, 'recording.began': { streamId, fromMs: 1 }, 'recording.ended': { streamId, untilMs: 9 },
  'disk.failed': { disk: 'mirror', detail: 'EIO' }, 'disk.returned': { disk: 'mirror' }, 'disk.replaced': { disk: 'mirror', path: '/x', diskId: 'd' }, 'copy.completed': { disk: 'mirror', segments: 1, addedBytes: 1 },
  'copy.failed': { disk: 'mirror', streamId, segment, detail: 'EIO' }, 'recording.recovered': { nothingLostBeforeMs: 1, lostAtMostMs: 2 },
  'fault.began': { streamId, fault: 'PICTURE_BLACK', fromMs: 1 }, 'fault.ended': { streamId, fault: 'PICTURE_BLACK', fromMs: 1, toMs: 2 }, 'alarm.raised': { code: 'DISK_FAILED', subject: 'mirror' }, 'alarm.cleared': { code: 'DISK_FAILED', subject: 'mirror' },
  'gap.opened': { streamId, fromMs: 1, reason: 'STREAM_LOST' }, 'gap.closed': { streamId, fromMs: 1, toMs: 2 },
  'interruption.opened': { interruptionId, fromMs: 1, reason: 'STREAM_LOST' }, 'interruption.closed': { interruptionId, fromMs: 1, toMs: 2 }, 'interruption.reopened': { interruptionId, fromMs: 1, untilMs: 2, reason: 'SOUND_SILENT', absorbs: [] }, 'interruption.widened': { interruptionId, fromMs: 1, reason: 'STREAM_STALLED', absorbs: [] },
  'interviewee.left': { leftAtMs: 9 }, 'interviewee.numbered': { number: 2 }, 'stays.found': { stays: [{ fromMs: 1, toMs: 2 }] }, 'interruption.signed': { interruptionId, name: '丙', language: 'zh', text: 'x', method: 'paper', imageSha256: '' }, 'interruption.signingRefused': { interruptionId, name: '丙', language: 'en', text: 'x', reason: 'y', witness: officer },
  'notice.drafted': { interruptionId, text: { zh: '一', en: 'x' } }, 'notice.escalated': { interruptionId, level: 1 }, 'notice.acknowledged': { interruptionId, level: 1, text: { zh: '一', en: 'x' }, toldTo: 'x', note: '', acknowledgedBy: officer },
  'attendance.signed': { moment: 'arrival', ofMs: 1, name: '丙', language: 'zh', text: 'x', method: 'paper', imageSha256: '' }, 'attendance.refused': { moment: 'leaving', ofMs: 1, name: '丙', language: 'zh', text: 'x', reason: 'y', witness: officer },
  'explanation.begun': { interruptionId, cause: 'network', note: '', beganAtMs: 3 }, 'explanation.rejected': { interruptionId, heardMs: 0, requiredMs: 6_000 },
  'interruption.explained': { interruptionId, cause: 'network', note: '', beganAtMs: 3, endedAtMs: 9, heardMs: 6_000, spokenFrom: place, spokenTo: place },
  'transcript.linked': { fileName: 'a.docx', bytes: 1, sha256, startsAtMs: 1, endsAtMs: 2, timesFrom: 'document' }, 'transcript.reconciled': { agrees: true, rows: [] },
  'reconciliation.explained': { transcriptSha256: sha256, items: ['end'], reason: 'x', approvedBy: officer },
  'transcript.lineBegun': { lineId, kind: 'question' }, 'transcript.textPasted': { lineId, characters: 9 }, 'transcript.versionSaved': { version: 1, cause: 'typing', bytes: 1, sha256, lines: 1, characters: 9 },
  'keyFact.linked': { lineId, keyFact: 'time', fromMs: 1, toMs: 2, from: [place], to: [place] }, 'transcript.closed': { version: 1, sha256, pages: [sha256] }, 'transcript.reopened': { version: 1 },
  'page.read': { version: 1, page: 1, pageSha256: sha256, dwellMs: 9_000, aloud: false }, 'page.signed': { version: 1, page: 1, pageSha256: sha256, name: '丙', signsAs: 'interviewee', method: 'paper', imageSha256: '' },
  'signing.refused': { version: 1, page: 1, pageSha256: sha256, name: '丙', signsAs: 'interviewee', reason: 'x', approvedBy: officer },
  'transcript.finalised': { version: 1, sha256, bytes: 1, pages: 1 }, 'transcript.issued': { version: 1, format: 'pdf', fileName: 'a.pdf', bytes: 1, sha256 },
  'session.abandoned': { reason: 'x' }, 'span.opened': { spanId, kind: 'exhibit', text: '刀' }, 'span.closed': { spanId, heardMs: null, requiredMs: null }, 'signature.refused': { reason: 'x', witness: officer },
  'limit.extended': { timeLimitId: 'x', allowedMs: 1, reason: 'x', approvedBy: officer }, 'limit.warned': { timeLimitId: 'x', leftMs: 1 }, 'detention.handedBack': { handedBackAtMs: 9 }, 'room.registered': { roomName: 'x', kind: 'case-area' },
  'interruption.remedyTried': { interruptionId, remedy: 'medium', note: '' }, 'interruption.noted': { interruptionId, text: 'x' }, 'interruption.continuedUnrecorded': { interruptionId, reason: 'urgent', note: '', approvedBy: officer },
  'packet.exported': { packetId: 'P', purpose: 'x', recipient: 'y', manifestSha256: sha256, number: 1, kind: 'hand-over', requestedBy: '', approvedBy: null, target: 'folder', readBack: 'none' }, 'clip.made': { clipId: 'C', number: 1, packetId: 'P', copyNumber: 1, streamIds: [streamId], cuts: [{ fromMs: 1, toMs: 2 }], purpose: 'x', recipient: 'y', requestedBy: '', approvedBy: officer }, 'packet.exportStopped': { packetId: 'P', reason: 'crash', leftAt: '' }, 'training.faultSet': { subject: 'x', fault: 'drop', on: true },
};
const types = Object.keys(payloads) as FactType[];

function entry(type: FactType, seq: number): LedgerEntry {
  const fact = { type, payload: payloads[type], sessionId: 'S1' as SessionId, actor: { kind: 'person', ...officer }, at: { atMs: seq * 1_000, errorMs: 5 }, monotonicMs: seq, media: [] } as unknown as Fact;
  return { ...fact, seq, prevHash: '', hash: '' };
}
const after = (...facts: readonly FactType[]): SessionState => {
  const state = projectSession(['session.opened' as const, ...facts].map((type, n) => entry(type, n + 1)));
  if (state === undefined) throw new Error('no session');
  return state;
};
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

const order = ['open', 'recording', 'finished', 'sealing', 'sealed'] as const;
const stages = [...order, 'abandoned'] as const;
const ways: Readonly<Record<(typeof stages)[number], readonly FactType[]>> = {
  abandoned: ['session.abandoned'],
  open: [], recording: ['session.started'], finished: ['session.started', 'session.finished'],
  sealing: ['session.started', 'session.finished', 'seal.begun'], sealed: ['session.started', 'session.finished', 'seal.begun', 'session.sealed'],
};
/** The only facts that move a stage; whatever else is written, the stage stays. */
const moves: Readonly<Record<string, string>> = {
  'open session.abandoned': 'abandoned', 'open session.started': 'recording', 'recording session.finished': 'finished', 'finished seal.begun': 'sealing',
  'sealing session.sealed': 'sealed', 'sealing seal.withdrawn': 'finished',
};

describe.each(stages)('a session that is %s', (stage) => {
  it.each(types)('knows what %s means for it', (type) => {
    const before = frozen(after(...ways[stage]));
    const next = transition(before, entry(type, 99));
    expect(next.stage.status).toBe(moves[`${stage} ${type}`] ?? stage);
    if (stage === 'sealed' || stage === 'abandoned') expect(next).toBe(before);
  });
});

describe('any run of facts', () => {
  const anyFacts = fc.array(fc.constantFrom(...types), { maxLength: 40 });

  it('only ever moves a session forwards, one stage at a time, or from a seal that was begun back to the finish, and changes nothing that is sealed', () => {
    fc.assert(fc.property(anyFacts, (facts) => {
      let state = frozen(after());
      facts.forEach((type, n) => {
        const next = frozen(transition(state, entry(type, n + 2)));
        const moved = state.stage.status === next.stage.status || moves[`${state.stage.status} ${type}`] === next.stage.status;
        expect(moved).toBe(true);
        if (state.stage.status === 'sealed' || state.stage.status === 'abandoned') expect(next).toBe(state);
        state = next;
      });
    }), { numRuns: 500 });
  });

  it('replays to the same state from any point at which the station died', () => {
    fc.assert(fc.property(anyFacts, fc.nat(40), (facts, diedAfter) => {
      const entries = (['session.opened', ...facts] as const).map((type, n) => entry(type, n + 1));
      const before = projectSession(entries.slice(0, 1 + (diedAfter % entries.length)));
      const resumed = entries.slice(1 + (diedAfter % entries.length)).reduce((state, each) => (state === undefined ? undefined : transition(state, each)), before);
      expect(resumed).toEqual(projectSession(entries));
    }), { numRuns: 300 });
  });

  it('leaves no interruption without bounds once the session has finished', () => {
    fc.assert(fc.property(anyFacts, (facts) => {
      const { stage, interruptions } = after('session.started', ...facts);
      if (stage.status !== 'open' && stage.status !== 'recording') for (const each of interruptions) expect(each).toHaveProperty('toMs');
    }), { numRuns: 500 });
  });
});

describe('the transcript that is kept in Shilu', () => {
  it('keeps every version and forgets no signature when it is opened again', () => {
    const { kept } = after('session.started', 'transcript.lineBegun', 'transcript.versionSaved', 'transcript.closed', 'page.read', 'page.signed', 'signing.refused', 'transcript.reopened', 'transcript.versionSaved');
    expect(kept).toMatchObject({ phase: 'writing', pages: [] });
    expect([kept?.versions.length, kept?.outcomes.length, kept?.read.length]).toEqual([2, 2, 1]);
    expect(kept?.outcomes[1]).toMatchObject({ outcome: 'refused', notedBy: ['甲', '甲'] });
  });

  it('takes nothing but its documents once it is finalised', () => {
    const state = after('session.started', 'transcript.versionSaved', 'transcript.closed', 'transcript.finalised');
    for (const type of types.filter((each) => each !== 'transcript.issued')) expect(transition(state, entry(type, 99)).kept).toBe(state.kept);
    expect(transition(state, entry('transcript.issued', 99)).kept?.issued).toHaveLength(1);
  });

  it('holds one link for each key fact of a line, the last', () => {
    expect(after('session.started', 'keyFact.linked', 'keyFact.linked').kept?.links).toHaveLength(1);
  });

  it('loses an explanation of differences with the transcript that it was about', () => {
    expect(after('transcript.linked', 'transcript.reconciled', 'reconciliation.explained').reconciliationExplained).not.toBeNull();
    expect(after('transcript.linked', 'reconciliation.explained', 'transcript.linked').reconciliationExplained).toBeNull();
  });
});
