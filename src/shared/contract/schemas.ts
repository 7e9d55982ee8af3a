import { z } from 'zod';
import {
  breakKinds, cameraRoles, capacities, caseTraits, disks, exportPhases, interruptionCauses, interruptionRemedies, languages, legalClasses, markerKinds, microphoneKinds, mobileReasons, offences, placeKinds,
  reconciledItems, roles, roomKinds, sessionKinds, sessionStatuses, sexes, signerCapacities, signingDecisions, signingMethods, spanKinds, timesSources, unrecordedReasons,
} from '../domain/index.ts';

const ms = z.number().int();
const localized = z.object({ zh: z.string(), en: z.string() });

export const person = z.object({ personId: z.string(), account: z.string(), name: z.string(), role: z.enum(roles) });
export const account = person.extend({ badgeNumber: z.string(), sex: z.enum(sexes), disabled: z.boolean(), mustChangePin: z.boolean() });
/** All that a locked console may show. */
export const glance = z.object({ roomName: z.string(), recording: z.boolean(), provenUntilMs: z.number().int().nullable(), alarms: z.number().int() });

export const mediaPosition = z.object({ streamId: z.string(), segment: z.string(), mediaMs: ms });

export const clock = z.object({
  source: z.enum(['sntp', 'operator', 'system']).describe('where room time comes from now; "system" is a declared fallback'),
  configured: z.enum(['sntp', 'operator', 'system']),
  server: z.string().describe('the server that is followed, or the first that is configured'),
  servers: z.array(z.object({ server: z.string(), state: z.enum(['followed', 'agrees', 'rejected', 'silent']) })).describe('in the last round; rejected: contradicts the majority, or itself'),
  state: z.enum(['unsynced', 'synced', 'aligned', 'fallback']),
  roomTimeMs: ms.describe('room time at the moment of this snapshot'),
  errorMs: ms.describe('bound of its error'),
  systemOffsetMs: ms.describe('room time minus system clock'),
  lastSampleAgeMs: ms.nullable(),
  timeZone: z.string(),
});

export const camera = z.object({
  cameraId: z.string(),
  name: z.string(),
  role: z.enum(cameraRoles),
  address: z.string().describe('without credentials'),
  manufacturer: z.string(),
  model: z.string(),
  state: z.enum(['connecting', 'live', 'backoff', 'stopped']),
  problem: z.string().nullable().describe('error code of the last failure, when not live'),
  width: z.number().int(),
  height: z.number().int(),
  hasAudio: z.boolean(),
  levelDb: z.number().int().nullable().describe('loudness of the last second, dBFS; null without sound'),
  lastMediaAtMs: ms.nullable(),
  provenUntilMs: ms.nullable().describe('room time up to which this camera is on both disks, synced, hashed and read back'),
  stampedBy: z.enum(['station', 'camera']).describe('who writes room time into its pictures; camera: its own on-screen display, recorded as it comes'),
  canStamp: z.boolean().describe('whether it has an on-screen display (ONVIF OSD) that can write date and time; asked when it was added'),
  latency: z.object({ latencyMs: ms, errorMs: ms, measuredAtMs: ms }).nullable().describe('from the scene to the station, as camera.measureLatency found it; the stamp allows for it. null: never measured, the stamp is late by it'),
});
export const microphone = z.object({
  microphoneId: z.string(),
  name: z.string(),
  kind: z.enum(microphoneKinds).describe('the sound system that it is recorded through'),
  address: z.string().describe('what that system calls the device'),
  state: z.enum(['connecting', 'live', 'backoff', 'stopped']),
  problem: z.string().nullable().describe('error code of the last failure, when not live'),
  levelDb: z.number().int().nullable().describe('loudness of the last second, dBFS; −120 is digital silence; null while nothing comes'),
  faults: z.array(z.string()).describe('what was found wrong in what was recorded of it and lasts, as error codes; empty while nothing is kept'),
  lastMediaAtMs: ms.nullable(),
  provenUntilMs: ms.nullable().describe('room time up to which this microphone is on both disks, synced, hashed and read back'),
});
export const soundDevice = z.object({ kind: z.enum(microphoneKinds), address: z.string(), name: z.string().describe('as the system shows it'), isDefault: z.boolean(), known: z.boolean().describe('it is a microphone of this room') });
export const heardDevice = z.object({ kind: z.enum(microphoneKinds), address: z.string(), levelDb: z.number().int().nullable().describe('the loudest tenth of a second since the call before, dBFS; null while nothing has come'), problem: z.string().nullable().describe('error code, when it does not open') });
export const alignment = z.object({ presses: z.number().int(), byMs: ms.describe('by how much room time was behind the wall display'), errorMs: ms.describe('bound of the operator’s, the console’s and the display’s error together'), spreadMs: ms });
export const climate = z.object({ path: z.string().describe('the file that the sensor’s program writes; empty: none'), temperatureTenths: z.number().int().nullable().describe('tenths of a degree Celsius; null when stale'), humidityPercent: z.number().int().nullable(), ageMs: ms.nullable() });

export const disk = z.object({ disk: z.enum(disks), path: z.string(), state: z.enum(['ok', 'failed', 'copying']).describe('copying: takes what is recorded now, and is being completed with what it lacks'), freeBytes: z.number().int() });

export const alarm = z.object({ code: z.string(), subject: z.string(), severity: z.enum(['warning', 'alarm']), sinceMs: ms, message: localized, hint: localized });

export const lock = z.object({
  code: z.string(),
  locks: z.array(z.enum(['open', 'start', 'transcript', 'finish', 'seal', 'export'])).min(1).describe('every step that it holds; a lock is named once'),
  article: z.string().describe('article of the standard it comes from'),
  opensBy: z.array(z.enum(roles)),
  message: localized,
  hint: localized,
});

export const presentPerson = z.object({ personId: z.string(), name: z.string(), capacity: z.enum(capacities), sex: z.enum(sexes), note: z.string(), enteredAtMs: ms, leftAtMs: ms.nullable() });
export const breakItem = z.object({ breakId: z.string(), kind: z.enum(breakKinds), offered: z.string(), answered: z.string(), declined: z.boolean().describe('a meal that was offered and refused'), startedAtMs: ms, endedAtMs: ms.nullable(), note: z.string(), withdrawn: z.boolean().describe('its start was taken back within seconds'), voided: z.boolean().describe('speech was heard in it: it is no rest'), heardMs: ms,
  unrecorded: z.object({ fromMs: ms, toMs: ms.nullable() }).nullable().describe('where the profile does not record breaks: when it was not, as measured; null for a break that is recorded'),
});
export const breakDue = z.object({ what: z.enum(['rest', 'breakfast', 'lunch', 'dinner']), state: z.enum(['open', 'soon', 'overdue', 'locked']), dueAtMs: ms, lockAtMs: ms });
export const officerCall = z.object({ callId: z.string(), note: z.string(), by: z.string(), atMs: ms });
/** How another room of the site says that it is: what its own board shows, and no more. */
export const otherRoom = z.object({
  stationId: z.string(), roomName: z.string(), timeZone: z.string(), atMs: ms.describe('room time of that room when it said so'),
  heard: z.boolean().describe('false: nothing was heard of it for fifteen seconds, and what it said last may be true no more'),
  status: z.enum(sessionStatuses).nullable().describe('null: no session'), recording: z.boolean().describe('proven within the last ten seconds'), provenUntilMs: ms.nullable(), interrupted: z.boolean(),
  inside: z.array(presentPerson.pick({ name: true, capacity: true, enteredAtMs: true })), dues: z.object({ rest: breakDue, meal: breakDue.nullable() }).nullable(),
  break: z.object({ kind: z.enum(breakKinds), startedAtMs: ms }).nullable(), alarms: z.array(alarm.omit({ subject: true, hint: true })), calls: z.number().int().describe('calls for an officer that nobody has answered'),
});
export const marker = z.object({ markerId: z.string(), kind: z.enum(markerKinds), text: z.string(), atMs: ms, by: z.string(), media: z.array(mediaPosition) });

export const span = z.object({
  spanId: z.string(), kind: z.enum(spanKinds), text: z.string(), fromMs: ms, toMs: ms.nullable().describe('null while it lasts'), by: z.string(),
  heardMs: ms.nullable().describe('speech heard under a notice; null where none is asked for'), requiredMs: ms.nullable(),
  from: z.array(mediaPosition), to: z.array(mediaPosition),
});

const limitStep = z.object({ toMs: ms, approvers: z.array(z.enum(roles)), condition: localized });
/** The legal limit as it stands now: it runs from arrival, sums over stays of the same person, and never stops the recording. */
export const legalClock = z.object({
  timeLimitId: z.string(), title: localized, source: z.string(), unconfirmed: z.boolean(), arrivedAtMs: ms, earlierMs: ms.describe('used up by earlier stays'), usedMs: ms, allowedMs: ms,
  leftMs: ms.describe('below zero when it is over'), endsAtMs: ms, next: limitStep.nullable().describe('the only step to which it may be extended now'),
  extensions: z.array(z.object({ toMs: ms, reason: z.string(), approvedBy: z.string(), atMs: ms })),
});

/** What a console must know of the rules of this room; nobody can change them. */
export const profile = z.object({
  profileId: z.string(), version: z.number().int(), standing: z.enum(['in-force', 'draft']), title: localized, sha256: z.string(), unconfirmed: z.array(z.string()),
  timeLimits: z.array(z.object({ id: z.string(), title: localized, limitMs: ms, steps: z.array(limitStep), source: z.string(), unconfirmed: z.boolean() })),
  mobileReasons: z.array(z.enum(mobileReasons)), mobileApprovers: z.array(z.enum(roles)), unrecordedReasons: z.array(z.enum(unrecordedReasons)), unrecordedApprovers: z.array(z.enum(roles)),
  minimumNoticeSpeechMs: ms, notices: z.object({ 'recording-notice': localized, rights: localized }).describe('what an officer says under a notice'),
});

export const interruption = z.object({
  interruptionId: z.string(),
  fromMs: ms,
  toMs: ms.nullable().describe('null while it lasts'),
  reason: z.string().describe('what the machine measured, as an error code'),
  reasons: z.array(z.string()).describe('everything that went wrong while it lasted, the first first'),
  state: z.enum(['lasting', 'unexplained', 'explaining', 'explained', 'written']).describe('written: recording never resumed; the reason was given in writing at the finish (article 15)'),
  cause: z.enum(interruptionCauses).nullable(),
  note: z.string(),
  heardMs: ms.nullable(),
  requiredMs: ms,
  beganAtMs: ms.nullable(),
  explainedBy: z.string().nullable(),
  spokenFrom: mediaPosition.nullable(),
  spokenTo: mediaPosition.nullable(),
  readAloud: localized.describe('what the officer reads aloud, with the measured times'),
  statement: z.object({
    text: localized,
    outcome: z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('signed'), language: z.enum(languages), text: z.string(), method: z.enum(signingMethods), imageSha256: z.string().describe('the drawn signature in the session’s folder; empty on paper'), atMs: ms, by: z.string() }),
      z.object({ outcome: z.literal('refused'), language: z.enum(languages), text: z.string(), reason: z.string(), atMs: ms, by: z.string(), witness: z.string() }),
    ]).nullable().describe('null while the interviewee has neither signed nor refused'),
  }).nullable().describe('what the interviewee signs once it has been explained'),
  remedies: z.array(z.object({ remedy: z.enum(interruptionRemedies), tried: z.array(z.object({ note: z.string(), atMs: ms, by: z.string() })) })).describe('in the order in which article 29 names them'),
  notes: z.array(z.object({ text: z.string(), atMs: ms, by: z.string() })).describe('what technicians found; beside the spoken reason, never instead of it'),
  mayContinueUnrecorded: z.boolean().describe('false in the must-record class: there is no way'),
  unrecorded: z.object({ reason: z.enum(unrecordedReasons), note: z.string(), approvedBy: z.string(), atMs: ms, by: z.string(), signText: localized.describe('what the interviewee signs') }).nullable(),
});

const attendanceSaid = z.object({
  text: localized, ofMs: ms.nullable().describe('null while nobody has logged it'),
  outcome: z.discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('signed'), language: z.enum(languages), text: z.string(), method: z.enum(signingMethods), imageSha256: z.string(), atMs: ms, by: z.string() }),
    z.object({ outcome: z.literal('refused'), language: z.enum(languages), text: z.string(), reason: z.string(), atMs: ms, by: z.string(), witness: z.string() }),
  ]).nullable().describe('null while the interviewee has neither signed nor refused'),
});
/** When the interviewee came and left, as they are to sign it. */
export const attendance = z.object({ arrival: attendanceSaid, leaving: attendanceSaid });
/** The report about a long interruption to an outside authority. */
export const outsideNotice = z.object({
  interruptionId: z.string(), draftedAtMs: ms, text: localized, level: z.number().int().describe('how far up it has gone, from 0'), roles: z.array(z.enum(roles)).describe('who may acknowledge it now'), escalatesAtMs: ms.nullable().describe('null: acknowledged, or nobody is above'),
  acknowledgement: z.object({ toldTo: z.string(), note: z.string(), by: z.string(), atMs: ms }).nullable(),
});

export const reconciliationRow = z.object({ item: z.enum(reconciledItems), subject: z.string(), transcript: z.string(), recording: z.string(), word: z.string().describe('a cause, a kind of break, or how an explanation was given'), differenceMs: ms.nullable(), toleranceMs: ms.nullable(), clockErrorMs: ms.nullable(), agrees: z.boolean(), blocks: z.boolean() });
export const reconciliation = z.object({
  agrees: z.boolean(),
  settled: z.boolean().describe('transcript and recording agree, or two officers explained every difference that blocks the seal'),
  explanation: z.object({ reason: z.string(), atMs: ms, by: z.string(), second: z.string() }).nullable(),
  rows: z.array(reconciliationRow),
});
export const transcript = z.object({ fileName: z.string(), sha256: z.string(), startsAtMs: ms, endsAtMs: ms, timesFrom: z.enum(timesSources).describe('document: written in it; typed: read off a scan by the person who linked it; recorder: filled in by the station'), linkedAtMs: ms, linkedBy: z.string() });
export const signingKey = z.object({ fingerprint: z.string(), certificatePem: z.string(), subject: z.string(), issuer: z.string(), validFromMs: ms, validUntilMs: ms, isSelfSigned: z.boolean() });
export const keyStatus = signingKey.extend({
  timeStampServer: z.string(), timeStampTrustedPem: z.string(),
  secondAsked: z.boolean().describe('whether the profile asks for a second signature, SM2 with SM3'),
  second: signingKey.nullable().describe('the SM2 key; null while nobody has asked for one'),
});
export const recordedPiece = z.object({ name: z.string().describe('of the camera'), startsAtMs: ms, endsAtMs: ms, mediaBase64: z.string().describe('an MP4 file; its times count from the beginning of the segment that it is a part of') });
export const timeStampTrial = z.object({ answered: z.boolean(), atMs: ms.nullable(), isTrusted: z.boolean(), detail: z.string().describe('what went wrong, in the words of the protocol') });
const signer = z.object({ name: z.string(), capacity: z.enum(signerCapacities) });
const sealSignature = signer.extend({ decision: z.enum(signingDecisions), reason: z.string(), atMs: ms, by: z.string(), approvedBy: z.string().nullable(), media: z.array(mediaPosition) });
export const sealing = z.object({
  sealCode: z.string(), manifestSha256: z.string(), begunAtMs: ms, begunBy: z.string(), signatures: z.array(sealSignature), missing: z.array(signer).describe('of whom it is not noted yet whether they sign'),
});
export const reread = z.object({ state: z.enum(['reading', 'whole', 'wrong']), readBytes: z.number().int(), totalBytes: z.number().int() });
export const seal = z.object({
  sealCode: z.string(), manifestSha256: z.string(), closingSha256: z.string(), sealedAtMs: ms, sealedBy: z.string(), intervieweeSigned: z.boolean(), signatures: z.array(sealSignature),
});

export const sessionSummary = z.object({
  sessionId: z.string(), caseNumber: z.string(), kind: z.enum(sessionKinds), interviewee: z.string(), place: z.string(), status: z.enum(sessionStatuses),
  openedAtMs: ms, startedAtMs: ms.nullable(), finishedAtMs: ms.nullable(), sealCode: z.string().nullable(), interruptions: z.number().int(),
});

export const session = sessionSummary.extend({
  legalClass: z.enum(legalClasses),
  officers: z.array(person),
  recordingStartMs: ms.nullable().describe('first recorded instant, measured from the media'),
  recordingEndMs: ms.nullable().describe('last recorded instant, measured from the media; null while recording'),
  provenUntilMs: ms.nullable(),
  interrupted: z.boolean(),
  present: z.array(presentPerson),
  breaks: z.array(breakItem),
  breakUndo: z.object({ breakId: z.string(), undoes: z.enum(['start', 'end']), untilMs: ms }).nullable().describe('what may be taken back, and until when'),
  breakWords: z.object({ step: z.enum(['announcement', 'return']), text: localized }).nullable().describe('what an officer says aloud next, where the profile does not record breaks'),
  held: z.boolean().describe('an announced break holds the recording: nothing is recorded, as the profile wants it'),
  dues: z.object({ rest: breakDue, meal: breakDue.nullable() }).nullable().describe('rest and meal that are due next; null while nothing is recorded'),
  markers: z.array(marker),
  interruptionList: z.array(interruption),
  transcript: transcript.nullable(),
  reconciliation: reconciliation.nullable(),
  sealing: sealing.nullable().describe('a seal that was begun and whose code is being signed in the closing segment'),
  reread: reread.nullable().describe('how far every master has been read again from both disks since the finish'),
  seal: seal.nullable(),
  intervieweeNumber: z.number().int().describe('sessions of one interviewee are numbered without holes'),
  minor: z.boolean(), needsInterpreter: z.boolean(), detained: z.boolean(), placeKind: z.enum(placeKinds), classReasons: z.array(z.string()),
  abandoned: z.object({ reason: z.string(), by: z.string(), atMs: ms }).nullable(),
  spans: z.array(span),
  attendance, notices: z.array(outsideNotice),
  legalClock: legalClock.nullable(),
  signatureRefusal: z.object({ reason: z.string(), by: z.string(), witness: z.string(), atMs: ms }).nullable(),
  finishedWithout: z.array(z.string()).describe('codes of what was still missing when the session was finished with a reason'),
  handedBackAtMs: ms.nullable(),
  leftAtMs: ms.nullable().describe('when the interviewee left; null while nobody has logged it'),
  recovery: z.object({ nothingLostBeforeMs: ms, lostAtMostMs: ms }).nullable().describe('what the last start found after the recording was cut off'),
  locks: z.array(lock),
});

export const timelineItem = z.object({ seq: z.number().int(), type: z.string(), atMs: ms, errorMs: ms, actor: z.string(), detail: z.record(z.string(), z.unknown()) });

export const checkItem = z.object({ kind: z.enum(['camera', 'picture', 'sound', 'stamp', 'disk', 'clock']), subject: z.string(), ok: z.boolean(), warning: z.boolean(), code: z.string().nullable(), message: localized, hint: localized });
export const checkReport = z.object({ passed: z.boolean(), checkedAtMs: ms, items: z.array(checkItem) });

/** How far an export is. `leftMs` counts to the end of its phase; null while nobody can say. */
export const exporting = z.object({
  packetId: z.string(), sessionId: z.string(), phase: z.enum(exportPhases), bytesDone: z.number().int(), bytesTotal: z.number().int(), bytesPerSecond: z.number().int(), leftMs: ms.nullable(),
  number: z.number().int(), of: z.number().int().describe('a hand-over makes one packet for each session'),
});
export const medium = z.object({ path: z.string(), name: z.string(), fileSystem: z.string(), freeBytes: z.number().int(), totalBytes: z.number().int(), isRemovable: z.boolean().nullable().describe('null where the operating system does not say') });
export const room = z.object({
  version: z.number().int().describe('grows with every change'),
  stationVersion: z.string(),
  roomName: z.string(),
  training: z.boolean(),
  timeZone: z.string(),
  profileId: z.string(),
  roomKind: z.enum(roomKinds).describe('what the room was registered as'),
  clock,
  cameras: z.array(camera),
  microphones: z.array(microphone),
  disks: z.array(disk),
  disksShared: z.boolean(),
  climate: climate.nullable().describe('the sensor for temperature and humidity; null where none is set'),
  copies: z.number().int().min(0).max(2).describe('on how many disks everything recorded is kept; plain REC may be shown only with 2'),
  hoursLeft: z.number().int(),
  loop: z.object({ p99Ms: ms, longestMs: ms }).describe('how late the recording loop came to what was due, in the last ten seconds'),
  check: checkReport.nullable(),
  session: session.nullable().describe('the session of this room that is not sealed yet, or the last sealed one until the next is opened'),
  alarms: z.array(alarm),
  calls: z.array(officerCall).describe('somebody asks for an officer; each stays until an officer answers'),
  exporting: exporting.nullable().describe('the export of a packet that is under way'),
});

export const sessionCheck = z.object({
  sessionId: z.string(), level: z.enum(['quick', 'full']), state: z.enum(['waiting', 'reading', 'done']), onDisks: z.array(z.enum(disks)).describe('the disks that could be asked'),
  readBytes: z.number().int(), totalBytes: z.number().int(), result: z.enum(['intact', 'altered', 'incomplete', 'not-ours']).nullable().describe('null until it is done'),
  filesChecked: z.number().int(), fragmentsChecked: z.number().int(), checkedAtMs: ms.nullable(),
  findings: z.array(z.object({ file: z.string().describe('disk, stream and segment'), problem: z.string(), message: localized, place: z.string() })),
});

export const cameraClock = z.object({
  cameraId: z.string(),
  /** Camera minus room time, ms, before it was set and after. */
  beforeMs: z.number(), offsetMs: z.number(),
  /** Bound of the error of `offsetMs`; how far room time itself may be off comes on top. */
  errorMs: z.number(),
});
export const discoveredCamera = z.object({ xaddr: z.string(), name: z.string(), hardware: z.string(), known: z.boolean() });
export const welcome = z.object({
  roomName: z.string(), training: z.boolean(), stationVersion: z.string(),
  firstStart: z.boolean().describe('nobody has an account yet: the first administrator may be made'),
  trainingAccounts: z.array(z.object({ account: z.string(), pin: z.string(), name: z.string(), role: z.enum(roles) })),
});

export const packetFinding = z.object({ file: z.string(), problem: z.string(), place: z.string(), message: localized });
/** What a check of a packet or of one video file found. `trust.basis` says on what the word of the signer rests, `asked` whether it is the packet whose seal code was given. */
export const packetReport = z.object({
  subject: z.enum(['packet', 'segment', 'clip']), result: z.enum(['intact', 'altered', 'incomplete', 'not-ours']), path: z.string(), packetId: z.string(), sealCode: z.string(), filesChecked: z.number().int(), fragmentsChecked: z.number().int(), ledgerEntries: z.number().int(),
  secondSignature: z.enum(['sound', 'not-sound', 'none', 'unknown']).describe('SM2 with SM3 over the seal; none: the rules asked for none'),
  trust: z.object({ basis: z.enum(['fingerprint', 'certificate-chain', 'seal-code', 'nothing']), fingerprint: z.string(), subject: z.string(), message: localized }),
  asked: z.enum(['nothing-asked', 'as-asked', 'not-as-asked']),
  segment: z.object({ sessionId: z.string(), streamId: z.string(), segment: z.string(), startsAtMs: ms.nullable(), endsAtMs: ms.nullable(), signedUntilMs: ms.nullable() }).nullable(),
  findings: z.array(packetFinding),
});

export const ledgerProblems = ['broken', 'signature-invalid', 'unsigned', 'added', 'replaced', 'cut'] as const;
export const ledgerHead = z.object({ seq: z.number().int(), hash: z.string(), signature: z.string().describe('base64; docs/format.md, “Signed heads”'), certificateSha256: z.string(), atMs: ms });
export const ledgerReport = z.object({
  entries: z.number().int(), seq: z.number().int(), hash: z.string(), signedUntil: z.number().int().describe('the last entry that a signed head covers'),
  findings: z.array(z.object({ problem: z.enum(ledgerProblems), seq: z.number().int() })),
});

export const trainingFaults = ['drop', 'freeze', 'black', 'cover', 'defocus', 'silence', 'hum', 'out-of-step', 'wrong-clock', 'clock-drift', 'slow', 'refuse-login', 'stamp-absent', 'stamp-hour', 'stamp-frozen', 'stamp-fast', 'stamp-slow', 'stamp-refused', 'stamp-unsupported', 'power-cut'] as const;
export const trainingMicrophoneFaults = ['drop', 'stall', 'silence', 'hum', 'clip', 'late'] as const;
export const training = z.object({
  microphones: z.array(z.object({ key: z.string(), name: z.string(), faults: z.array(z.enum(trainingMicrophoneFaults)) })),
  cameras: z.array(z.object({ key: z.string(), name: z.string(), xaddr: z.string(), rtspUrl: z.string(), user: z.string(), password: z.string(), faults: z.array(z.enum(trainingFaults)) })),
  clips: z.array(z.object({ clip: z.string(), title: localized, text: z.string(), durationMs: ms })),
  playing: z.string().nullable(),
});

const secret = z.object({ account: z.string().trim().min(1).max(64), pin: z.string().min(4).max(64) }).strict();
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** What the rules must know beyond the case. Left out, it is a grown-up who speaks the language, at large, questioned in a registered room. */
export const circumstances = z.object({
  identityNumber: z.string().trim().max(32).default('').describe('kept only as a pseudonym; age and sex are read from it'),
  birthDate: day.nullable().default(null), sex: z.enum(sexes).default('unknown'),
  offence: z.enum(offences).default('unknown'), traits: z.array(z.enum(caseTraits)).default([]), needsInterpreter: z.boolean().default(false),
  detained: z.boolean().default(false), detainedAtMs: ms.nullable().default(null),
  place: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('registered') }).strict(),
    z.object({ kind: z.literal('mobile'), reason: z.enum(mobileReasons), approver: secret }).strict(),
    z.object({ kind: z.literal('detention'), warrantNumber: z.string().trim().max(80), handedOverAtMs: ms }).strict(),
  ]).default({ kind: 'registered' }),
  namesake: z.discriminatedUnion('kind', [z.object({ kind: z.literal('another') }).strict(), z.object({ kind: z.literal('same'), sessionId: z.string().min(1).max(80) }).strict()]).optional().describe('whether an earlier session of this name in this case was of the same person, where no identity number decides it'),
  timeLimitId: z.string().max(80).default('').describe('a time limit of the profile; its first where none is named'),
  summons: z.object({ reason: z.string().trim().min(1).max(500), approver: secret }).strict().optional().describe('for a summons sooner after the last one than the profile allows'),
}).strict();

export const pin = z.string().min(4).max(64);
