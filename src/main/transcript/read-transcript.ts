import { AppError } from '../../shared/base/index.ts';
import { runInWorker, WorkerOverrun } from '../platform/index.ts';
import { kindOfName } from './document-kind.ts';
import type { TranscriptContent } from './transcript-content.ts';
import type { TranscriptInput, TranscriptReading, TypedTimes } from './understand-transcript.ts';

export interface ReadTranscriptInput {
  /** Its ending says how the file is read. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly timeZone: string;
  /** When the recording began: completes dates that are written without a year, and chooses among several interviews. */
  readonly aroundMs: number;
  /** For a scan: times that a person read off it. Refused when the document says its times itself. */
  readonly typed?: TypedTimes | null;
}

const mebibyte = 1024 * 1024;
const mostBytes = 20 * mebibyte;
const deadlineMs = 20_000;
const mostGrowthBytes = 768 * mebibyte;

/**
 * Reads a transcript in a thread of its own: its text, when the interview began and ended, where, and who was there. Looks at nothing
 * but the bytes it is given: no file, no network, no macro, no script.
 * @throws AppError TRANSCRIPT_TOO_LARGE (20 MB; docx: 50 MB unpacked; pdf: 500 pages), TRANSCRIPT_TYPE_UNKNOWN (no docx, pdf or txt), TRANSCRIPT_MISNAMED,
 *   TRANSCRIPT_LOCKED (password), TRANSCRIPT_UNSAFE (macros, entities, a bomb, more than 768 MB of memory), TRANSCRIPT_UNREADABLE (damaged, or not read in 20 s),
 *   TRANSCRIPT_NO_TEXT (a scan), TRANSCRIPT_NO_TIMES, TRANSCRIPT_TIMES_WRITTEN
 */
export async function readTranscript({ fileName, bytes, timeZone, aroundMs, typed = null }: ReadTranscriptInput): Promise<TranscriptContent> {
  const kind = kindOfName(fileName);
  if (kind === null) throw new AppError('TRANSCRIPT_TYPE_UNKNOWN', { fileName });
  if (bytes.byteLength > mostBytes) throw new AppError('TRANSCRIPT_TOO_LARGE', { fileName });
  const input: TranscriptInput = { kind, bytes, timeZone, aroundMs, typed };
  const reading = await runInWorker<TranscriptReading>('read-transcript', input, deadlineMs, mostGrowthBytes).catch((error: unknown) => {
    const isBomb = error instanceof WorkerOverrun && error.bound === 'memory';
    throw new AppError(isBomb ? 'TRANSCRIPT_UNSAFE' : 'TRANSCRIPT_UNREADABLE', { fileName }, error);
  });
  if (reading.kind === 'refused') throw new AppError(reading.code, { fileName }, new Error(reading.reason));
  return reading.content;
}
