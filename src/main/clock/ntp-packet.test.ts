import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ntpAnswer, type NtpAnswer } from '../../../test/support/time-server.ts';
import { judgeNtpPacket, ntpRequest } from './ntp-packet.ts';

const cookie = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
const at = Date.UTC(2026, 10, 23, 14, 3, 7, 250);
const honest: NtpAnswer = { receivedAtMs: at, transmittedAtMs: at + 1, rootDelayMs: 4, rootDispersionMs: 2 };
const judge = (answer: NtpAnswer) => judgeNtpPacket(ntpAnswer(ntpRequest(cookie), answer), cookie);

describe('a time server’s answer', () => {
  it('is read with its times and its own error', () => {
    const verdict = judge(honest);
    if (verdict.kind !== 'reply') throw new Error(verdict.kind);
    expect(verdict.reply.receivedAtMs).toBeCloseTo(at, 2);
    expect(verdict.reply.transmittedAtMs).toBeCloseTo(at + 1, 2);
    expect(verdict.reply.rootDelayMs).toBeCloseTo(4, 1);
    expect(verdict.reply.rootDispersionMs).toBeCloseTo(2, 1);
  });

  it.each([
    ['the last second of the first era', Date.UTC(2036, 1, 7, 6, 28, 15, 500)],
    ['the first second of the second era', Date.UTC(2036, 1, 7, 6, 28, 16, 500)],
    ['a day of the second era', Date.UTC(2041, 5, 1)],
  ])('is read right in %s', (_name, ms) => {
    const verdict = judge({ receivedAtMs: ms, transmittedAtMs: ms });
    expect(verdict.kind === 'reply' && Math.round(verdict.reply.transmittedAtMs)).toBe(ms);
  });

  it.each<[string, NtpAnswer, string]>([
    ['an originate timestamp that is not ours', { ...honest, originate: randomBytes(8) }, 'foreign'],
    ['another mode', { ...honest, mode: 5 }, 'foreign'],
    ['a kiss of death', { ...honest, stratum: 0, referenceId: 'RATE' }, 'kiss'],
    ['stratum 16', { ...honest, stratum: 16 }, 'unfit'],
    ['leap 3: not synchronised', { ...honest, leap: 3 }, 'unfit'],
    ['an answer sent before the question came', { ...honest, transmittedAtMs: at - 5 }, 'unfit'],
    ['an own error of twenty seconds', { ...honest, rootDispersionMs: 20_000 }, 'unfit'],
    ['an empty transmit timestamp', { ...honest, transmittedAtMs: -2_208_988_800_000 }, 'unfit'],
  ])('is not believed with %s', (_name, answer, kind) => {
    expect(judge(answer).kind).toBe(kind);
  });

  it('never throws and never believes a packet without the cookie, whatever its bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const hasCookie = bytes.length >= 48 && cookie.every((byte, index) => bytes[24 + index] === byte);
      expect(judgeNtpPacket(bytes, cookie).kind === 'foreign' || hasCookie).toBe(true);
    }));
  });
});
