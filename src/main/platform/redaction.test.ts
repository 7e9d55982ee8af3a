import { expect, it } from 'vitest';
import { createLogger } from './logger.ts';
import { passwordParts, redact } from './redaction.ts';

it.each([
  ['rtsp://room%20admin:p%40ss%2Fword%3A1%25@10.0.0.7:554/live?channel=1', 'rtsp://***@10.0.0.7:554/live?channel=1', []],
  ['rtsp://10.0.0.7/user=admin&password=s3cret&channel=1', 'rtsp://10.0.0.7/user=admin&password=***&channel=1', ['password=s3cret']],
  ['rtsp://10.0.0.7/live?Passwd=s3cret#x', 'rtsp://10.0.0.7/live?Passwd=***#x', ['Passwd=s3cret']],
  ['rtsp://10.0.0.7/user=admin_password=s3cret_channel=1.sdp', 'rtsp://10.0.0.7/user=admin_password=***', ['password=s3cret_channel=1.sdp']],
  ['rtsp://10.0.0.7/compass=north?password=', 'rtsp://10.0.0.7/compass=north?password=', []],
])('%s is told without its password', (address, told, parts) => {
  expect(redact(`tried '${address}', in vain`)).toBe(`tried '${told}', in vain`);
  expect(passwordParts(address)).toEqual(parts);
});

it('nothing of it is in the log', () => {
  const lines: string[] = [];
  const log = createLogger('test', (line) => lines.push(line));
  log.warn('a', { address: 'rtsp://u:p%22w@h/', list: ['rtsp://h/pwd=s3cret'] });
  log.error('b', new Error('rtsp://h/password=s3cret&x', { cause: new Error('http://u:s3cret@h') }));
  expect(lines.join('')).not.toMatch(/s3cret|p%22w/);
});
