import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { canonicalJson, sha256Hex, type JsonObject } from '../../src/shared/base/index.ts';
import { parseId, type SessionId } from '../../src/shared/domain/index.ts';
import { entryHash, factHash, genesisHash, handOverText, headText, type Fact, type LedgerEntry } from '../../src/shared/ledger/index.ts';
import type { PacketInput, PacketLine, PacketSegment, PacketSession, PacketWork } from '../../src/main/packet/index.ts';
import { makeCutListSheet } from '../../src/main/packet/cut-list-sheet.ts';
import { deliver } from '../../src/main/packet/deliver.ts';
import { makeReport } from '../../src/main/packet/report.ts';
import { makeStatements } from '../../src/main/packet/statements.ts';
import { chainByDocument } from '../support/chained-by-document.ts';
import { KeyStore, sealManifest, signClosing, type Seal, type SealManifest, type SignedClosing, type Sm2Key, type StationKey } from '../../src/main/seal/index.ts';

const run = promisify(execFile);

/** The heavy work of an export without workers, so that most tests need no build. */
export const inThisThread: PacketWork = { deliver: (delivery, onProgress) => deliver(delivery, onProgress, () => performance.now()), makeReport, makeStatements, makeCutList: makeCutListSheet };

/** 2026-11-23 14:03:07 in China. */
export const startMs = Date.UTC(2026, 10, 23, 6, 3, 7);
export const timeZone = 'Asia/Shanghai';
export const sessionId = parseId<SessionId>('ses-training1');
const segmentMs = 4_000;
const interruption = { interruptionId: 'int-1', fromMs: startMs + segmentMs, toMs: startMs + segmentMs + 3_000 };
const endMs = interruption.toMs + segmentMs;
/** The closing segment follows at once: a run of its own in this recording. */
const closingMs = endMs;

const cameras = [
  { streamId: 'cam-overview', kind: 'stamped', sourceId: 'cam-1', name: '全景', role: 'overview', sound: true },
  { streamId: 'cam-close', kind: 'stamped', sourceId: 'cam-2', name: '被讯问人', role: 'interviewee', sound: false },
] as const;

export interface Recording {
  readonly key: StationKey;
  readonly manifest: SealManifest;
  readonly input: PacketInput;
}

interface SealedSegment extends PacketSegment {
  readonly runId: string;
  readonly chainSeq: number;
  readonly chainHead: string;
}

/** A whole sealed session with real media: two cameras, two runs each with an interruption between them, chained and sealed. Written from docs/format.md, not with the recorder. `headsBy`: another key that signs the heads of the ledger, as somebody would who made the ledger anew. */
export async function makeRecording(folder: string, headsBy?: StationKey, secondSignature: 'none' | 'sm2-sm3' = 'none'): Promise<Recording> {
  const second = secondSignature === 'none' ? undefined : (await KeyStore.openSecond(join(folder, 'key'), { stationName: '训练办案区一室', notBeforeMs: startMs - 86_400_000 })).key;
  const { key } = await KeyStore.open(join(folder, 'key'), { stationName: '训练办案区一室', notBeforeMs: startMs - 86_400_000 });
  const segments: SealedSegment[] = [];
  for (const camera of cameras) segments.push(...(await recordCamera(folder, camera, key)));
  const transcript = Buffer.from('训练笔录:2026年11月23日14时03分至14时04分');
  const entries = ledger(segments, headsBy ?? key);
  const head = entries.findLast((entry) => entry.type === 'session.finished');
  const first = entries.find((entry) => entry.type === 'session.opened');
  if (head === undefined || first === undefined) throw new Error('no entries');
  const minute = (index: number) => ({ fromMs: Math.floor(startMs / 60_000) * 60_000 + index * 60_000, samples: 4, failedRounds: 0, disputedRounds: 0, rejected: [], offsetUs: 3_100 - index * 900, delayUs: 800, errorMs: 9 + 3 * index, systemOffsetMs: 40, source: 'sntp', server: 'ntp.room.invalid' });
  const clockCertificate = {
    format: 'shilu-clock-certificate-2', fromMs: startMs, toMs: endMs, sources: ['sntp'], servers: ['ntp.room.invalid'], rejectedServers: [], worstErrorMs: 12, before: null, minutes: [minute(0), minute(1)], after: { atMs: endMs, errorMs: 12 },
    steps: [], systemSteps: [{ atMs: startMs + 2_000, byMs: 3_600_000 }], alignments: [], cameras: [{ atMs: startMs, cameraId: 'cam-1', offsetMs: 31, errorMs: 20 }], runs: [{ atMs: startMs, cameraId: 'cam-1', runId: 'run-1', toMs: startMs + 4_000, mediaMs: 4_000, driftMs: 2, stampErrorMs: 12 }],
  };
  const manifest: SealManifest = {
    format: 'shilu.seal.v1', sessionId, caseNumber: '训(2026)第001号', kind: 'interrogation', legalClass: 'must-record', place: '训练办案中心', roomName: '讯问一室', interviewee: '训练对象甲',
    officers: [{ personId: 'p-1', name: '训练民警甲' }, { personId: 'p-2', name: '训练民警乙' }], profileId: 'zaozhuang', profileSha256: sha256Hex('profile'), stationName: '训练办案区一室', stationVersion: '0.1.0', timeZone,
    startedAtMs: startMs - 500, finishedAtMs: endMs + 500, recordingStartMs: startMs, recordingEndMs: endMs, sealedAtMs: endMs + 300, sealedBy: '训练民警甲',
    streams: sealedStreams(segments.filter((s) => s.startsAtMs < endMs)),
    ledger: { firstSeq: first.seq, prevHash: first.prevHash, headSeq: head.seq, headHash: head.hash },
    transcript: { fileName: '讯问笔录 第1次.docx', bytes: transcript.length, sha256: sha256Hex(transcript) },
    clockCertificateSha256: sha256Hex(canonicalJson(clockCertificate)), secondSignature: second === undefined ? null : { algorithm: 'sm2-sm3', certificateSha256: second.fingerprint },
  };
  const seal = sealManifest(manifest, key, second);
  const closing = closeSeal(seal, segments, entries, { key, second });
  const session = sessionOf(manifest, seal.sealCode, seal.manifestSha256);
  return {
    key, manifest,
    input: {
      sessionId, roomName: '讯问一室', seal: { ...seal, ...closing, timeStampDer: undefined }, sealCertificate: Buffer.from('%PDF-1.7'), profile: Buffer.from(canonicalJson({ secondSignature })), transcriptVersions: [], certificates: { chain: key.certificatePem, later: [] },
      copy: {
        packetId: 'packet-0001', sessionId, caseNumber: manifest.caseNumber, number: 2, kind: 'work', requestedBy: '训练民警乙', purpose: '移送审查起诉', recipient: '训练检察院', approvedBy: { name: '训练局长己', role: 'chief' }, madeBy: '训练法制员丁', madeAtMs: endMs + 120_000,
        original: { stationName: '讯问一室', place: manifest.place }, manifestSha256: seal.manifestSha256, sequence: 2, otherSessions: [{ sequence: 1, sessionId: 'S20261120-0001', status: 'sealed', isHandedOver: false }],
      }, entries: [...entries, sealedEntry(entries, seal, closing)], segments: segments.map(({ streamId, kind, name, role, segment, path, bytes, sha256, startsAtMs, endsAtMs }) => ({ streamId, kind, name, role, segment, path, bytes, sha256, startsAtMs, endsAtMs })), session,
      transcript: { fileName: '讯问笔录 第1次.docx', bytes: transcript }, transcriptLines, clockCertificate, purpose: '移送审查起诉', recipient: '训练检察院', exportedBy: '训练法制员丁', exportedAtMs: endMs + 120_000, timeZone,
      folder: join(folder, 'out'), packetId: 'packet-0001',
    },
  };
}

/** The same packet after the station took another key: the ledger goes on under it. `signedBy` vouches for the change; rightly it is the key until then. */
export async function withLaterKey({ input, key }: Recording, later: StationKey, signedBy: StationKey = key): Promise<PacketInput> {
  const entries: LedgerEntry[] = [];
  for await (const entry of input.entries) entries.push(entry);
  const change = { previousFingerprint: key.fingerprint, fingerprint: later.fingerprint };
  const base64 = (by: StationKey, text: string) => Buffer.from(by.signBytes(Buffer.from(text))).toString('base64');
  const add = (type: string, payload: JsonObject, of: string) => entries.push(appended(entries, type, payload, of));
  add('key.replaced', { key: 'station', ...change, subject: 'x', issuer: 'y', signature: base64(signedBy, handOverText(change)) }, '');
  const { seq, hash } = entries.at(-1) ?? { seq: 0, hash: '' };
  add('head.signed', { seq, hash, signature: base64(later, headText({ seq, hash })) }, '');
  add('packet.exported', { packetId: 'packet-0001', purpose: '移送审查起诉', recipient: '训练检察院', manifestSha256: sha256Hex('x') }, sessionId);
  return { ...input, entries, certificates: { ...input.certificates, later: [{ fingerprint: later.fingerprint, pem: later.certificatePem }] } };
}

function sealedStreams(segments: readonly SealedSegment[]): SealManifest['streams'] {
  return cameras.map(({ streamId, kind, sourceId, name, role }) => ({
    streamId, kind, sourceId, name, role,
    segments: segments.filter((s) => s.streamId === streamId).map(({ segment, runId, bytes, sha256, chainSeq, chainHead, startsAtMs, endsAtMs }) => ({ segment, runId, bytes, sha256, chainSeq, chainHead, startsAtMs, endsAtMs })),
  }));
}

function closeSeal({ manifestSha256, sealCode }: Seal, segments: readonly SealedSegment[], entries: readonly LedgerEntry[], { key, second }: { readonly key: StationKey; readonly second: Sm2Key | undefined }): SignedClosing {
  const head = entries.at(-1);
  if (head === undefined) throw new Error('no entries');
  const signed = { decision: 'signed', reason: '', by: '训练民警甲', approvedBy: null } as const;
  return signClosing({
    format: 'shilu.closing.v1', sessionId, manifestSha256, sealCode, begunAtMs: endMs + 300, closedAtMs: closingMs + segmentMs, closedBy: '训练民警甲',
    signatures: [{ name: '训练对象甲', capacity: 'interviewee', atMs: closingMs + 2_000, ...signed }, { name: '训练民警甲', capacity: 'officer', atMs: closingMs + 3_000, ...signed }],
    streams: sealedStreams(segments.filter((s) => s.startsAtMs >= endMs)), reread: { files: 8, bytes: 1, ofFiles: 8, ofBytes: 1 }, timeStamp: { state: 'none' }, ledger: { headSeq: head.seq, headHash: head.hash },
  }, key, second);
}

/** The fact of the seal, which comes after everything that both documents name. */
function sealedEntry(entries: readonly LedgerEntry[], { sealCode, manifestSha256 }: Seal, { closingSha256 }: SignedClosing): LedgerEntry {
  return appended(entries, 'session.sealed', { sealCode, manifestSha256, closingSha256, intervieweeSigned: true }, sessionId);
}

function appended(entries: readonly LedgerEntry[], type: string, payload: JsonObject, of: string): LedgerEntry {
  const seq = entries.length + 1;
  const prevHash = entries.at(-1)?.hash ?? genesisHash;
  const fact = { type, sessionId: of, actor: { kind: 'station' }, at: { atMs: startMs + seq * 100, errorMs: 9 }, monotonicMs: seq * 100, media: [], payload } as unknown as Fact;
  return { ...fact, seq, prevHash, hash: entryHash(seq, prevHash, factHash(fact)) };
}

async function recordCamera(folder: string, camera: (typeof cameras)[number], key: StationKey): Promise<readonly SealedSegment[]> {
  const segments: SealedSegment[] = [];
  const signer = { certificates: key.certificatesDer, sign: (bytes: Uint8Array) => key.signBytes(bytes) };
  let before = { seq: 0, hash: sha256Hex(`shilu.chain.genesis.v1\n${sessionId}\n${camera.streamId}`) };
  for (const [index, startsAtMs] of [startMs, interruption.toMs, closingMs].entries()) {
    const segment = `000${index + 1}-0001.mp4`;
    const path = join(folder, 'masters', camera.streamId, segment);
    await mkdir(join(folder, 'masters', camera.streamId), { recursive: true });
    const chained = chainByDocument(await encode(path, camera.sound, startsAtMs), { sessionId, signer, streamId: camera.streamId, runId: `run-${index + 1}`, segment, startsAtMs, before });
    await writeFile(path, chained.bytes);
    before = chained.head;
    segments.push({ streamId: camera.streamId, kind: camera.kind, name: camera.name, role: camera.role, segment, path, bytes: chained.bytes.length, sha256: sha256(chained.bytes), startsAtMs, endsAtMs: startsAtMs + segmentMs, runId: `run-${index + 1}`, chainSeq: before.seq, chainHead: before.hash });
  }
  return segments;
}

/** Real fragmented MP4, one fragment a second; the picture shows the seconds of room time. */
async function encode(path: string, sound: boolean, startsAtMs: number): Promise<Buffer> {
  const raw = `${path}.raw`;
  const stamp = `drawtext=text='%{pts\\:gmtime\\:${startsAtMs / 1000 + 8 * 3600}\\:%H\\\\\\:%M\\\\\\:%S}':fontsize=40:fontcolor=white:box=1:boxcolor=black:x=20:y=20`;
  const sources = ['-f', 'lavfi', '-i', `testsrc2=size=640x360:rate=25:duration=${segmentMs / 1000}`, ...(sound ? ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${segmentMs / 1000}`] : [])];
  await run('ffmpeg', ['-v', 'error', '-y', ...sources, '-vf', stamp, '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '40', '-g', '25', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-f', 'mp4', raw]);
  return readFile(raw);
}

/** Station facts before, the session's, and one fact of another session in between. */
function ledger(segments: readonly SealedSegment[], key: StationKey): readonly LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  const add = (type: string, payload: JsonObject, of: string = sessionId) => entries.push(appended(entries, type, payload, of));
  const finalized = ({ streamId, runId, segment, bytes, sha256, chainHead, chainSeq, startsAtMs, endsAtMs }: SealedSegment) => {
    for (const disk of ['primary', 'mirror']) add('segment.finalized', { streamId, runId, segment, disk, bytes, sha256, chainHead, chainSeq, startsAtMs, endsAtMs });
  };
  add('station.started', { version: '0.1.0', unclean: false }, '');
  add('session.opened', {
    caseNumber: '训(2026)第001号', kind: 'interrogation', place: '训练办案中心', legalClass: 'must-record', interviewee: '训练对象甲', officers: [], profileId: 'zaozhuang', profileSha256: sha256Hex('profile'),
    streams: cameras.map(({ streamId, kind, sourceId, name, role }) => ({ streamId, kind, sourceId, name, role, required: true })), arrivedAtMs: startMs - 60_000,
  });
  const sign = () => {
    const { seq, hash } = entries.at(-1) ?? { seq: 0, hash: genesisHash };
    add('head.signed', { seq, hash, signature: Buffer.from(key.signBytes(Buffer.from(headText({ seq, hash })))).toString('base64') }, '');
  };
  add('session.started', {});
  sign();
  add('packet.exported', { packetId: 'packet-of-another', purpose: '不应出现的内容', recipient: 'x', manifestSha256: sha256Hex('other') }, 'ses-other');
  segments.filter((s) => s.startsAtMs < endMs).forEach(finalized);
  add('interruption.closed', { interruptionId: interruption.interruptionId, fromMs: interruption.fromMs, toMs: interruption.toMs });
  add('session.finished', { reason: 'officer' });
  add('seal.signed', { name: '训练对象甲', capacity: 'interviewee', decision: 'signed', reason: '', approvedBy: null });
  segments.filter((s) => s.startsAtMs >= endMs).forEach(finalized);
  sign();
  return entries;
}

type ReconciledRow = NonNullable<PacketSession['reconciliation']>['rows'][number];

function row(item: string, change: Partial<ReconciledRow>): ReconciledRow {
  return { item, subject: '', transcript: '', recording: '', word: '', differenceMs: null, toleranceMs: null, clockErrorMs: null, agrees: true, blocks: false, ...change };
}

/** A transcript kept in Shilu, as a packet carries its words. */
const transcriptLines: readonly PacketLine[] = [
  { lineId: 'l-1', kind: 'question', text: '你昨晚八点在哪里?', was: [], atMs: startMs + 500, keyFacts: [] },
  { lineId: 'l-2', kind: 'answer', text: '在家,八点半出去过一次。', was: ['在家,哪儿也没去。'], atMs: startMs + 1_000, keyFacts: [{ keyFact: 'time', fromMs: startMs + 1_200, toMs: startMs + 2_200, from: [{ streamId: 'cam-overview', segment: '0001-0001.mp4', mediaMs: 1_200 }], to: [{ streamId: 'cam-overview', segment: '0001-0001.mp4', mediaMs: 2_200 }] }] },
  { lineId: 'l-3', kind: 'remark', text: '出示物证一:扳手。', was: [], atMs: startMs + 1_500, keyFacts: [] },
  { lineId: 'l-4', kind: 'answer', text: '是我用这把扳手撬开的。', was: [], atMs: interruption.toMs + 2_300, keyFacts: [{ keyFact: 'tool', fromMs: interruption.toMs + 2_400, toMs: interruption.toMs + 3_400, from: [{ streamId: 'cam-overview', segment: '0002-0001.mp4', mediaMs: 2_400 }], to: [{ streamId: 'cam-overview', segment: '0002-0001.mp4', mediaMs: 3_400 }] }] },
];

function sessionOf(manifest: SealManifest, sealCode: string, manifestSha256: string): PacketSession {
  const position = (mediaMs: number) => ({ streamId: 'cam-overview', segment: '0002-0001.mp4', mediaMs });
  return {
    sessionId, caseNumber: manifest.caseNumber, kind: manifest.kind, legalClass: manifest.legalClass, interviewee: manifest.interviewee, place: manifest.place,
    openedAtMs: startMs - 60_000, startedAtMs: manifest.startedAtMs, finishedAtMs: manifest.finishedAtMs, recordingStartMs: startMs, recordingEndMs: endMs,
    officers: manifest.officers.map(({ name }, index) => ({ name, account: `officer${index + 1}` })),
    present: [
      { name: '训练民警甲', capacity: 'officer', enteredAtMs: startMs, leftAtMs: null },
      { name: '训练翻译丙', capacity: 'interpreter', enteredAtMs: startMs + 1_000, leftAtMs: endMs - 1_000 },
    ],
    breaks: [{ breakId: 'b-1', kind: 'meal', offered: '盒饭一份', answered: '接受', startedAtMs: startMs + 1_000, endedAtMs: startMs + 2_500, note: '在室内用餐,录制不停', withdrawn: false, voided: true, heardMs: 400 }],
    markers: [
      { markerId: 'm-1', kind: 'exhibit', text: '物证一:扳手', atMs: startMs + 1_500, by: '训练民警甲', media: [{ streamId: 'cam-overview', segment: '0001-0001.mp4', mediaMs: 1_500 }] },
      { markerId: 'm-2', kind: 'transcript-read', text: '', atMs: endMs - 1_500, by: '训练民警乙', media: [position(2_500)] },
    ],
    interruptionList: [{
      ...interruption, reason: 'STREAM_LOST', state: 'explained', cause: 'network', note: '交换机重启', heardMs: 1_600, requiredMs: 1_500, explainedBy: '训练民警甲', spokenFrom: position(500), spokenTo: position(2_100),
      readAloud: { zh: '刚才录制中断,从14时03分11秒到14时03分14秒,原因是网络故障。', en: 'Recording was interrupted from 14:03:11 to 14:03:14 because of a network failure.' },
      remedies: [{ remedy: 'repair', tried: [{ note: '重启交换机', atMs: interruption.fromMs + 1_000, by: '训练民警乙' }] }], notes: [{ text: '交换机电源松动,已固定', atMs: interruption.toMs + 1_000, by: '训练管理员戊' }], unrecorded: null,
    }],
    transcript: { fileName: '讯问笔录 第1次.docx', sha256: manifest.transcript?.sha256 ?? '', startsAtMs: startMs, endsAtMs: endMs, linkedAtMs: endMs + 30_000, linkedBy: '训练民警甲' },
    reconciliation: {
      agrees: true, explanation: null,
      rows: [
        row('start', { transcript: '2026-11-23 14:03:00', recording: '2026-11-23 14:03:07', differenceMs: -7_000, toleranceMs: 60_000, clockErrorMs: 12, blocks: true }),
        row('end', { transcript: '2026-11-23 14:03:00', recording: '2026-11-23 14:03:18', differenceMs: -18_000, toleranceMs: 60_000, clockErrorMs: 12, blocks: true }),
        row('interviewee', { transcript: '训练对象甲', recording: '训练对象甲' }),
        row('place', { transcript: '训练办案中心二室', recording: '训练办案中心', agrees: false }),
        row('break', { subject: 'b-1', word: 'meal', transcript: '14时03分 – 14时03分', recording: '2026-11-23 14:03:08 – 14:03:09', toleranceMs: 60_000, clockErrorMs: 12 }),
        row('interruption-start', { subject: 'int-1', transcript: '2026-11-23 14:03:00', recording: '2026-11-23 14:03:11', differenceMs: -11_000, toleranceMs: 60_000, clockErrorMs: 12, blocks: true }),
        row('interruption-end', { subject: 'int-1', transcript: '2026-11-23 14:03:00', recording: '2026-11-23 14:03:14', differenceMs: -14_000, toleranceMs: 60_000, clockErrorMs: 12, blocks: true }),
        row('interruption-reason', { subject: 'int-1', transcript: '因网络故障录制中断', word: 'network' }),
        row('interruption-spoken', { subject: 'int-1', recording: '2026-11-23 14:03:14', word: 'spoken', blocks: true }),
        row('interruption-signed', { subject: 'int-1', recording: '2026-11-23 14:03:17' }),
      ],
    },
    seal: { sealCode, manifestSha256, sealedAtMs: manifest.sealedAtMs, sealedBy: manifest.sealedBy, intervieweeSigned: true, signatures: [{ name: '训练对象甲', capacity: 'interviewee', decision: 'signed', reason: '', atMs: closingMs + 2_000 }, { name: '训练民警甲', capacity: 'officer', decision: 'signed', reason: '', atMs: closingMs + 3_000 }] },
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A key that is not the one of the station that recorded. */
export async function otherStation(folder: string): Promise<StationKey> {
  return (await KeyStore.open(join(folder, 'other-key'), { stationName: '另一主机', notBeforeMs: startMs - 86_400_000 })).key;
}
