import { AppError } from '../../shared/base/index.ts';
import { formatRoomTime, type PersonIdentity, type SigningMethod } from '../../shared/domain/index.ts';
import type { SessionController, SessionState } from '../session/index.ts';
import { findMentions, pagesOf, writeTranscript, type Page, type PaperSignature, type TranscriptPaper } from '../transcript/index.ts';
import { keptOf, outcomeOf, requirePhase, signersOf, type Signer } from './kept-state.ts';
import { reconciliationOf } from './recorded-facts.ts';
import { sessionView } from './session-view.ts';
import type { Station } from './station.ts';
import type { TranscriptDesk } from './transcript-desk.ts';
import { keepSignature, keepTranscriptFile, readTranscriptFile } from './transcript-files.ts';

/** Less than this is no reading of a page. */
const fewestReadMs = 2_000;

/** Reading and signing, page by page, only while recording (requirement G4). */
export class TranscriptSigning {
  readonly #station: Station;
  readonly #desk: TranscriptDesk;
  #reading: { readonly pageSha256: string; readonly sinceMonotonicMs: number } | null = null;

  constructor(station: Station, desk: TranscriptDesk) {
    this.#station = station;
    this.#desk = desk;
  }

  async beginPage(controller: SessionController, number: number): Promise<void> {
    const { sha256 } = await this.#page(controller.state, number);
    this.#reading = { pageSha256: sha256, sinceMonotonicMs: this.#station.roomClock.monotonicMs() };
  }

  /** @throws AppError PAGE_UNREAD when the page was not open, or not long enough to be read */
  async finishPage(controller: SessionController, person: PersonIdentity, number: number, aloud: boolean): Promise<void> {
    const { sha256 } = await this.#page(controller.state, number);
    const dwellMs = this.#reading?.pageSha256 === sha256 ? Math.round(this.#station.roomClock.monotonicMs() - this.#reading.sinceMonotonicMs) : 0;
    if (dwellMs < fewestReadMs) throw new AppError('PAGE_UNREAD', { page: number });
    this.#reading = null;
    controller.note('page.read', { version: keptOf(controller.state).versions.length, page: number, pageSha256: sha256, dwellMs, aloud }, person);
  }

  async sign(controller: SessionController, person: PersonIdentity, number: number, signer: Signer, method: SigningMethod, path: string | undefined): Promise<void> {
    const { sha256 } = await this.#readPage(controller.state, number, signer);
    const imageSha256 = path === undefined ? '' : await keepSignature(this.#station, controller.state.sessionId, path);
    this.#desk.requireRecording(controller.state);
    controller.note('page.signed', { version: keptOf(controller.state).versions.length, page: number, pageSha256: sha256, ...signer, method, imageSha256 }, person);
  }

  async refuse(controller: SessionController, person: PersonIdentity, number: number, signer: Signer, reason: string, second: PersonIdentity): Promise<void> {
    const { sha256 } = await this.#readPage(controller.state, number, signer);
    controller.note('signing.refused', { version: keptOf(controller.state).versions.length, page: number, pageSha256: sha256, ...signer, reason, approvedBy: second }, person);
  }

  /** @throws AppError TRANSCRIPT_UNSIGNED naming the first page and person */
  async finalise(controller: SessionController, person: PersonIdentity): Promise<void> {
    const { state } = controller;
    requirePhase(keptOf(state), 'reading');
    this.#desk.requireRecording(state);
    const pages = await this.#desk.pages(state);
    for (const { number, sha256 } of pages)
      for (const signer of signersOf(state)) if (outcomeOf(state, sha256, signer) === undefined) throw new AppError('TRANSCRIPT_UNSIGNED', { page: number, name: signer.name });
    const last = keptOf(state).versions.at(-1);
    if (last === undefined) throw new AppError('TRANSCRIPT_EMPTY');
    controller.note('transcript.finalised', { version: last.version, sha256: last.sha256, bytes: last.bytes, pages: pages.length }, person);
  }

  /** The transcript as documents: the finalised one with the recording's times, or a draft. */
  async documents(state: SessionState): Promise<{ readonly pdf: Uint8Array; readonly docx: Uint8Array; readonly title: string }> {
    const paper = await this.#paper(state);
    return { ...(await writeTranscript(paper)), title: paper.title };
  }

  /** After the end of recording: fills the recorder's times into the finalised transcript, keeps its documents and lays it beside the recording. Nothing is done twice. */
  async issue(controller: SessionController): Promise<void> {
    const kept = keptOf(controller.state);
    if (kept.phase !== 'finalised' || controller.state.stage.status !== 'finished' || controller.state.transcript !== null) return;
    const { pdf, docx, title } = await this.documents(controller.state);
    const version = kept.versions.length;
    const keep = async (format: 'pdf' | 'docx', bytes: Uint8Array) => {
      const sha256 = await keepTranscriptFile(this.#station, controller.state.sessionId, bytes);
      controller.note('transcript.issued', { version, format, fileName: `${title}.${format}`, bytes: bytes.byteLength, sha256 }, 'station');
      return sha256;
    };
    await keep('docx', docx);
    const sha256 = await keep('pdf', pdf);
    const { recordingStartMs, recordingEndMs } = sessionView(this.#station, controller.state);
    const times = { startsAtMs: recordingStartMs ?? 0, endsAtMs: recordingEndMs ?? 0 };
    controller.note('transcript.linked', { fileName: `${title}.pdf`, bytes: pdf.byteLength, sha256, ...times, timesFrom: 'recorder' }, 'station');
    const { header, lines } = await this.#desk.document(controller.state);
    const text = lines.map((line) => line.text).join('\n');
    const said = { ...times, place: header.place, interviewee: header.interviewee, officers: header.officers, recorder: header.recorder, interpreter: header.interpreters[0] ?? null, guardian: header.guardians[0] ?? null };
    controller.note('transcript.reconciled', reconciliationOf(this.#station, controller.state, { ...said, mentions: findMentions(text, this.#station.settings.room.timeZone, times.startsAtMs, times.endsAtMs) }), 'station');
  }

  async #paper(state: SessionState): Promise<TranscriptPaper> {
    const { timeZone } = this.#station.settings.room;
    const document = await this.#desk.document(state);
    const kept = keptOf(state);
    const begun = new Map<string, number>(kept.begun.map(({ lineId, begunAtMs }) => [lineId, begunAtMs]));
    const pages = pagesOf(document, timeZone);
    return {
      title: state.kind === 'interrogation' ? '讯问笔录' : '询问笔录', timeZone, sessionId: state.sessionId, version: document.version, documentSha256: kept.versions.at(-1)?.sha256 ?? '',
      endsAtMs: kept.phase === 'finalised' ? sessionView(this.#station, state).recordingEndMs : null, createdAtMs: Math.round(this.#station.roomClock.now().atMs),
      pages: await Promise.all(pages.map(async (page) => ({ ...page, recorded: recordedOn(page, begun, timeZone), signatures: await Promise.all(signersOf(state).map((signer) => this.#signature(state, page, signer))) }))),
    };
  }

  async #signature(state: SessionState, { sha256 }: Page, signer: Signer): Promise<PaperSignature> {
    const outcome = outcomeOf(state, sha256, signer);
    const at = outcome === undefined ? '' : formatRoomTime(outcome.atMs, this.#station.settings.room.timeZone);
    if (outcome === undefined) return { ...signer, words: '', path: '' };
    if (outcome.outcome === 'refused') return { ...signer, words: `${at} 拒绝签名:${outcome.reason}(${outcome.notedBy.join('、')}注明)`, path: '' };
    const path = outcome.imageSha256 === '' ? '' : pathOf(Buffer.from(await readTranscriptFile(this.#station, state.sessionId, outcome.imageSha256)).toString('utf8'));
    return { ...signer, words: `${at} 录像中${outcome.method === 'pad' ? '签名' : '在纸质笔录上签名捺指印'}`, path };
  }

  async #page(state: SessionState, number: number): Promise<Page> {
    requirePhase(keptOf(state), 'reading');
    this.#desk.requireRecording(state);
    const page = (await this.#desk.pages(state)).find((each) => each.number === number);
    if (page === undefined) throw new AppError('PAGE_UNREAD', { page: number });
    return page;
  }

  async #readPage(state: SessionState, number: number, signer: Signer): Promise<Page> {
    const page = await this.#page(state, number);
    if (!keptOf(state).read.some(({ pageSha256 }) => pageSha256 === page.sha256)) throw new AppError('PAGE_UNREAD', { page: number });
    if (!signersOf(state).some(({ name, signsAs }) => name === signer.name && signsAs === signer.signsAs)) throw new AppError('PERSON_UNKNOWN', { personId: signer.name });
    return page;
  }
}

function recordedOn({ rows }: Page, begun: ReadonlyMap<string, number>, timeZone: string): string {
  const times = rows.flatMap(({ lineId }) => begun.get(lineId) ?? []);
  if (times.length === 0) return '';
  const clock = (ms: number) => formatRoomTime(ms, timeZone).slice(11);
  return `${clock(Math.min(...times))} 至 ${clock(Math.max(...times))}`;
}

function pathOf(svg: string): string {
  return / d="([^"]*)"/.exec(svg)?.[1] ?? '';
}
