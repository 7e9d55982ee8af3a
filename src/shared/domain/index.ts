export type { BreakId, CameraId, InterruptionId, LineId, MarkerId, MicrophoneId, PersonId, RunId, SegmentName, SessionId, StreamId } from './ids.ts';
export { parseId, type AnyId } from './ids.ts';
export { identityOf, roles, sexes, type Account, type PersonIdentity, type Role, type Sex } from './person.ts';
export {
  breakKinds, cameraRoles, capacities, disks, interruptionCauses, interruptionRemedies, legalClasses, markerKinds, mobileReasons, sessionKinds, sessionStatuses, unrecordedReasons,
  type BreakKind, type CameraRole, type Capacity, type Disk, type InterruptionCause, type LegalClass, type MarkerKind,
  type SessionKind, type SessionStatus,
} from './words.ts';
export {
  keyFactKinds, lineKinds, reconciledItems, signingMethods, timesSources,
  type KeyFactKind, type LineKind, type ReconciledItem, type SavingCause, type SigningMethod, type TimesSource,
} from './transcript-words.ts';
export { streamIdOf, streamKinds, type RecordedStream, type StreamKind } from './recorded-stream.ts';
export type { MediaPosition, RoomInstant } from './room-time.ts';
export { formatRoomTime, roomDateTimeToMs, zoneOffsetMs } from './room-time.ts';
