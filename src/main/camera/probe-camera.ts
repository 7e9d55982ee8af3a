import { AppError, isAppError } from '../../shared/base/index.ts';
import { probeStream, type FfmpegTools, type StreamFacts } from '../ffmpeg/index.ts';
import { redact, type Clock, type Logger } from '../platform/index.ts';
import { RtspRelay } from './rtsp-relay.ts';
import type { RtspSource } from './rtsp-source.ts';

export interface ProbeRequest {
  readonly tools: FfmpegTools;
  readonly source: RtspSource;
  readonly deadlineMs: number;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly log: Logger;
}

/**
 * Asks a camera what it streams, over RTSP on TCP, through a relay of its own.
 * @throws AppError with `address`: CAMERA_UNREACHABLE, CAMERA_UNAUTHORIZED, CAMERA_STREAM_UNKNOWN, CAMERA_BUSY, CAMERA_NOT_RTSP, or CAMERA_NO_H264 when it has no
 * H.264 or H.265 picture
 */
export async function probeCamera({ tools, source, deadlineMs, clock, log }: ProbeRequest): Promise<StreamFacts> {
  const address = redact(source.rtspUrl);
  const relay = await RtspRelay.open({ source, clock, log, answerMs: Math.min(5_000, deadlineMs) });
  try {
    return await probeStream(tools, { url: relay.address, shownAs: address, deadlineMs, onStarted: (pid) => relay.admit(pid) });
  } catch (error) {
    const { problem } = relay.status();
    if (problem === null || !isAppError(error)) throw error;
    throw new AppError(problem.code, { address }, new Error(problem.detail, { cause: error }));
  } finally {
    await relay.close();
  }
}
