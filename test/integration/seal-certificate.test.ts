import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sealCodeOf } from '../../src/main/seal/index.ts';
import { readSealCode } from '../../src/shared/domain/index.ts';
import { makeSealCertificate, missingOfCertificate, type SealCertificateData } from '../../src/main/packet/seal-certificate.ts';

const at = Date.UTC(2026, 10, 23, 6, 3, 7);
const data: SealCertificateData = {
  sessionId: 'S20261123-0001', caseNumber: '训(2026)第001号', kind: 'interrogation', legalClass: 'must-record', interviewee: '训练对象甲', place: '训练办案中心', roomName: '讯问一室',
  officers: ['训练民警甲', '训练民警乙'], present: [{ name: '训练翻译丙', capacity: 'interpreter', enteredAtMs: at, leftAtMs: null }], arrivedAtMs: at - 600_000,
  recordingStartMs: at, recordingEndMs: at + 3_600_000, interruptions: [{ fromMs: at + 60_000, toMs: at + 70_000, state: 'explained' }], breaks: 1,
  streams: [{ name: '全景', segments: 7, bytes: 1_234_000_000 }, { name: '被讯问人', segments: 7, bytes: 1_034_000_000 }], clock: { sources: ['sntp'], worstErrorMs: 9 }, profile: 'cn-zaozhuang 2', transcript: '讯问笔录 第1次.docx',
  sealCode: 'JEQB-QK49-D7R3-85Q5-856H', manifestSha256: 'ab'.repeat(32), closingSha256: 'cd'.repeat(32), certificateSha256: 'ef'.repeat(32), secondCertificateSha256: '12'.repeat(32), timeStamp: '无 none',
  sealedAtMs: at + 3_660_000, sealedBy: '训练民警甲',
  signatures: [{ name: '训练对象甲', capacity: 'interviewee', decision: 'refused', reason: '认为笔录有误', atMs: at + 3_670_000, approvedBy: '训练民警乙' }, { name: '训练民警甲', capacity: 'officer', decision: 'signed', reason: '', atMs: at + 3_680_000, approvedBy: null }],
  missing: [{ name: '训练民警乙', capacity: 'officer' }, { name: '训练翻译丙', capacity: 'interpreter' }], timeZone: 'Asia/Shanghai', madeAtMs: at + 3_700_000,
};

describe('the seal certificate', () => {
  const folder = process.env['SHILU_KEEP'] ?? mkdtempSync(join(tmpdir(), 'shilu-certificate-'));
  afterAll(() => {
    if (process.env['SHILU_KEEP'] === undefined) rmSync(folder, { recursive: true });
  });

  it('is A4, carries every item in Chinese and English with its font, and a QR code that reads as the seal code', async () => {
    const file = join(folder, 'seal-certificate.pdf');
    writeFileSync(file, await makeSealCertificate(data));
    const info = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
    expect(info).toContain('A4');
    const fonts = execFileSync('pdffonts', [file], { encoding: 'utf8' }).trim().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/Noto.* yes yes yes/);
    const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
    const hashes = text.replace(/\s/g, '');
    for (const hash of [data.manifestSha256, data.closingSha256, data.certificateSha256, data.secondCertificateSha256 ?? '']) expect(hashes).toContain(hash.slice(0, 32));
    for (const item of [
      data.caseNumber, data.interviewee, ...data.officers, '训练翻译丙', data.place, data.roomName, '2026-11-23 14:03:07', '2026-11-23 15:03:07', '14:04:07–14:04:17', '认为笔录有误', '训练民警乙', data.sealCode,
      '签名', 'Signatures', '时间戳', '讯问笔录 第1次.docx', 'cn-zaozhuang 2',
    ]) expect(text).toContain(item);
    execFileSync('pdftoppm', ['-png', '-r', '80', file, join(folder, 'certificate')]);
    expect(readdirSync(folder).filter((name) => name.startsWith('certificate-')).length).toBeLessThanOrEqual(2);
  });

  it('bears a QR code that a reader reads from the printed page, and that scans back as the seal code', async () => {
    const manifestSha256 = 'ab'.repeat(32);
    const sealCode = sealCodeOf(manifestSha256);
    const file = join(folder, 'scanned.pdf');
    writeFileSync(file, await makeSealCertificate({ ...data, manifestSha256, sealCode }));
    execFileSync('pdftoppm', ['-png', '-r', '150', '-f', '1', '-l', '1', file, join(folder, 'scanned')]);
    const picture = readdirSync(folder).find((name) => name.startsWith('scanned') && name.endsWith('.png')) ?? '';
    const scanned = execFileSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', join(folder, picture)], { encoding: 'utf8' });
    expect(scanned.trim()).toBe(`shilu-seal:${sealCode}:${manifestSha256}`);
    expect(readSealCode(scanned)).toBe(sealCode);
  });

  it.each([
    ['place', { place: ' ' }], ['interviewee', { interviewee: '' }], ['two officers', { officers: ['训练民警甲'] }], ['start and end of the recording', { recordingEndMs: null }], ['case number', { caseNumber: '' }], ['recordings', { streams: [] }],
  ] as const)('names the %s when it is missing', (en, change) => {
    expect(missingOfCertificate({ ...data, ...change }).map((item) => item.en)).toEqual([en]);
    expect(missingOfCertificate(data)).toEqual([]);
  });
});
