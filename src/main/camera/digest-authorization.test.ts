import { describe, expect, it } from 'vitest';
import { digestAuthorization } from './digest-authorization.ts';

const credentials = { user: 'Mufasa', password: 'Circle of Life' };

describe('the answer to a digest challenge', () => {
  const rfc7616 = (algorithm: string) => `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;

  it.each([['MD5', '8ca523f5e9506fed4657c9700eebdbec'], ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1']])('is that of RFC 7616, section 3.9.1 (%s)', (algorithm, response) => {
    expect(digestAuthorization([rfc7616(algorithm)], 'GET', '/dir/index.html', credentials, { cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' })).toContain(`response="${response}"`);
  });

  it('is that of RFC 2617 for old servers without qop (RFC 2069)', () => {
    const header = digestAuthorization(['Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'], 'GET', '/dir/index.html', { user: 'Mufasa', password: 'CircleOfLife' });
    expect(header).toContain('response="1949323746fe6a43ef61f9606e7febea"');
    expect(header).not.toContain('qop');
  });

  it('prefers SHA-256, in one header or in several', () => {
    for (const challenges of [[`${rfc7616('MD5')}, ${rfc7616('SHA-256')}`], [rfc7616('MD5'), rfc7616('SHA-256')]]) {
      expect(digestAuthorization(challenges, 'GET', '/', credentials)).toContain('algorithm=SHA-256');
    }
  });

  it('is not given to Basic, which would give the password away, nor to what it cannot answer', () => {
    for (const challenge of ['Basic realm="x"', 'Digest realm="x"', 'Digest nonce="n", algorithm=WHIRLPOOL', 'Digest nonce="n", qop="auth-int"', '', '=,=",']) {
      expect(digestAuthorization([challenge], 'GET', '/', credentials)).toBeNull();
    }
  });
});
