import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeptTranscriptSnapshot, ReconciliationSnapshot, SessionSnapshot } from '../../src/shared/contract/index.ts';
import { readTranscript } from '../../src/main/transcript/index.ts';
import { HeldSession } from '../support/held-session.ts';
import { screenshotPath } from '../support/browser.ts';
import { StationProcess } from '../support/station-process.ts';
import { transcriptDocument } from '../support/transcript-document.ts';

// One transcript, written while a session is recorded: each step needs the one before.
describe('a transcript kept in Shilu', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-kept-'));
  const data = join(folder, 'data');
  let station: StationProcess;
  let held: HeldSession;
  let kept: KeptTranscriptSnapshot;
  const call = async (method: string, params: Record<string, unknown> = {}) => held.officer.call<KeptTranscriptSnapshot>(method, { sessionId: held.sessionId, ...params });
  const lines: { lineId: string; kind: string; text: string; keyFacts: string[] }[] = [];
  const begin = async (kind: string, text: string, keyFacts: string[] = []) => {
    const { lineId, begunAtMs } = await held.officer.call<{ lineId: string; begunAtMs: number }>('transcript.begin', { sessionId: held.sessionId, kind });
    lines.push({ lineId, kind, text, keyFacts });
    return begunAtMs;
  };
  const save = async (more: Record<string, unknown> = {}) => (kept = await call('transcript.save', { version: kept.version, cause: 'typing', lines, ...more }));
  const interviewee = { name: '受训人员', signsAs: 'interviewee' };
  const read = async (page: number) => {
    await call('transcript.readPage', { page, step: 'begin' });
    await pause(2_100);
    kept = await call('transcript.readPage', { page, step: 'finish' });
  };

  beforeAll(async () => {
    station = await StationProcess.start(data, join(folder, 'station.log'));
    held = await HeldSession.start(station.ready.rpc);
    await held.recordFor(1_000);
    await held.hearNotices();
    kept = await call('transcript.get');
  });
  afterAll(async () => {
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('begins lines at moments that the station measures, none before the first recorded second', async () => {
    expect(kept).toMatchObject({ phase: 'writing', version: 0, lines: [], problems: [{ code: 'TRANSCRIPT_EMPTY' }] });
    const first = await begin('question', '你的姓名?');
    expect(first).toBeGreaterThanOrEqual(kept.startsAtMs ?? Infinity);
    await begin('answer', '受训人员。');
    await begin('question', '昨晚八点你在哪里?用什么工具?');
    await begin('answer', '在家。用扳手。', ['time', 'tool']);
    await save();
    expect(kept).toMatchObject({ version: 1, lines: [{ begunAtMs: first }, {}, {}, { keyFacts: ['time', 'tool'] }] });
  });

  it('keeps each version on both disks under its hash, and none when nothing has changed', async () => {
    await save();
    expect(kept.version).toBe(1);
    lines[1] = { lineId: lines[1]?.lineId ?? '', kind: 'answer', keyFacts: [], text: '受训人员,男。' };
    await save({ cause: 'asked' });
    expect(kept.versions.map(({ version }) => version)).toEqual([2, 1]);
    const stored = execFileSync('find', [folder, '-path', '*/transcript/*', '-type', 'f'], { encoding: 'utf8' }).trim().split('\n');
    for (const { sha256 } of kept.versions) {
      const copies = stored.filter((path) => path.endsWith(sha256));
      expect(copies).toHaveLength(2);
      for (const path of copies) expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(sha256);
    }
  });

  it('refuses a console that missed a version, lines that nobody began, and a kind that changed', async () => {
    await expect(call('transcript.save', { version: 1, cause: 'typing', lines })).rejects.toMatchObject({ code: 'TRANSCRIPT_STALE' });
    await expect(call('transcript.save', { version: 2, cause: 'typing', lines: [...lines, { lineId: 'line-x', kind: 'answer', text: '是', keyFacts: [] }] })).rejects.toMatchObject({ code: 'TRANSCRIPT_LINE_UNKNOWN' });
    await expect(call('transcript.save', { version: 2, cause: 'typing', lines: [{ ...lines[0], kind: 'answer' }] })).rejects.toMatchObject({ code: 'TRANSCRIPT_LINE_UNKNOWN' });
  });

  it('marks text that was pasted, with its length and time', async () => {
    await begin('answer', '早先写好的。'.repeat(350));
    await save({ pasted: [{ lineId: lines.at(-1)?.lineId, characters: 2_100 }] });
    expect(kept.lines.at(-1)?.pastedCharacters).toBe(2_100);
    lines.pop();
    await save();
    const { timeline } = await held.officer.call<{ timeline: { type: string; detail: { characters?: number } }[] }>('session.get', { sessionId: held.sessionId });
    expect(timeline.filter(({ type }) => type === 'transcript.textPasted')).toMatchObject([{ detail: { characters: 2_100 } }]);
  });

  it('hands nothing over for reading while a key fact has no seconds or an exhibit was not shown', async () => {
    await expect(call('transcript.close')).rejects.toMatchObject({ code: 'KEY_FACT_UNLINKED' });
    const lineId = lines[3]?.lineId;
    await expect(call('transcript.linkFact', { lineId, keyFact: 'time', span: { fromMs: (kept.startsAtMs ?? 0) - 60_000, toMs: kept.startsAtMs } })).rejects.toMatchObject({ code: 'KEY_FACT_SPAN' });
    await expect(call('transcript.linkFact', { lineId, keyFact: 'time', span: { fromMs: kept.startsAtMs, toMs: (kept.startsAtMs ?? 0) + 3_600_000 } })).rejects.toMatchObject({ code: 'KEY_FACT_SPAN' });
    await call('transcript.linkFact', { lineId, keyFact: 'time', span: { lastSeconds: 1 } });
    await expect(call('transcript.close')).rejects.toMatchObject({ code: 'KEY_FACT_UNLINKED' });
    kept = await call('transcript.linkFact', { lineId, keyFact: 'tool', span: { fromMs: kept.startsAtMs, toMs: (kept.startsAtMs ?? 0) + 500 } });
    expect(kept.problems).toEqual([]);
    await begin('question', '向你出示3号物证,这是你的扳手吗?');
    await begin('answer', '是我的。'.repeat(300));
    await save();
    await expect(call('transcript.close')).rejects.toMatchObject({ code: 'EXHIBIT_NOT_SHOWN' });
    await held.officer.call('session.mark', { sessionId: held.sessionId, kind: 'exhibit', text: '3号物证:扳手' });
    kept = await call('transcript.close');
    expect(kept.phase).toBe('reading');
    expect(kept.pages.length).toBeGreaterThan(1);
    const { timeline } = await held.officer.call<{ timeline: { type: string; detail: { from?: unknown[]; to?: unknown[] } }[] }>('session.get', { sessionId: held.sessionId });
    for (const { detail } of timeline.filter(({ type }) => type === 'keyFact.linked')) expect([detail.from?.length, detail.to?.length].every((count) => (count ?? 0) >= 1)).toBe(true);
  });

  it('signs a page only after it has been read', async () => {
    const sign = (page: number) => call('transcript.signPage', { page, ...interviewee, method: 'paper' });
    await expect(sign(1)).rejects.toMatchObject({ code: 'PAGE_UNREAD' });
    await call('transcript.readPage', { page: 1, step: 'begin' });
    await expect(call('transcript.readPage', { page: 1, step: 'finish' })).rejects.toMatchObject({ code: 'PAGE_UNREAD' });
    await read(1);
    await expect(call('transcript.signPage', { page: 1, name: '别人', signsAs: 'interviewee', method: 'paper' })).rejects.toMatchObject({ code: 'PERSON_UNKNOWN' });
    await expect(call('transcript.signPage', { page: 1, ...interviewee, method: 'pad' })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    kept = await call('transcript.signPage', { page: 1, ...interviewee, method: 'pad', path: 'M20 70 L60 20 L90 80 Q150 10 200 60 L280 40' });
    expect(kept.pages[0]?.signers).toMatchObject([{ ...interviewee, outcome: 'signed' }]);
    await expect(call('transcript.finalise')).rejects.toMatchObject({ code: 'TRANSCRIPT_UNSIGNED' });
  });

  it('keeps what a correction replaces readable, and asks for the signature of that page again, of no other', async () => {
    const last = lines.at(-1);
    const corrected = lines.map((line) => (line === last ? { ...line, text: '是我的,但我没有用过。' } : line));
    kept = await call('transcript.save', { version: kept.version, cause: 'typing', lines: corrected });
    expect(kept.lines.at(-1)).toMatchObject({ text: '是我的,但我没有用过。', was: [last?.text] });
    expect(kept.versions[0]?.cause).toBe('correction');
    expect(kept.pages[0]?.rows.some(({ runs }) => runs.some(({ struck }) => struck))).toBe(true);
    expect(kept.pages.some(({ signers }) => signers[0]?.outcome === 'open')).toBe(true);
  });

  it('takes the words of a page back to writing and keeps the signature of a page that is the same afterwards', async () => {
    await read(1);
    kept = await call('transcript.signPage', { page: 1, ...interviewee, method: 'paper' });
    kept = await call('transcript.reopen');
    expect(kept).toMatchObject({ phase: 'writing', pages: [] });
    kept = await call('transcript.close');
    expect(kept.pages.map(({ signers }) => signers[0]?.outcome)).toEqual(['signed', ...kept.pages.slice(1).map(() => 'open')]);
  });

  it('survives the death of the station with everything that was saved', async () => {
    const before = kept;
    await station.kill();
    station = await StationProcess.start(data, join(folder, 'station.log'));
    held = await held.on(station.ready.rpc);
    expect(await call('transcript.get')).toEqual(before);
    await expect(call('transcript.readPage', { page: 2, step: 'begin' })).rejects.toMatchObject({ code: expect.stringMatching(/^INTERRUPTION_/) as string });
    await held.recordFor(500);
    await held.explainAll();
  });

  it('finalises when every page is signed or its refusal noted by two officers', async () => {
    kept = await call('transcript.reopen');
    await begin('question', '录音录像因程序故障中断。');
    const [interruption] = (await held.snapshot()).interruptionList;
    const minute = (ms: number | null | undefined) => new Date((ms ?? 0) + 8 * 3_600_000).toISOString().slice(11, 16).replace(':', '时');
    lines.splice(0, lines.length, ...kept.lines.map(({ lineId, kind, text, keyFacts }) => ({ lineId, kind, text, keyFacts })), {
      lineId: lines.at(-1)?.lineId ?? '', kind: 'question', keyFacts: [], text: `录音录像因程序故障于${minute(interruption?.fromMs)}分中断,${minute(interruption?.toMs)}分恢复,期间没有讯问,对吗?`,
    });
    await save();
    kept = await call('transcript.close');
    const refuse = (page: number, account: string, pin: string) => call('transcript.refuseSignature', { page, ...interviewee, reason: '不说明理由', secondOfficer: { account, pin } });
    for (const { number } of kept.pages) {
      if (kept.pages[number - 1]?.signers[0]?.outcome === 'signed') continue;
      await read(number);
      await expect(refuse(number, 'officer1', '1111')).rejects.toMatchObject({ code: 'PERSON_NOT_DISTINCT' });
      await refuse(number, 'officer2', '2222');
    }
    kept = await call('transcript.finalise');
    expect(kept.phase).toBe('finalised');
    await expect(call('transcript.save', { version: kept.version, cause: 'typing', lines: [] })).rejects.toMatchObject({ code: 'TRANSCRIPT_PHASE' });
    await expect(call('transcript.begin', { kind: 'question' })).rejects.toMatchObject({ code: 'TRANSCRIPT_PHASE' });
  });

  it('fills in the end of the recording, issues pdf and docx, and agrees with the recording', async () => {
    await held.officer.call('attendance.sign', { sessionId: held.sessionId, moment: 'arrival', method: 'paper' });
    const finished = await held.officer.call<SessionSnapshot>('session.finish', { sessionId: held.sessionId });
    expect(finished.transcript).toMatchObject({ fileName: '讯问笔录.pdf', timesFrom: 'recorder', startsAtMs: finished.recordingStartMs, endsAtMs: finished.recordingEndMs });
    expect(finished.reconciliation?.rows.filter(({ agrees, blocks }) => blocks && !agrees)).toEqual([]);
    for (const format of ['pdf', 'docx']) {
      const document = await held.officer.call<{ fileName: string; contentBase64: string; draft: boolean }>('transcript.document', { sessionId: held.sessionId, format });
      expect(document.draft).toBe(false);
      const bytes = Buffer.from(document.contentBase64, 'base64');
      writeFileSync(join(folder, `issued.${format}`), bytes);
      const said = await readTranscript({ fileName: document.fileName, bytes, timeZone: 'Asia/Shanghai', aroundMs: finished.recordingStartMs ?? 0 });
      const seconds = (ms: number | null) => Math.floor((ms ?? 0) / 1_000);
      expect([seconds(said.startsAtMs), seconds(said.endsAtMs)]).toEqual([seconds(finished.recordingStartMs), seconds(finished.recordingEndMs)]);
      expect(said).toMatchObject({ place: '训练讯问室', interviewee: '受训人员', officers: ['训练民警甲', '训练民警乙'] });
    }
    execFileSync('soffice', [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', 'pdf:writer_pdf_Export', '--outdir', join(folder, 'office'), join(folder, 'issued.docx')], { stdio: 'ignore', timeout: 110_000 });
    const pageCount = (path: string) => Number(/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [path], { encoding: 'utf8' }))?.[1]);
    expect(pageCount(join(folder, 'issued.pdf'))).toBe(kept.pages.length);
    expect(pageCount(join(folder, 'office', 'issued.pdf'))).toBe(kept.pages.length);
    execFileSync('pdftoppm', ['-r', '60', '-png', join(folder, 'issued.pdf'), screenshotPath('transcript-pdf').replace(/\.png$/, '')]);
    execFileSync('pdftoppm', ['-r', '60', '-png', join(folder, 'office', 'issued.pdf'), screenshotPath('transcript-docx').replace(/\.png$/, '')]);
  });

  it('signs nothing once recording has ended', async () => {
    await expect(call('transcript.signPage', { page: 1, ...interviewee, method: 'paper' })).rejects.toMatchObject({ code: expect.stringMatching(/^(?:TRANSCRIPT_PHASE|SIGNING_ONLY_RECORDING)$/) as string });
  });

  it('takes another transcript that differs only when two officers explain why', async () => {
    const document = await transcriptDocument('2026-11-23 01:00', '2026-11-23 02:00', ['训练民警甲', '训练民警乙'], '受训人员', '训练讯问室');
    const link = await held.officer.call<{ reconciliation: ReconciliationSnapshot }>('transcript.link', { sessionId: held.sessionId, fileName: '讯问笔录.docx', contentBase64: document.toString('base64') });
    expect(link.reconciliation).toMatchObject({ agrees: false, settled: false });
    const seal = () => held.seal();
    await expect(seal()).rejects.toMatchObject({ code: 'TRANSCRIPT_DIFFERS' });
    const explain = (account: string, pin: string) => held.officer.call<ReconciliationSnapshot>('transcript.explain', { sessionId: held.sessionId, reason: '笔录误写为前一日', secondOfficer: { account, pin } });
    await expect(explain('officer1', '1111')).rejects.toMatchObject({ code: 'PERSON_NOT_DISTINCT' });
    await expect(explain('officer2', '9999')).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    expect(await explain('officer2', '2222')).toMatchObject({ agrees: false, settled: true, explanation: { by: '训练民警甲', second: '训练民警乙', reason: '笔录误写为前一日' } });
    const [session] = readdirSync(join(data, 'primary', 'sessions'));
    expect(session).toBe(held.sessionId);
    expect(await seal()).toMatchObject({ status: 'sealed' });
  });
});
