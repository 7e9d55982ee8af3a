import { AppError } from '../../shared/base/index.ts';
import { startTimer, systemClock } from '../platform/index.ts';
import { CameraHttp, UnfitAnswer, type HttpAnswer } from './camera-http.ts';
import { isNetworkFailure } from './onvif-link.ts';

export interface Snapshot {
  readonly bytes: Buffer;
  readonly contentType: 'image/jpeg' | 'image/png';
}

const mostBytes = 16 * 1024 * 1024;

/**
 * One still picture from the address that `inspectCamera` gave.
 * @throws AppError CAMERA_UNREACHABLE, CAMERA_UNAUTHORIZED, PICTURE_MISSING (it answers, but with no picture)
 */
export async function fetchSnapshot(source: { readonly snapshotUrl: string; readonly user: string; readonly password: string; readonly deadlineMs: number }): Promise<Snapshot> {
  const url = new URL(source.snapshotUrl);
  const controller = new AbortController();
  const cancel = startTimer(source.deadlineMs, () => controller.abort());
  const http = new CameraHttp(systemClock, controller.signal);
  try {
    const answer = await http.exchange({ method: 'GET', url }, mostBytes, source.user === '' ? null : source);
    return readPicture(answer, url.host);
  } catch (error) {
    if (error instanceof UnfitAnswer) throw new AppError('PICTURE_MISSING', { camera: url.host }, error);
    if (error instanceof Error && isNetworkFailure(error)) throw new AppError('CAMERA_UNREACHABLE', { address: url.host }, error);
    throw error;
  } finally {
    cancel();
    http.close();
  }
}

/** By the first bytes: what cameras write into the header is not to be relied on. */
function readPicture(answer: HttpAnswer, address: string): Snapshot {
  if (answer.status === 401 || answer.status === 403) throw new AppError('CAMERA_UNAUTHORIZED', { address });
  if (answer.status !== 200) throw new UnfitAnswer(`HTTP ${answer.status}`);
  const head = answer.body.subarray(0, 4).toString('hex');
  if (head.startsWith('ffd8')) return { bytes: answer.body, contentType: 'image/jpeg' };
  if (head === '89504e47') return { bytes: answer.body, contentType: 'image/png' };
  throw new UnfitAnswer(`not a picture: ${answer.contentType}`);
}
