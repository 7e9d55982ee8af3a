import type { SessionCheckSnapshot } from '../../shared/contract/index.ts';
import { disks, formatRoomTime, type Disk, type PersonIdentity, type SessionId } from '../../shared/domain/index.ts';
import { sleep } from '../platform/index.ts';
import type { SessionState } from '../session/index.ts';
import { findingWords, verdictOf, verifyMastersInWorker, type MastersFinding } from '../verify/index.ts';
import { mastersOf, type ToRead } from './master-reread.ts';
import { sealFindings } from './seal-files.ts';
import type { Station } from './station.ts';

type Level = SessionCheckSnapshot['level'];
type Finding = SessionCheckSnapshot['findings'][number];

/** How much one worker is given at a time: between two of them it is told how far the check is, and the disks belong to what is being recorded. */
const batch: Readonly<Record<Level, { readonly files: number; readonly bytes: number }>> = { quick: { files: 200, bytes: Infinity }, full: { files: 200, bytes: 1 << 30 } };
/** What looks wrong at a start is looked at again after this, when nothing is being copied any more. */
const settleMs = 3_000;
const settleLooks = 20;
/** What a start looks at, at most. */
const startBudgetMs = 120_000;

/**
 * Checks sessions of this folder again: on demand, and quickly at the start. Every file that the ledger calls finalised, on every disk that
 * is there, with the documents of the seal. Reads in a worker and changes nothing. One session at a time.
 */
export class SessionVerifier {
  readonly #station: Station;
  /** Those under way, by session and level. */
  readonly #checks = new Map<string, SessionCheckSnapshot>();
  #last: Promise<void> = Promise.resolve();
  readonly #closing = new AbortController();

  constructor(station: Station) {
    this.#station = station;
  }

  /** Begins a check, or tells of the one of this session that is under way and at least as deep. Its progress and its result are pushed; the result is a fact. */
  begin(state: SessionState, level: Level, by: PersonIdentity): SessionCheckSnapshot {
    const underWay = this.#checks.get(keyOf(state.sessionId, 'full')) ?? this.#checks.get(keyOf(state.sessionId, level));
    if (underWay !== undefined) return underWay;
    const waiting = this.#tell(blank(state.sessionId, level, this.#onDisks()));
    this.#inTurn(() => this.#verify(state.sessionId, level, by));
    return waiting;
  }

  /** Looks quickly at every session of the folder that is not being held (that one was just recovered), newest first. Returns at once; what is altered or missing becomes an alarm that names session and file. */
  lookAtStart(): void {
    this.#inTurn(async () => {
      const beganAtMs = this.#station.roomClock.monotonicMs();
      const sessions = this.#station.sessions.list();
      for (const [index, { sessionId }] of sessions.entries()) {
        if (this.#isClosing) return;
        if (this.#station.roomClock.monotonicMs() - beganAtMs > startBudgetMs) {
          this.#station.log.info('not every session was looked at', { sessions: sessions.length, looked: index });
          return;
        }
        if (sessionId !== this.#station.controller?.state.sessionId) await this.#lookAt(sessionId);
      }
    });
  }

  /** A file that is being completed from the other disk just now is not altered, and one that was never there is that copying's business. */
  async #lookAt(sessionId: SessionId): Promise<void> {
    const first = await this.#read(sessionId, 'quick');
    if (first === undefined || first.findings.length === 0) {
      if (first !== undefined) this.#push(first);
      return;
    }
    for (let looks = 0; looks < settleLooks && !this.#isClosing; looks += 1) {
      await sleep(settleMs, this.#closing.signal);
      if (disks.some((disk) => this.#station.disks.state(disk) === 'copying')) continue;
      const check = await this.#read(sessionId, 'quick', (finding) => finding.path !== '');
      if (check === undefined) return;
      if (check.findings.length > 0) this.#conclude(check, 'station');
      else this.#push(check);
      return;
    }
    this.#push({ ...first, state: 'done', result: null });
    this.#station.log.info('a session was not judged: its copies are being completed', { sessionId });
  }

  get #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#last;
  }

  #inTurn(work: () => Promise<void>): void {
    this.#last = this.#last.then(work).catch((error: unknown) => this.#station.log.error('a session could not be verified', error));
  }

  async #verify(sessionId: SessionId, level: Level, by: PersonIdentity): Promise<void> {
    try {
      const check = await this.#read(sessionId, level);
      if (check !== undefined) this.#conclude(check, by);
    } catch (error) {
      // A console that waits for it must not wait for ever.
      this.#push({ ...blank(sessionId, level, this.#onDisks()), state: 'done' });
      throw error;
    } finally {
      this.#checks.delete(keyOf(sessionId, level));
    }
  }

  #conclude(check: SessionCheckSnapshot, by: PersonIdentity | 'station'): void {
    const { level, result, filesChecked, findings } = check;
    const { sessionId } = this.#station.sessionState(check.sessionId);
    this.#judge(check);
    this.#station.facts.write(sessionId, 'session.verified', { level, result: result ?? 'intact', files: filesChecked, findings: findings.map(({ file, problem }) => ({ file, problem })).slice(0, 100) }, by);
    this.#push(check);
  }

  /** @param counts which findings count. @returns undefined when the station is closing */
  async #read(sessionId: SessionId, level: Level, counts: (finding: MastersFinding) => boolean = () => true): Promise<SessionCheckSnapshot | undefined> {
    const state = this.#station.sessionState(sessionId);
    const onDisks = this.#onDisks();
    const masters = mastersOf(this.#station, state);
    let check: SessionCheckSnapshot = { ...blank(sessionId, level, onDisks), state: 'reading', totalBytes: bytesOf(masters, onDisks) };
    const problems = new Set<Parameters<typeof verdictOf>[0][number]>();
    for (const disk of onDisks)
      for (const { file, problem } of await sealFindings(this.#station, state, disk)) {
        problems.add(problem);
        check = { ...check, findings: [...check.findings, { file: `${disk}/${file}`, problem, message: findingWords[problem], place: '' }] };
      }
    for (const some of batches(masters, level, onDisks)) {
      if (this.#isClosing) return undefined;
      this.#tell(check);
      const { filesChecked, fragmentsChecked, findings: found } = await verifyMastersInWorker({ sessionId, level, onDisks, streams: some.map(({ streamId, before, segment }) => ({ streamId, segments: [segment], ...(before === undefined ? {} : { before }) })) });
      const findings = found.filter(counts);
      for (const { problem } of findings) problems.add(problem);
      check = {
        ...check, readBytes: check.readBytes + bytesOf(some, onDisks), filesChecked: check.filesChecked + filesChecked, fragmentsChecked: check.fragmentsChecked + fragmentsChecked,
        findings: [...check.findings, ...findings.map((finding) => this.#worded(finding))],
      };
    }
    this.#checks.delete(keyOf(sessionId, level));
    return { ...check, state: 'done', result: verdictOf([...problems]), checkedAtMs: Math.round(this.#station.roomClock.now().atMs) };
  }

  #worded({ disk, streamId, segment, problem, offset, roomMs }: MastersFinding): Finding {
    const place = [...(offset === null ? [] : [`byte ${offset}`]), ...(roomMs === null ? [] : [formatRoomTime(roomMs, this.#station.settings.room.timeZone)])].join(', ');
    return { file: `${disk}/${streamId}/${segment}`, problem, message: findingWords[problem], place };
  }

  /** What was found wrong stays an alarm until a check as deep finds it whole. */
  #judge({ sessionId, level, result, findings }: SessionCheckSnapshot): void {
    if (findings.length === 0 && level === 'full') this.#station.alarms.clear(sessionId, 'SESSION_NOT_WHOLE');
    const [first] = findings;
    if (first === undefined) return;
    this.#station.log.error('a session is not whole', findings.slice(0, 20).map(({ file, problem }) => `${file}: ${problem}`).join('; '), { sessionId, result });
    this.#station.alarms.raise({
      code: 'SESSION_NOT_WHOLE', subject: sessionId, severity: 'alarm', sinceMs: Math.round(this.#station.roomClock.now().atMs), params: { sessionId, file: first.file, what: first.message.zh, whatEn: first.message.en },
    });
  }

  /** A disk that is away is an alarm of its own, and not counted against what it holds. */
  #onDisks(): Disk[] {
    return disks.filter((disk) => !this.#station.disks.absent.has(disk));
  }

  #tell(check: SessionCheckSnapshot): SessionCheckSnapshot {
    this.#checks.set(keyOf(check.sessionId, check.level), check);
    this.#push(check);
    return check;
  }

  #push(check: SessionCheckSnapshot): void {
    this.#station.push({ type: 'verify.changed', check });
  }
}

function keyOf(sessionId: string, level: Level): string {
  return `${sessionId}/${level}`;
}

function blank(sessionId: string, level: Level, onDisks: Disk[]): SessionCheckSnapshot {
  return { sessionId, level, state: 'waiting', onDisks, readBytes: 0, totalBytes: 0, result: null, filesChecked: 0, fragmentsChecked: 0, findings: [], checkedAtMs: null };
}

function* batches(masters: readonly ToRead[], level: Level, onDisks: readonly Disk[]): Generator<readonly ToRead[]> {
  let some: ToRead[] = [];
  for (const master of masters) {
    some.push(master);
    if (some.length < batch[level].files && bytesOf(some, onDisks) < batch[level].bytes) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

function bytesOf(masters: readonly ToRead[], onDisks: readonly Disk[]): number {
  return masters.flatMap(({ segment }) => segment.copies).filter(({ disk }) => onDisks.includes(disk)).reduce((sum, { bytes }) => sum + bytes, 0);
}
