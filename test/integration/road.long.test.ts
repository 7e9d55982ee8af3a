import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSegment } from '../../src/main/segments/index.ts';
import type { InterruptionSnapshot, PacketReport, RoomSnapshot, SessionSnapshot } from '../../src/shared/contract/index.ts';
import { formatRoomTime } from '../../src/shared/domain/index.ts';
import { addTrainingCameras } from '../support/training-cameras.ts';
import { filesWithSecret } from '../support/secret-search.ts';
import { projectFolder, StationLine, StationProcess } from '../support/station-process.ts';
import { readStamp } from '../support/stamp-reader.ts';
import { transcriptDocument } from '../support/transcript-document.ts';
import { waitUntil } from '../support/wait-until.ts';

// The whole road of one session, over the loopback contract, with the training room's cameras. Each step needs the one before.
describe('a whole session', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-road-'));
  let station: StationProcess;
  let officer: StationLine;
  let attendant: StationLine;
  let legal: StationLine;
  let admin: StationLine;
  let sessionId = '';
  let packet = '';

  const room = () => officer.call<RoomSnapshot>('room.status');
  const session = async () => (await officer.call<{ session: SessionSnapshot }>('session.get', { sessionId })).session;
  const shilu = (...args: string[]) => spawnSync(process.execPath, [join(projectFolder, 'dist', 'main', 'cli.mjs'), ...args], { encoding: 'utf8' });

  beforeAll(async () => {
    // What an export leaves that died with its station.
    mkdirSync(join(folder, 'data', 'packets', '.P-dead.part', 'data'), { recursive: true });
    writeFileSync(join(folder, 'data', 'packets', '.P-dead.part', 'data', 'x.mp4'), 'x');
    writeFileSync(join(folder, 'data', 'exporting.json'), JSON.stringify({ sessionId: 'S-dead', packetId: 'P-dead', folder: join(folder, 'data', 'packets') }));
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
    officer = await StationLine.open(station.ready.rpc, 'officer1', '1111');
    attendant = await StationLine.open(station.ready.rpc, 'attendant', '3333');
    legal = await StationLine.open(station.ready.rpc, 'legal', '4444');
    admin = await StationLine.open(station.ready.rpc, 'admin', '5555');
  });

  afterAll(async () => {
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('removes what an export left that a crash cut off, and says so in the ledger', () => {
    expect([existsSync(join(folder, 'data', 'packets', '.P-dead.part')), existsSync(join(folder, 'data', 'exporting.json'))]).toEqual([false, false]);
    expect(readFileSync(join(folder, 'data', 'mirror', 'ledger', 'ledger.jsonl'), 'utf8')).toMatch(/"leftAt":"","packetId":"P-dead","reason":"crash"/);
  });

  it('discovers the cameras and adds them to the room', async () => {
    await addTrainingCameras(admin);
    const snapshot = await waitUntil('both cameras live', 30_000, async () => {
      const now = await room();
      return now.cameras.length === 2 && now.cameras.every((c) => c.state === 'live') && now;
    });
    expect(snapshot.cameras.map((c) => [c.role, c.width, c.height, c.hasAudio])).toEqual([['overview', 1920, 1080, true], ['interviewee', 1280, 720, false]]);
  });

  it('keeps the start locked until the room check has passed', async () => {
    const opened = await officer.call<SessionSnapshot>('session.open', {
      caseNumber: 'TRAIN-2026-001', kind: 'interrogation', place: '训练讯问室', interviewee: '受训人员', secondOfficer: { account: 'officer2', pin: '2222' },
    });
    sessionId = opened.sessionId;
    await expect(officer.call('session.start', { sessionId })).rejects.toMatchObject({ code: 'CHECK_REQUIRED' });
    await admin.call('training.play', { clip: 'greeting' });
    const report = await waitUntil('a passed check', 30_000, async () => {
      const checked = await officer.call<{ passed: boolean; items: readonly { ok: boolean; code: string | null }[] }>('check.run');
      return checked.passed && checked;
    });
    expect(report.items.filter((i) => !i.ok)).toEqual([]);
  });

  it('records: proven time moves on, marker and break are in the record', async () => {
    await officer.call('session.start', { sessionId });
    const first = await waitUntil('proven time', 15_000, async () => (await session()).provenUntilMs ?? undefined);
    await officer.call('session.mark', { sessionId, kind: 'exhibit', text: '一号物证' });
    await attendant.call('session.breakStart', { sessionId, kind: 'meal', offered: '盒饭', answered: '吃了' });
    await waitUntil('proven time to move', 15_000, async () => ((await session()).provenUntilMs ?? 0) > first + 2_000);
    const after = await attendant.call<SessionSnapshot>('session.breakEnd', { sessionId });
    expect(after.breaks).toMatchObject([{ kind: 'meal', offered: '盒饭' }]);
    expect(after.markers[0]?.media.length).toBe(2);
    expect(after.interrupted).toBe(false);
  });

  it('measures an interruption when a camera dies and comes back', async () => {
    const fault = (on: boolean) => officer.call('training.fault', { camera: 'interviewee', fault: 'drop', on });
    await fault(true);
    await waitUntil('the interruption', 15_000, async () => (await session()).interrupted);
    await pause(2_000);
    await fault(false);
    const [interruption] = await waitUntil('recording to resume', 30_000, async () => {
      const { interruptions } = await officer.call<{ interruptions: InterruptionSnapshot[] }>('interruption.list', { sessionId });
      return interruptions[0]?.state === 'unexplained' && interruptions;
    });
    const lastedMs = (interruption?.toMs ?? 0) - (interruption?.fromMs ?? 0);
    expect(lastedMs).toBeGreaterThan(2_000);
    expect(lastedMs).toBeLessThan(20_000);
    await expect(officer.call('session.finish', { sessionId })).rejects.toMatchObject({ code: 'INTERRUPTION_UNEXPLAINED' });
  });

  it('keeps the lock when nothing is said, and opens it when the explanation is heard', async () => {
    const interruptionId = (await session()).interruptionList[0]?.interruptionId;
    const begin = () => officer.call<{ interruption: InterruptionSnapshot }>('interruption.explain', { sessionId, interruptionId, step: 'begin', cause: 'network' });
    const finish = () => officer.call<{ interruption: InterruptionSnapshot }>('interruption.explain', { sessionId, interruptionId, step: 'finish' });
    await expect(finish()).rejects.toMatchObject({ code: 'EXPLANATION_NOT_BEGUN' });
    await begin();
    await pause(2_500);
    await expect(finish()).rejects.toMatchObject({ code: 'EXPLANATION_NOT_HEARD' });
    await begin();
    await officer.call('training.play', { clip: 'explanation-network' });
    await waitUntil('the clip to end', 60_000, async () => (await officer.call<{ playing: string | null }>('training.status')).playing === null);
    const { interruption } = await finish();
    expect(interruption.state).toBe('explained');
    expect(interruption.heardMs).toBeGreaterThan(6_000);
    expect(interruption.spokenFrom?.segment).toMatch(/\.mp4$/);
    await officer.call('interruption.sign', { sessionId, interruptionId, method: 'pad', path: 'M10.0 10.0 L90.0 60.0' });
  });

  it('finishes, and refuses a transcript with other times', async () => {
    const finished = await officer.call<SessionSnapshot>('session.finish', { sessionId, reason: '训练,提前结束' });
    expect(finished.status).toBe('finished');
    expect(finished.provenUntilMs).toBeGreaterThanOrEqual(finished.recordingEndMs ?? Infinity);
    await expect(officer.call('session.seal', { sessionId, pin: '1111' })).rejects.toMatchObject({ code: 'TRANSCRIPT_REQUIRED' });
    const link = async (startMs: number, endMs: number) => {
      const [start, end] = [startMs, endMs].map((ms) => formatRoomTime(ms, 'Asia/Shanghai').slice(0, 16));
      const document = await transcriptDocument(start ?? '', end ?? '', ['训练民警甲', '训练民警乙'], '受训人员', '训练讯问室', finished.interruptionList);
      return officer.call<{ reconciliation: { agrees: boolean } }>('transcript.link', { sessionId, fileName: '讯问笔录.docx', contentBase64: document.toString('base64') });
    };
    const [startMs, endMs] = [finished.recordingStartMs ?? 0, finished.recordingEndMs ?? 0];
    expect((await link(startMs - 600_000, endMs)).reconciliation.agrees).toBe(false);
    await expect(officer.call('session.seal', { sessionId, pin: '1111' })).rejects.toMatchObject({ code: 'TRANSCRIPT_DIFFERS' });
    expect((await link(startMs, endMs)).reconciliation.agrees).toBe(true);
  });

  it('seals, exports a packet, and verify says intact', async () => {
    await expect(officer.call('session.seal', { sessionId, pin: '0000' })).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    const begun = await officer.call<SessionSnapshot>('session.seal', { sessionId, pin: '1111' });
    expect(begun).toMatchObject({ status: 'sealing', seal: null, sealing: { signatures: [] } });
    await expect(officer.call('session.completeSeal', { sessionId, pin: '1111' })).rejects.toMatchObject({ code: 'SIGNATURE_MISSING' });
    await waitUntil('the closing segment to be proven', 20_000, async () => ((await session()).provenUntilMs ?? 0) > (begun.sealing?.begunAtMs ?? Infinity));
    for (const { name, capacity } of begun.sealing?.missing ?? []) await officer.call('session.signSeal', { sessionId, name, capacity, decision: 'signed' });
    const sealed = await officer.call<SessionSnapshot>('session.completeSeal', { sessionId, pin: '1111' });
    expect(sealed).toMatchObject({ status: 'sealed', sealing: null, seal: { sealCode: begun.sealing?.sealCode, intervieweeSigned: true } });
    for (const { media, atMs } of sealed.seal?.signatures ?? []) expect({ inMedia: media.length > 0, after: atMs > (begun.sealing?.begunAtMs ?? Infinity) }).toEqual({ inMedia: true, after: true });
    await expect(officer.call('packet.export', { sessionId, purpose: 'x', recipient: 'y' })).rejects.toMatchObject({ code: 'ROLE_REQUIRED' });
    const exported = await legal.call<{ path: string; report: PacketReport }>('packet.export', { sessionId, purpose: '移送审查起诉', recipient: '检察院' });
    expect(exported.report).toMatchObject({ result: 'intact', findings: [], sealCode: sealed.seal?.sealCode });
    packet = exported.path;
    const verified = shilu('verify', packet, '--json');
    expect([verified.status, JSON.parse(verified.stdout)]).toMatchObject([0, { result: 'intact' }]);
  });

  it('cuts a clip of both cameras from the exported copy with the word of the chief, and from nothing else', async () => {
    const fromMs = ((await session()).recordingStartMs ?? 0) + 1_000;
    const { streams, packetId } = { ...(JSON.parse(readFileSync(join(packet, 'data', 'manifest.json'), 'utf8')) as { streams: { streamId: string; kind: string }[] }), ...(JSON.parse(readFileSync(join(packet, 'data', 'copy-statement.json'), 'utf8')) as { packetId: string }) };
    const streamIds = streams.filter(({ kind }) => kind === 'stamped').map(({ streamId }) => streamId);
    const order = { sessionId, packetId, streamIds, cuts: [{ fromMs, toMs: fromMs + 2_000 }], purpose: '案情讨论', recipient: '专案组', approver: { account: 'chief', pin: '7777' } };
    const clipFacts = async () => (await legal.call<{ timeline: { type: string; detail: Record<string, unknown> }[] }>('session.get', { sessionId })).timeline.filter(({ type }) => type === 'clip.made');
    await expect(legal.call('clip.make', { ...order, approver: { account: 'supervisor', pin: '6666' } })).rejects.toMatchObject({ code: 'ROLE_REQUIRED' });
    await expect(legal.call('clip.make', { ...order, approver: { account: 'chief', pin: '0000' } })).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    await expect(officer.call('clip.make', order)).rejects.toMatchObject({ code: 'ROLE_REQUIRED' });
    await expect(legal.call('clip.make', { ...order, copyPath: join(folder, 'data', 'primary') })).rejects.toMatchObject({ code: 'CLIP_NOT_FROM_COPY' });
    await expect(legal.call('clip.make', { ...order, packetId: 'P-none' })).rejects.toMatchObject({ code: 'CLIP_NOT_FROM_COPY' });
    await expect(legal.call('packet.cancel', { packetId: 'P-none' })).rejects.toMatchObject({ code: 'EXPORT_UNKNOWN' });
    // A copy in which one bit was altered is no source of a clip, and nothing is left of the attempt.
    const altered = join(folder, 'altered-copy');
    cpSync(packet, altered, { recursive: true });
    const master = join(altered, 'data', 'recording', streamIds[0] ?? '', readdirSync(join(altered, 'data', 'recording', streamIds[0] ?? ''))[0] ?? '');
    const bytes = readFileSync(master);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(master, bytes);
    await expect(legal.call('clip.make', { ...order, copyPath: altered })).rejects.toMatchObject({ code: 'CLIP_NOT_FROM_COPY' });
    rmSync(altered, { recursive: true });
    expect(await clipFacts()).toEqual([]);
    const clip = await legal.call<{ path: string; report: PacketReport }>('clip.make', order);
    expect(clip.report).toMatchObject({ subject: 'clip', result: 'intact', findings: [], path: clip.path });
    expect(readdirSync(join(clip.path, 'data', 'clip')).sort()).toEqual(streamIds.map((streamId) => `${streamId}.mp4`).sort());
    expect(JSON.parse(shilu('verify', clip.path, '--json').stdout)).toMatchObject({ subject: 'clip', result: 'intact' });
    expect((await clipFacts()).map(({ detail }) => detail)).toMatchObject([{ number: 1, copyNumber: 1, packetId, streamIds, approvedBy: { role: 'chief' } }]);
    expect((await room()).exporting).toBeNull();
  });

  it('holds no login of a camera, and neither does anything that the station wrote', () => {
    for (const path of [packet, folder]) expect(filesWithSecret(path, 'camera-2026')).toEqual([]);
  });

  it('is a packet that strangers can check', () => {
    expect(execFileSync('sha256sum', ['-c', 'manifest-sha256.txt'], { cwd: packet, encoding: 'utf8' })).not.toContain('FAILED');
    expect(() => execFileSync('openssl', ['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'data/manifest.json.p7s', '-content', 'data/manifest.json', '-CAfile', 'data/station.pem', '-purpose', 'any', '-out', '/dev/null'], { cwd: packet, stdio: 'pipe' })).not.toThrow();
    for (const camera of readdirSync(join(packet, 'data', 'recording')))
      for (const segment of readdirSync(join(packet, 'data', 'recording', camera))) {
        const probe = execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', join(packet, 'data', 'recording', camera, segment)], { encoding: 'utf8' });
        expect(probe).toContain('h264');
      }
  });

  it('shows the right room time in the sealed pictures, to the second', async () => {
    const { manifest } = JSON.parse(`{"manifest":${readFileSync(join(packet, 'data', 'manifest.json'), 'utf8')}}`) as { manifest: { streams: { streamId: string; kind: string; segments: { segment: string }[] }[] } };
    for (const { streamId, segments } of manifest.streams.filter((stream) => stream.kind === 'stamped'))
      for (const { segment } of segments) {
        const path = join(packet, 'data', 'recording', streamId, segment);
        const { links } = await checkSegment(path);
        for (const share of [0.1, 0.5, 0.9]) {
          const link = links[Math.floor(links.length * share)];
          if (link === undefined) continue;
          const { stamp, framePtsMs } = await readStamp(path, link.mediaMs + Math.floor(link.durationMs / 2));
          expect(stamp, `${segment} at ${framePtsMs} ms`).toBe(formatRoomTime(link.roomMs + framePtsMs - link.mediaMs, 'Asia/Shanghai'));
        }
      }
  });

  it('names the file in which one bit was flipped', () => {
    const copy = join(folder, 'flipped');
    cpSync(packet, copy, { recursive: true });
    const files = readdirSync(copy, { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).map((f) => join(f.parentPath, f.name));
    for (const path of [files.find((f) => f.endsWith('.mp4')), files.find((f) => f.endsWith('ledger.jsonl')), files.find((f) => f.endsWith('bag-info.txt'))]) {
      const bytes = readFileSync(path ?? '');
      const at = Math.floor(bytes.byteLength / 2);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(path ?? '', bytes);
      const result = shilu('verify', copy, '--json');
      expect(result.status).toBe(1);
      expect((JSON.parse(result.stdout) as PacketReport).findings.map((f) => join(copy, f.file))).toContain(path);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(path ?? '', bytes);
    }
    expect(shilu('verify', copy).status).toBe(0);
    expect(shilu('verify', folder).status).toBe(2);
  });
});
