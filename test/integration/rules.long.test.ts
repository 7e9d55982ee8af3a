import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InterruptionSnapshot, RoomSnapshot, SessionSnapshot, TimelineItem } from '../../src/shared/contract/index.ts';
import { formatRoomTime } from '../../src/shared/domain/index.ts';
import { madeIdentityNumber } from '../support/made-identity.ts';
import { RefusedError, StationLine, StationProcess } from '../support/station-process.ts';
import { addTrainingCameras } from '../support/training-cameras.ts';
import { transcriptDocument } from '../support/transcript-document.ts';
import { waitUntil } from '../support/wait-until.ts';

const hour = 3_600_000;
// A girl, born on 2010-11-24.
const identityNumber = madeIdentityNumber('99000020101124002');
const second = { account: 'officer2', pin: '2222' };
const supervisor = { account: 'supervisor', pin: '6666' };

// One room, every rule that can be held in it, each broken first and then kept. Each step needs the one before.
describe('the rules of the room', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-rules-'));
  let station: StationProcess;
  let officer: StationLine;
  let attendant: StationLine;
  let admin: StationLine;
  let sessionId = '';

  const room = () => officer.call<RoomSnapshot>('room.status');
  const session = async () => (await officer.call<{ session: SessionSnapshot }>('session.get', { sessionId })).session;
  const locks = async (kind: string) => (await session()).locks.filter((lock) => lock.locks.some((step) => step === kind)).map((lock) => lock.code);
  const alarms = async () => (await room()).alarms.map((alarm) => alarm.code);
  const opening = (circumstances: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => ({
    caseNumber: 'TRAIN-2026-005', kind: 'interrogation', place: '训练讯问室', interviewee: '受训人员', secondOfficer: second, circumstances, ...more,
  });
  const refused = (line: StationLine, method: string, params: Record<string, unknown>) => line.call(method, params).then(() => 'done', (error: unknown) => (error instanceof RefusedError ? error.code : String(error)));
  const open = async (params: Record<string, unknown>) => ({ sessionId } = await officer.call<SessionSnapshot>('session.open', params));
  const say = async (clip: string) => {
    await officer.call('training.play', { clip });
    await waitUntil('the clip to end', 60_000, async () => (await officer.call<{ playing: string | null }>('training.status')).playing === null);
  };
  const beginSpan = async (kind: string, text = '') => (await officer.call<SessionSnapshot>('session.spanOpen', { sessionId, kind, text })).spans.at(-1)?.spanId ?? '';
  const endSpan = (spanId: string) => officer.call<SessionSnapshot>('session.spanClose', { sessionId, spanId });
  const log = async () => {
    officer = await StationLine.open(station.ready.rpc, 'officer1', '1111');
    attendant = await StationLine.open(station.ready.rpc, 'attendant', '3333');
    admin = await StationLine.open(station.ready.rpc, 'admin', '5555');
  };
  const readyRoom = async () => {
    await waitUntil('both cameras live', 30_000, async () => (await room()).cameras.every((camera) => camera.state === 'live'));
    await waitUntil('a passed check', 40_000, async () => (await officer.call<{ passed: boolean }>('check.run')).passed);
  };
  const faultOn = async (on: boolean) => {
    await officer.call('training.fault', { camera: 'interviewee', fault: 'drop', on });
    await waitUntil(on ? 'the interruption' : 'recording to resume', 60_000, async () => (await session()).interrupted === on);
  };

  beforeAll(async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
    await log();
    await addTrainingCameras(admin);
    await readyRoom();
  });
  afterAll(async () => {
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('opens no session in a room that nobody registered, nor outside one without reason and approver', async () => {
    await admin.call('room.register', { roomName: '训练讯问室', kind: 'unregistered' });
    expect(await refused(officer, 'session.open', opening())).toBe('PLACE_NOT_REGISTERED');
    expect(await refused(officer, 'session.open', opening({ place: { kind: 'mobile', reason: 'at-home', approver: { account: 'attendant', pin: '3333' } } }))).toBe('ROLE_REQUIRED');
    expect(await refused(officer, 'session.open', opening({ place: { kind: 'mobile', reason: 'at-home', approver: second } }))).toBe('ROLE_REQUIRED');
    await open(opening({ place: { kind: 'mobile', reason: 'at-home', approver: supervisor } }));
    expect((await session()).placeKind).toBe('mobile');
  });

  it('keeps a session that is given up in sight, with its reason, and gives the next one the next number', async () => {
    expect((await officer.call<SessionSnapshot>('session.abandon', { sessionId, reason: '被讯问人就医' })).abandoned?.reason).toBe('被讯问人就医');
    expect((await room()).session).toBeNull();
    expect(await refused(officer, 'session.start', { sessionId })).toBe('STATE_REFUSED');
    const { sessions } = await officer.call<{ sessions: { sessionId: string; status: string }[] }>('session.list');
    expect(sessions.map((each) => [each.sessionId, each.status])).toEqual([[sessionId, 'abandoned']]);
  });

  it('questions a detained person only in a detention centre, with its fields', async () => {
    await admin.call('room.register', { roomName: '训练讯问室', kind: 'case-area' });
    expect(await refused(officer, 'session.open', opening({ detained: true }))).toBe('PLACE_DETAINED');
    await admin.call('room.register', { roomName: '看守所讯问室', kind: 'detention' });
    const now = (await room()).clock.roomTimeMs;
    expect(await refused(officer, 'session.open', opening({ detained: true, place: { kind: 'detention', warrantNumber: '', handedOverAtMs: now } }))).toBe('DETENTION_FIELDS_MISSING');
    await open(opening({ detained: true, place: { kind: 'detention', warrantNumber: '提讯-1', handedOverAtMs: now } }));
    expect(await session()).toMatchObject({ detained: true, classReasons: ['offence-unknown', 'detained'] });
    await officer.call('session.abandon', { sessionId, reason: '训练' });
    await admin.call('room.register', { roomName: '训练讯问室', kind: 'case-area' });
  });

  it('takes no arrival after now and no identity number with a wrong digit', async () => {
    const { roomTimeMs } = (await room()).clock;
    expect(await refused(officer, 'session.open', opening({}, { arrivedAtMs: roomTimeMs + hour }))).toBe('ARRIVAL_LATE');
    expect(await refused(officer, 'session.open', opening({ identityNumber: `${identityNumber.slice(0, 16)}${identityNumber[16] === '2' ? '4' : '2'}${identityNumber.slice(17)}` }))).toBe('IDENTITY_NUMBER_WRONG');
  });

  it('does not start without the adult and the interpreter whom this interviewee needs', async () => {
    const { roomTimeMs } = (await room()).clock;
    await open(opening({ identityNumber, offence: 'other', needsInterpreter: true }, { arrivedAtMs: roomTimeMs - 12 * hour - 1_000 }));
    expect(await session()).toMatchObject({ minor: true, needsInterpreter: true, intervieweeNumber: 1, classReasons: ['minor', 'foreign-language'], legalClass: 'must-record' });
    expect(await locks('start')).toEqual(['INTERPRETER_MISSING', 'MINOR_UNACCOMPANIED']);
    expect(await refused(officer, 'session.start', { sessionId })).toBe('INTERPRETER_MISSING');
    await attendant.call('session.personEnter', { sessionId, name: '译员', capacity: 'interpreter' });
    expect(await refused(officer, 'session.start', { sessionId })).toBe('MINOR_UNACCOMPANIED');
    expect(await refused(attendant, 'session.personEnter', { sessionId, name: '社工', capacity: 'suitable-adult' })).toBe('ADULT_REASON_REQUIRED');
    await attendant.call('session.personEnter', { sessionId, name: '社工', capacity: 'suitable-adult', note: '父母在外地,不能到场' });
    await officer.call('session.start', { sessionId });
    await waitUntil('proven time', 20_000, async () => (await session()).provenUntilMs !== null);
  });

  it('writes the identity number nowhere', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith('.mp4')).map((entry) => join(entry.parentPath, entry.name));
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect(readFileSync(file, 'latin1').includes(identityNumber), file).toBe(false);
  });

  it('locks the transcript at the legal limit, goes on recording, and is extended only by the next step and by who may', async () => {
    expect(await locks('transcript')).toContain('LIMIT_REACHED');
    await waitUntil('the alarm', 5_000, async () => (await alarms()).includes('LIMIT_REACHED'));
    const before = (await session()).provenUntilMs ?? 0;
    expect(await refused(officer, 'session.extendLimit', { sessionId, toMs: 24 * hour, reason: '案情复杂', approver: second })).toBe('ROLE_REQUIRED');
    expect(await refused(officer, 'session.extendLimit', { sessionId, toMs: 48 * hour, reason: '案情复杂', approver: supervisor })).toBe('LIMIT_STEP_REFUSED');
    await waitUntil('recording to go on', 20_000, async () => ((await session()).provenUntilMs ?? 0) > before + 2_000);
    await officer.call('session.extendLimit', { sessionId, toMs: 24 * hour, reason: '案情特别重大', approver: supervisor });
    expect(await locks('transcript')).not.toContain('LIMIT_REACHED');
    expect((await session()).legalClock).toMatchObject({ allowedMs: 24 * hour, next: null, extensions: [{ approvedBy: '训练负责人' }] });
    expect(await refused(officer, 'session.extendLimit', { sessionId, toMs: 48 * hour, reason: '再延长', approver: supervisor })).toBe('LIMIT_NOT_EXTENDABLE');
    await waitUntil('the alarm to end', 5_000, async () => !(await alarms()).includes('LIMIT_REACHED'));
  });

  it('keeps the transcript locked until the notices are heard on the recording', async () => {
    expect(await locks('transcript')).toEqual(['RECORDING_NOTICE_MISSING', 'RIGHTS_NOTICE_MISSING']);
    const silent = await beginSpan('recording-notice');
    await waitUntil('some silence', 20_000, async () => ((await session()).provenUntilMs ?? 0) > ((await session()).spans.at(-1)?.fromMs ?? 0) + 1_000);
    expect(await refused(officer, 'session.spanClose', { sessionId, spanId: silent })).toBe('NOTICE_NOT_HEARD');
    expect(await locks('transcript')).toContain('RECORDING_NOTICE_MISSING');
    for (const kind of ['recording-notice', 'rights']) {
      const spanId = await beginSpan(kind);
      await say('explanation-camera');
      const span = (await endSpan(spanId)).spans.at(-1);
      expect(span?.heardMs).toBeGreaterThan(3_000);
      // A busy machine may be seconds behind with one stream; that stream then has no place yet.
      expect([span?.from.length, span?.to.length]).not.toContain(0);
    }
    expect(await locks('transcript')).toEqual([]);
  });

  it('gives an exhibit a beginning and an end in the media, and only once', async () => {
    const spanId = await beginSpan('exhibit', '一号物证');
    expect(await locks('finish')).toContain('SPAN_OPEN');
    const span = (await endSpan(spanId)).spans.at(-1);
    expect(span).toMatchObject({ kind: 'exhibit', text: '一号物证', heardMs: null });
    const [from, to] = [span?.from[0], span?.to[0]];
    expect(from?.streamId).toBe(to?.streamId);
    expect((span?.toMs ?? 0) - (span?.fromMs ?? 0)).toBeGreaterThan(0);
    expect(await refused(officer, 'session.spanClose', { sessionId, spanId })).toBe('SPAN_UNKNOWN');
  });

  it('locks the transcript while somebody is away who must be here, and opens it when they are back', async () => {
    const adult = (await session()).present.find((person) => person.capacity === 'suitable-adult');
    await attendant.call('session.personLeave', { sessionId, personId: adult?.personId });
    expect(await locks('transcript')).toEqual(['MINOR_UNACCOMPANIED']);
    await waitUntil('the alarm', 5_000, async () => (await alarms()).includes('MINOR_UNACCOMPANIED'));
    await attendant.call('session.personEnter', { sessionId, name: '社工', capacity: 'suitable-adult', note: '父母在外地,不能到场' });
    expect(await locks('transcript')).toEqual([]);
  });

  it('lets an officer come back only with their own credentials, and locks without a woman officer beside a girl', async () => {
    const woman = (await session()).present.find((person) => person.name === '训练民警乙');
    await officer.call('session.personLeave', { sessionId, personId: woman?.personId });
    expect(await locks('transcript')).toEqual(['MINOR_NEEDS_WOMAN_OFFICER']);
    expect(await refused(officer, 'session.personEnter', { sessionId, name: '训练民警乙', capacity: 'officer', sex: 'female' })).toBe('OFFICER_NOT_IDENTIFIED');
    expect(await refused(officer, 'session.personEnter', { sessionId, capacity: 'officer', credentials: { account: 'legal', pin: '4444' } })).toBe('NOT_AN_OFFICER');
    await officer.call('session.personEnter', { sessionId, capacity: 'officer', credentials: second });
    expect(await locks('transcript')).toEqual([]);
  });

  it('offers a must-record session no way to go on unrecorded, and logs what is tried', async () => {
    await faultOn(true);
    const [interruption] = (await session()).interruptionList;
    const { interruptionId = '' } = interruption ?? {};
    expect(interruption).toMatchObject({ mayContinueUnrecorded: false, remedies: [{ remedy: 'medium' }, { remedy: 'repair' }, { remedy: 'room' }, { remedy: 'portable' }] });
    expect(await refused(officer, 'interruption.continueUnrecorded', { sessionId, interruptionId, reason: 'urgent', approver: supervisor })).toBe('UNRECORDED_FORBIDDEN');
    await admin.call('interruption.remedy', { sessionId, interruptionId, remedy: 'repair', note: '换网线' });
    await faultOn(false);
    await admin.call('interruption.note', { sessionId, interruptionId, text: '交换机端口损坏' });
    await officer.call('interruption.explain', { sessionId, interruptionId, step: 'begin', cause: 'network' });
    await say('explanation-network');
    const { interruption: explained } = await officer.call<{ interruption: InterruptionSnapshot }>('interruption.explain', { sessionId, interruptionId, step: 'finish' });
    expect(explained).toMatchObject({ state: 'explained', cause: 'network', notes: [{ text: '交换机端口损坏', by: '训练管理员' }] });
    expect(explained.remedies[1]?.tried).toMatchObject([{ note: '换网线' }]);
    expect(await locks('finish')).toContain('INTERRUPTION_UNSIGNED');
    expect(await refused(officer, 'interruption.refuseSigning', { sessionId, interruptionId, reason: '不签', witness: { account: 'officer1', pin: '1111' } })).toBe('OFFICER_OF_SESSION_REQUIRED');
    expect(await refused(attendant, 'interruption.sign', { sessionId, interruptionId, method: 'paper' })).toBe('ROLE_REQUIRED');
    await officer.call('interruption.refuseSigning', { sessionId, interruptionId, reason: '不愿签字', witness: second });
    expect(await refused(officer, 'interruption.sign', { sessionId, interruptionId, method: 'paper' })).toBe('STATEMENT_SETTLED');
    await admin.call('interruption.note', { sessionId, interruptionId, text: '再次说明' });
    expect((await session()).interruptionList[0]).toMatchObject({ state: 'explained', cause: 'network', heardMs: explained.heardMs, spokenFrom: explained.spokenFrom });
  });

  it('comes back after a crash with every rule as it stood', async () => {
    const before = await session();
    await station.kill();
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
    await log();
    const after = await session();
    for (const key of ['spans', 'present', 'minor', 'needsInterpreter', 'classReasons', 'intervieweeNumber', 'markers'] as const) expect(after[key]).toEqual(before[key]);
    expect(after.legalClock).toMatchObject({ allowedMs: 24 * hour, extensions: before.legalClock?.extensions });
    await waitUntil('recording to resume', 60_000, async () => !(await session()).interrupted);
    const interruptionId = (await session()).interruptionList.find((each) => each.state === 'unexplained')?.interruptionId ?? '';
    await officer.call('interruption.explain', { sessionId, interruptionId, step: 'begin', cause: 'software' });
    await say('explanation-network');
    await officer.call('interruption.explain', { sessionId, interruptionId, step: 'finish' });
    expect(await refused(officer, 'session.finish', { sessionId })).toBe('INTERRUPTION_UNSIGNED');
    const { interruption } = await officer.call<{ interruption: InterruptionSnapshot }>('interruption.sign', { sessionId, interruptionId, language: 'en', method: 'pad', path: 'M10.0 10.0 L90.0 60.0' });
    const signedText = interruption.statement?.text.en;
    expect(signedText).toContain(formatRoomTime(interruption.fromMs, 'Asia/Shanghai'));
    expect(signedText).toContain(formatRoomTime(interruption.toMs ?? 0, 'Asia/Shanghai'));
    expect(interruption.statement?.outcome).toMatchObject({ outcome: 'signed', language: 'en', text: signedText, method: 'pad' });
    expect((await session()).interruptionList[0]?.statement?.outcome).toMatchObject({ outcome: 'refused', reason: '不愿签字', witness: '训练民警乙' });
  });

  it('ends without a reason only after the reading and the signature, or their refusal before two officers', async () => {
    expect(await refused(officer, 'session.finish', { sessionId })).toBe('SIGN_OFF_MISSING');
    await endSpan(await beginSpan('transcript-read'));
    expect(await refused(officer, 'session.finish', { sessionId })).toBe('SIGN_OFF_MISSING');
    expect(await refused(officer, 'session.refuseSignature', { sessionId, reason: '拒绝签字', witness: { account: 'officer1', pin: '1111' } })).toBe('OFFICER_OF_SESSION_REQUIRED');
    await officer.call('session.refuseSignature', { sessionId, reason: '认为笔录有误', witness: second });
    expect(await refused(officer, 'session.finish', { sessionId })).toBe('ARRIVAL_UNSIGNED');
    expect(await refused(officer, 'attendance.sign', { sessionId, moment: 'leaving', method: 'paper' })).toBe('LEAVING_UNKNOWN');
    const { attendance } = await officer.call<SessionSnapshot>('attendance.sign', { sessionId, moment: 'arrival', method: 'pad', path: 'M10.0 10.0 L90.0 60.0' });
    expect(attendance.arrival.outcome).toMatchObject({ outcome: 'signed', method: 'pad', text: attendance.arrival.text.zh });
    expect(attendance.arrival.text.zh).toContain('我于');
    expect(await refused(officer, 'attendance.refuse', { sessionId, moment: 'arrival', reason: '不签', witness: second })).toBe('ATTENDANCE_SETTLED');
    const { recordingStartMs, recordingEndMs, interruptionList } = await officer.call<SessionSnapshot>('session.finish', { sessionId });
    const [start, end] = [recordingStartMs, recordingEndMs].map((ms) => formatRoomTime(ms ?? 0, 'Asia/Shanghai').slice(0, 16));
    const document = await transcriptDocument(start ?? '', end ?? '', ['训练民警甲', '训练民警乙'], '受训人员', '训练讯问室', interruptionList);
    const { reconciliation } = await officer.call<{ reconciliation: { agrees: boolean } }>('transcript.link', { sessionId, fileName: '讯问笔录.docx', contentBase64: document.toString('base64') });
    // What the transcript of this test leaves out, the two officers explain.
    if (!reconciliation.agrees) await officer.call('transcript.explain', { sessionId, reason: '训练笔录从简', secondOfficer: second });
    for (const { interruptionId, acknowledgement } of (await session()).notices) if (acknowledgement === null) await officer.call('notice.acknowledge', { sessionId, interruptionId, toldTo: '检察院', approver: { account: 'chief', pin: '7777' } });
    await officer.call('session.seal', { sessionId, pin: '1111' });
    for (const { name, capacity } of (await session()).sealing?.missing ?? []) {
      const refusal = { decision: 'refused', reason: '拒绝签名', secondOfficer: second };
      await officer.call('session.signSeal', { sessionId, name, capacity, ...(capacity === 'interviewee' ? refusal : { decision: 'signed' }) });
    }
    expect((await officer.call<SessionSnapshot>('session.completeSeal', { sessionId, pin: '1111' })).status).toBe('sealed');
  });

  it('summons the same person again within 12 hours only with a reason and an approver, and counts the time of both', async () => {
    const { finishedAtMs, legalClock } = await session();
    await readyRoom();
    expect(await refused(officer, 'session.open', opening({ identityNumber }))).toBe('LEAVING_MISSING');
    expect(await refused(officer, 'session.leave', { sessionId, leftAtMs: (finishedAtMs ?? 0) - 1 })).toBe('LEAVING_WRONG');
    const leftAtMs = (await room()).clock.roomTimeMs - 500;
    expect((await attendant.call<SessionSnapshot>('session.leave', { sessionId, leftAtMs })).leftAtMs).toBe(leftAtMs);
    expect(await refused(attendant, 'session.leave', { sessionId, leftAtMs })).toBe('LEAVING_LOGGED');
    // After the recording nothing is signed on the pad.
    expect(await refused(officer, 'attendance.sign', { sessionId, moment: 'leaving', method: 'pad', path: 'M10.0 10.0 L90.0 60.0' })).toBe('SIGNING_NOT_RECORDED');
    expect(await refused(officer, 'attendance.refuse', { sessionId, moment: 'leaving', reason: '不签', witness: { account: 'officer1', pin: '1111' } })).toBe('OFFICER_OF_SESSION_REQUIRED');
    await officer.call('attendance.refuse', { sessionId, moment: 'leaving', reason: '拒绝签字', witness: second });
    expect((await session()).attendance.leaving).toMatchObject({ ofMs: leftAtMs, outcome: { outcome: 'refused', witness: '训练民警乙' } });
    const usedMs = leftAtMs - (legalClock?.arrivedAtMs ?? 0);
    expect(await refused(officer, 'session.open', opening({ identityNumber }))).toBe('SUMMONS_TOO_SOON');
    // The same name in the same case without a number: nothing is assumed.
    expect(await refused(officer, 'session.open', opening())).toBe('NAMESAKE_UNDECIDED');
    await open(opening({ identityNumber, offence: 'other', sex: 'male', summons: { reason: '发现新证据', approver: supervisor } }, { legalClass: 'other', classApprover: { account: 'legal', pin: '4444' } }));
    expect(await session()).toMatchObject({ intervieweeNumber: 2, legalClass: 'other', classReasons: ['minor'] });
    expect((await session()).legalClock?.earlierMs).toBe(usedMs);
    const { timeline } = await officer.call<{ timeline: TimelineItem[] }>('session.get', { sessionId });
    expect(timeline.flatMap(({ type, detail }) => (type === 'approval.given' ? [detail['step']] : []))).toEqual(['second-officer', 'class-lowered', 'summons-early']);
  });

  it('lets another class go on unrecorded with a listed reason and an approver, and gives the text to sign', async () => {
    await attendant.call('session.personEnter', { sessionId, name: '母亲', capacity: 'guardian' });
    await officer.call('session.start', { sessionId });
    await waitUntil('proven time', 20_000, async () => (await session()).provenUntilMs !== null);
    await faultOn(true);
    const interruptionId = (await session()).interruptionList[0]?.interruptionId ?? '';
    expect(await locks('transcript')).toContain('INTERRUPTION_OPEN');
    expect(await refused(officer, 'interruption.continueUnrecorded', { sessionId, interruptionId, reason: 'urgent', approver: second })).toBe('ROLE_REQUIRED');
    const { interruption } = await officer.call<{ interruption: InterruptionSnapshot }>('interruption.continueUnrecorded', { sessionId, interruptionId, reason: 'urgent', note: '同案人在逃', approver: supervisor });
    expect(interruption).toMatchObject({ mayContinueUnrecorded: false, unrecorded: { reason: 'urgent', approvedBy: '训练负责人' } });
    expect(interruption.unrecorded?.signText.zh).toContain('未录音录像');
    expect(await locks('transcript')).not.toContain('INTERRUPTION_OPEN');
    await faultOn(false);
    expect(await locks('transcript')).toContain('INTERRUPTION_UNEXPLAINED');
  });
});
