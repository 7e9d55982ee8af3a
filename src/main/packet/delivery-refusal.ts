import { AppError, assertNever, isAppError } from '../../shared/base/index.ts';
import type { DeliveryFailure } from './delivery.ts';

/** What a delivery that came to nothing is called. */
export function deliveryRefusal(outcome: DeliveryFailure, path: string): AppError {
  switch (outcome.problem) {
    case 'altered':
      return new AppError('MASTER_ALTERED', { segment: outcome.path });
    case 'read-back-differs':
      return new AppError('READ_BACK_DIFFERS', { path: outcome.path });
    case 'iso-cannot-hold':
      return new AppError('ISO_CANNOT_HOLD', { path: outcome.path });
    case 'refused':
      return refusedBy(outcome.code, path, new Error(outcome.detail));
    default:
      return assertNever(outcome, 'outcome');
  }
}

/** The same for what went wrong while the smaller files were written. What is no answer of a disk stays what it is. */
export function refusalOf(error: unknown, path: string): unknown {
  if (isAppError(error) && error.code === 'FFMPEG_FAILED' && /no space left/i.test(String(error.params['detail']))) return new AppError('MEDIUM_FULL', { path }, error);
  const code = error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return code === '' ? error : refusedBy(code, path, error);
}

function refusedBy(code: string, path: string, cause: unknown): AppError {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError('MEDIUM_FULL', { path }, cause);
    case 'EFBIG':
      return new AppError('MEDIUM_FILE_TOO_LARGE', { path }, cause);
    case 'EACCES':
    case 'EPERM':
      return new AppError('FOLDER_NOT_WRITABLE', { path }, cause);
    default:
      return new AppError('MEDIUM_LOST', { path, detail: code }, cause);
  }
}
