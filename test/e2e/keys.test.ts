import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriersOn } from '../support/barriers.ts';
import { Browser, screenshotPath } from '../support/browser.ts';
import { SignedProfiles } from '../support/signed-profiles.ts';
import { StationProcess } from '../support/station-process.ts';

// The administrator certifies both keys with a CA of their own and sets a time-stamp authority, by clicking.
describe('keys and time stamps in the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-keys-e2e-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const identifier = 'distid:1234567812345678';
  const problems: string[] = [];
  let station: StationProcess;
  let browser: Browser;
  let page: Page;
  let authority: Server;
  let url: string;

  const at = (id: string) => page.getByTestId(id);
  const look = async (name: string) => {
    await page.screenshot({ path: screenshotPath(name), fullPage: true });
    problems.push(...(await barriersOn(page)).map((barrier) => `${name}: ${barrier}`));
  };
  const saved = async (act: () => Promise<void>): Promise<string> => {
    const [download] = await Promise.all([page.waitForEvent('download'), act()]);
    return readFileSync(await download.path(), 'utf8');
  };
  const issue = (request: string, name: string, root: string, ...more: string[]) => {
    writeFileSync(join(folder, `${name}.csr`), request);
    openssl('x509', '-req', '-in', `${name}.csr`, '-CA', `${root}.pem`, '-CAkey', `${root}.key`, '-CAcreateserial', '-days', '20', ...more, '-out', `${name}.pem`);
    writeFileSync(join(folder, `${name}-chain.pem`), Buffer.concat([readFileSync(join(folder, `${name}.pem`)), readFileSync(join(folder, `${root}.pem`))]));
    return join(folder, `${name}-chain.pem`);
  };

  beforeAll(async () => {
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'root.key');
    openssl('req', '-x509', '-new', '-key', 'root.key', '-subj', '/O=Training Agency/CN=Root', '-days', '30', '-out', 'root.pem');
    openssl('ecparam', '-name', 'SM2', '-genkey', '-noout', '-out', 'sm2-root.key');
    openssl('req', '-x509', '-new', '-sm3', '-key', 'sm2-root.key', '-subj', '/O=Training Agency/CN=SM2 Root', '-days', '30', '-sigopt', identifier, '-out', 'sm2-root.pem');
    openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'tsa.key', '-subj', '/CN=Training TSA', '-out', 'tsa.csr');
    writeFileSync(join(folder, 'tsa.ext'), 'extendedKeyUsage=critical,timeStamping\n');
    openssl('x509', '-req', '-in', 'tsa.csr', '-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', '30', '-extfile', 'tsa.ext', '-out', 'tsa.pem');
    writeFileSync(join(folder, 'serial'), '01\n');
    writeFileSync(join(folder, 'tsa.cnf'), '[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_cert=tsa.pem\nsigner_key=tsa.key\ncerts=root.pem\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\ness_cert_id_alg=sha256\n');
    authority = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        writeFileSync(join(folder, 'query'), Buffer.concat(chunks));
        openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query', '-out', 'reply');
        response.writeHead(200, { 'Content-Type': 'application/timestamp-reply' }).end(readFileSync(join(folder, 'reply')));
      });
    });
    await new Promise<void>((resolve) => authority.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(authority.address() as AddressInfo).port}/`;
    const profiles = new SignedProfiles(join(folder, 'profiles'));
    profiles.write('cn-zaozhuang', { secondSignature: 'sm2-sm3' });
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'), ['--training', '--profiles', profiles.folder]);
    browser = await Browser.open();
    page = await browser.page();
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
    await page.goto(station.ready.url);
    await at('login-card-administrator').click();
    await at('nav-keys').click();
    await at('key-fingerprint-sm2').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    expect(await station.stop()).toBe(0);
    await new Promise((resolve) => authority.close(resolve));
    rmSync(folder, { recursive: true });
  });

  it('certifies both keys: request, answer of the authority, warning before its end', async () => {
    await look('60-keys');
    for (const [which, root, more] of [['station', 'root', []], ['sm2', 'sm2-root', ['-sm3', '-vfyopt', identifier, '-sigopt', identifier]]] as const) {
      const before = await at(`key-fingerprint-${which}`).textContent();
      await at(`request-organization-${which}`).fill('训练公安局');
      await at(`request-name-${which}`).fill('讯问一室');
      const request = await saved(() => at(`action-request-${which}`).click());
      await at(`import-certificate-${which}-file`).setInputFiles({ name: 'x.pem', mimeType: 'text/plain', buffer: Buffer.from('nonsense') });
      await page.getByTestId(`key-${which}`).locator('.refusal').waitFor();
      await at(`import-certificate-${which}-file`).setInputFiles(issue(request, which, root, ...more));
      await at(`import-done-${which}`).waitFor();
      expect(await at(`key-fingerprint-${which}`).textContent()).not.toBe(before);
      expect(await at(`key-issued-${which}`).getAttribute('data-self-signed')).toBe('false');
      // Twenty days are left.
      expect(await at(`key-ending-${which}`).textContent()).toMatch(/(19|20)/);
      const pem = await saved(() => at(`action-certificate-${which}`).click());
      expect(pem.replace(/\s/g, '')).toBe(readFileSync(join(folder, `${which}.pem`), 'utf8').replace(/\s/g, ''));
    }
    await look('61-keys-certified');
  });

  it('imports a key file with its password, and says when the password is wrong', async () => {
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'p12.key');
    openssl('req', '-new', '-key', 'p12.key', '-subj', '/O=Training/CN=P12', '-out', 'p12.csr');
    issue(readFileSync(join(folder, 'p12.csr'), 'utf8'), 'p12', 'root');
    openssl('pkcs12', '-export', '-inkey', 'p12.key', '-in', 'p12.pem', '-certfile', 'root.pem', '-passout', 'pass:口令', '-out', 'key.p12');
    await at('import-more-station').locator('summary').click();
    await at('import-password-station').fill('另一个');
    await at('import-pkcs12-station-file').setInputFiles(join(folder, 'key.p12'));
    await at('import-more-station').locator('.refusal').waitFor();
    await look('62-keys-password-wrong');
    await at('import-password-station').fill('口令');
    await at('import-pkcs12-station-file').setInputFiles(join(folder, 'key.p12'));
    await page.waitForFunction(() => document.querySelector('[data-testid="key-station"]')?.textContent.includes('P12') === true);
    expect(await at('import-password-station').inputValue()).toBe('');
  });

  it('tries a time-stamp authority before it is relied on, in both languages', async () => {
    await at('stamp-url').fill('ftp://x');
    await at('action-stamp-try').click();
    await page.getByTestId('time-stamp').locator('.ant-form-item-explain-error').waitFor();
    await at('stamp-url').fill('http://127.0.0.1:1/');
    await at('action-stamp-try').click();
    await page.locator('[data-testid="stamp-trial"][data-answered="false"]').waitFor();
    await at('stamp-url').fill(url);
    await at('stamp-trusted').fill(readFileSync(join(folder, 'root.pem'), 'utf8'));
    await at('action-stamp-try').click();
    await page.locator('[data-testid="stamp-trial"][data-answered="true"]').waitFor();
    await look('63-time-stamp');
    await at('action-stamp-save').click();
    await at('stamp-saved').waitFor();
    expect(await at('stamp-now').textContent()).toBe(url);
    await at('lang-en').click();
    await look('64-keys-en');
  });

  it('is usable by everyone', () => {
    expect(problems).toEqual([]);
  });
});
