/** 讯问 questions a suspect; 询问 questions a victim or witness. */
export const sessionKinds = ['interrogation', 'inquiry'] as const;
export type SessionKind = (typeof sessionKinds)[number];

export const sessionStatuses = ['open', 'recording', 'finished', 'sealed'] as const;
export type SessionStatus = (typeof sessionStatuses)[number];

/** Must-record cases have no way to go on unrecorded (standard, article 29). The stricter class is the default. */
export const legalClasses = ['must-record', 'other'] as const;
export type LegalClass = (typeof legalClasses)[number];

export const cameraRoles = ['overview', 'interviewee', 'other'] as const;
export type CameraRole = (typeof cameraRoles)[number];

export const breakKinds = ['meal', 'rest', 'toilet', 'medical', 'prayer', 'lawyer'] as const;
export type BreakKind = (typeof breakKinds)[number];

export const markerKinds = ['exhibit', 'identification', 'transcript-read', 'signature', 'note'] as const;
export type MarkerKind = (typeof markerKinds)[number];

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

export const capacities = ['officer', 'interpreter', 'guardian', 'lawyer', 'doctor', 'attendant', 'other'] as const;
export type Capacity = (typeof capacities)[number];

/** The two places every fragment is written to. */
export const disks = ['primary', 'mirror'] as const;
export type Disk = (typeof disks)[number];
