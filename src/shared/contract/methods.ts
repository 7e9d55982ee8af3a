import { z } from 'zod';
import {
  attendanceMoments, breakKinds, cameraRoles, capacities, copyKinds, disks, interruptionCauses, interruptionRemedies, keyFactKinds, languages, legalClasses, lineKinds, markerKinds, microphoneKinds, packetTargets, readBacks, roles, roomKinds,
  sessionKinds, sexes, signerCapacities, signingDecisions, spanKinds, unrecordedReasons, type Role,
} from '../domain/index.ts';
import * as k from './kept-transcript.ts';
import * as s from './schemas.ts';

export interface MethodContract {
  readonly params: z.ZodType;
  readonly result: z.ZodType;
  /** Who may call it. `anyone` needs no login; `everyone` means any logged-in person. */
  readonly allowed: 'anyone' | 'everyone' | readonly Role[];
  readonly purpose: string;
}

const none = z.object({}).strict();
const done = z.object({ done: z.literal(true) });
const sessionId = z.string().min(1).max(80);
const inSession = <Shape extends z.ZodRawShape>(shape: Shape) => z.object({ sessionId, ...shape }).strict();
const text = (max: number) => z.string().trim().min(1).max(max);
const credentials = z.object({ account: text(64), pin: s.pin }).strict();
const whichKey = z.enum(['station', 'sm2']).default('station').describe('the key that signs everything, or the one that makes the second signature');
const timeStampServer = z.object({ url: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(500)]), trustedPem: z.string().max(100_000).default('') }).strict();
const remark = z.string().trim().max(500).default('');

const whereTo = {
  directory: z.string().max(1_000).optional().describe('the packet is made inside it; by default in the data folder'), target: z.enum(packetTargets).default('folder'),
  mp4: z.boolean().default(false).describe('ordinary MP4 copies for old players as well: marked as derived, with the hashes of their masters'),
};
const exported = { packetId: z.string(), path: z.string(), bytes: z.number().int(), readBack: z.enum(readBacks), report: s.packetReport };

/** Every method of a station: what it takes, what it gives, and who may call it. Both transports, the command line and the console are made from this table. */
export const contract = {
  'station.welcome': { params: none, result: s.welcome, allowed: 'anyone', purpose: 'What a login screen may show before anyone has logged in.' },
  'auth.login': { params: z.object({ account: text(64), pin: s.pin }).strict(), result: z.object({ person: s.person, mustChangePin: z.boolean() }), allowed: 'anyone', purpose: 'Logs a person in on this connection. A PIN that somebody else has set opens nothing but auth.changePin.' },
  'auth.changePin': { params: z.object({ oldPin: s.pin, newPin: s.pin }).strict(), result: done, allowed: 'everyone', purpose: 'Replaces one’s own PIN.' },
  'auth.lock': { params: none, result: done, allowed: 'everyone', purpose: 'Locks this connection: it shows no content until its person unlocks it. Recording goes on. A connection that is idle for long locks itself.' },
  'auth.unlock': { params: z.object({ pin: s.pin }).strict(), result: done, allowed: 'everyone', purpose: 'Unlocks this connection with the PIN of the person who is logged in.' },
  'auth.active': { params: none, result: done, allowed: 'everyone', purpose: 'Says that somebody is at this console. Any other call says so as well.' },
  'auth.logout': { params: none, result: done, allowed: 'everyone', purpose: 'Logs the person of this connection out. Recording goes on.' },

  'account.list': { params: none, result: z.object({ accounts: z.array(s.account) }), allowed: ['administrator'], purpose: 'Everybody who has an account.' },
  'account.add': {
    params: z.object({ account: z.string().trim().regex(/^[A-Za-z0-9._-]{2,64}$/), name: text(80), role: z.enum(roles), pin: s.pin, badgeNumber: z.string().trim().max(32).default(''), sex: z.enum(sexes).default('unknown') }).strict(),
    result: z.object({ accounts: z.array(s.account) }), allowed: 'anyone',
    purpose: 'Adds a person. Only administrators may; in a room where nobody has an account yet, anyone may make the first administrator.',
  },
  'account.setPin': { params: z.object({ account: text(64), pin: s.pin }).strict(), result: done, allowed: ['administrator'], purpose: 'Gives a person a new PIN, which they must change at the next login.' },
  'account.setDisabled': { params: z.object({ account: text(64), disabled: z.boolean() }).strict(), result: z.object({ accounts: z.array(s.account) }), allowed: ['administrator'], purpose: 'Disables an account or enables it again. Accounts are never deleted.' },

  'room.status': { params: none, result: s.room, allowed: 'everyone', purpose: 'The whole state of the room.' },

  'room.register': {
    params: z.object({ roomName: text(80), kind: z.enum(roomKinds) }).strict(), result: s.room, allowed: ['administrator'],
    purpose: 'Registers this room: as a room of the case-handling area, or of a detention centre. Refused during a session.',
  },
  'profile.current': { params: none, result: s.profile, allowed: 'everyone', purpose: 'The rules of this room, as far as a console must know them. No method changes them.' },

  'camera.discover': {
    params: z.object({ address: z.string().max(300).optional(), timeoutMs: z.number().int().min(200).max(15_000).default(3_000) }).strict(),
    result: z.object({ cameras: z.array(s.discoveredCamera) }), allowed: ['administrator'],
    purpose: 'Finds ONVIF cameras by WS-Discovery: by multicast, or by a direct probe of one address.',
  },
  'camera.add': {
    params: z.object({
      source: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('onvif'), xaddr: text(300), user: z.string().max(64).default(''), password: z.string().max(128).default('') }).strict(),
        z.object({ kind: z.literal('rtsp'), url: text(500), user: z.string().max(64).default(''), password: z.string().max(128).default('') }).strict(),
      ]),
      name: text(60), role: z.enum(cameraRoles),
    }).strict(),
    result: z.object({ camera: s.camera }), allowed: ['administrator'], purpose: 'Adds a camera to the room after connecting to it and finding H.264 or H.265 video.',
  },
  'camera.list': { params: none, result: z.object({ cameras: z.array(s.camera) }), allowed: 'everyone', purpose: 'The cameras of the room and how each is doing.' },
  'camera.remove': { params: z.object({ cameraId: text(80) }).strict(), result: done, allowed: ['administrator'], purpose: 'Takes a camera out of the room. Refused during a session.' },
  'camera.setClock': {
    params: z.object({ cameraId: text(80) }).strict(), result: s.cameraClock, allowed: ['administrator'],
    purpose: 'Sets the clock of an ONVIF camera to room time, and reads it back. Refused during a session.',
  },

  'microphone.devices': { params: none, result: z.object({ devices: z.array(s.soundDevice), unreadable: z.array(z.enum(microphoneKinds).exclude(['training'])).describe('sound systems of this machine that gave no list') }), allowed: ['administrator'], purpose: 'The sound devices of this machine that can be recorded; in the training room its simulated microphones too.' },
  'microphone.listen': {
    params: z.object({ devices: z.array(z.object({ kind: z.enum(microphoneKinds), address: text(500) }).strict()).max(12) }).strict(), result: z.object({ devices: z.array(s.heardDevice) }), allowed: ['administrator'],
    purpose: 'The live level of sound devices, so that a person sees which microphone is which. Devices are listened to until five seconds after the last call that names them; nothing is kept.',
  },
  'microphone.add': { params: z.object({ kind: z.enum(microphoneKinds), address: text(500), name: text(60) }).strict(), result: z.object({ microphone: s.microphone }), allowed: ['administrator'], purpose: 'Adds a sound device to the room as a microphone of its own. Refused during a session.' },
  'microphone.list': { params: none, result: z.object({ microphones: z.array(s.microphone) }), allowed: 'everyone', purpose: 'The microphones of the room and how each is doing.' },
  'microphone.rename': { params: z.object({ microphoneId: text(80), name: text(60) }).strict(), result: z.object({ microphone: s.microphone }), allowed: ['administrator'], purpose: 'Gives a microphone another name. Refused during a session.' },
  'microphone.remove': { params: z.object({ microphoneId: text(80) }).strict(), result: done, allowed: ['administrator'], purpose: 'Takes a microphone out of the room. Refused during a session.' },

  'disk.replace': {
    params: z.object({ disk: z.enum(disks), path: text(1_000) }).strict(), result: s.room, allowed: ['administrator'],
    purpose: 'Gives the primary or the mirror another folder, also while recording; what it lacks is copied from the other disk and compared.',
  },

  'clock.status': { params: none, result: s.clock, allowed: 'everyone', purpose: 'The room clock, where it comes from and how wrong it can be.' },
  'clock.configure': {
    params: z.discriminatedUnion('source', [
      z.object({ source: z.literal('sntp'), servers: z.array(z.object({ server: text(255), port: z.number().int().min(1).max(65_535).default(123) }).strict()).min(1).max(8) }).strict(),
      z.object({ source: z.literal('system') }).strict(),
    ]),
    result: s.clock, allowed: ['administrator'], purpose: 'Sets where room time comes from. SNTP servers must answer, and a majority agree, before they are taken.',
  },
  'clock.align': {
    params: z.object({
      presses: z.array(z.object({ shownMs: z.number().int(), pressedMs: z.number().int() }).strict()).min(3).max(20).describe('what the wall display turned to, and room time when the operator pressed'),
      displayErrorMs: z.number().int().min(0).max(60_000).default(0).describe('how far the wall display itself may be wrong'),
    }).strict(),
    result: z.object({ clock: s.clock, alignment: s.alignment }), allowed: ['administrator', 'officer'], purpose: 'Aligns room time with the wall display where there is no time server; from then on nothing but another alignment or a time server moves it.',
  },
  'climate.configure': { params: z.object({ path: z.string().trim().max(1_000).describe('empty: no sensor') }).strict(), result: z.object({ climate: s.climate.nullable() }), allowed: ['administrator'], purpose: 'Names the file into which the program of the temperature and humidity sensor writes its readings.' },
  'camera.setStamp': {
    params: z.object({ cameraId: text(80), stampedBy: z.enum(['station', 'camera']).describe('camera: its own on-screen display (ONVIF OSD), which is set, learnt and read back; takes about half a minute') }).strict(),
    result: z.object({ camera: s.camera, read: z.string().describe('the stamp as it was read back from the camera’s picture; empty when the station stamps') }), allowed: ['administrator'],
    purpose: 'Chooses who writes room time into the pictures of a camera. Refused during a session.',
  },
  'camera.measureLatency': {
    params: z.object({ cameraId: text(80), displayErrorMs: z.number().int().min(0).max(5_000).default(0).describe('how far the clock in the picture may be from room time') }).strict(),
    result: z.object({ camera: s.camera }), allowed: ['administrator'], purpose: 'Measures the delay from the scene to the station by a clock in the picture that turns on the full second, and stores it. Refused during a session.',
  },
  'key.status': { params: none, result: s.keyStatus, allowed: ['administrator', 'legal'], purpose: 'What signs the seals of this station, and which time-stamp authority it asks.' },
  'key.request': { params: z.object({ organization: text(64), commonName: text(64), key: whichKey }).strict(), result: z.object({ requestPem: z.string() }), allowed: ['administrator'], purpose: 'A certificate request (PKCS#10) for the station’s key, or for its SM2 key (made now if there is none), for the agency’s own certificate authority.' },
  'key.importCertificate': { params: z.object({ contentBase64: z.string().min(1).max(1_000_000), key: whichKey }).strict(), result: s.keyStatus, allowed: ['administrator'], purpose: 'Takes the certificate that the authority has issued, with those of its issuers up to the root (PEM, DER or PKCS#7). Refused during a session.' },
  'key.importPkcs12': { params: z.object({ contentBase64: z.string().min(1).max(1_000_000), password: z.string().max(200), key: whichKey }).strict(), result: s.keyStatus, allowed: ['administrator'], purpose: 'Takes another key with its certificates (PKCS#12). Packets of earlier sessions are still signed by the key that sealed them. Refused during a session.' },
  'key.setTimeStampServer': { params: timeStampServer, result: s.keyStatus, allowed: ['administrator'], purpose: 'Sets the time-stamp authority (RFC 3161) that is asked at every seal, and the certificates it must lead to; an empty address means none.' },
  'key.tryTimeStampServer': { params: timeStampServer, result: s.timeStampTrial, allowed: ['administrator'], purpose: 'Asks a time-stamp authority for a token over a few random bytes and checks it, as at a seal. Nothing is stored.' },
  'check.run': { params: none, result: s.checkReport, allowed: ['officer', 'attendant', 'administrator'], purpose: 'The room check: picture, sound, disks and clock, measured now.' },

  'session.open': {
    params: z.object({
      caseNumber: text(80), kind: z.enum(sessionKinds), place: text(120), legalClass: z.enum(legalClasses).default('must-record'),
      interviewee: text(80), arrivedAtMs: z.number().int().nullable().default(null),
      secondOfficer: credentials,
      circumstances: s.circumstances.prefault({}),
      classApprover: credentials.optional().describe('legal staff; needed for a legal class below must-record'),
    }).strict(),
    result: s.session, allowed: ['officer'], purpose: 'Opens a session. The caller is the first officer; the second gives their own account and PIN.',
  },
  'session.abandon': { params: inSession({ reason: text(500) }), result: s.session, allowed: ['officer'], purpose: 'Gives up a session that was never recorded. It stays in the list with its reason.' },
  'session.start': { params: inSession({}), result: s.session, allowed: ['officer'], purpose: 'Starts the recording of the session.' },
  'session.mark': { params: inSession({ kind: z.enum(markerKinds), text: text(500) }), result: z.object({ marker: s.marker }), allowed: ['officer', 'attendant'], purpose: 'Notes a moment: an exhibit shown, an identification, a reading, a signature. An attendant notes medical events and remarks alone.' },
  'session.spanOpen': { params: inSession({ kind: z.enum(spanKinds), text: remark }), result: s.session, allowed: ['officer'], purpose: 'Begins a span on the recording: a notice, an exhibit, an identification, the reading of the transcript, a signature, a fingerprint.' },
  'session.spanClose': { params: inSession({ spanId: text(80) }), result: s.session, allowed: ['officer'], purpose: 'Ends a span. A notice counts only when enough speech is heard under it on the recorded room audio.' },
  'session.refuseSignature': { params: inSession({ reason: text(500), witness: credentials }), result: s.session, allowed: ['officer'], purpose: 'Logs that the interviewee would not sign; the other officer of the session gives their own account and PIN.' },
  'session.extendLimit': { params: inSession({ toMs: z.number().int(), reason: text(500), approver: credentials }), result: s.session, allowed: ['officer', 'supervisor', 'chief'], purpose: 'Extends the legal limit to the next step that the law allows, with the credentials of who may approve it.' },
  'session.handBack': { params: inSession({ handedBackAtMs: z.number().int() }), result: s.session, allowed: ['officer', 'attendant'], purpose: 'Logs when the detention centre took the person back.' },
  'session.leave': { params: inSession({ leftAtMs: z.number().int() }), result: s.session, allowed: ['officer', 'attendant'], purpose: 'Logs when the interviewee left, after the end of the recording; also after the seal. Stays are summed until then.' },
  'session.breakStart': { params: inSession({ kind: z.enum(breakKinds), offered: remark, answered: remark, declined: z.boolean().default(false).describe('a meal that was offered and refused; both texts are needed') }), result: s.session, allowed: ['attendant', 'officer'], purpose: 'Logs the start of a break. Recording goes on.' },
  'session.breakEnd': { params: inSession({ note: remark }), result: s.session, allowed: ['attendant', 'officer'], purpose: 'Logs the end of the open break.' },
  'session.breakSpoken': { params: inSession({}), result: s.session, allowed: ['officer'], purpose: 'Only where the profile does not record breaks: says that an officer has announced the break, or its end, aloud. When enough speech is heard on the recording, that ends for the break, or the lock after it opens. Refused wherever breaks are recorded.' },
  'session.breakUndo': { params: inSession({}), result: s.session, allowed: ['attendant', 'officer'], purpose: 'Takes back the start or the end of a break within ten seconds. Both facts stay; the correction is a third.' },
  'officer.call': { params: z.object({ note: z.string().trim().max(200).default('') }).strict(), result: s.room, allowed: ['attendant', 'officer', 'supervisor'], purpose: 'Asks for an officer; every officer’s console shows it until one answers.' },
  'room.others': { params: none, result: z.object({ rooms: z.array(s.otherRoom) }), allowed: ['attendant', 'supervisor'], purpose: 'How the other rooms that share the registry say that they are; a room that is silent for fifteen seconds is not heard.' },
  'officer.answer': { params: z.object({ callId: text(80) }).strict(), result: s.room, allowed: ['officer'], purpose: 'Answers a call, which ends it.' },
  'session.personEnter': { params: inSession({ name: z.string().trim().max(80).default(''), capacity: z.enum(capacities), sex: z.enum(sexes).default('unknown'), note: remark, credentials: credentials.optional().describe('an officer’s own') }), result: s.session, allowed: ['attendant', 'officer'], purpose: 'Logs that a person came into the room. An officer gives their own account and PIN.' },
  'session.personLeave': { params: inSession({ personId: text(80) }), result: s.session, allowed: ['attendant', 'officer'], purpose: 'Logs that a person left the room.' },
  'interruption.list': { params: inSession({}), result: z.object({ interruptions: z.array(s.interruption) }), allowed: 'everyone', purpose: 'The interruptions of a session with their measured bounds.' },
  'interruption.explain': {
    params: z.discriminatedUnion('step', [
      inSession({ step: z.literal('begin'), interruptionId: text(80), cause: z.enum(interruptionCauses), note: remark }),
      inSession({ step: z.literal('finish'), interruptionId: text(80) }),
    ]),
    result: z.object({ interruption: s.interruption }), allowed: ['officer'],
    purpose: 'Begins or finishes the spoken explanation. It counts only when enough speech is heard on the recorded room audio in between.',
  },
  'interruption.remedy': { params: inSession({ interruptionId: text(80), remedy: z.enum(interruptionRemedies), note: remark }), result: z.object({ interruption: s.interruption }), allowed: ['officer', 'attendant', 'administrator'], purpose: 'Logs a remedy that was tried (article 29).' },
  'interruption.sign': {
    params: inSession({ interruptionId: text(80), language: z.enum(languages).default('zh'), method: k.signingMethod, path: k.signaturePath.optional() }), result: z.object({ interruption: s.interruption }), allowed: ['officer'],
    purpose: 'Notes, in the recording, that the interviewee signs the text about an interruption that has been explained (articles 29, 30): on the pad, with what was drawn, or on paper in the picture.',
  },
  'interruption.refuseSigning': { params: inSession({ interruptionId: text(80), language: z.enum(languages).default('zh'), reason: text(500), witness: credentials }), result: z.object({ interruption: s.interruption }), allowed: ['officer'], purpose: 'Logs that the interviewee did not sign that text; the other officer of the session gives their own account and PIN.' },
  'notice.acknowledge': {
    params: inSession({ interruptionId: text(80), toldTo: text(120).describe('the outside authority'), note: remark, approver: credentials }), result: s.session, allowed: ['officer', 'attendant', 'supervisor', 'chief'],
    purpose: 'Acknowledges that the report about a long interruption has gone to an outside authority, with the credentials of whom it has gone up to. The seal waits for it.',
  },
  'attendance.sign': {
    params: inSession({ moment: z.enum(attendanceMoments), language: z.enum(languages).default('zh'), method: k.signingMethod, path: k.signaturePath.optional() }), result: s.session, allowed: ['officer'],
    purpose: 'Notes that the interviewee signs when they arrived, or when they left: on the pad while it is recorded, or on paper. The leaving is logged first.',
  },
  'attendance.refuse': { params: inSession({ moment: z.enum(attendanceMoments), language: z.enum(languages).default('zh'), reason: text(500), witness: credentials }), result: s.session, allowed: ['officer'], purpose: 'Logs that the interviewee did not sign that time; the other officer of the session gives their own account and PIN.' },
  'interruption.note': { params: inSession({ interruptionId: text(80), text: text(500) }), result: z.object({ interruption: s.interruption }), allowed: ['officer', 'attendant', 'administrator'], purpose: 'Adds what a technician found. The spoken reason stays as it is.' },
  'interruption.continueUnrecorded': {
    params: inSession({ interruptionId: text(80), reason: z.enum(unrecordedReasons), note: remark, approver: credentials }), result: z.object({ interruption: s.interruption }), allowed: ['officer'],
    purpose: 'Outside the must-record class: questioning goes on unrecorded, with a listed reason and an approver. Gives the text that the interviewee signs.',
  },
  'session.finish': { params: inSession({ reason: remark }), result: s.session, allowed: ['officer'], purpose: 'Finishes the questioning with the fragment that holds this moment; a reason is needed before the transcript was read and signed. The cameras are recorded on until the seal is complete.' },

  'transcript.get': { params: inSession({}), result: k.keptTranscript, allowed: ['officer', 'legal', 'supervisor'], purpose: 'The transcript that is written in Shilu: its lines, what stands in its way, its pages with their signatures, its versions.' },
  'transcript.begin': { params: inSession({ kind: z.enum(lineKinds) }), result: z.object({ lineId: z.string(), begunAtMs: z.number().int() }), allowed: ['officer'], purpose: 'Begins a question, an answer or a remark now; the station measures when. Only while recording and while no lock is on the transcript.' },
  'transcript.save': {
    params: inSession({ version: z.number().int().min(0).describe('the version that the console has'), cause: z.enum(['typing', 'asked']), lines: z.array(k.savedLine).max(5_000), pasted: z.array(k.pastedText).max(1_000).default([]) }),
    result: k.keptTranscript, allowed: ['officer'], purpose: 'Keeps what is written as a new version on both disks. While it is being read, a change is a correction and the old words stay readable.',
  },
  'transcript.linkFact': {
    params: inSession({ lineId: text(80), keyFact: z.enum(keyFactKinds), span: z.union([z.object({ lastSeconds: z.number().int().min(1).max(600) }).strict(), z.object({ fromMs: z.number().int(), toMs: z.number().int() }).strict()]) }),
    result: k.keptTranscript, allowed: ['officer'], purpose: 'Links a key fact of a line to the seconds of the recording in which it was said: the last ones, or a span.',
  },
  'session.play': {
    params: inSession({ fromMs: z.number().int(), toMs: z.number().int() }), result: z.object({ pieces: z.array(s.recordedPiece) }), allowed: ['officer', 'legal'],
    purpose: 'A few recorded seconds (at most 30) to play, also while the session goes on: the stamped picture of the interviewee. One piece for each segment that they touch.',
  },
  'transcript.close': { params: inSession({}), result: k.keptTranscript, allowed: ['officer'], purpose: 'Ends writing and fixes the pages that are to be read and signed. Refused while a key fact has no link or an exhibit was not shown.' },
  'transcript.reopen': { params: inSession({}), result: k.keptTranscript, allowed: ['officer'], purpose: 'Opens the transcript for writing again. A signature stays good for a page that does not change.' },
  'transcript.readPage': { params: inSession({ page: z.number().int().min(1), step: z.enum(['begin', 'finish']), aloud: z.boolean().default(false) }), result: k.keptTranscript, allowed: ['officer'], purpose: 'Says that a page is open before the interviewee, and that it has been read (or read aloud); the station measures how long.' },
  'transcript.signPage': {
    params: inSession({ page: z.number().int().min(1), name: text(80), signsAs: k.signsAs, method: k.signingMethod, path: k.signaturePath.optional() }),
    result: k.keptTranscript, allowed: ['officer'], purpose: 'Notes that a person signed a page, on the pad or on paper. Only while recording.',
  },
  'transcript.refuseSignature': { params: inSession({ page: z.number().int().min(1), name: text(80), signsAs: k.signsAs, reason: text(500), secondOfficer: credentials }), result: k.keptTranscript, allowed: ['officer'], purpose: 'Notes that a person refused to sign a page. The second officer gives their own account and PIN.' },
  'transcript.finalise': { params: inSession({}), result: k.keptTranscript, allowed: ['officer'], purpose: 'Makes this version the one that counts. Refused while a page has neither signature nor refusal, and when recording has ended.' },
  'transcript.document': { params: inSession({ format: z.enum(['pdf', 'docx']) }), result: z.object({ fileName: z.string(), contentBase64: z.string(), draft: z.boolean() }), allowed: ['officer', 'legal', 'supervisor'], purpose: 'The transcript as a document: the issued one, or a draft without the end of the recording.' },
  'transcript.link': { params: inSession({ fileName: text(255), contentBase64: z.string().min(1).max(28_000_000), typed: z.object({ startsAtMs: z.number().int(), endsAtMs: z.number().int() }).strict().optional().describe('read off a scan that holds no times in letters') }), result: z.object({ transcript: s.transcript, reconciliation: s.reconciliation }), allowed: ['officer'], purpose: 'Links a transcript (docx, pdf, txt), reads its times and compares them with the recording. Every version that was ever linked stays.' },
  'transcript.reconcile': { params: inSession({}), result: s.reconciliation, allowed: ['officer', 'legal'], purpose: 'Compares the linked transcript with the recording again.' },
  'transcript.explain': { params: inSession({ reason: text(1_000), secondOfficer: credentials }), result: s.reconciliation, allowed: ['officer'], purpose: 'Explains why transcript and recording differ. The second officer gives their own account and PIN; explanation and versions stay.' },
  'session.seal': { params: inSession({ pin: s.pin }), result: s.session, allowed: ['officer'], purpose: 'Begins the seal: closes, checks and signs everything before, and gives the seal code. Recording goes on: the code is shown and signed in the closing segment. The officer confirms with their PIN.' },
  'session.signSeal': {
    params: inSession({ name: text(80), capacity: z.enum(signerCapacities), decision: z.enum(signingDecisions), reason: remark, secondOfficer: credentials.optional().describe('needed when somebody does not sign') }),
    result: s.session, allowed: ['officer'], purpose: 'Notes, in the recording, that a person signs the seal code; or, with a reason and a second officer, that they do not.',
  },
  'session.withdrawSeal': { params: inSession({ reason: text(500) }), result: s.session, allowed: ['officer'], purpose: 'Goes back from the seal to the transcript. What was begun stays in the ledger and does not count.' },
  'session.completeSeal': { params: inSession({ pin: s.pin }), result: s.session, allowed: ['officer'], purpose: 'Completes the seal: the closing segment ends, is chained and signed by the station, and the recording stops.' },

  'session.sealCertificate': { params: inSession({}), result: z.object({ fileName: z.string(), contentBase64: z.string() }), allowed: ['officer', 'legal'], purpose: 'The seal certificate (PDF) to print and sign, from the moment the seal code is shown.' },

  'packet.export': {
    params: inSession({
      purpose: text(300), recipient: text(120), ...whereTo,
      kind: z.enum(copyKinds).default('hand-over'), requestedBy: z.string().trim().max(120).default(''), approver: credentials.optional().describe('the chief; needed for a copy for work or to be made public (articles 33, 36)'),
    }),
    result: z.object(exported), allowed: ['legal'], purpose: 'Writes a packet that anyone can check without Shilu, as a folder, an ISO image or a zip, and checks it. What lies on a removable medium is read back and compared. How far it is tells the room’s snapshot.' },
  'clip.make': {
    params: inSession({
      packetId: text(120).describe('an exported copy of this session'), copyPath: text(1_000).optional().describe('the folder in which the copy lies now; by default where exports go for which no folder is named'),
      streamIds: z.array(text(80)).min(1).max(16).refine((ids) => new Set(ids).size === ids.length, 'each camera once').describe('stamped streams of cameras; one film of each'), cuts: z.array(z.object({ fromMs: z.number().int(), toMs: z.number().int() }).strict()).min(1).max(50).describe('room time, one after the other'),
      purpose: text(300), recipient: text(120), requestedBy: z.string().trim().max(120).default(''), approver: credentials.describe('the chief (article 33)'), directory: z.string().max(1_000).optional(),
    }),
    result: z.object(exported), allowed: ['legal'], purpose: 'Cuts a clip of one or several cameras from an exported copy, never from the masters: marked in every picture, with its cut list and the hashes of what it is cut from, numbered, in a bag that verifies.',
  },
  'packet.cancel': { params: z.object({ packetId: text(120) }).strict(), result: done, allowed: ['legal'], purpose: 'Cancels the export that is under way. Nothing that looks finished is left.' },
  'medium.list': { params: none, result: z.object({ media: z.array(s.medium) }), allowed: ['legal'], purpose: 'The removable media that are mounted now, with their free space.' },
  'case.handOver': {
    params: z.object({ caseNumber: text(80), sessionIds: z.array(sessionId).min(1).max(200), purpose: text(300), recipient: text(120), ...whereTo }).strict(),
    result: z.object({ packets: z.array(z.object({ sessionId: z.string(), ...exported })) }), allowed: ['legal'],
    purpose: 'Hands a case over: one packet for each session chosen. Stops when a session that must be recorded is missing or not sealed; others that are left out are named on every cover.',
  },
  'packet.verify': {
    params: z.object({ path: text(1_000), sealCode: text(40).optional(), fingerprint: text(120).optional(), authorities: text(200_000).optional() }).strict(), result: s.packetReport, allowed: ['legal', 'officer', 'administrator'],
    purpose: 'Checks a packet (a folder, a zip or an ISO image), a clip, or one video file. With the printed seal code, the fingerprint of a certificate or the certificates of authorities (PEM) it says whether it is what was asked for and who signed.',
  },

  'session.list': { params: none, result: z.object({ sessions: z.array(s.sessionSummary) }), allowed: 'everyone', purpose: 'All sessions of this station, newest first. Nothing is ever left out.' },
  'session.get': { params: inSession({}), result: z.object({ session: s.session, timeline: z.array(s.timelineItem) }), allowed: ['officer', 'legal', 'attendant', 'supervisor', 'chief'], purpose: 'One session with every fact of it.' },
  'session.verify': {
    params: inSession({ level: z.enum(['quick', 'full']).default('full') }), result: s.sessionCheck, allowed: ['legal', 'supervisor', 'officer'],
    purpose: 'Reads what was recorded of a session again from every disk that is there, beside the recording. quick: every file, its length, its chain and its signatures; full: every byte. Answers at once; progress and result come as verify.changed. An officer may do it for sessions of their own.',
  },

  'ledger.head': { params: none, result: s.ledgerHead, allowed: 'everyone', purpose: 'Signs the head of the ledger now and gives it, to be printed or kept elsewhere: beside it a ledger that was cut or made anew is found.' },
  'ledger.check': {
    params: z.object({ head: z.string().max(200).default('').describe('a head from elsewhere, number:hash; of the hash at least the first 16 digits') }).strict(),
    result: s.ledgerReport, allowed: ['legal', 'supervisor', 'chief', 'administrator'], purpose: 'Reads the whole ledger: the chain, every signed head, and a head that was kept elsewhere. What it finds is a fact.',
  },

  'preview.open': { params: z.object({ cameraId: text(80) }).strict(), result: z.object({ streamId: z.number().int(), mimeType: z.string() }), allowed: 'everyone', purpose: 'Sends this connection the fragments of a camera as they are recorded (binary messages).' },
  'preview.close': { params: z.object({ streamId: z.number().int() }).strict(), result: done, allowed: 'everyone', purpose: 'Ends a preview.' },

  'training.status': { params: none, result: s.training, allowed: 'everyone', purpose: 'The simulated cameras, prepared speech and faults. Training room only.' },
  'training.play': { params: z.object({ clip: text(80) }).strict(), result: s.training, allowed: 'everyone', purpose: 'Plays prepared speech into the training room.' },
  'training.microphoneFault': { params: z.object({ microphone: text(80), fault: z.enum(s.trainingMicrophoneFaults), on: z.boolean() }).strict(), result: s.training, allowed: 'everyone', purpose: 'Switches a fault of a simulated microphone on or off.' },
  'training.fault': { params: z.object({ camera: text(80), fault: z.enum(s.trainingFaults), on: z.boolean() }).strict(), result: s.training, allowed: 'everyone', purpose: 'Switches a fault of a simulated camera on or off.' },
} as const satisfies Readonly<Record<string, MethodContract>>;

export type Method = keyof typeof contract;
/** Parameters as the callee receives them, defaults filled in. */
export type MethodParams<M extends Method> = z.output<(typeof contract)[M]['params']>;
export type MethodResult<M extends Method> = z.output<(typeof contract)[M]['result']>;
