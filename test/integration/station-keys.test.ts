import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifySegmentFile } from '../../src/main/verify/segment-file-check.ts';
import { recordSegments } from '../support/recorded-segment.ts';
import { smallMedia } from '../support/small-media.ts';
import { checkTimeStamp, KeyStore, requestTimeStamp, verifySignature, verifySm2Signature, type KeyVault } from '../../src/main/seal/index.ts';

const dayMs = 86_400_000;
const nowMs = Date.now();

/** Turns every byte around: enough to tell what went through a vault from what did not. */
const turned = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
const vault: KeyVault = { scheme: 'test', seal: (text) => turned(Buffer.from(text)).toString('base64'), open: (sealed) => turned(Buffer.from(sealed, 'base64')).toString('utf8') };

describe('the keys of a station', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-keys-'));
  const path = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const store = (name: string, ...using: KeyVault[]) => KeyStore.open(path(name), { stationName: '讯问一室', notBeforeMs: nowMs - dayMs }, using);

  /** A CA of the agency, in two steps. */
  beforeAll(() => {
    const ca = (name: string, subject: string, issuer: string | undefined) => {
      openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`);
      if (issuer === undefined) openssl('req', '-x509', '-new', '-key', `${name}.key`, '-subj', subject, '-days', '30', '-out', `${name}.pem`);
      else {
        openssl('req', '-new', '-key', `${name}.key`, '-subj', subject, '-out', `${name}.csr`);
        writeFileSync(path('ca.ext'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n');
        openssl('x509', '-req', '-in', `${name}.csr`, '-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`, '-CAcreateserial', '-days', '30', '-extfile', 'ca.ext', '-out', `${name}.pem`);
      }
    };
    ca('root', '/O=Training Agency/CN=Root', undefined);
    ca('issuing', '/O=Training Agency/CN=Issuing', 'root');
    ca('ca-other', '/O=Another Agency/CN=Root', undefined);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const issue = (request: string, name: string, from = nowMs - dayMs, until = nowMs + 10 * dayMs) => {
    writeFileSync(path(`${name}.csr`), request);
    mkdirSync(path(`${name}.ca`));
    const stamp = (ms: number) => new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14) + 'Z';
    writeFileSync(path(`${name}.ca/index`), '');
    writeFileSync(path(`${name}.ca/serial`), randomBytes(8).toString('hex').replace(/^./, '1'));
    writeFileSync(path(`${name}.cnf`), `[ca]\ndefault_ca=d\n[d]\ndatabase=${name}.ca/index\nserial=${name}.ca/serial\nnew_certs_dir=${name}.ca\ndefault_md=sha256\npolicy=p\nunique_subject=no\nx509_extensions=e\n[p]\norganizationName=optional\ncommonName=supplied\n[e]\nbasicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n`);
    openssl('ca', '-batch', '-config', `${name}.cnf`, '-in', `${name}.csr`, '-cert', 'issuing.pem', '-keyfile', 'issuing.key', '-startdate', stamp(from), '-enddate', stamp(until), '-out', `${name}.pem`, '-notext', '-utf8');
    return Buffer.concat([readFileSync(path(`${name}.pem`)), readFileSync(path('issuing.pem')), readFileSync(path('root.pem'))]);
  };
  const subject = { organization: '训练公安局', commonName: '讯问一室' };

  it('lie encrypted and readable by their owner alone, also those that were written before there was a vault', async () => {
    const plain = await store('vaulted');
    const file = path('vaulted/station-key.pem');
    expect(readFileSync(file, 'utf8')).toContain('PRIVATE KEY');
    expect((await store('vaulted', vault)).key.fingerprint).toBe(plain.key.fingerprint);
    expect(readFileSync(file, 'utf8')).toMatch(/^shilu\.key\.v1 test\n/);
    expect(readFileSync(file, 'utf8')).not.toContain('PRIVATE KEY');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await store('vaulted', vault)).key.fingerprint).toBe(plain.key.fingerprint);
    await expect(store('vaulted')).rejects.toMatchObject({ code: 'STATION_KEY_UNREADABLE' });
    await expect(store('vaulted', { ...vault, scheme: 'other' })).rejects.toMatchObject({ code: 'STATION_KEY_UNREADABLE' });
    expect((await store('vaulted', { ...vault, scheme: 'other' }, vault)).key.fingerprint).toBe(plain.key.fingerprint);
    expect(readFileSync(file, 'utf8')).toMatch(/^shilu\.key\.v1 other\n/);
  });

  it('ask a CA for a certificate, take it with its chain, and sign so that openssl trusts it by the root', async () => {
    const keys = await store('issued', vault);
    const before = keys.key;
    const request = await before.request(subject);
    writeFileSync(path('check.csr'), request);
    expect(openssl('req', '-in', 'check.csr', '-verify', '-noout', '-subject', '-nameopt', 'utf8')).toContain('训练公安局');
    await keys.importCertificate(issue(request, 'station'), nowMs);
    expect(keys.key.chainPem).toHaveLength(2);
    const content = Buffer.from('a manifest');
    const signature = keys.key.sign(content, nowMs);
    expect(verifySignature(content, signature)).toMatchObject({ ok: true, fingerprint: keys.key.fingerprint });
    writeFileSync(path('content'), content);
    writeFileSync(path('content.p7s'), signature);
    const verify = (...trust: string[]) => openssl('cms', '-verify', '-binary', '-inform', 'DER', '-content', 'content', '-in', 'content.p7s', '-purpose', 'any', '-out', '/dev/null', ...trust);
    expect(() => verify('-CAfile', 'root.pem')).not.toThrow();
    expect(() => verify('-CAfile', 'ca-other.pem')).toThrow();
    // Every file carries the whole way to the root: who has one file and the root needs nothing else.
    const signer = { certificates: keys.key.certificatesDer, sign: (bytes: Uint8Array) => keys.key.signBytes(bytes) };
    const [file] = (await recordSegments(smallMedia({ seconds: 6 }), { signer, fromMs: nowMs + 60_000 })).values();
    const trustIn = async (ca: string) => (await verifySegmentFile(file ?? Buffer.alloc(0), 'one.mp4', { authorities: readFileSync(path(ca), 'utf8') })).trust.basis;
    expect([await trustIn('root.pem'), await trustIn('ca-other.pem')]).toEqual(['certificate-chain', 'nothing']);
    for (let bit = 0; bit < signature.length * 8; bit += 37) {
      const altered = Uint8Array.from(signature);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect({ bit, ok: verifySignature(content, altered).ok }).toEqual({ bit, ok: false });
    }
    // What was sealed before is still handed out under the certificate it was sealed with, also after a restart.
    const again = await store('issued', vault);
    expect(again.key.fingerprint).toBe(keys.key.fingerprint);
    expect(again.keyOf(before.fingerprint).certificatePem).toBe(before.certificatePem);
    expect(() => again.keyOf('ab'.repeat(32))).toThrow(expect.objectContaining({ code: 'KEY_GONE' }));
  });

  it('refuse a certificate of another key, one that is over and one that is not valid yet, and stay as they were', async () => {
    const keys = await store('refusing');
    const { fingerprint } = keys.key;
    const other = await store('other');
    const code = (bytes: Uint8Array) => expect(keys.importCertificate(bytes, nowMs)).rejects;
    await code(Buffer.from('not a certificate')).toMatchObject({ code: 'CERTIFICATE_UNREADABLE' });
    await code(readFileSync(path('station.pem'))).toMatchObject({ code: 'CERTIFICATE_FOREIGN_KEY' });
    await code(issue(await other.key.request(subject), 'foreign')).toMatchObject({ code: 'CERTIFICATE_FOREIGN_KEY' });
    await code(issue(await keys.key.request(subject), 'over', nowMs - 9 * dayMs, nowMs - dayMs)).toMatchObject({ code: 'CERTIFICATE_EXPIRED' });
    await code(issue(await keys.key.request(subject), 'early', nowMs + dayMs, nowMs + 9 * dayMs)).toMatchObject({ code: 'CERTIFICATE_NOT_YET_VALID' });
    issue(await keys.key.request(subject), 'open');
    await code(readFileSync(path('open.pem'))).toMatchObject({ code: 'CERTIFICATE_CHAIN_OPEN' });
    expect((await store('refusing')).key.fingerprint).toBe(fingerprint);
    expect(readdirSync(path('refusing'))).toEqual(['station-key.pem', 'station.pem']);
  });

  it('come from a PKCS#12 file, and say what is wrong with it', async () => {
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'p12.key');
    openssl('req', '-new', '-key', 'p12.key', '-subj', '/O=Training/CN=P12', '-out', 'p12.req');
    issue(readFileSync(path('p12.req'), 'utf8'), 'p12');
    const pack = (key: string, certificate: string, password: string, ...more: string[]) => {
      openssl('pkcs12', '-export', '-inkey', key, '-in', certificate, '-certfile', 'chain.pem', '-passout', `pass:${password}`, '-out', 'packed.p12', ...more);
      return readFileSync(path('packed.p12'));
    };
    writeFileSync(path('chain.pem'), Buffer.concat([readFileSync(path('issuing.pem')), readFileSync(path('root.pem'))]));
    const keys = await store('packed', vault);
    const good = pack('p12.key', 'p12.pem', '口令 with spaces');
    await expect(keys.importPkcs12(good, 'wrong', nowMs)).rejects.toMatchObject({ code: 'PKCS12_PASSWORD_WRONG' });
    await expect(keys.importPkcs12(Buffer.from('nonsense'), 'x', nowMs)).rejects.toMatchObject({ code: 'PKCS12_UNREADABLE' });
    await expect(keys.importPkcs12(good, '口令 with spaces', nowMs + 99 * dayMs)).rejects.toMatchObject({ code: 'CERTIFICATE_EXPIRED' });
    await expect(keys.importPkcs12(good, '口令 with spaces', nowMs - 99 * dayMs)).rejects.toMatchObject({ code: 'CERTIFICATE_NOT_YET_VALID' });
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'rsa.key', '-subj', '/CN=RSA', '-days', '9', '-out', 'rsa.pem');
    await expect(keys.importPkcs12(pack('rsa.key', 'rsa.pem', 'x'), 'x', nowMs)).rejects.toMatchObject({ code: 'PKCS12_KEY_UNFIT' });
    await keys.importPkcs12(good, '口令 with spaces', nowMs);
    expect(keys.key.certificatePem.replace(/\s/g, '')).toBe(readFileSync(path('p12.pem'), 'utf8').replace(/\s/g, ''));
    expect(verifySignature(Buffer.from('x'), keys.key.sign(Buffer.from('x'), nowMs)).ok).toBe(true);
  });
});

describe('the second key of a station (SM2)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-sm2-keys-'));
  const path = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const store = (...using: KeyVault[]) => KeyStore.openSecond(path('keys'), { stationName: '讯问一室', notBeforeMs: nowMs - dayMs }, using);
  const identifier = 'distid:1234567812345678';
  const issue = (request: string, name: string) => {
    writeFileSync(path(`${name}.csr`), request);
    openssl('x509', '-req', '-sm3', '-in', `${name}.csr`, '-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', '30', '-vfyopt', identifier, '-sigopt', identifier, '-out', `${name}.pem`);
    return Buffer.concat([readFileSync(path(`${name}.pem`)), readFileSync(path('root.pem'))]);
  };
  beforeAll(() => {
    openssl('ecparam', '-name', 'SM2', '-genkey', '-noout', '-out', 'root.key');
    openssl('req', '-x509', '-new', '-sm3', '-key', 'root.key', '-subj', '/O=Training Agency/CN=SM2 Root', '-days', '30', '-sigopt', identifier, '-out', 'root.pem');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is made at first use, lies encrypted, takes the certificate of a CA, and signs so that it leads to its root', async () => {
    const keys = await store(vault);
    const { fingerprint } = keys.key;
    expect(readFileSync(path('keys/station-key-sm2.pem'), 'utf8')).toMatch(/^shilu\.key\.v1 test\n/);
    expect(statSync(path('keys/station-key-sm2.pem')).mode & 0o777).toBe(0o600);
    expect((await store(vault)).key.fingerprint).toBe(fingerprint);
    const request = await keys.key.request({ organization: '训练公安局', commonName: '讯问一室' });
    await expect(keys.importCertificate(Buffer.from('nonsense'), nowMs)).rejects.toMatchObject({ code: 'CERTIFICATE_UNREADABLE' });
    await expect(keys.importCertificate(readFileSync(path('root.pem')), nowMs)).rejects.toMatchObject({ code: 'CERTIFICATE_FOREIGN_KEY' });
    const issued = issue(request, 'issued');
    await expect(keys.importCertificate(readFileSync(path('issued.pem')), Date.now() + 1_000)).rejects.toMatchObject({ code: 'CERTIFICATE_CHAIN_OPEN' });
    await expect(keys.importCertificate(issued, nowMs + 99 * dayMs)).rejects.toMatchObject({ code: 'CERTIFICATE_EXPIRED' });
    await keys.importCertificate(issued, Date.now() + 1_000);
    const content = Buffer.from('a manifest');
    expect(verifySm2Signature(content, keys.key.sign(content), Date.now())).toMatchObject({ problem: null, fingerprint: keys.key.fingerprint });
    const again = await store(vault);
    expect(again.key.fingerprint).toBe(keys.key.fingerprint);
    expect(again.keyOf(fingerprint).fingerprint).toBe(fingerprint);
    expect(openssl('verify', '-vfyopt', identifier, '-CAfile', 'root.pem', 'keys/station-sm2.pem')).toContain('OK');
  });

  it('comes from a PKCS#12 file, and one of another curve is refused', async () => {
    const keys = await store(vault);
    openssl('ecparam', '-name', 'SM2', '-genkey', '-noout', '-out', 'p12.key');
    openssl('req', '-new', '-sm3', '-key', 'p12.key', '-subj', '/O=Training/CN=P12', '-sigopt', identifier, '-out', 'p12.req');
    issue(readFileSync(path('p12.req'), 'utf8'), 'p12');
    openssl('pkcs12', '-export', '-inkey', 'p12.key', '-in', 'p12.pem', '-certfile', 'root.pem', '-passout', 'pass:secret', '-out', 'good.p12');
    await expect(keys.importPkcs12(readFileSync(path('good.p12')), 'wrong', Date.now())).rejects.toMatchObject({ code: 'PKCS12_PASSWORD_WRONG' });
    await keys.importPkcs12(readFileSync(path('good.p12')), 'secret', Date.now());
    expect(keys.key.certificatePem.replace(/\s/g, '')).toBe(readFileSync(path('p12.pem'), 'utf8').replace(/\s/g, ''));
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'p256.key');
    openssl('req', '-x509', '-new', '-key', 'p256.key', '-subj', '/CN=P256', '-days', '9', '-out', 'p256.pem');
    openssl('pkcs12', '-export', '-inkey', 'p256.key', '-in', 'p256.pem', '-passout', 'pass:x', '-out', 'p256.p12');
    await expect(keys.importPkcs12(readFileSync(path('p256.p12')), 'x', Date.now())).rejects.toMatchObject({ code: 'PKCS12_KEY_UNFIT' });
    const stationKeys = await KeyStore.open(path('keys'), { stationName: '讯问一室', notBeforeMs: nowMs - dayMs }, [vault]);
    await expect(stationKeys.importPkcs12(readFileSync(path('good.p12')), 'secret', Date.now())).rejects.toMatchObject({ code: 'PKCS12_KEY_UNFIT' });
  });
});

describe('a time stamp (RFC 3161)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-tsa-'));
  const path = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const content = Buffer.from('{"format":"shilu.seal.v1"}');
  let server: Server;
  let url: string;
  /** How the authority behaves for the next request. */
  let behaviour: 'answer' | 'silent' | 'error' | 'replay' | 'nonsense' = 'answer';
  let earlier: Buffer = Buffer.alloc(0);

  beforeAll(async () => {
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-subj', '/CN=Training TSA CA', '-days', '30', '-out', 'ca.pem');
    openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'tsa.key', '-subj', '/CN=Training TSA', '-out', 'tsa.csr');
    writeFileSync(path('tsa.ext'), 'extendedKeyUsage=critical,timeStamping\n');
    openssl('x509', '-req', '-in', 'tsa.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30', '-extfile', 'tsa.ext', '-out', 'tsa.pem');
    writeFileSync(path('serial'), '01\n');
    writeFileSync(path('tsa.cnf'), '[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_cert=tsa.pem\nsigner_key=tsa.key\ncerts=ca.pem\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\nordering=yes\ntsa_name=yes\ness_cert_id_alg=sha256\n');
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (behaviour === 'silent') return;
        if (behaviour === 'error') {
          response.writeHead(503).end();
          return;
        }
        if (behaviour === 'answer') {
          writeFileSync(path('request.tsq'), Buffer.concat(chunks));
          openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'request.tsq', '-out', 'reply.tsr');
          earlier = readFileSync(path('reply.tsr'));
        }
        response.writeHead(200, { 'Content-Type': 'application/timestamp-reply' }).end(behaviour === 'nonsense' ? Buffer.from('30', 'hex') : earlier);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  it('is asked for, checked, and accepted by openssl ts -verify', async () => {
    behaviour = 'answer';
    const trustedPem = readFileSync(path('ca.pem'), 'utf8');
    const stamp = await requestTimeStamp(content, { url, trustedPem }, 20_000);
    expect(stamp.isTrusted).toBe(true);
    expect(Math.abs(stamp.atMs - Date.now())).toBeLessThan(60_000);
    writeFileSync(path('manifest.json'), content);
    writeFileSync(path('manifest.json.tsr'), stamp.responseDer);
    expect(openssl('ts', '-verify', '-data', 'manifest.json', '-in', 'manifest.json.tsr', '-CAfile', 'ca.pem', '-untrusted', 'tsa.pem')).toContain('Verification: OK');
    expect(checkTimeStamp(stamp.responseDer, content, '').isTrusted).toBe(false);
    expect(() => checkTimeStamp(stamp.responseDer, Buffer.from('other bytes'), trustedPem)).toThrow('other bytes');
  });

  it('is refused when it answers another question, is altered, or is no answer at all', async () => {
    const ask = () => requestTimeStamp(content, { url, trustedPem: '' }, 2_000);
    behaviour = 'replay';
    await expect(ask()).rejects.toThrow('another question');
    behaviour = 'nonsense';
    await expect(ask()).rejects.toThrow();
    behaviour = 'error';
    await expect(ask()).rejects.toThrow('503');
    behaviour = 'silent';
    await expect(ask()).rejects.toThrow(/timeout|aborted/i);
    await expect(requestTimeStamp(content, { url: 'http://127.0.0.1:1/', trustedPem: '' }, 2_000)).rejects.toThrow();
    for (let bit = 0; bit < earlier.length * 8; bit += 131) {
      const altered = Buffer.from(earlier);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const sameTime = (() => {
        try {
          return checkTimeStamp(altered, content, '').atMs === checkTimeStamp(earlier, content, '').atMs;
        } catch {
          return true;
        }
      })();
      expect({ bit, sameTime }).toEqual({ bit, sameTime: true });
    }
  });
});
