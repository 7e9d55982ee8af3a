import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { newSm2KeyText, parseSm2KeyText } from './sm2-key.ts';
import { verifySm2Signature } from './sm2-signature.ts';
import { holdsSm2, newSm2Pair, signSm2 } from './sm2.ts';

const nowMs = Date.UTC(2026, 10, 23, 6, 3, 7);
const identifier = 'distid:1234567812345678';

describe('SM2 with SM3', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-sm2-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const put = (name: string, bytes: Uint8Array | string) => writeFileSync(join(folder, name), bytes);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const content = Buffer.from('{"format":"shilu.seal.v1"}');
  const text = newSm2KeyText({ stationName: '讯问一室', notBeforeMs: nowMs - 86_400_000 });
  const key = parseSm2KeyText(text);

  it('makes a key, a certificate and a request that openssl takes for what they say', async () => {
    put('key.pem', text);
    put('cert.pem', key.certificatePem);
    put('request.pem', await key.request({ organization: '训练公安局', commonName: '讯问一室' }));
    expect(openssl('pkey', '-in', 'key.pem', '-pubout')).toBe(openssl('x509', '-in', 'cert.pem', '-noout', '-pubkey'));
    expect(openssl('x509', '-in', 'cert.pem', '-noout', '-text')).toMatch(/Signature Algorithm: SM2-with-SM3[^]*ASN1 OID: SM2[^]*Digital Signature, Non Repudiation/);
    const request = (id: string) => spawnSync('openssl', ['req', '-in', 'request.pem', '-verify', '-noout', '-vfyopt', id, '-subject', '-nameopt', 'utf8'], { cwd: folder, encoding: 'utf8' });
    expect(request(identifier)).toMatchObject({ stdout: expect.stringContaining('训练公安局') as string, stderr: expect.stringContaining('verify OK') as string });
    expect(request('distid:8765432187654321').stderr).not.toContain('verify OK');
  });

  it('signs so that openssl finds the signature over the content itself, and over no other bytes', () => {
    const signature = key.sign(content);
    put('content', content);
    put('content.p7s', signature);
    const last = openssl('asn1parse', '-inform', 'DER', '-in', 'content.p7s').trimEnd().split('\n').at(-1) ?? '';
    const length = Number(/hl=2 l= *(\d+) prim: OCTET STRING/.exec(last)?.[1]);
    put('value', signature.subarray(signature.length - length));
    put('pub.pem', openssl('x509', '-in', 'cert.pem', '-noout', '-pubkey'));
    const verify = (file: string, id = identifier) => openssl('dgst', '-sm3', '-verify', 'pub.pem', '-sigopt', id, '-signature', 'value', file);
    expect(verify('content')).toContain('Verified OK');
    expect(() => verify('content', 'distid:8765432187654321')).toThrow();
    put('other', Buffer.from('{"format":"shilu.seal.v2"}'));
    expect(() => verify('other')).toThrow();
    expect(openssl('asn1parse', '-inform', 'DER', '-in', 'content.p7s')).toMatch(/1\.2\.156\.10197\.6\.1\.4\.2\.2[^]*:sm3[^]*1\.2\.156\.10197\.6\.1\.4\.2\.1[^]*:SM2-with-SM3/);
  });

  it('takes what openssl has signed, and refuses a number that is not in its one form', () => {
    put('content', content);
    openssl('dgst', '-sm3', '-sign', 'key.pem', '-sigopt', identifier, '-out', 'theirs', 'content');
    const value = execFileSync('cat', ['theirs'], { cwd: folder });
    const point = Buffer.from(openssl('pkey', '-in', 'key.pem', '-pubout', '-text', '-noout').replace(/[^]*pub:/, '').replace(/ASN1[^]*/, '').replace(/[^0-9a-f]/g, ''), 'hex');
    expect(holdsSm2(content, value, point)).toBe(true);
    expect(holdsSm2(content, Buffer.concat([value, Buffer.of(0)]), point)).toBe(false);
    const length = value[3] ?? 0;
    const padded = Buffer.concat([Buffer.of(0x30, (value[1] ?? 0) + 1, 0x02, length + 1, 0), value.subarray(4)]);
    expect(holdsSm2(content, padded, point)).toBe(false);
  });

  it('holds for its own bytes, and for no bit of difference in bytes or signature', () => {
    const signature = key.sign(content);
    expect(verifySm2Signature(content, signature, nowMs)).toEqual({ problem: null, fingerprint: key.fingerprint, certificatePem: key.certificatePem });
    expect(verifySm2Signature(content, signature, nowMs - 2 * 86_400_000).problem).toBe('certificate-wrong');
    const flipped = (bytes: Uint8Array, bit: number) => Uint8Array.from(bytes, (byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    for (let bit = 0; bit < signature.length * 8; bit += 29) expect({ bit, held: verifySm2Signature(content, flipped(signature, bit), nowMs).problem === null }).toEqual({ bit, held: false });
    for (let bit = 0; bit < content.length * 8; bit += 17) expect(verifySm2Signature(flipped(content, bit), signature, nowMs).problem).toBe('signature-wrong');
    for (const bytes of [Buffer.alloc(0), Buffer.from('30', 'hex'), Buffer.from('3003020101', 'hex')]) expect(verifySm2Signature(content, bytes, nowMs).problem).toBe('signature-unreadable');
  });

  it('never signs twice with the same number, and refuses the key of another curve', () => {
    const pair = newSm2Pair();
    const values = Array.from({ length: 20 }, () => Buffer.from(signSm2(content, pair)).toString('hex'));
    expect(new Set(values).size).toBe(20);
    expect(values.every((value) => holdsSm2(content, Buffer.from(value, 'hex'), pair.point))).toBe(true);
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'p256.key');
    const p256 = openssl('pkcs8', '-topk8', '-nocrypt', '-in', 'p256.key');
    expect(() => parseSm2KeyText(p256 + key.certificatePem)).toThrow('Not an SM2 key');
    expect(() => parseSm2KeyText(newSm2KeyText({ stationName: 'x', notBeforeMs: 0 }).replace(/-----BEGIN CERTIFICATE[^]*/, '') + key.certificatePem)).toThrow('another key');
  });
});
