import type { ErrorCode } from '../../shared/base/index.ts';

export type TranscriptErrorCode = Extract<ErrorCode, `TRANSCRIPT_${string}`>;

/** Why a file is not read. Inside the worker only: an error's class does not survive the way out, so the code travels as data. */
export class Refusal extends Error {
  readonly code: TranscriptErrorCode;

  constructor(code: TranscriptErrorCode, reason: unknown) {
    super(`${code}: ${reason instanceof Error ? reason.message : String(reason)}`, { cause: reason });
    this.code = code;
  }
}
