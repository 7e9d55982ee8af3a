import { describe, expect, it } from 'vitest';
import { filterPath, filterValue } from './filter-text.ts';
import { connectionProblem } from './stream-problem.ts';

describe('what ffmpeg says of a connection', () => {
  it.each([
    ['[rtsp @ 0x55] method DESCRIBE failed: 401 Unauthorized\nrtsp://10.0.0.7/live: Server returned 401 Unauthorized (authorization failed)', 'CAMERA_UNAUTHORIZED'],
    ['[tcp @ 0x55] Connection to tcp://127.0.0.1:1?timeout=5000000 failed: Connection refused', 'CAMERA_UNREACHABLE'],
    ['rtsp://10.0.0.7/live: Connection timed out', 'CAMERA_UNREACHABLE'],
    ['rtsp://10.0.0.7/nothing: Server returned 404 Not Found', 'CAMERA_UNREACHABLE'],
    ['rtsp://10.0.0.7/live: Server returned 5XX Server Error reply', 'CAMERA_UNREACHABLE'],
    ["Stream map '0:v:0' matches no streams.", 'CAMERA_NO_H264'],
    ['[libx264 @ 0x55] something nobody has seen', undefined],
  ])('is understood: %s', (stderr, code) => {
    expect(connectionProblem(stderr)).toBe(code);
  });
});

describe('a value in a filter graph', () => {
  it('is escaped for the option and for the graph', () => {
    expect(filterValue('pipe:3')).toBe('pipe\\\\:3');
    expect(filterPath("/srv/O'Brien, [1]/font.ttf")).toBe("/srv/O\\\\\\'Brien\\, \\[1\\]/font.ttf");
  });
});
