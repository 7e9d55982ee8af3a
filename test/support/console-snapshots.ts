import { AppError, toWireError, type ErrorCode } from '../../src/shared/base/index.ts';
import type { CameraSnapshot, LockSnapshot, RoomSnapshot, SessionSnapshot, TrainingSnapshot } from '../../src/shared/contract/index.ts';

/** 2026-11-23 14:03:07 in Shanghai. */
export const roomNowMs = 1_795_413_787_000;

export const people = [
  { personId: 'p-1', account: 'officer', name: '训练警官甲', role: 'officer' },
  { personId: 'p-2', account: 'officer2', name: '训练警官乙', role: 'officer' },
  { personId: 'p-3', account: 'attendant', name: '训练值守员', role: 'attendant' },
  { personId: 'p-4', account: 'legal', name: '训练法制员', role: 'legal' },
  { personId: 'p-5', account: 'admin', name: '训练管理员', role: 'administrator' },
  { personId: 'p-6', account: 'supervisor', name: '训练负责人', role: 'supervisor' },
] as const;

export const trainingRoom: TrainingSnapshot = {
  microphones: [{ key: 'table', name: '桌面拾音器', faults: [] }, { key: 'ceiling', name: '吊顶拾音器', faults: [] }],
  cameras: ['overview', 'interviewee'].map((key, index) => ({
    key, name: index === 0 ? '训练全景' : '训练特写', xaddr: `http://127.0.0.1:808${index}/onvif/device_service`, rtspUrl: `rtsp://127.0.0.1:855${index}/main`, user: 'training', password: 'training', faults: index === 0 ? ['silence'] : [],
  })),
  clips: [
    { clip: 'question', title: { zh: '提问', en: 'A question' }, text: '请你说一下昨天晚上的经过。', durationMs: 4_200 },
    { clip: 'answer', title: { zh: '回答', en: 'An answer' }, text: '昨天晚上八点,我一个人在家看电视,没有出过门。', durationMs: 6_100 },
    { clip: 'explanation-network', title: { zh: '说明网络中断', en: 'Explains a network failure' }, text: '现在说明录音录像中断情况。中断原因是网络连接故障。', durationMs: 12_300 },
  ],
  playing: null,
};

export function emptyRoom(): RoomSnapshot {
  return {
    version: 1, stationVersion: '0.1.0', roomName: '训练讯问室', training: true, timeZone: 'Asia/Shanghai', profileId: 'cn-zaozhuang', roomKind: 'case-area',
    clock: { source: 'sntp', configured: 'sntp', server: '127.0.0.1:11123', servers: [{ server: '127.0.0.1:11123', state: 'followed' }], state: 'synced', roomTimeMs: roomNowMs, errorMs: 4, systemOffsetMs: -12, lastSampleAgeMs: 7_000, timeZone: 'Asia/Shanghai' },
    cameras: [], microphones: [], disks: [{ disk: 'primary', path: '/data/primary', state: 'ok', freeBytes: 512e9 }, { disk: 'mirror', path: '/data/mirror', state: 'ok', freeBytes: 511e9 }],
    disksShared: true, climate: null, copies: 2, hoursLeft: 236, loop: { p99Ms: 3, longestMs: 12 }, check: null, session: null, alarms: [], calls: [], exporting: null,
  };
}

const camera = (cameraId: string, name: string, role: CameraSnapshot['role'], hasAudio: boolean): CameraSnapshot => ({
  cameraId, name, role, address: `http://127.0.0.1:80${role.length}/onvif/device_service`, manufacturer: 'Shilu', model: 'Training', state: 'live', problem: null, width: hasAudio ? 1920 : 1280, height: hasAudio ? 1080 : 720, hasAudio,
  levelDb: hasAudio ? -24 : null, lastMediaAtMs: roomNowMs, provenUntilMs: null, stampedBy: 'station', canStamp: true, latency: null,
});

export const cameras = [camera('cam-1', '训练全景', 'overview', true), camera('cam-2', '训练特写', 'interviewee', false)];

const both = (code: ErrorCode, params: Record<string, string | number> = {}) => {
  const { message, hint } = toWireError(new AppError(code, params));
  return { message, hint };
};

export const passedCheck: RoomSnapshot['check'] = {
  passed: true, checkedAtMs: roomNowMs - 60_000,
  items: [
    { kind: 'picture', subject: '训练全景', ok: true, warning: false, code: null, ...both('PICTURE_MISSING') },
    { kind: 'picture', subject: '训练特写', ok: true, warning: false, code: null, ...both('PICTURE_MISSING') },
    { kind: 'sound', subject: '训练全景', ok: true, warning: false, code: null, ...both('SOUND_SILENT') },
    { kind: 'disk', subject: '', ok: true, warning: true, code: 'DISKS_SHARED', ...both('DISKS_SHARED') },
    { kind: 'clock', subject: '', ok: true, warning: false, code: null, ...both('CLOCK_UNSYNCED') },
  ],
};

export const failedCheck: RoomSnapshot['check'] = {
  passed: false, checkedAtMs: roomNowMs - 60_000,
  items: [
    { kind: 'picture', subject: '训练全景', ok: true, warning: false, code: null, ...both('PICTURE_MISSING') },
    { kind: 'picture', subject: '训练特写', ok: false, warning: false, code: 'PICTURE_FROZEN', ...both('PICTURE_FROZEN', { camera: '训练特写' }) },
    { kind: 'sound', subject: '训练全景', ok: false, warning: false, code: 'SOUND_SILENT', ...both('SOUND_SILENT', { camera: '训练全景' }) },
    { kind: 'clock', subject: '', ok: true, warning: false, code: null, ...both('CLOCK_UNSYNCED') },
  ],
};


export const lock = (code: ErrorCode, step: LockSnapshot['locks'][number], article: string, ...opensBy: LockSnapshot['opensBy']): LockSnapshot => ({ code, locks: [step], article, opensBy, ...both(code) });

export function openedSession(): SessionSnapshot {
  return {
    sessionId: 's-1', caseNumber: '枣公(刑)字〔2026〕0117号', kind: 'interrogation', interviewee: '张训练', place: '训练讯问室', status: 'open', openedAtMs: roomNowMs - 900_000, startedAtMs: null, finishedAtMs: null, sealCode: null,
    interruptions: 0, legalClass: 'must-record', officers: [people[0], people[1]], recordingStartMs: null, recordingEndMs: null, provenUntilMs: null, interrupted: false, present: [], breaks: [], markers: [], interruptionList: [],
    intervieweeNumber: 1, minor: false, needsInterpreter: false, detained: false, placeKind: 'registered', classReasons: ['offence-unknown'], abandoned: null, spans: [], signatureRefusal: null, finishedWithout: [], handedBackAtMs: null, leftAtMs: null,
    attendance: { arrival: { text: { zh: '', en: '' }, ofMs: roomNowMs - 1_200_000, outcome: null }, leaving: { text: { zh: '', en: '' }, ofMs: null, outcome: null } }, notices: [],
    legalClock: {
      timeLimitId: 'criminal-summons', title: { zh: '刑事传唤', en: 'Criminal summons' }, source: 'GAX 200', unconfirmed: false, arrivedAtMs: roomNowMs - 1_200_000, earlierMs: 0, usedMs: 1_200_000, allowedMs: 43_200_000, leftMs: 42_000_000,
      endsAtMs: roomNowMs + 42_000_000, next: { toMs: 86_400_000, approvers: ['supervisor'], condition: { zh: '案情特别重大、复杂', en: 'specially grave or complex' } }, extensions: [],
    },
    transcript: null, reconciliation: null, sealing: null, reread: null, seal: null, recovery: null, locks: [], breakUndo: null, breakWords: null, held: false, dues: null,
  };
}

export function recordingSession(): SessionSnapshot {
  return {
    ...openedSession(), status: 'recording', startedAtMs: roomNowMs - 840_000, recordingStartMs: roomNowMs - 839_000, provenUntilMs: roomNowMs - 1_000,
    present: [{ personId: 'v-1', name: '李翻译', capacity: 'interpreter', sex: 'unknown', note: '', enteredAtMs: roomNowMs - 700_000, leftAtMs: null }],
    markers: [{ markerId: 'm-1', kind: 'exhibit', text: '1 号物证:手机一部', atMs: roomNowMs - 600_000, by: '训练警官甲', media: [] }],
    dues: { rest: { what: 'rest', state: 'open', dueAtMs: roomNowMs + 7_200_000, lockAtMs: roomNowMs + 9_000_000 }, meal: { what: 'lunch', state: 'soon', dueAtMs: roomNowMs + 1_320_000, lockAtMs: roomNowMs + 3_120_000 } },
    breaks: [{ breakId: 'b-1', kind: 'meal', offered: '盒饭、热水', answered: '吃完了', declined: false, startedAtMs: roomNowMs - 500_000, endedAtMs: roomNowMs - 200_000, note: '', withdrawn: false, voided: false, heardMs: 0, unrecorded: null }],
  };
}

export function interruptedSession(state: 'lasting' | 'unexplained' | 'explaining' | 'explained'): SessionSnapshot {
  const session = recordingSession();
  const lasting = state === 'lasting';
  return {
    ...session, interrupted: lasting, interruptions: 1, provenUntilMs: lasting ? roomNowMs - 9_000 : roomNowMs - 1_000,
    interruptionList: [{
      interruptionId: 'i-1', fromMs: roomNowMs - 9_000, toMs: lasting ? null : roomNowMs - 2_000, reason: 'STREAM_LOST', reasons: ['STREAM_LOST'], state, statement: state === 'explained' ? { text: { zh: '本次讯(询)问的录音录像于 2026年11月23日14时02分58秒中断,于 2026年11月23日14时03分05秒恢复。', en: 'The recording of this session stopped at 2026-11-23 14:02:58 and resumed at 2026-11-23 14:03:05.' }, outcome: null } : null, cause: lasting || state === 'unexplained' ? null : 'network', note: '', heardMs: state === 'unexplained' ? 2_100 : null, requiredMs: 4_000,
      remedies: (['medium', 'repair', 'room', 'portable'] as const).map((remedy) => ({ remedy, tried: [] })), notes: [], mayContinueUnrecorded: false, unrecorded: null,
      beganAtMs: state === 'explaining' ? roomNowMs - 4_000 : null, explainedBy: state === 'explained' ? '训练警官甲' : null, spokenFrom: null, spokenTo: null,
      readAloud: {
        zh: '现在说明录音录像中断情况。本次讯(询)问的录音录像于 2026年11月23日14时02分58秒中断,于 2026年11月23日14时03分05秒恢复。中断原因是:网络连接故障。中断期间没有进行讯(询)问。现在继续录音录像。',
        en: 'I now explain an interruption of the recording. The recording stopped at 2026-11-23 14:02:58 and resumed at 2026-11-23 14:03:05. The cause was a failure of the network. No questions were asked in between. The recording now goes on.',
      },
    }],
    locks: lasting ? [lock('INTERRUPTION_OPEN', 'transcript', '29', 'administrator')] : state === 'explained' ? [] : [lock('INTERRUPTION_UNEXPLAINED', 'transcript', '30', 'officer')],
  };
}

export function finishedSession(transcript: 'none' | 'differs' | 'agrees'): SessionSnapshot {
  const agrees = transcript === 'agrees';
  const linked = transcript !== 'none';
  return {
    ...interruptedSession('explained'), status: 'finished', finishedAtMs: roomNowMs - 30_000, recordingEndMs: roomNowMs - 30_000, provenUntilMs: roomNowMs - 30_000,
    transcript: linked ? { fileName: '讯问笔录-张训练.docx', sha256: 'a'.repeat(64), startsAtMs: roomNowMs - 839_000, endsAtMs: roomNowMs - 30_000, timesFrom: 'document', linkedAtMs: roomNowMs - 10_000, linkedBy: '训练警官甲' } : null,
    reconciliation: linked ? {
      agrees, settled: agrees, explanation: null,
      rows: [
        { item: 'start', subject: '', transcript: '2026-11-23 13:49', recording: '2026-11-23 13:49:08', word: '', differenceMs: -8_000, toleranceMs: 60_000, clockErrorMs: 12, agrees: true, blocks: true },
        { item: 'end', subject: '', transcript: agrees ? '2026-11-23 14:02' : '2026-11-23 14:20', recording: '2026-11-23 14:02:37', word: '', differenceMs: agrees ? -37_000 : 1_043_000, toleranceMs: 60_000, clockErrorMs: 12, agrees, blocks: true },
        { item: 'place', subject: '', transcript: '训练讯问室', recording: '训练讯问室', word: '', differenceMs: null, toleranceMs: null, clockErrorMs: null, agrees: true, blocks: false },
        { item: 'interviewee', subject: '', transcript: '张训练', recording: '张训练', word: '', differenceMs: null, toleranceMs: null, clockErrorMs: null, agrees: true, blocks: false },
        { item: 'officers', subject: '', transcript: '训练警官甲', recording: '训练警官甲、训练警官乙', word: '', differenceMs: null, toleranceMs: null, clockErrorMs: null, agrees: false, blocks: false },
      ],
    } : null,
    locks: agrees ? [] : [lock(linked ? 'TRANSCRIPT_DIFFERS' : 'TRANSCRIPT_REQUIRED', 'seal', '26', 'officer')],
  };
}

export function sealingSession(): SessionSnapshot {
  return {
    ...finishedSession('agrees'), status: 'sealing', provenUntilMs: roomNowMs - 1_000, reread: { state: 'reading', readBytes: 1_400_000_000, totalBytes: 3_600_000_000 },
    sealing: {
      sealCode: 'K7QF-3M2X-9TRW-AB4D-XY37', manifestSha256: '3f'.repeat(32), begunAtMs: roomNowMs - 40_000, begunBy: '训练警官甲',
      signatures: [{ name: '训练警官甲', capacity: 'officer', decision: 'signed', reason: '', atMs: roomNowMs - 9_000, by: '训练警官甲', approvedBy: null, media: [] }],
      missing: [{ name: '张训练', capacity: 'interviewee' }, { name: '训练警官乙', capacity: 'officer' }],
    },
  };
}

export function sealedSession(): SessionSnapshot {
  const sealCode = 'K7QF-3M2X-9TRW-AB4D';
  return { ...finishedSession('agrees'), status: 'sealed', sealCode, seal: { sealCode, manifestSha256: '3f'.repeat(32), closingSha256: '4e'.repeat(32), signatures: sealingSession().sealing?.signatures ?? [], sealedAtMs: roomNowMs - 3_000, sealedBy: '训练警官甲', intervieweeSigned: true } };
}
