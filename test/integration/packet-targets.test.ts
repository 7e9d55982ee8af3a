import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportPacket, type ExportProgress, type PacketWork } from '../../src/main/packet/index.ts';
import { deliver } from '../../src/main/packet/deliver.ts';
import { openToWrite, type OpenToWrite } from '../../src/main/packet/output-file.ts';
import { workInWorker } from '../../src/main/packet/packet-work.ts';
import { verifyMaterial, verifyPacket } from '../../src/main/verify/index.ts';
import { RandomMutations } from '../support/random-mutations.ts';
import { inThisThread, makeRecording, type Recording } from './packet-fixture.ts';

const run = promisify(execFile);

describe('where a packet goes', () => {
  let folder: string;
  let recording: Recording;
  const out = () => recording.input.folder;
  const names = async () => (await readdir(out())).sort();
  const exportAs = (packetId: string, more: object = {}, work: PacketWork = inThisThread, onProgress?: (progress: ExportProgress) => void) =>
    exportPacket({ ...recording.input, packetId, ...more }, { key: recording.key, work, ...(onProgress === undefined ? {} : { onProgress }) });
  /** A disk that answers with an error once so many bytes were written to it. */
  const failing = (code: string, afterBytes: number): PacketWork => {
    let left = afterBytes;
    const open: OpenToWrite = (path) => {
      const file = openToWrite(path);
      return {
        ...file,
        write: (bytes, position) => {
          left -= bytes.byteLength;
          if (left < 0) throw Object.assign(new Error(`${code}: write`), { code, syscall: 'write' });
          file.write(bytes, position);
        },
      };
    };
    return { ...inThisThread, deliver: (delivery, onProgress) => deliver(delivery, onProgress, () => performance.now(), open) };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shilu-targets-'));
    recording = await makeRecording(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const checkUnpacked = async (at: string) => {
    await run('sha256sum', ['-c', '--strict', '--quiet', 'manifest-sha256.txt'], { cwd: at });
    await run('sha256sum', ['-c', '--strict', '--quiet', 'tagmanifest-sha256.txt'], { cwd: at });
    expect(await verifyPacket(at)).toMatchObject({ result: 'intact', fragmentsChecked: 24, findings: [] });
    expect(await readdir(join(at, 'data/transcript'))).toEqual(['讯问笔录 第1次.docx']);
  };

  it('a zip is opened by unzip and by Python, and holds the whole packet', async () => {
    const packet = await exportAs('packet-zip', { packaging: 'zip', readBack: true });
    expect(packet.path).toBe(join(out(), 'packet-zip.zip'));
    expect(['medium', 'cache']).toContain(packet.readBack);
    await run('unzip', ['-q', packet.path, '-d', join(folder, 'unzipped')]);
    await checkUnpacked(join(folder, 'unzipped'));
    expect((await run('python3', ['-c', 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), {i.compress_type for i in z.infolist()})', packet.path])).stdout.trim()).toBe('None {0}');
  });

  it('an ISO image is read by independent readers, long and Chinese names and all', async () => {
    const packet = await exportAs('packet-iso', { packaging: 'iso', readBack: true });
    await run('7z', ['x', '-y', `-o${join(folder, 'from-iso')}`, packet.path]);
    await checkUnpacked(join(folder, 'from-iso'));
    const listed = (await run('isoinfo', ['-J', '-f', '-i', packet.path])).stdout;
    expect(listed).toContain('/data/recording/cam-overview/0001-0001.mp4');
    expect((await run('isoinfo', ['-d', '-i', packet.path])).stdout).toMatch(/Joliet with UCS level 3 found/);
    const byShortName = await run('isoinfo', ['-i', packet.path, '-x', '/DATA/MANIFEST.JSO;1'], { encoding: 'buffer' });
    expect(byShortName.stdout.equals(Buffer.from(recording.input.seal.manifestBytes))).toBe(true);
    expect((await stat(packet.path)).size % 2048).toBe(0);
  });

  it.each(['zip', 'iso'] as const)('is checked where it stands, nothing unpacked, and an altered byte is named (%s)', async (packaging) => {
    const packet = await exportAs(`packet-checked-${packaging}`, { packaging });
    const sound = await verifyMaterial(packet.path);
    expect(sound).toMatchObject({ result: 'intact', sealCode: recording.input.session.seal?.sealCode, fragmentsChecked: 24, findings: [], path: packet.path });
    const whole = await readFile(packet.path);
    const media = whole.lastIndexOf(Buffer.from('mdat')) + 200;
    const altered = Buffer.from(whole);
    altered[media] = (altered[media] ?? 0) ^ 1;
    await writeFile(packet.path, altered);
    const found = await verifyMaterial(packet.path);
    expect(found.result).toBe('altered');
    expect(found.findings.map(({ file, problem }) => `${file} ${problem}`).join()).toMatch(/^data\/recording\/cam-\S+ (pictures|sound)-altered$/);
    await writeFile(packet.path, whole.subarray(0, whole.length - 400_000));
    expect((await verifyMaterial(packet.path)).result).not.toBe('intact');
    // Whatever is done to the bytes that hold the list of files: an answer, never a crash, and nothing taken for intact that is not.
    const random = new RandomMutations(7);
    const listAt = packaging === 'iso' ? 16 * 2048 : whole.lastIndexOf(Buffer.from('PK\u0001\u0002'), whole.length - 100) - 2_000;
    for (let round = 0; round < 20; round += 1) {
      const mutated = Buffer.from(whole);
      for (let n = 0; n < 4; n += 1) mutated[listAt + random.below(4_000)] = random.below(256);
      await writeFile(packet.path, mutated);
      const { result, filesChecked } = await verifyMaterial(packet.path);
      expect(result !== 'intact' || filesChecked === sound.filesChecked).toBe(true);
    }
  });

  it('that somebody packed again is checked too, unless it was compressed: then it says what to do', async () => {
    const packet = await exportAs('packet-again');
    await run('python3', ['-c', 'import shutil, sys, zipfile, os\nfor kind, name in ((zipfile.ZIP_STORED, "stored"), (zipfile.ZIP_DEFLATED, "deflated")):\n  with zipfile.ZipFile(f"{sys.argv[2]}/{name}.zip", "w", kind) as z:\n    for top, _, names in os.walk(sys.argv[1]):\n      for n in names: z.write(os.path.join(top, n), os.path.relpath(os.path.join(top, n), os.path.dirname(sys.argv[1])))', packet.path, folder]);
    expect(await verifyMaterial(join(folder, 'stored.zip'))).toMatchObject({ result: 'intact', fragmentsChecked: 24 });
    expect(await verifyMaterial(join(folder, 'deflated.zip'))).toMatchObject({ result: 'not-ours', findings: [{ problem: 'packed' }] });
  });

  it('tells how far it is, up to the last byte', async () => {
    const seen: ExportProgress[] = [];
    await exportAs('packet-progress', { readBack: true }, inThisThread, (progress) => seen.push(progress));
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual(['preparing', 'copying', 'syncing', 'reading-back']);
    const bytes = recording.input.segments.reduce((sum, segment) => sum + segment.bytes, 0);
    expect(seen.find(({ phase }) => phase === 'syncing')).toEqual({ phase: 'syncing', bytesDone: bytes, bytesTotal: bytes });
  });

  it.each(['folder', 'iso', 'zip'] as const)('a medium that fills up or is taken out in the middle is named, and nothing that looks finished is left (%s)', async (packaging) => {
    const before = await names();
    await expect(exportAs('packet-full', { packaging }, failing('ENOSPC', 300_000))).rejects.toMatchObject({ code: 'MEDIUM_FULL' });
    await expect(exportAs('packet-gone', { packaging }, failing('EIO', 300_000))).rejects.toMatchObject({ code: 'MEDIUM_LOST', params: { detail: 'EIO' } });
    const [first, ...rest] = recording.input.segments;
    if (first === undefined) throw new Error('no segment');
    await expect(exportAs('packet-altered', { packaging, segments: [{ ...first, sha256: '0'.repeat(64) }, ...rest] })).rejects.toMatchObject({ code: 'MASTER_ALTERED', params: { segment: first.path } });
    expect(await names()).toEqual(before);
  });

  it.each(['folder', 'iso', 'zip'] as const)('what comes back from the medium otherwise than it was written is found (%s)', async (packaging) => {
    const before = await names();
    const lying: OpenToWrite = (path) => {
      const file = openToWrite(path);
      return { ...file, write: (bytes, position) => file.write(path.includes('packet-lies') && position === 0 ? Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])]) : bytes, position) };
    };
    const work: PacketWork = { ...inThisThread, deliver: (delivery, onProgress) => deliver(delivery, onProgress, () => performance.now(), lying) };
    await expect(exportAs('packet-lies', { packaging, readBack: true }, work)).rejects.toMatchObject({ code: 'READ_BACK_DIFFERS' });
    expect(await names()).toEqual(before);
  });

  it('is refused before the first byte when there is no room, and an image when a file is too large for it', async () => {
    const [first, ...rest] = recording.input.segments;
    if (first === undefined) throw new Error('no segment');
    await expect(exportAs('packet-huge', { segments: [{ ...first, bytes: 1e15 }, ...rest] })).rejects.toMatchObject({ code: 'MEDIUM_TOO_SMALL' });
    expect(await names()).not.toContain('packet-huge');
  });

  it('into a folder in several threads: whole, or named and ended everywhere', async () => {
    const piece = Buffer.alloc(1 << 20, 'recorded');
    const masters = join(folder, 'lanes');
    await mkdir(masters);
    const files = await Promise.all([1, 30, 20, 25, 7].map(async (megabytes, n) => {
      const from = join(masters, String(n));
      const content = Buffer.concat(Array.from({ length: megabytes }, (_, at) => Buffer.concat([piece, Buffer.from(`${n}.${at}`)])));
      await writeFile(from, content);
      return { path: `data/recording/cam/${n}.mp4`, from, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
    }));
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const order = (to: string, of = files) => ({ packaging: 'folder' as const, files: of, to: join(folder, to), volumeName: 'x', atMs: 0, inPlace: [], readBack: false });
    const seen: number[] = [];
    const signal = new AbortController().signal;
    expect(await workInWorker.deliver(order('lanes-out'), ({ bytesDone }) => seen.push(bytesDone), signal)).toEqual({ problem: 'none', bytes, readBack: 'none' });
    for (const { path, sha256 } of files) expect(createHash('sha256').update(await readFile(join(folder, 'lanes-out', path))).digest('hex')).toBe(sha256);
    expect([seen.length > 1, seen.at(-1)]).toEqual([true, bytes]);
    const altered = files.map((file, n) => (n === 3 ? { ...file, sha256: '0'.repeat(64) } : file));
    expect(await workInWorker.deliver(order('lanes-altered', altered), () => undefined, signal)).toEqual({ problem: 'altered', path: files[3]?.from });
    const gone = files.map((file, n) => (n === 2 ? { ...file, from: join(masters, 'gone') } : file));
    expect(await workInWorker.deliver(order('lanes-gone', gone), () => undefined, signal)).toMatchObject({ problem: 'refused', code: 'ENOENT', path: join(masters, 'gone') });
    // Cancelled while they copy: when it is told, no thread writes any more and no file is open.
    const cancel = new AbortController();
    const reason = new Error('cancelled');
    await expect(workInWorker.deliver(order('lanes-cancelled'), () => cancel.abort(reason), cancel.signal)).rejects.toBe(reason);
    const openFiles = async () => (await Promise.all((await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')))).filter((path) => path.includes('lanes'));
    expect(await openFiles()).toEqual([]);
  });

  it('cancelled in the middle, in workers: nothing stays', async () => {
    const before = await names();
    const cancel = new AbortController();
    const reason = new Error('cancelled');
    const exporting = exportPacket({ ...recording.input, packetId: 'packet-cancelled', packaging: 'zip' }, { key: recording.key, signal: cancel.signal, onProgress: ({ phase }) => phase === 'copying' && cancel.abort(reason) });
    await expect(exporting).rejects.toBe(reason);
    expect(await names()).toEqual(before);
  });

  it('leaves what others put there alone', async () => {
    await writeFile(join(out(), 'packet-taken.zip'), 'x');
    await expect(exportAs('packet-taken', { packaging: 'zip' })).rejects.toMatchObject({ code: 'PACKET_EXISTS' });
    expect(await readFile(join(out(), 'packet-taken.zip'), 'utf8')).toBe('x');
  });
});
