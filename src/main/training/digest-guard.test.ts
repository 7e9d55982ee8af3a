import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DigestGuard } from './digest-guard.ts';

function room() {
  let nowMs = 1_000_000;
  const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs };
  const guard = new DigestGuard({ realm: 'room', user: 'officer', password: 'right', nonceLifeMs: 60_000, qop: true, clock });
  return { guard, pass: (ms: number) => (nowMs += ms) };
}

const nonceOf = (challenge: string) => /nonce="([^"]+)"/.exec(challenge)?.[1] ?? '';

interface Answer {
  readonly nonce: string;
  readonly password?: string;
  readonly algorithm?: 'MD5' | 'SHA-256';
  readonly method?: string;
}

/** A client of RFC 7616. */
function authorization({ nonce, password = 'right', algorithm = 'MD5', method = 'GET' }: Answer, qop = true): string {
  const sum = (text: string) => createHash(algorithm === 'MD5' ? 'md5' : 'sha256').update(text).digest('hex');
  const [account, request] = [sum(`officer:room:${password}`), sum(`${method}:/x`)];
  const response = qop ? sum(`${account}:${nonce}:00000001:abc:auth:${request}`) : sum(`${account}:${nonce}:${request}`);
  return `Digest username="officer", realm="room", nonce="${nonce}", uri="/x", algorithm=${algorithm}, response="${response}"${qop ? ', qop=auth, nc=00000001, cnonce="abc"' : ''}`;
}

describe('digest authentication', () => {
  it('accepts the right password, with and without quality of protection, and SHA-256', () => {
    const { guard } = room();
    const nonce = nonceOf(guard.challenge());
    expect(guard.check('GET', authorization({ nonce }))).toBe('accepted');
    expect(guard.check('GET', authorization({ nonce }, false))).toBe('accepted');
    expect(guard.check('GET', authorization({ nonce, algorithm: 'SHA-256' }))).toBe('accepted');
  });

  it('refuses a wrong password, another method, a nonce it never gave, another scheme and nothing', () => {
    const { guard } = room();
    const nonce = nonceOf(guard.challenge());
    expect(guard.check('GET', authorization({ nonce, password: 'wrong' }))).toBe('refused');
    expect(guard.check('POST', authorization({ nonce }))).toBe('refused');
    expect(guard.check('GET', authorization({ nonce: nonceOf(room().guard.challenge()) }))).toBe('refused');
    expect(guard.check('GET', 'Basic b2ZmaWNlcjpyaWdodA==')).toBe('refused');
    expect(guard.check('GET', undefined)).toBe('refused');
  });

  it('asks again, without doubting the password, when the nonce is old', () => {
    const { guard, pass } = room();
    const nonce = nonceOf(guard.challenge());
    pass(60_001);
    expect(guard.check('GET', authorization({ nonce }))).toBe('stale');
    expect(guard.challenge('stale')).toContain('stale=true');
  });
});

it('knows the example of RFC 2617 section 3.5', () => {
  const sum = (text: string) => createHash('md5').update(text).digest('hex');
  const response = sum(`${sum('Mufasa:testrealm@host.com:Circle Of Life')}:dcd98b7102dd2f0e8b11d0f600bfb0c093:00000001:0a4f113b:auth:${sum('GET:/dir/index.html')}`);
  expect(response).toBe('6629fae49393a05397450978507c4ef1');
});
