import { describe, expect, it } from 'vitest';
import { parseRtspSource } from './index.ts';

describe('an RTSP address', () => {
  it.each([
    ['rtsp://192.0.2.1:554/main', '', '', { rtspUrl: 'rtsp://192.0.2.1:554/main', user: '', password: '' }],
    [' rtsp://admin:p%40ss@192.0.2.1/main?a=b ', '', '', { rtspUrl: 'rtsp://192.0.2.1/main?a=b', user: 'admin', password: 'p@ss' }],
    ['rtsp://admin:100%@192.0.2.1/', '', '', { rtspUrl: 'rtsp://192.0.2.1/', user: 'admin', password: '100%' }],
    ['rtsps://old:old@cam/1', 'new', 'secret', { rtspUrl: 'rtsps://cam/1', user: 'new', password: 'secret' }],
  ])('%s is taken apart', (address, user, password, source) => {
    expect(parseRtspSource(address, user, password)).toEqual(source);
  });

  it.each(['http://192.0.2.1/', 'file:///etc/passwd', 'rtsp:///main', 'rtsp', '', 'concat:rtsp://x'])('%s is refused', (address) => {
    expect(() => parseRtspSource(address)).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }));
  });
});
