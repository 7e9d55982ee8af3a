import { describe, expect, it } from 'vitest';
import { judgeExit, type ExitFacts } from './run-end.ts';

const judge = (stderr: string, exitCode: number | null, facts: Partial<ExitFacts> = {}) => judgeExit({ stderr, exitCode, wasLive: false, withAudio: false, withNative: true, ...facts });

describe('how a run ended', () => {
  it('is told in ffmpeg’s own last words when they mean nothing known', () => {
    const stderr = 'Input #0, rtsp\n[AVFilterGraph @ 0x55] No such filter: drawtext\nError initializing complex filters.\n\n';
    expect(judge(stderr, 1)).toMatchObject({ problem: 'FFMPEG_FAILED', detail: 'Error initializing complex filters' });
  });

  it('is told by the exit code when ffmpeg said nothing', () => {
    expect(judge('', 137)).toMatchObject({ problem: 'FFMPEG_FAILED', detail: 'exit 137' });
    expect(judge('', null)).toMatchObject({ problem: 'FFMPEG_FAILED', detail: 'exit by signal' });
  });

  it.each([
    ['the camera refuses the login', 'method DESCRIBE failed: 401 Unauthorized', false, 'CAMERA_UNAUTHORIZED'],
    ['nothing listens', 'Connection to tcp://127.0.0.1:1 failed: Connection refused', false, 'CAMERA_UNREACHABLE'],
    ['a live run breaks', 'anything', true, 'STREAM_LOST'],
  ])('names the problem when %s', (_what, stderr, wasLive, problem) => expect(judge(stderr, 1, { wasLive })).toMatchObject({ problem }));

  it('is told apart when only the camera’s own stream could not be written', () => {
    const stderr = '[mp4 @ 0x5] Could not find tag for codec pcm_mulaw in stream #1, codec not currently supported in container\nCould not write header for output file #2 (incorrect codec parameters ?): Invalid argument';
    expect(judge(stderr, 1)).toMatchObject({ reason: 'native-refused', problem: 'NATIVE_REFUSED' });
    expect(judge(stderr, 1, { withNative: false })).toMatchObject({ reason: 'ffmpeg-failed' });
  });
});
