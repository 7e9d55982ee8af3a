import { describe, expect, it } from 'vitest';
import { judgeExit } from './run-end.ts';

describe('how a run ended', () => {
  it('is told in ffmpeg’s own last words when they mean nothing known', () => {
    const stderr = 'Input #0, rtsp\n[AVFilterGraph @ 0x55] No such filter: drawtext\nError initializing complex filters.\n\n';
    expect(judgeExit(stderr, 1, false, false)).toMatchObject({ problem: 'FFMPEG_FAILED', detail: 'Error initializing complex filters' });
  });

  it('is told by the exit code when ffmpeg said nothing', () => {
    expect(judgeExit('', 137, false, false)).toMatchObject({ problem: 'FFMPEG_FAILED', detail: 'exit 137' });
    expect(judgeExit('', null, false, false)).toMatchObject({ problem: 'FFMPEG_FAILED', detail: 'exit by signal' });
  });

  it.each([
    ['the camera refuses the login', 'method DESCRIBE failed: 401 Unauthorized', false, 'CAMERA_UNAUTHORIZED'],
    ['nothing listens', 'Connection to tcp://127.0.0.1:1 failed: Connection refused', false, 'CAMERA_UNREACHABLE'],
    ['a live run breaks', 'anything', true, 'STREAM_LOST'],
  ])('names the problem when %s', (_what, stderr, wasLive, problem) => expect(judgeExit(stderr, 1, wasLive, false)).toMatchObject({ problem }));
});
