import type { Localized } from '../base/index.ts';
import type {
  AttendanceMoment, BreakKind, CameraId, CameraRole, Capacity, CopyKind, Disk, InterruptionCause, InterruptionId, InterruptionRemedy, KeyFactKind, Language, LegalClass, LineId, LineKind, MarkerId, MarkerKind,
  MediaPosition, MicrophoneId, MicrophoneKind, MobileReason,
  BreakId, PersonId, PacketTarget, PersonIdentity, PlaceKind, ReadBack, ReconciledItem, RecordedStream, Role, RoomInstant, RunId, SavingCause, SegmentName, SessionId, SessionKind, Sex, SignerCapacity, SigningDecision, SigningMethod, SpanId, SpanKind, StreamId,
  TimesSource, UnrecordedReason,
} from '../domain/index.ts';

/** Who a fact is said by: a logged-in person, or the station about what it measured itself. */
export type FactActor =
  | { readonly kind: 'station' }
  | { readonly kind: 'person'; readonly personId: PersonId; readonly name: string; readonly role: Role };

interface PersonPresent {
  readonly personId: PersonId;
  readonly name: string;
  readonly capacity: Capacity;
}

/** Who signs a page of the transcript. */
export type SignsAs = 'interviewee' | 'interpreter' | 'guardian';

/** A person who came in. An officer gave their own credentials; `note` says why a parent is absent when another adult is beside a minor. */
interface PersonEntered extends PersonPresent {
  readonly sex?: Sex;
  readonly note?: string;
}

/** What the rules must know of a session beyond the case: decided at its opening. */
export interface Circumstances {
  /** A pseudonym made from the identity number with a key of the site; without a number one of its own, beginning with `u-`. */
  readonly intervieweeKey: string;
  /** The earlier session of this case that the officer said was of the same person, where an identity number did not decide it; empty when they said that it was of another, or none was there. */
  readonly sameAs?: string;
  /** Of whom the officer said that they are another person, by the sessions of that name. */
  readonly otherThan?: readonly string[];
  /** Sessions of one interviewee are numbered without holes, over all rooms that share a registry (requirement C5). `numberProvisional`: the registry did not answer, and another number may follow (`interviewee.numbered`). */
  readonly intervieweeNumber: number;
  readonly numberProvisional?: boolean;
  readonly intervieweeSex: Sex;
  readonly minor: boolean;
  readonly needsInterpreter: boolean;
  /** Why the class is must-record: `offence-…`, a trait, `minor`, `detained`; empty when nothing asks for it. */
  readonly classReasons: readonly string[];
  readonly placeKind: PlaceKind;
  readonly mobileReason: MobileReason | '';
  readonly detained: boolean;
  readonly detainedAtMs: number | null;
  /** 提讯证号, and when the detention centre handed the person over. */
  readonly warrantNumber: string;
  readonly handedOverAtMs: number | null;
  /** Which legal limit of the profile counts. */
  readonly timeLimitId: string;
  /** Earlier stays of the same person that count towards the limit (requirement F3). */
  readonly earlierStays: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** Earlier stays of the same person without a daily rest in between, where the profile prescribes one (requirement F5). */
  readonly restStays?: readonly { readonly fromMs: number; readonly toMs: number }[];
  readonly womenOfficers: readonly PersonId[];
}

/** One line of the transcript laid beside the recording. */
export interface ReconciliationFactRow {
  readonly item: ReconciledItem;
  /** Id of the break or interruption that this line is about; empty for the session as a whole. */
  readonly subject: string;
  readonly transcript: string;
  readonly recording: string;
  /** A word of the domain that the recording's side is named by: a cause, a kind of break, how an explanation was given. */
  readonly word: string;
  readonly differenceMs: number | null;
  readonly toleranceMs: number | null;
  /** How wrong the room clock can have been when the recording's time was measured. */
  readonly clockErrorMs: number | null;
  readonly agrees: boolean;
  readonly blocks: boolean;
}

/** Every kind of fact and what it carries. Times are room time in ms since 1970 UTC; a payload must be canonical JSON (no undefined, integers only). */
export interface FactPayloads {
  'station.started': { readonly version: string; readonly unclean: boolean };
  'station.stopped': { readonly reason: string };
  /** By what this station makes its pictures from now on, and what was tried before that and did not do; `device` is empty where the driver finds it. */
  'encoder.chosen': { readonly encoder: string; readonly device: string; readonly rejected: readonly { readonly encoder: string; readonly device: string; readonly why: string }[] };
  /** It failed at its work: from now on x264 makes the pictures. */
  'encoder.givenUp': { readonly encoder: string; readonly device: string; readonly why: string };
  /** The station's key vouches for the head of the ledger as it was right before this fact (docs/format.md, "Signed heads"). */
  'head.signed': { readonly seq: number; readonly hash: string; readonly signature: string };
  /** What a start, or somebody who asked, found wrong with the ledger itself: from entry `seq` on; `source` says what it was compared with. */
  'ledger.doubted': { readonly problem: 'broken' | 'signature-invalid' | 'unsigned' | 'added' | 'replaced' | 'cut' | 'copy-differs'; readonly seq: number; readonly source: string };
  /** The database could not be used, and was made anew from the mirror; `aside` is where it lies now. */
  'database.restored': { readonly code: string; readonly entries: number; readonly accounts: number; readonly aside: string };
  /** The database took no facts for a while; these came back to it from the copy on the other disk. */
  'ledger.completed': { readonly fromSeq: number; readonly entries: number };
  'person.loggedIn': { readonly personId: PersonId; readonly name: string; readonly role: Role };
  'account.added': { readonly personId: PersonId; readonly account: string; readonly name: string; readonly role: Role };
  'account.pinSet': { readonly account: string };
  'account.pinChanged': { readonly account: string };
  'account.disabled': { readonly account: string };
  'account.enabled': { readonly account: string };
  'line.locked': { readonly account: string; readonly reason: 'idle' | 'asked' };
  'line.unlocked': { readonly account: string };
  /** `count` calls of this kind were refused; repetitions are told together. `withAccounts`: others whose credentials came with the call. Method and code `*`: several kinds, counted together. */
  'command.refused': { readonly method: string; readonly code: string; readonly count: number; readonly withAccounts: readonly string[] };
  /** A second person gave their own credentials for a step that takes two. */
  'approval.given': { readonly step: string; readonly approvedBy: PersonIdentity };
  /** The registry says that an officer was in another session at the same time. */
  'lease.overlapped': { readonly name: string; readonly otherRoom: string; readonly otherSession: string; readonly sinceMs: number };
  /** `account` is empty when there is none of that name. */
  'login.refused': { readonly account: string; readonly count: number };
  /** What was recorded was read again from the disks; findings beyond the first hundred are not named. */
  'session.verified': { readonly level: 'quick' | 'full'; readonly result: 'intact' | 'altered' | 'incomplete' | 'not-ours'; readonly files: number; readonly findings: readonly { readonly file: string; readonly problem: string }[] };
  /** The station signs with another certificate from now on. `signature`: the key until now says so (docs/format.md, "Change of key"). */
  'key.replaced': { readonly key: 'station' | 'sm2'; readonly fingerprint: string; readonly previousFingerprint: string; readonly subject: string; readonly issuer: string; readonly signature: string };
  'timeStamp.configured': { readonly url: string };
  /** `server`: all that were configured, with commas. */
  'clock.configured': { readonly source: 'sntp' | 'system'; readonly server: string };
  /** An operator aligned room time with the wall display: by so much, from so many presses that lay so far apart. */
  'clock.aligned': { readonly byMs: number; readonly errorMs: number; readonly presses: number; readonly spreadMs: number; readonly displayErrorMs: number };
  'climate.configured': { readonly path: string };
  /** The delay from the scene to the station, measured by a clock in the picture over so many of its turns. */
  'camera.latencyMeasured': { readonly cameraId: CameraId; readonly latencyMs: number; readonly errorMs: number; readonly turns: number };
  /** Who writes the time into the pictures; `read` is what was read back from the camera's own picture. */
  'camera.stampSet': { readonly cameraId: CameraId; readonly name: string; readonly by: 'station' | 'camera'; readonly read: string };
  /** The camera's own stamp was absent, wrong or unreadable, or its pictures cannot be recorded as they come: the station stamps from here on. */
  'camera.stampDropped': { readonly cameraId: CameraId; readonly name: string; readonly reason: string };
  /** `held`: told once and not followed, because a session was being kept; `slewed`: room time is creeping there. */
  'clock.stepped': { readonly byMs: number; readonly reason: string; readonly action: 'stepped' | 'slewed' | 'held'; readonly errorMs: number };
  /** The system clock jumped; room time did not. */
  'systemClock.stepped': { readonly byMs: number };
  'camera.added': { readonly cameraId: CameraId; readonly name: string; readonly role: CameraRole; readonly address: string };
  'camera.removed': { readonly cameraId: CameraId };
  'microphone.added': { readonly microphoneId: MicrophoneId; readonly name: string; readonly kind: MicrophoneKind; readonly address: string };
  'microphone.renamed': { readonly microphoneId: MicrophoneId; readonly name: string; readonly before: string };
  'microphone.removed': { readonly microphoneId: MicrophoneId };
  /** By how much it was moved, camera minus room time afterwards, and the bound of the error of the latter. */
  'camera.clockSet': { readonly cameraId: CameraId; readonly name: string; readonly byMs: number; readonly offsetMs: number; readonly errorMs: number };
  'check.completed': { readonly passed: boolean; readonly items: readonly { readonly kind: string; readonly subject: string; readonly ok: boolean; readonly code: string }[] };

  'session.opened': {
    readonly caseNumber: string; readonly kind: SessionKind; readonly place: string; readonly legalClass: LegalClass;
    readonly interviewee: string; readonly officers: readonly PersonIdentity[]; readonly profileId: string; readonly profileSha256: string;
    readonly streams: readonly RecordedStream[]; readonly arrivedAtMs: number; readonly circumstances?: Circumstances;
  };
  /** Opened and never recorded: it stays visible with its reason. */
  'session.abandoned': { readonly reason: string };
  'session.started': Record<string, never>;
  /** `without`: codes of what was still missing and was overridden by the reason. */
  'session.finished': { readonly reason: string; readonly without?: readonly string[] };
  /** The seal of everything before; from here on runs the closing segment. A later one takes its place, with new signatures. */
  'seal.begun': { readonly sealCode: string; readonly manifestSha256: string };
  /** A person signed the seal code in the picture, or did not. `approvedBy` stands for the second officer where nobody signed. */
  'seal.signed': { readonly name: string; readonly capacity: SignerCapacity; readonly decision: SigningDecision; readonly reason: string; readonly approvedBy: PersonIdentity | null };
  /** Back to the transcript: the seal that was begun does not count. */
  'seal.withdrawn': { readonly reason: string };
  /** The last instant of a stream in the closing segment, measured from the media. */
  'closing.ended': { readonly streamId: StreamId; readonly untilMs: number };
  'session.sealed': { readonly sealCode: string; readonly manifestSha256: string; readonly closingSha256: string; readonly intervieweeSigned: boolean };
  'person.entered': PersonEntered;
  'person.left': PersonPresent;
  'marker.added': { readonly markerId: MarkerId; readonly kind: MarkerKind; readonly text: string };
  'span.opened': { readonly spanId: SpanId; readonly kind: SpanKind; readonly text: string };
  /** Under a notice the speech heard on the recording is measured; `heardMs` is null where none is asked for. */
  'span.closed': { readonly spanId: SpanId; readonly heardMs: number | null; readonly requiredMs: number | null };
  /** The interviewee would not sign; two officers say so. */
  'signature.refused': { readonly reason: string; readonly witness: PersonIdentity };
  /** So long is now allowed from arrival on. */
  'limit.extended': { readonly timeLimitId: string; readonly allowedMs: number; readonly reason: string; readonly approvedBy: PersonIdentity };
  'limit.warned': { readonly timeLimitId: string; readonly leftMs: number };
  /** The detention centre has the person again. */
  'detention.handedBack': { readonly handedBackAtMs: number };
  /** When the interviewee left, as people say it (requirement F1); it may come after the seal. */
  'interviewee.left': { readonly leftAtMs: number };
  /** The registry answers again: this is the number of the session among those of this person. It may come after the seal. */
  'interviewee.numbered': { readonly number: number };
  /** Stays of this person that other rooms told of only after the session was opened (requirement F3). */
  'stays.found': { readonly stays: readonly { readonly fromMs: number; readonly toMs: number }[]; readonly restStays?: readonly { readonly fromMs: number; readonly toMs: number }[] };
  'room.registered': { readonly roomName: string; readonly kind: string };
  /** `declined`: a meal was offered and refused, in the words of `answered`; the break is held all the same, and may be shorter. */
  'break.started': { readonly breakId: BreakId; readonly kind: BreakKind; readonly offered: string; readonly answered: string; readonly declined?: boolean };
  'break.ended': { readonly breakId: BreakId; readonly note: string };
  /** The start or the end of a break was a slip and was taken back within seconds; both facts stay. */
  'break.corrected': { readonly breakId: BreakId; readonly undoes: 'start' | 'end' };
  /** Speech was heard in the recording of this break: it does not count as rest. `spans` are room time, as measured in the media. */
  'break.voided': { readonly breakId: BreakId; readonly heardMs: number; readonly allowedMs: number; readonly spans: readonly { readonly fromMs: number; readonly toMs: number }[] };
  /** Where breaks are not recorded (ADR 0029): an officer said aloud that the break begins or is over. `accepted`: enough speech was heard on the recording, between these places. */
  'break.spoken': {
    readonly breakId: BreakId; readonly step: 'announcement' | 'return'; readonly beganAtMs: number; readonly heardMs: number; readonly requiredMs: number; readonly accepted: boolean;
    readonly from: readonly MediaPosition[]; readonly to: readonly MediaPosition[];
  };
  /** The recording has ended for an announced break; where each stream ends stands in `recording.held`. */
  'break.recordingStopped': { readonly breakId: BreakId; readonly stoppedAtMs: number };
  /** From now on it is recorded again; where each stream begins stands in `recording.resumed`. */
  'break.recordingResumed': { readonly breakId: BreakId; readonly resumedAtMs: number };
  /** The last instant of a stream before a break that is not recorded, and the first after it, measured from the media. */
  'recording.held': { readonly streamId: StreamId; readonly breakId: BreakId; readonly untilMs: number };
  'recording.resumed': { readonly streamId: StreamId; readonly breakId: BreakId; readonly fromMs: number };
  'officer.called': { readonly callId: string; readonly note: string };
  'officer.answered': { readonly callId: string };

  'run.started': { readonly streamId: StreamId; readonly runId: RunId; readonly firstMedia: RoomInstant };
  'run.ended': { readonly streamId: StreamId; readonly runId: RunId; readonly reason: string };
  'segment.finalized': {
    readonly streamId: StreamId; readonly runId: RunId; readonly segment: SegmentName; readonly disk: Disk; readonly bytes: number;
    readonly sha256: string; readonly chainHead: string; readonly chainSeq: number; readonly startsAtMs: number; readonly endsAtMs: number;
  };
  'segment.recovered': { readonly streamId: StreamId; readonly segment: SegmentName; readonly disk: Disk; readonly bytes: number; readonly tornBytes: number };
  /** `provenUntilMs`: the stream is on both disks, synced, chained and read back up to this room time. */
  'recording.proven': { readonly streamId: StreamId; readonly segment: SegmentName; readonly chainSeq: number; readonly chainHead: string; readonly provenUntilMs: number };
  /** The first and the last instant of a stream in this session's recording, measured from the media. */
  'recording.began': { readonly streamId: StreamId; readonly fromMs: number };
  'recording.ended': { readonly streamId: StreamId; readonly untilMs: number };
  'disk.failed': { readonly disk: Disk; readonly detail: string };
  /** The disk is there again (or another folder was given) and takes what is recorded from now on. */
  'disk.returned': { readonly disk: Disk };
  'disk.replaced': { readonly disk: Disk; readonly path: string; readonly diskId: string };
  /** Everything of this session that the other disk holds was copied to this one, read back, and has the same hashes. */
  'copy.completed': { readonly disk: Disk; readonly segments: number; readonly addedBytes: number };
  'copy.failed': { readonly disk: Disk; readonly streamId: StreamId; readonly segment: SegmentName; readonly detail: string };
  /** After a start that found the session cut off: nothing before `nothingLostBeforeMs` is lost, and after it at most `lostAtMostMs` of recording. */
  'recording.recovered': { readonly nothingLostBeforeMs: number; readonly lostAtMostMs: number };
  /** Seen or heard in what was read back from a disk; `fault` is a code of the catalogue, bounds are those of the media. */
  'fault.began': { readonly streamId: StreamId; readonly fault: string; readonly fromMs: number };
  'fault.ended': { readonly streamId: StreamId; readonly fault: string; readonly fromMs: number; readonly toMs: number };
  'alarm.raised': { readonly code: string; readonly subject: string };
  'alarm.cleared': { readonly code: string; readonly subject: string };

  'gap.opened': { readonly streamId: StreamId; readonly fromMs: number; readonly reason: string };
  'gap.closed': { readonly streamId: StreamId; readonly fromMs: number; readonly toMs: number };
  'interruption.opened': { readonly interruptionId: InterruptionId; readonly fromMs: number; readonly reason: string };
  /** `toMs` is measured from the media, like `fromMs`. */
  'interruption.closed': { readonly interruptionId: InterruptionId; readonly fromMs: number; readonly toMs: number };
  /** Media turned out to be missing from before this interruption had ended: it is one with what came after, and is explained as a whole. `absorbs`: others that lie in it. */
  'interruption.reopened': { readonly interruptionId: InterruptionId; readonly fromMs: number; readonly untilMs: number; readonly reason: string; readonly absorbs: readonly InterruptionId[] };
  /** While it lasts, something else went wrong as well, or media turned out to be missing from before its beginning. `absorbs` as above. */
  'interruption.widened': { readonly interruptionId: InterruptionId; readonly fromMs: number; readonly reason: string; readonly absorbs: readonly InterruptionId[] };
  /** A remedy of article 29 was tried. */
  'interruption.remedyTried': { readonly interruptionId: InterruptionId; readonly remedy: InterruptionRemedy; readonly note: string };
  /** What a technician found. It stands beside the spoken reason and replaces nothing. */
  'interruption.noted': { readonly interruptionId: InterruptionId; readonly text: string };
  /** Outside the must-record class: questioning goes on although nothing is recorded (article 29). */
  'interruption.continuedUnrecorded': { readonly interruptionId: InterruptionId; readonly reason: UnrecordedReason; readonly note: string; readonly approvedBy: PersonIdentity };
  /** The interviewee signed, in the recording, the text that the station made with the measured times (articles 29, 30). */
  'interruption.signed': { readonly interruptionId: InterruptionId; readonly name: string; readonly language: Language; readonly text: string; readonly method: SigningMethod; readonly imageSha256: string };
  /** The interviewee did not sign it; two officers of the session say so. */
  'interruption.signingRefused': { readonly interruptionId: InterruptionId; readonly name: string; readonly language: Language; readonly text: string; readonly reason: string; readonly witness: PersonIdentity };
  /** An interruption lasted so long that an outside authority must be told (requirement E5): the report, of what was measured until then. */
  'notice.drafted': { readonly interruptionId: InterruptionId; readonly text: Localized };
  /** Nobody acknowledged it in time: it goes to the next level, counted from 0. */
  'notice.escalated': { readonly interruptionId: InterruptionId; readonly level: number };
  /** Whom it was told to, and the report as it was then. */
  'notice.acknowledged': { readonly interruptionId: InterruptionId; readonly level: number; readonly text: Localized; readonly toldTo: string; readonly note: string; readonly acknowledgedBy: PersonIdentity };
  /** The interviewee signed the time of their arrival or leaving (requirement F1; GAX 199): `ofMs` is that time, `text` what they signed. */
  'attendance.signed': { readonly moment: AttendanceMoment; readonly ofMs: number; readonly name: string; readonly language: Language; readonly text: string; readonly method: SigningMethod; readonly imageSha256: string };
  /** They did not; two officers of the session say so. */
  'attendance.refused': { readonly moment: AttendanceMoment; readonly ofMs: number; readonly name: string; readonly language: Language; readonly text: string; readonly reason: string; readonly witness: PersonIdentity };
  'explanation.begun': { readonly interruptionId: InterruptionId; readonly cause: InterruptionCause; readonly note: string; readonly beganAtMs: number };
  'explanation.rejected': { readonly interruptionId: InterruptionId; readonly heardMs: number; readonly requiredMs: number };
  'interruption.explained': {
    readonly interruptionId: InterruptionId; readonly cause: InterruptionCause; readonly note: string;
    readonly beganAtMs: number; readonly endedAtMs: number; readonly heardMs: number;
    readonly spokenFrom: MediaPosition; readonly spokenTo: MediaPosition;
  };

  'transcript.linked': { readonly fileName: string; readonly bytes: number; readonly sha256: string; readonly startsAtMs: number; readonly endsAtMs: number; readonly timesFrom: TimesSource };
  'transcript.reconciled': { readonly agrees: boolean; readonly rows: readonly ReconciliationFactRow[] };
  /** A red reconciliation of this transcript was explained by two officers: the actor, and `approvedBy` with their own credentials. */
  'reconciliation.explained': { readonly transcriptSha256: string; readonly items: readonly string[]; readonly reason: string; readonly approvedBy: PersonIdentity };

  /** A question, an answer or a remark was begun now: this fact's own time and media are when and where. */
  'transcript.lineBegun': { readonly lineId: LineId; readonly kind: LineKind };
  /** Text came into a line at once instead of being typed. */
  'transcript.textPasted': { readonly lineId: LineId; readonly characters: number };
  /** A version of the transcript kept in Shilu is on the disks under its hash. Versions count from 1 and all of them stay. */
  'transcript.versionSaved': { readonly version: number; readonly cause: SavingCause; readonly bytes: number; readonly sha256: string; readonly lines: number; readonly characters: number };
  /** A key fact of the transcript was said between these moments of the recording. */
  'keyFact.linked': {
    readonly lineId: LineId; readonly keyFact: KeyFactKind; readonly fromMs: number; readonly toMs: number;
    readonly from: readonly MediaPosition[]; readonly to: readonly MediaPosition[];
  };
  /** Writing has ended and these are the pages to be read and signed, each by its hash. A page signed before and not changed since stays signed. */
  'transcript.closed': { readonly version: number; readonly sha256: string; readonly pages: readonly string[] };
  'transcript.reopened': { readonly version: number };
  'page.read': { readonly version: number; readonly page: number; readonly pageSha256: string; readonly dwellMs: number; readonly aloud: boolean };
  /** `imageSha256`: the signature as it was written on the console; empty for `paper`. */
  'page.signed': {
    readonly version: number; readonly page: number; readonly pageSha256: string; readonly name: string; readonly signsAs: SignsAs;
    readonly method: SigningMethod; readonly imageSha256: string;
  };
  /** Noted by two officers: the actor, and `approvedBy` with their own credentials. */
  'signing.refused': {
    readonly version: number; readonly page: number; readonly pageSha256: string; readonly name: string; readonly signsAs: SignsAs;
    readonly reason: string; readonly approvedBy: PersonIdentity;
  };
  /** Every page is signed or its refusal noted, all while recording: the transcript with this hash is the one that counts. */
  'transcript.finalised': { readonly version: number; readonly sha256: string; readonly bytes: number; readonly pages: number };
  /** The finalised transcript as a document, with the times of the recording filled in. */
  'transcript.issued': { readonly version: number; readonly format: 'docx' | 'pdf'; readonly fileName: string; readonly bytes: number; readonly sha256: string };
  'packet.exported': {
    readonly packetId: string; readonly purpose: string; readonly recipient: string; readonly manifestSha256: string;
    /** Copies of a session are numbered from 1 without holes. */
    readonly number: number; readonly kind: CopyKind; readonly requestedBy: string; readonly approvedBy: PersonIdentity | null;
    readonly target: PacketTarget; readonly readBack: ReadBack;
  };
  /** A clip was cut from a copy (article 33) and found whole. Clips of a session are numbered from 1 without holes. */
  'clip.made': {
    readonly clipId: string; readonly number: number; readonly packetId: string; readonly copyNumber: number; readonly streamIds: readonly StreamId[]; readonly cuts: readonly { readonly fromMs: number; readonly toMs: number }[];
    readonly purpose: string; readonly recipient: string; readonly requestedBy: string; readonly approvedBy: PersonIdentity;
  };
  /** An export that came to nothing. `reason` is the code of an error, or `crash`; `leftAt` names what could not be removed, which does not look finished. */
  'packet.exportStopped': { readonly packetId: string; readonly reason: string; readonly leftAt: string };
  'training.faultSet': { readonly subject: string; readonly fault: string; readonly on: boolean };
}

export type FactType = keyof FactPayloads;

/** Something that happened, before it has a place in the ledger. */
export type Fact = {
  readonly [T in FactType]: {
    readonly type: T;
    /** Empty text when the fact belongs to the station and not to one session. */
    readonly sessionId: SessionId | '';
    readonly actor: FactActor;
    readonly at: RoomInstant;
    /** Monotonic milliseconds since the station started: order and distance that no clock step can change. */
    readonly monotonicMs: number;
    /** Where this instant lies in each stream being recorded. */
    readonly media: readonly MediaPosition[];
    readonly payload: FactPayloads[T];
  };
}[FactType];

/** A fact with its place in the chain. `seq` counts from 1. */
export type LedgerEntry = Fact & { readonly seq: number; readonly prevHash: string; readonly hash: string };
