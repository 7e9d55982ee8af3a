export type { BreakId, CameraId, InterruptionId, LineId, MarkerId, MicrophoneId, PersonId, RunId, SegmentName, SessionId, SpanId, StreamId } from './ids.ts';
export { parseId, type AnyId } from './ids.ts';
export { identityOf, roles, sexes, type Account, type PersonIdentity, type Role, type Sex } from './person.ts';
export {
  attendanceMoments, breakKinds, cameraRoles, capacities, copyKinds, caseTraits, disks, exportPhases, interruptionCauses, interruptionRemedies, languages, legalClasses, markerKinds, microphoneKinds, mobileReasons, offences,
  packetTargets, placeKinds, readBacks, roomKinds, sessionKinds, sessionStatuses, signerCapacities, signingDecisions, spanKinds, unrecordedReasons, type AttendanceMoment, type BreakKind, type CameraRole, type Capacity, type CaseTrait,
  type CopyKind, type Disk, type ExportPhase, type InterruptionCause, type InterruptionRemedy, type Language, type LegalClass, type MarkerKind, type MicrophoneKind, type MobileReason,
  type Offence, type PacketTarget, type PlaceKind, type ReadBack, type RoomKind, type SessionKind, type SessionStatus, type SignerCapacity, type SigningDecision, type SpanKind, type UnrecordedReason,
} from './words.ts';
export {
  keyFactKinds, lineKinds, reconciledItems, signingMethods, timesSources,
  type KeyFactKind, type LineKind, type ReconciledItem, type SavingCause, type SigningMethod, type TimesSource,
} from './transcript-words.ts';
export { streamIdOf, streamKinds, type RecordedStream, type StreamKind } from './recorded-stream.ts';
export type { MediaPosition, RoomInstant } from './room-time.ts';
export { formatRoomTime, roomDateTimeToMs, posixZone, zoneOffsetMs } from './room-time.ts';
export { readSealCode, sealCheckDigit, sealCodeDigits, sealCodeSymbols } from './seal-code.ts';
