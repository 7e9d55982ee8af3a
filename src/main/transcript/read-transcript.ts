import { AppError } from '../../shared/base/index.ts';
import { runInWorker } from '../platform/index.ts';
import type { TranscriptContent } from './transcript-content.ts';
import type { TranscriptInput, TranscriptReading } from './understand-transcript.ts';

export interface ReadTranscriptInput {
  /** Its ending decides how the file is read. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly timeZone: string;
  /** When the recording began: completes dates that are written without a year. */
  readonly aroundMs: number;
}

const mostBytes = 20 * 1024 * 1024;
const deadlineMs = 20_000;

/**
 * Reads a transcript in a thread of its own: its text, when the interview began and ended, where, and who was there. Looks at nothing
 * but the bytes it is given: no file, no network, no macro.
 * @throws AppError TRANSCRIPT_TOO_LARGE (20 MB, or 50 MB unpacked), TRANSCRIPT_TYPE_UNKNOWN (not a docx), TRANSCRIPT_LOCKED (password),
 *   TRANSCRIPT_UNSAFE (macros, entities, a bomb), TRANSCRIPT_UNREADABLE (damaged, or not read in 20 s), TRANSCRIPT_NO_TIMES
 */
export async function readTranscript({ fileName, bytes, timeZone, aroundMs }: ReadTranscriptInput): Promise<TranscriptContent> {
  if (!/\.docx$/i.test(fileName)) throw new AppError('TRANSCRIPT_TYPE_UNKNOWN', { fileName });
  if (bytes.byteLength > mostBytes) throw new AppError('TRANSCRIPT_TOO_LARGE', { fileName });
  const input: TranscriptInput = { bytes, timeZone, aroundMs };
  const reading = await runInWorker<TranscriptReading>('read-transcript', input, deadlineMs).catch((error: unknown) => {
    throw new AppError('TRANSCRIPT_UNREADABLE', { fileName }, error);
  });
  if (reading.kind === 'refused') throw new AppError(reading.code, { fileName }, new Error(reading.reason));
  return reading.content;
}
