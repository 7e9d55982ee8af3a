import { AppError, toWireError } from '../../shared/base/index.ts';
import type { KeptTranscriptSnapshot } from '../../shared/contract/index.ts';
import type { KeyFactKind, LineId, LineKind, PersonIdentity, SavingCause } from '../../shared/domain/index.ts';
import { newId } from '../platform/index.ts';
import { isHeld, sessionLocks, type KeptTranscript, type SessionController, type SessionState } from '../session/index.ts';
import { documentBytes, linkKey, pagesOf, problemsOf, type KeptDocument, type KeptLine, type KeptProblem, type Page } from '../transcript/index.ts';
import { keptOf, outcomeOf, requirePhase, signersOf } from './kept-state.ts';
import { sessionView } from './session-view.ts';
import type { Station } from './station.ts';
import { keepTranscriptFile, readTranscriptFile } from './transcript-files.ts';

type SavedLine = Pick<KeptLine, 'lineId' | 'kind' | 'text' | 'keyFacts'>;

export interface TranscriptSave {
  /** The version that the console has; another console may have saved meanwhile. */
  readonly version: number;
  readonly cause: Extract<SavingCause, 'typing' | 'asked'>;
  readonly lines: readonly SavedLine[];
  readonly pasted: readonly { readonly lineId: string; readonly characters: number }[];
}

const mostVersionsShown = 100;

/**
 * The transcript that is written in Shilu while recording. Its facts are in the ledger, its words in the file of the last version; a line is begun at
 * a moment that the station measures. Changes happen one after the other.
 */
export class TranscriptDesk {
  readonly #station: Station;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(station: Station) {
    this.#station = station;
  }

  /** Runs when everything before it is done. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const run = this.#queue.then(work, work);
    this.#queue = run.catch(() => undefined);
    return run;
  }

  /** @throws AppError TRANSCRIPT_BEFORE_RECORDING, or the first lock of the transcript */
  begin(controller: SessionController, person: PersonIdentity, kind: LineKind): { readonly lineId: LineId; readonly begunAtMs: number } {
    this.requireWriting(controller.state);
    const lineId = newId<LineId>('line');
    controller.note('transcript.lineBegun', { lineId, kind }, person);
    const begunAtMs = keptOf(controller.state).begun.find((line) => line.lineId === lineId)?.begunAtMs ?? 0;
    return { lineId, begunAtMs };
  }

  /** Keeps what was written as a new version; in reading, what is changed is a correction and the old words stay. Nothing changed: no new version. */
  async save(controller: SessionController, person: PersonIdentity, save: TranscriptSave): Promise<void> {
    const { state } = controller;
    const kept = keptOf(state);
    requirePhase(kept, 'writing', 'reading');
    this.requireUnlocked(state);
    const before = await this.document(state);
    if (save.version !== before.version) throw new AppError('TRANSCRIPT_STALE', { version: before.version });
    refuseUnknownLines(kept, save.lines);
    for (const { lineId, characters } of save.pasted) controller.note('transcript.textPasted', { lineId: lineId as LineId, characters }, person);
    const lines = kept.phase === 'writing' ? save.lines.map((line) => ({ ...line, was: [] })) : corrected(before.lines, save.lines);
    const document = { ...before, lines };
    if (Buffer.compare(documentBytes(document), documentBytes(before)) === 0) return;
    if (kept.phase === 'reading') this.#refuseProblems(state, document);
    await this.#keep(controller, person, document, kept.phase === 'writing' ? save.cause : 'correction');
    if (kept.phase === 'reading') await this.#writeClosed(controller, person);
  }

  /** @throws AppError KEY_FACT_SPAN when the span is not within the recording until now */
  linkFact(controller: SessionController, person: PersonIdentity, lineId: string, keyFact: KeyFactKind, span: { readonly fromMs: number; readonly toMs: number }): void {
    const { state } = controller;
    requirePhase(keptOf(state), 'writing', 'reading');
    this.requireRecording(state);
    refuseUnknownLines(keptOf(state), [{ lineId }]);
    const startMs = this.#recordedFromMs(state);
    if (startMs === null || span.fromMs < startMs || span.toMs < span.fromMs || span.toMs > this.#station.roomClock.now().atMs) throw new AppError('KEY_FACT_SPAN');
    const { fromMs, toMs } = span;
    const [from, to] = [this.#station.recording.positions(fromMs), this.#station.recording.positions(toMs)];
    controller.note('keyFact.linked', { lineId: lineId as LineId, keyFact, fromMs, toMs, from, to }, person);
  }

  /** Ends writing: the pages to be read are the ones of this moment. @throws AppError the first problem */
  async close(controller: SessionController, person: PersonIdentity): Promise<void> {
    this.requireWriting(controller.state);
    this.#refuseProblems(controller.state, await this.document(controller.state));
    await this.#writeClosed(controller, person);
  }

  reopen(controller: SessionController, person: PersonIdentity): void {
    requirePhase(keptOf(controller.state), 'reading');
    this.requireRecording(controller.state);
    controller.note('transcript.reopened', { version: keptOf(controller.state).versions.length }, person);
  }

  /** The words of the last version. */
  async document(state: SessionState): Promise<KeptDocument> {
    const last = keptOf(state).versions.at(-1);
    const { startedAtMs } = sessionView(this.#station, state);
    const present = (capacity: 'interpreter' | 'guardian') => signersOf(state).filter(({ signsAs }) => signsAs === capacity).map(({ name }) => name);
    const header = {
      kind: state.kind, caseNumber: state.caseNumber, place: state.place, officers: state.officers.map(({ name }) => name), recorder: state.officers.at(-1)?.name ?? '',
      interviewee: state.interviewee, interpreters: present('interpreter'), guardians: present('guardian'), startsAtMs: this.#recordedFromMs(state) ?? startedAtMs ?? state.openedAtMs,
    };
    const lines = last === undefined ? [] : (JSON.parse(Buffer.from(await readTranscriptFile(this.#station, state.sessionId, last.sha256)).toString('utf8')) as KeptDocument).lines;
    return { format: 'shilu.transcript.v1', sessionId: state.sessionId, version: last?.version ?? 0, header, lines };
  }

  /** What is being read and signed; empty while it is written. */
  async pages(state: SessionState): Promise<readonly Page[]> {
    return keptOf(state).phase === 'writing' ? [] : pagesOf(await this.document(state), this.#station.settings.room.timeZone);
  }

  async snapshot(state: SessionState): Promise<KeptTranscriptSnapshot> {
    const kept = keptOf(state);
    const document = await this.document(state);
    const pages = await this.pages(state);
    const pasted = (lineId: string) => kept.pasted.filter((each) => each.lineId === lineId).reduce((sum, { characters }) => sum + characters, 0);
    return {
      phase: kept.phase, version: document.version, savedAtMs: kept.versions.at(-1)?.savedAtMs ?? null,
      startsAtMs: this.#recordedFromMs(state), endsAtMs: sessionView(this.#station, state).recordingEndMs,
      lines: document.lines.map((line) => ({
        ...line, was: [...line.was], keyFacts: [...line.keyFacts], begunAtMs: kept.begun.find(({ lineId }) => lineId === line.lineId)?.begunAtMs ?? 0, pastedCharacters: pasted(line.lineId),
        links: kept.links.filter(({ lineId }) => lineId === line.lineId).map(({ keyFact, fromMs, toMs }) => ({ keyFact, fromMs, toMs })),
      })),
      problems: this.#problems(state, document).map(({ code, lineId, params }) => ({ code, lineId, ...sentences(code, params) })),
      pages: pages.map(({ number, sha256, rows }) => {
        const read = kept.read.filter(({ pageSha256 }) => pageSha256 === sha256);
        return {
          number, sha256, rows: rows.map(({ kind, lineId, runs }) => ({ kind, lineId, runs: [...runs] })), read: read.length > 0, dwellMs: read.reduce((sum, { dwellMs }) => sum + dwellMs, 0),
          signers: signersOf(state).map(({ name, signsAs }) => {
            const outcome = outcomeOf(state, sha256, { name, signsAs });
            return { name, signsAs, outcome: outcome?.outcome ?? 'open', atMs: outcome?.atMs ?? null, reason: outcome?.outcome === 'refused' ? outcome.reason : '' };
          }),
        };
      }),
      versions: [...kept.versions].reverse().slice(0, mostVersionsShown).map(({ version, cause, savedAtMs, savedBy, sha256, characters }) => ({ version, cause, savedAtMs, savedBy, sha256, characters })),
      documents: kept.issued.map(({ format, fileName, sha256 }) => ({ format, fileName, sha256 })),
    };
  }

  /** @throws AppError SIGNING_ONLY_RECORDING, or the first lock of the transcript */
  requireRecording(state: SessionState): void {
    if (state.stage.status !== 'recording' || isHeld(state)) throw new AppError('SIGNING_ONLY_RECORDING');
    this.requireUnlocked(state);
  }

  requireWriting(state: SessionState): void {
    requirePhase(keptOf(state), 'writing');
    const startMs = this.#recordedFromMs(state);
    if (state.stage.status !== 'recording' || startMs === null || this.#station.roomClock.now().atMs < startMs) throw new AppError('TRANSCRIPT_BEFORE_RECORDING');
    this.requireUnlocked(state);
  }

  requireUnlocked(state: SessionState): void {
    if (state.stage.status !== 'recording') throw new AppError('STATE_REFUSED', { status: state.stage.status });
    const { profile, roomClock, settings } = this.#station;
    const lock = sessionLocks(state, { profile, timeZone: settings.room.timeZone, nowMs: roomClock.now().atMs, roomLocks: [] }).find(({ locks }) => locks === 'transcript');
    if (lock !== undefined) throw new AppError(lock.code, lock.params);
  }

  #recordedFromMs(state: SessionState): number | null {
    return sessionView(this.#station, state).recordingStartMs;
  }

  #problems(state: SessionState, document: KeptDocument): readonly KeptProblem[] {
    const kept = keptOf(state);
    return problemsOf(document, {
      begunAtMs: new Map(kept.begun.map(({ lineId, begunAtMs }) => [lineId, begunAtMs])), linked: new Set(kept.links.map(({ lineId, keyFact }) => linkKey(lineId, keyFact))),
      markers: [...state.markers, ...state.spans], recordedFromMs: this.#recordedFromMs(state),
    });
  }

  #refuseProblems(state: SessionState, document: KeptDocument): void {
    const [problem] = this.#problems(state, document);
    if (problem !== undefined) throw new AppError(problem.code, problem.params);
  }

  async #keep(controller: SessionController, person: PersonIdentity, before: KeptDocument, cause: SavingCause): Promise<void> {
    const document = { ...before, version: before.version + 1 };
    const bytes = documentBytes(document);
    const sha256 = await keepTranscriptFile(this.#station, controller.state.sessionId, bytes);
    const characters = document.lines.reduce((sum, { text }) => sum + text.length, 0);
    controller.note('transcript.versionSaved', { version: document.version, cause, bytes: bytes.byteLength, sha256, lines: document.lines.length, characters }, person);
  }

  async #writeClosed(controller: SessionController, person: PersonIdentity): Promise<void> {
    const document = await this.document(controller.state);
    const pages = pagesOf(document, this.#station.settings.room.timeZone).map(({ sha256 }) => sha256);
    controller.note('transcript.closed', { version: document.version, sha256: keptOf(controller.state).versions.at(-1)?.sha256 ?? '', pages }, person);
  }
}

/** A line exists from the moment at which it was begun, and keeps its kind. */
function refuseUnknownLines({ begun }: KeptTranscript, lines: readonly { readonly lineId: string; readonly kind?: LineKind }[]): void {
  const unknown = lines.find(({ lineId, kind }) => !begun.some((line) => line.lineId === lineId && (kind === undefined || line.kind === kind)));
  if (unknown !== undefined) throw new AppError('TRANSCRIPT_LINE_UNKNOWN', { lineId: unknown.lineId });
}

/** While it is read, no line comes or goes, and what a correction replaces stays beneath it. */
function corrected(before: readonly KeptLine[], lines: readonly SavedLine[]): readonly KeptLine[] {
  return before.map((line) => {
    const next = lines.find(({ lineId }) => lineId === line.lineId);
    return next === undefined || next.text === line.text ? line : { ...line, text: next.text, was: [...line.was, line.text] };
  });
}

function sentences(code: KeptProblem['code'], params: KeptProblem['params']) {
  const { message, hint } = toWireError(new AppError(code, params));
  return { message, hint };
}
