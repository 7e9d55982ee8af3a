import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStation, type Station } from '../../src/main/app/index.ts';
import { createLogger } from '../../src/main/platform/index.ts';
import { contract, type Method, type SessionSnapshot } from '../../src/shared/contract/index.ts';
import { roles, type Role } from '../../src/shared/domain/index.ts';

const pins: Readonly<Record<Role, readonly [account: string, pin: string]>> = {
  officer: ['officer1', '1111'], attendant: ['attendant', '3333'], legal: ['legal', '4444'], administrator: ['admin', '5555'], supervisor: ['supervisor', '6666'], chief: ['chief', '7777'],
};
const wrong = { account: 'officer2', pin: '9999' };
type Case = { readonly as?: Role; readonly params: object; readonly code: string } | { readonly never: string };

/**
 * Every method of the contract, so that one that is added does not compile without saying how it is refused: a call of the right shape by somebody in the right role that the state, a lock, or
 * somebody's credentials refuse. `here` stands for a session that was abandoned, which every act about a session must respect. `never`: why nothing but role and login can refuse it.
 */
const cases = (here: string): Readonly<Record<Method, Case>> => {
  const missing = { as: 'officer', params: { sessionId: 'S19990101-0001' }, code: 'SESSION_UNKNOWN' } as const;
  const past = (more: object = {}, as: Role = 'officer') => ({ as, params: { sessionId: here, ...more }, code: 'STATE_REFUSED' });
  const interruptionId = 'int-1';
  const reads = { never: 'shows what everybody may see' };
  const own = { never: 'is one’s own login' };
  return {
    'station.welcome': { never: 'is before the login' }, 'auth.login': { never: 'is told as login.refused, for nobody is known yet' },
    'auth.changePin': { params: { oldPin: '9999', newPin: '7531' }, code: 'LOGIN_REFUSED' }, 'auth.lock': own, 'auth.unlock': { params: { pin: '9999' }, code: 'LOGIN_REFUSED' }, 'auth.active': own, 'auth.logout': own,
    'account.list': reads, 'account.add': { params: { account: 'admin', name: '甲', role: 'legal', pin: '7531' }, as: 'administrator', code: 'ACCOUNT_EXISTS' },
    'account.setPin': { as: 'administrator', params: { account: 'nobody', pin: '7531' }, code: 'ACCOUNT_UNKNOWN' }, 'account.setDisabled': { as: 'administrator', params: { account: 'admin', disabled: true }, code: 'ACCOUNT_LAST_ADMINISTRATOR' },
    'room.status': reads, 'profile.current': reads, 'room.others': reads, 'clock.status': reads, 'camera.list': reads, 'microphone.list': reads, 'session.list': reads, 'medium.list': reads, 'key.status': reads,
    'room.register': { never: 'is refused while a session is open: tried below' },
    'camera.discover': { never: 'answers what it has found; an address that is none is a call written wrongly' },
    'camera.add': { as: 'administrator', params: { source: { kind: 'rtsp', url: 'rtsp://127.0.0.1:1/x' }, name: '甲', role: 'other' }, code: 'CAMERA_UNREACHABLE' },
    'camera.remove': { as: 'administrator', params: { cameraId: 'none' }, code: 'CAMERA_UNKNOWN' }, 'camera.setClock': { as: 'administrator', params: { cameraId: 'none' }, code: 'CAMERA_UNKNOWN' },
    'camera.setStamp': { as: 'administrator', params: { cameraId: 'none', stampedBy: 'camera' }, code: 'CAMERA_UNKNOWN' }, 'camera.measureLatency': { as: 'administrator', params: { cameraId: 'none' }, code: 'CAMERA_UNKNOWN' },
    'microphone.devices': { never: 'lists what there is; what gave no list is named in it' }, 'microphone.listen': { never: 'says of each device what is wrong with it' },
    'microphone.add': { as: 'administrator', params: { kind: 'training', address: 'none', name: '甲' }, code: 'TRAINING_MICROPHONE_UNKNOWN' },
    'microphone.rename': { as: 'administrator', params: { microphoneId: 'none', name: '乙' }, code: 'MICROPHONE_UNKNOWN' }, 'microphone.remove': { as: 'administrator', params: { microphoneId: 'none' }, code: 'MICROPHONE_UNKNOWN' },
    'disk.replace': { as: 'administrator', params: { disk: 'mirror', path: '/proc/none' }, code: 'FOLDER_NOT_WRITABLE' },
    'clock.configure': { as: 'administrator', params: { source: 'sntp', servers: [{ server: '127.0.0.1', port: 1 }] }, code: 'CLOCK_NO_ANSWER' },
    'clock.align': { params: { presses: [1, 2, 3].map((n) => ({ shownMs: n, pressedMs: n })) }, code: 'CLOCK_ALIGN_STALE' },
    'climate.configure': { never: 'takes any path: the program of the sensor may write there later' },
    'key.request': { never: 'always gives a request' }, 'key.importCertificate': { as: 'administrator', params: { contentBase64: 'AAAA' }, code: 'CERTIFICATE_UNREADABLE' },
    'key.importPkcs12': { as: 'administrator', params: { contentBase64: 'AAAA', password: '' }, code: 'PKCS12_UNREADABLE' },
    'key.setTimeStampServer': { never: 'takes what it is given; key.tryTimeStampServer says whether it works' }, 'key.tryTimeStampServer': { never: 'answers what went wrong' },
    'check.run': { never: 'answers what is wrong, which is the fact check.completed' },
    'session.open': { params: { caseNumber: 'A', kind: 'interrogation', place: '甲', interviewee: '丙', secondOfficer: wrong }, code: 'LOGIN_REFUSED' },
    'session.abandon': past({ reason: '无' }), 'session.start': past(), 'session.mark': past({ kind: 'note', text: '无' }), 'session.spanOpen': past({ kind: 'exhibit' }), 'session.spanClose': past({ spanId: 'span-1' }),
    'session.refuseSignature': past({ reason: '无', witness: { account: 'officer2', pin: '2222' } }), 'session.extendLimit': past({ toMs: 86_400_000, reason: '无', approver: { account: 'supervisor', pin: '6666' } }),
    'session.handBack': past({ handedBackAtMs: 1 }, 'attendant'), 'session.leave': past({ leftAtMs: 1 }, 'attendant'), 'session.breakStart': past({ kind: 'meal' }, 'attendant'), 'session.breakEnd': past({}, 'attendant'), 'session.breakUndo': past({}, 'attendant'), 'session.breakSpoken': past(),
    'officer.call': { never: 'can always be called' }, 'officer.answer': { params: { callId: 'none' }, code: 'CALL_UNKNOWN' },
    'session.personEnter': past({ name: '丁', capacity: 'lawyer' }, 'attendant'), 'session.personLeave': past({ personId: 'p' }, 'attendant'), 'interruption.list': missing,
    'notice.acknowledge': past({ interruptionId, toldTo: '检察院', approver: { account: 'supervisor', pin: '6666' } }, 'supervisor'), 'attendance.sign': past({ moment: 'arrival', method: 'paper' }), 'attendance.refuse': past({ moment: 'arrival', reason: '无', witness: { account: 'officer2', pin: '2222' } }),
    'interruption.explain': past({ step: 'begin', interruptionId, cause: 'network' }), 'interruption.remedy': past({ interruptionId, remedy: 'repair' }), 'interruption.sign': past({ interruptionId, method: 'paper' }),
    'interruption.refuseSigning': past({ interruptionId, reason: '无', witness: { account: 'officer2', pin: '2222' } }), 'interruption.note': past({ interruptionId, text: '无' }, 'administrator'),
    'interruption.continueUnrecorded': { ...past({ interruptionId, reason: 'urgent', approver: { account: 'supervisor', pin: '6666' } }), code: 'UNRECORDED_FORBIDDEN' }, 'session.finish': past(),
    'transcript.get': missing, 'transcript.begin': past({ kind: 'question' }), 'transcript.save': past({ version: 0, cause: 'asked', lines: [] }), 'transcript.linkFact': past({ lineId: 'l', keyFact: 'time', span: { lastSeconds: 5 } }),
    'session.play': { ...missing, params: { ...missing.params, fromMs: 1, toMs: 2 } }, 'transcript.close': past(), 'transcript.reopen': past(), 'transcript.readPage': past({ page: 1, step: 'begin' }), 'transcript.signPage': past({ page: 1, name: '丙', signsAs: 'interviewee', method: 'paper' }),
    'transcript.refuseSignature': past({ page: 1, name: '丙', signsAs: 'interviewee', reason: '无', secondOfficer: { account: 'officer2', pin: '2222' } }), 'transcript.finalise': past(), 'transcript.document': { ...missing, params: { ...missing.params, format: 'pdf' } },
    'transcript.link': past({ fileName: 'a.txt', contentBase64: 'AAAA' }), 'transcript.reconcile': { ...past(), code: 'TRANSCRIPT_REQUIRED' }, 'transcript.explain': past({ reason: '无', secondOfficer: { account: 'officer2', pin: '2222' } }),
    'session.seal': past({ pin: '1111' }), 'session.signSeal': past({ name: '丙', capacity: 'interviewee', decision: 'signed' }), 'session.withdrawSeal': past({ reason: '无' }), 'session.completeSeal': past({ pin: '1111' }), 'session.sealCertificate': past(),
    'packet.export': past({ purpose: '无', recipient: '无' }, 'legal'), 'clip.make': { as: 'legal', params: { sessionId: here, packetId: 'P', copyPath: '/proc/none', streamIds: ['s'], cuts: [{ fromMs: 1, toMs: 2 }], purpose: '无', recipient: '无', approver: wrong }, code: 'LOGIN_REFUSED' },
    'packet.cancel': { as: 'legal', params: { packetId: 'none' }, code: 'EXPORT_UNKNOWN' }, 'case.handOver': { as: 'legal', params: { caseNumber: 'A', sessionIds: ['S19990101-0001'], purpose: '无', recipient: '无' }, code: 'CASE_UNKNOWN' },
    'packet.verify': { never: 'says in its report what is wrong with what it was given' }, 'session.get': missing, 'session.verify': { ...missing, as: 'legal' }, 'ledger.head': reads, 'ledger.check': { never: 'answers what it has found' },
    'preview.open': { params: { cameraId: 'none' }, code: 'CAMERA_UNKNOWN' }, 'preview.close': reads, 'training.status': reads, 'training.play': { params: { clip: 'none' }, code: 'TRAINING_CLIP_UNKNOWN' },
    'training.microphoneFault': { params: { microphone: 'none', fault: 'drop', on: true }, code: 'TRAINING_MICROPHONE_UNKNOWN' }, 'training.fault': { params: { camera: 'none', fault: 'drop', on: true }, code: 'TRAINING_CAMERA_UNKNOWN' },
  };
};

const methods = Object.keys(contract) as Method[];

describe('every refusal is a fact', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-refusals-'));
  let station: Station;
  let here = '';

  beforeAll(async () => {
    station = await startStation({ dataFolder: folder, training: true, log: createLogger('test', () => undefined) });
    const officer = await login('officer');
    const opened = await officer.call('session.open', { caseNumber: 'TRAIN', kind: 'interrogation', place: '训练讯问室', interviewee: '受训人员', secondOfficer: { account: 'officer2', pin: '2222' } });
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    here = (opened.value as SessionSnapshot).sessionId;
    await refused('administrator', 'room.register', { roomName: '甲', kind: 'case-area' }, 'SESSION_EXISTS', '');
    await officer.call('session.abandon', { sessionId: here, reason: '训练' });
  }, 60_000);
  afterAll(async () => {
    await station.close();
    rmSync(folder, { recursive: true });
  });

  const lines = new Map<Role, Awaited<ReturnType<typeof login>>>();
  async function lineOf(role: Role) {
    const line = lines.get(role) ?? (await login(role));
    lines.set(role, line);
    return line;
  }

  async function login(role: Role) {
    const line = station.connect({ push: () => undefined, preview: () => undefined });
    const [account, pin] = pins[role];
    expect(await line.call('auth.login', { account, pin })).toMatchObject({ ok: true });
    return line;
  }

  const refusalsSince = (seq: number) => [...station.ledger.entriesOfType('command.refused')].filter((entry) => entry.type === 'command.refused').filter((entry) => entry.seq > seq);

  /** The call is refused with this code, and the ledger has who was refused what, at once. */
  async function refused(role: Role, method: Method, params: object, code: string | undefined, sessionId: string): Promise<string> {
    // What is refused again within seconds is counted; here each is looked at by itself.
    await station.refusals.close();
    const line = await lineOf(role);
    const before = station.ledger.head.seq;
    const reply = await line.call(method, params);
    const answered = reply.ok ? 'answered' : reply.error.code;
    const facts = refusalsSince(before);
    expect([answered, ...facts.map(({ actor, payload, sessionId: of }) => [actor.kind === 'person' ? actor.role : '', payload.method, payload.code, payload.count, of])], method).toEqual([code ?? answered, [role, method, code ?? answered, 1, sessionId]]);
    return answered;
  }

  it.each(methods)('%s, by a role that may not', async (method) => {
    const { allowed } = contract[method];
    if (typeof allowed === 'string') return;
    const inside = [...roles].filter((role) => !allowed.some((each) => each === role));
    for (const role of inside) await refused(role, method, { sessionId: here }, 'ROLE_REQUIRED', here);
  });

  it.each(methods)('%s, by somebody who may, but not now', async (method) => {
    const each = cases(here)[method];
    if ('never' in each) return;
    const sessionId = 'sessionId' in each.params && each.params.sessionId === here ? here : '';
    await refused(each.as ?? 'officer', method, each.params, each.code, sessionId);
  });

  it('all but the door itself, on a console that is locked', async () => {
    const line = await login('officer');
    await line.call('auth.lock', {});
    for (const method of methods) {
      if (['station.welcome', 'auth.login', 'auth.logout', 'auth.unlock'].includes(method)) continue;
      await station.refusals.close();
      const before = station.ledger.head.seq;
      expect(await line.call(method, { sessionId: here })).toMatchObject({ error: { code: 'LINE_LOCKED' } });
      // A console asks for the other rooms by itself, with nobody at it.
      expect(refusalsSince(before).map(({ payload }) => [payload.method, payload.code])).toEqual(method === 'room.others' ? [] : [[method, 'LINE_LOCKED']]);
    }
  });

  it('a second person’s credentials: the fact says whose, and never the PIN', async () => {
    await refused('officer', 'session.open', { caseNumber: 'A', kind: 'interrogation', place: '甲', interviewee: '丙', secondOfficer: wrong }, 'LOGIN_REFUSED', '');
    const last = refusalsSince(0).at(-1);
    expect(last?.payload.withAccounts).toEqual(['officer2']);
    expect(JSON.stringify(last)).not.toContain(wrong.pin);
  });

  it('a login: by the station, for nobody is known yet, and not in the name of who is logged in on that console', async () => {
    const line = await login('attendant');
    const before = station.ledger.head.seq;
    expect(await line.call('auth.login', { account: 'legal', pin: '9999' })).toMatchObject({ error: { code: 'LOGIN_REFUSED' } });
    await line.close();
    const facts = [...station.ledger.entriesOfType('command.refused', 'login.refused')].filter(({ seq }) => seq > before);
    expect(facts.map(({ type, actor, payload }) => [type, actor.kind, payload])).toEqual([['login.refused', 'station', { account: 'legal', count: 1 }]]);
  });
});
