import type { ErrorCode } from '../../shared/base/index.ts';

const patterns: readonly (readonly [RegExp, ErrorCode])[] = [
  [/\b401\b|Unauthorized|authorization failed|\b403\b|Forbidden/i, 'CAMERA_UNAUTHORIZED'],
  [/matches no streams|does not contain any stream|Could not find codec parameters for stream \d+ \(Video/i, 'CAMERA_NO_H264'],
  [/Connection refused|timed out|No route to host|Network is unreachable|Failed to resolve|Connection reset|\b404\b|Not Found|5XX|\b50[0-9]\b|Error number -1\d\d /i, 'CAMERA_UNREACHABLE'],
];

/** What ffmpeg's own words say about a connection that failed; undefined when they say nothing known. */
export function connectionProblem(stderr: string): ErrorCode | undefined {
  return patterns.find(([pattern]) => pattern.test(stderr))?.[1];
}
