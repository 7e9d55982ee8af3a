import { describe, expect, it } from 'vitest';
import { readServers, writeServers } from './server-lines.ts';

describe('lines of time servers', () => {
  it('are hosts, with a port where it is not the usual one', () => {
    expect(readServers(' ntp.room.invalid \n\n10.0.0.1:1123\n[2001:db8::1]:124\n2001:db8::2')).toEqual([
      { server: 'ntp.room.invalid', port: 123 }, { server: '10.0.0.1', port: 1123 }, { server: '2001:db8::1', port: 124 }, { server: '2001:db8::2', port: 123 },
    ]);
    expect(writeServers(['a:123', '10.0.0.1:1123'])).toBe('a\n10.0.0.1:1123');
  });

  it.each(['two words', 'a:b', 'a:0', 'a:99999', 'http://a/'])('are never %j', (line) => {
    expect(() => readServers(`good\n${line}`)).toThrow(line);
  });
});
