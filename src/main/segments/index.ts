export { FragmentReader, type Init, type MediaFragment } from './fragment-reader.ts';
export type { Track } from './movie-header.ts';
export { genesisHead, type ChainHead, type ChainLink } from './chain-link.ts';
export type { ByteOrigin, FileRange } from './byte-source.ts';
export { checkAndHashSegment, checkSegment, checkSegmentQuickly, type KnownFile } from './segment-check.ts';
export type { CheckedLink, SegmentExpectation, SegmentFinding, SegmentProblem, SegmentReport } from './segment-report.ts';
export type { HeadSigner } from './head-signature.ts';
export { fingerprintOf } from './origin-box.ts';
export { streamFolder, listSegments, type ChainEnd } from './segment-folder.ts';
export {
  SegmentWriter, type SegmentEvents, type SegmentFinalized, type SegmentWriterOptions, type StampedFragment, type WrittenUntil,
} from './segment-writer.ts';
export { recoverSegments, type RecoveredSegment, type RecoverRequest, type Recovery } from './segment-recovery.ts';
export { readSpan, type RecordedSpan, type SpanRequest } from './span-reader.ts';
export { completeCopy, type CopyCompletion, type CopyOptions } from './copy-completion.ts';
export { SegmentTail, type WrittenFragment } from './segment-tail.ts';
