import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson, type JsonObject } from '../../src/shared/base/index.ts';
import { exportPacket, missingOfCase, type ExportedPacket } from '../../src/main/packet/index.ts';
import { caseText, type CopyStatement } from '../../src/main/packet/copy-statement.ts';
import { verifyPacket } from '../../src/main/verify/index.ts';
import { inThisThread, makeRecording } from './packet-fixture.ts';

const run = promisify(execFile);

// Pain 14: what is handed over cannot be joined, plays nowhere, tells no time, and nobody sees what is missing.
describe('pain 14: a hand-over', () => {
  let folder: string;
  let packet: ExportedPacket;
  const text = (path: string) => readFile(join(packet.path, path), 'utf8');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shilu-pain14-'));
    const { input, key } = await makeRecording(folder);
    packet = await exportPacket(input, { key, work: inThisThread });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('stops when a session that must be recorded is missing or not sealed', () => {
    const session = (sequence: number, status = 'sealed', mustRecord = true) => ({ sequence, sessionId: `S${sequence}`, status, mustRecord });
    const sessions = [session(1), session(2), session(3, 'finished'), session(4, 'abandoned'), session(5, 'sealed', false)];
    expect(missingOfCase(sessions.slice(0, 2), new Set(['S1', 'S2']))).toEqual([]);
    expect(missingOfCase(sessions.slice(0, 2), new Set(['S1']))).toEqual([2]);
    expect(missingOfCase(sessions, new Set(['S1', 'S2', 'S3', 'S4', 'S5']))).toEqual([3]);
    expect(missingOfCase([session(1), session(4, 'abandoned'), session(5, 'sealed', false)], new Set(['S1']))).toEqual([]);
  });

  it('says by its numbers in the case what leaves with it and what does not', async () => {
    const statement = JSON.parse(await text('data/copy-statement.json')) as CopyStatement;
    const other = (sequence: number, status: string, isHandedOver: boolean) => ({ sequence, sessionId: `S${sequence}`, status, isHandedOver });
    expect(caseText({ ...statement, sequence: 1, otherSessions: [] })).toBe('本案第 1 次,共 1 次 No. 1 of 1');
    expect(caseText({ ...statement, sequence: 2, otherSessions: [other(1, 'sealed', true), other(3, 'sealed', false), other(4, 'abandoned', false), other(5, 'finished', false)] }))
      .toBe('本案第 2 次,共 5 次 No. 2 of 5   同时移交第 1 次 handed over with it: No. 1   未包含第 3、4(未录制 abandoned)、5(未封存 not sealed) 次 NOT INCLUDED: No. 3, 4(未录制 abandoned), 5(未封存 not sealed)');
  });

  it('names on its cover the sessions of the case that are not in it, its number, who asked and who approved', async () => {
    const { stdout } = await run('pdftotext', ['-l', '1', '-layout', join(packet.path, 'data/report.pdf'), '-']);
    for (const item of ['未包含第 1 次', 'NOT INCLUDED: No. 1', 'No. 2 of 2', '第 2 号', '训练民警乙', '训练局长己', '工作需要', '讯问一室 / 训练办案中心']) expect(stdout).toContain(item);
    const statement = await text('data/copy-statement.json');
    expect(canonicalJson(JSON.parse(statement) as JsonObject)).toBe(statement);
    expect(JSON.parse(statement)).toMatchObject({
      format: 'shilu.copy.v1', number: 2, kind: 'work', requestedBy: '训练民警乙', approvedBy: { name: '训练局长己', role: 'chief' }, recipient: '训练检察院', original: { stationName: '讯问一室' }, sequence: 2, otherSessions: [{ sequence: 1, sessionId: 'S20261120-0001', isHandedOver: false }],
    });
    expect(await text('bag-info.txt')).toMatch(/^Copy-Number: 2$/m);
  });

  it('plays as plain MP4, one file after the other, and tells in itself when each picture was taken', async () => {
    for (const file of ['0001-0001.mp4', '0002-0001.mp4', '0003-0001.mp4']) {
      const path = join(packet.path, 'data/recording/cam-overview', file);
      const { stdout } = await run('ffprobe', ['-v', 'error', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', path]);
      expect(stdout.trim().split('\n').sort()).toEqual(['aac', 'h264']);
      expect((await readFile(path)).toString('latin1')).toMatch(/"roomMs":17\d{11}/);
    }
    expect(await text('bag-info.txt')).toMatch(/^Exported-At: 2026-11-23T\d\d:\d\d:\d\d\+08:00$/m);
  });

  it('brings the rules, the description of its format and the certificate of its seal with it', async () => {
    expect(await text('data/FORMAT.md')).toContain('# Format of what Shilu leaves');
    expect(JSON.parse(await text('data/profile.json'))).toEqual({ secondSignature: 'none' });
    expect((await readFile(join(packet.path, 'data/seal-certificate.pdf'))).toString('latin1')).toMatch(/^%PDF/);
    expect(await verifyPacket(packet.path)).toMatchObject({ result: 'intact', findings: [] });
  });
});
