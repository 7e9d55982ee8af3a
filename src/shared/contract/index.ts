export { contract, type Method, type MethodContract, type MethodParams, type MethodResult } from './methods.ts';
export { contractJsonSchema } from './json-schema.ts';
export { mediaTypeOfInit, readPreviewMessage, writePreviewMessage, type PreviewMessage } from './preview.ts';
export { rpcErrorNumber, type Push, type Reply, type RpcRequest, type RpcResponse } from './envelope.ts';
export { rpcRequest } from './envelope.ts';
export * as schema from './schemas.ts';
export type {
  AccountSnapshot, AlarmSnapshot, BreakDueSnapshot, BreakSnapshot, CameraSnapshot, CheckItem, CheckReport, ClockSnapshot, DiscoveredCamera, DiskSnapshot, ExportSnapshot, Glance, InterruptionSnapshot, KeyStatus, RecordedPiece, SigningKey, TimeStampTrial, LedgerHeadSnapshot, LedgerReportSnapshot, AttendanceSnapshot, LockSnapshot, OutsideNoticeSnapshot, MicrophoneSnapshot, OfficerCallSnapshot, OtherRoomSnapshot,
  LegalClockSnapshot, MarkerSnapshot, MediumSnapshot, ProfileSnapshot, SpanSnapshot, PacketReport, PersonSnapshot, ReconciliationRow, ReconciliationSnapshot, RoomSnapshot, SealingSnapshot, SealSnapshot, SessionSnapshot,
  SessionCheckSnapshot, SessionSummary, SoundDeviceItem, TimelineItem, TrainingSnapshot, TranscriptSnapshot, Welcome,
} from './snapshots.ts';
export type { KeptLineSnapshot, KeptTranscriptSnapshot, TranscriptPageSnapshot } from './kept-transcript.ts';
