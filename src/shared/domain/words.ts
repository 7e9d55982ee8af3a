/** 讯问 questions a suspect; 询问 questions a victim or witness. */
export const sessionKinds = ['interrogation', 'inquiry'] as const;
export type SessionKind = (typeof sessionKinds)[number];

/** `abandoned`: opened, never recorded, and still to be seen (requirement C5). */
export const sessionStatuses = ['open', 'recording', 'finished', 'sealing', 'sealed', 'abandoned'] as const;
export type SessionStatus = (typeof sessionStatuses)[number];

/** Must-record cases have no way to go on unrecorded (standard, article 29). The stricter class is the default. */
export const legalClasses = ['must-record', 'other'] as const;
export type LegalClass = (typeof legalClasses)[number];

export const cameraRoles = ['overview', 'interviewee', 'other'] as const;
export type CameraRole = (typeof cameraRoles)[number];

/** By which system of the machine a microphone is recorded; `training` is a simulated one. */
export const microphoneKinds = ['pulse', 'alsa', 'dshow', 'avfoundation', 'training'] as const;
export type MicrophoneKind = (typeof microphoneKinds)[number];

export const breakKinds = ['meal', 'rest', 'toilet', 'medical', 'prayer', 'lawyer'] as const;
export type BreakKind = (typeof breakKinds)[number];

export const markerKinds = ['exhibit', 'identification', 'transcript-read', 'signature', 'medical', 'note'] as const;
export type MarkerKind = (typeof markerKinds)[number];

/** What has a beginning and an end on the recording (article 25), and the two notices (requirements B2, B3), under which speech must be heard. */
export const spanKinds = ['recording-notice', 'rights', 'exhibit', 'identification', 'transcript-read', 'signature', 'fingerprint'] as const;
export type SpanKind = (typeof spanKinds)[number];

/** Article 22; a detained person is questioned in the detention centre (criminal procedure law, article 118). */
export const placeKinds = ['registered', 'mobile', 'detention'] as const;
export type PlaceKind = (typeof placeKinds)[number];

/** What a room was registered as. */
export const roomKinds = ['unregistered', 'case-area', 'detention'] as const;
export type RoomKind = (typeof roomKinds)[number];

/** Ministry rule of 2014, article 4: offences that must be recorded; all but the last two. */
export const offences = ['life-or-death', 'death-or-injury', 'organised', 'serious-drugs', 'ten-years', 'other', 'unknown'] as const;
export type Offence = (typeof offences)[number];

/** Ministry rule of 2014, articles 5 and 6: circumstances that must be recorded whatever the offence. A minor is known from the birth date. */
export const caseTraits = [
  'deaf-or-mute', 'limited-capacity', 'foreign-language', 'likely-retraction', 'denies', 'conflicting-evidence', 'joint-crime', 'petition-risk', 'public-attention', 'remote',
] as const;
export type CaseTrait = (typeof caseTraits)[number];

/** Objective causes named by articles 15 and 29 of the standard. */
export const interruptionCauses = ['equipment', 'network', 'power', 'storage', 'software', 'other'] as const;
export type InterruptionCause = (typeof interruptionCauses)[number];

/** Article 29: what is tried, in this order, when recording has become impossible. */
export const interruptionRemedies = ['medium', 'repair', 'room', 'portable'] as const;
export type InterruptionRemedy = (typeof interruptionRemedies)[number];

/** Article 29: why questioning may go on unrecorded outside the must-record class. */
export const unrecordedReasons = ['urgent', 'repair-too-long', 'other'] as const;
export type UnrecordedReason = (typeof unrecordedReasons)[number];

/** Article 22: why a session is held elsewhere than in a registered room. */
export const mobileReasons = ['at-home', 'designated-place', 'at-arrest', 'hospital'] as const;
export type MobileReason = (typeof mobileReasons)[number];

export const capacities = ['officer', 'interpreter', 'guardian', 'suitable-adult', 'lawyer', 'doctor', 'attendant', 'other'] as const;
export type Capacity = (typeof capacities)[number];

/** Why a copy leaves: handed over with the case, asked for by those who review it (article 37), for other work, or to be made public (articles 33, 36). */
export const copyKinds = ['hand-over', 'review', 'work', 'public'] as const;
export type CopyKind = (typeof copyKinds)[number];

/** Where a packet goes: a folder, a removable medium (a folder on it, read back and compared), one ISO image, one zip. */
export const packetTargets = ['folder', 'medium', 'iso', 'zip'] as const;
export type PacketTarget = (typeof packetTargets)[number];

/** What an export is doing. */
export const exportPhases = ['preparing', 'deriving', 'copying', 'syncing', 'reading-back', 'checking'] as const;
export type ExportPhase = (typeof exportPhases)[number];

/** How what was read back came: from the medium itself, through the cache of the operating system, or not at all. */
export const readBacks = ['medium', 'cache', 'none'] as const;
export type ReadBack = (typeof readBacks)[number];

/** In what capacity somebody signs the seal. */
export const signerCapacities = ['interviewee', ...capacities] as const;
export type SignerCapacity = (typeof signerCapacities)[number];

/** `unable`: the person cannot sign, or recording cannot be brought back to show it. */
export const signingDecisions = ['signed', 'refused', 'unable'] as const;
export type SigningDecision = (typeof signingDecisions)[number];

/** What a person signs of their stay: when they came, and when they went (requirement F1). */
export const attendanceMoments = ['arrival', 'leaving'] as const;
export type AttendanceMoment = (typeof attendanceMoments)[number];

/** Languages in which the station has words for people to read aloud or to sign. */
export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

/** The two places every fragment is written to. */
export const disks = ['primary', 'mirror'] as const;
export type Disk = (typeof disks)[number];
