import { describe, expect, it } from 'vitest';
import { RtspLogin } from './rtsp-login.ts';

const fresh = { sent: 1, answered: false, challengeIsFresh: false };
const digest = (nonce: string, more = '') => `Digest realm="cam", nonce="${nonce}"${more}`;

describe('the login of an RTSP request', () => {
  it('is not offered before the camera asks, and counts how often a nonce was answered', () => {
    const login = new RtspLogin({ user: 'u', password: 'p' });
    expect(login.authorization('OPTIONS', 'rtsp://c/')).toBeUndefined();
    expect(login.challenged([digest('n1', ', qop="auth"')], fresh)).toBe(true);
    expect(login.authorization('DESCRIBE', 'rtsp://c/')).toContain('nc=00000001');
    expect(login.authorization('SETUP', 'rtsp://c/1')).toContain('nc=00000002');
    expect(login.challenged([digest('n2', ', qop="auth"')], { ...fresh, answered: true })).toBe(true);
    expect(login.authorization('PLAY', 'rtsp://c/')).toMatch(/nonce="n2".*nc=00000001/);
  });

  it('takes Digest before Basic, and SHA-256 before MD5', () => {
    const login = new RtspLogin({ user: 'u', password: 'p' });
    login.challenged(['Basic realm="cam"', digest('m'), digest('s', ', algorithm=SHA-256')], fresh);
    expect(login.authorization('PLAY', 'x')).toMatch(/^Digest .*algorithm=SHA-256/);
    login.challenged(['Basic realm="cam"'], fresh);
    expect(login.authorization('PLAY', 'x')).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
  });

  it('does not send a refused password again, so that no camera locks the account', () => {
    const login = new RtspLogin({ user: 'u', password: 'p' });
    const refused = { sent: 2, answered: true, challengeIsFresh: true };
    expect(login.challenged([digest('other')], refused)).toBe(false);
    expect(login.challenged([digest('other', ', stale=TRUE')], refused)).toBe(true);
    expect(login.challenged([digest('other', ', stale=true')], { ...refused, sent: 3 })).toBe(false);
    expect(login.challenged(['Negotiate'], fresh)).toBe(false);
    expect(new RtspLogin(null).challenged([digest('n')], fresh)).toBe(false);
  });
});
