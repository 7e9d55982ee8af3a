import type { Disk, MediaPosition, RecordedStream, SessionId, StreamId } from '../../shared/domain/index.ts';
import { decodeAudio, decodedSampleRate } from '../ffmpeg/index.ts';
import { sleep, startTimer } from '../platform/index.ts';
import type { StreamWrittenUntil } from '../recorder/index.ts';
import { readSpan, type RecordedSpan } from '../segments/index.ts';
import type { RecordedSound, RecordingPort } from '../session/index.ts';
import type { RecordedSource } from './recorded-source.ts';
import type { Station } from './station.ts';

/** A spoken explanation ends a moment before it is proven; longer than this means that nothing more is coming. */
const provenWaitMs = 15_000;
const watchEveryMs = 1_000;

/** Everything that is recorded in the room, cameras and microphones alike. */
export class RoomRecording implements RecordingPort {
  readonly #station: Station;
  #cancelWatch: () => void = () => undefined;

  constructor(station: Station) {
    this.#station = station;
  }

  start(): void {
    this.#watchProof();
  }

  close(): Promise<void> {
    this.#cancelWatch();
    return Promise.resolve();
  }

  get streams(): readonly RecordedStream[] {
    return this.#sources.flatMap((source) => source.streams);
  }

  async keep(sessionId: SessionId): Promise<void> {
    await Promise.all(this.#sources.map((source) => source.keep(sessionId)));
  }

  async cut(untilMs: number): Promise<void> {
    await Promise.all(this.#sources.map((source) => source.cut(untilMs)));
  }

  async release(untilMs: number): Promise<void> {
    await Promise.all(this.#sources.map((source) => source.release(untilMs)));
  }

  /** A disk takes part (again) in everything that is recorded. Resolves with where the files before end, for each stream that it was away from. */
  async join(disk: Disk, folder: string): Promise<readonly StreamWrittenUntil[]> {
    return (await Promise.all(this.#sources.map(({ recorder }) => recorder.join(disk, folder)))).flat();
  }

  /** Nothing is written to this disk any more. */
  leave(disk: Disk, detail: string): void {
    for (const { recorder } of this.#sources) recorder.leave(disk, detail);
  }

  /** Where an instant lies in what is being kept: now, or a moment of this recording since the station started. */
  positions(atMs?: number): readonly MediaPosition[] {
    return this.#sources.flatMap((source) => {
      const position = atMs === undefined ? source.position() : source.recorder.positionAt(atMs) ?? source.recorder.positionAt(atMs + 1);
      return position === undefined ? [] : [whole(position)];
    });
  }

  /** The earliest proven time of these streams; null while one has none. */
  provenUntilMs(streamIds: readonly StreamId[]): number | null {
    const times = streamIds.map((streamId) => this.#sources.find(({ recorder }) => recorder.streamId === streamId)?.provenUntilMs ?? null);
    return times.length === 0 || times.includes(null) ? null : Math.min(...times.map((ms) => ms ?? 0));
  }

  /** Bytes that one copy of everything takes in a second, as measured. */
  bytesPerSecond(): number {
    return this.#sources.reduce((sum, source) => sum + source.bytesPerSecond, 0);
  }

  async recordedSounds(sessionId: SessionId, fromMs: number, toMs: number): Promise<readonly RecordedSound[]> {
    const heard = await Promise.all(this.#sources.filter(({ hasSound }) => hasSound).map((source) => this.#soundOf(source, sessionId, fromMs, toMs)));
    return heard.flatMap((sound) => (sound === undefined ? [] : [sound]));
  }

  get #sources(): readonly RecordedSource[] {
    return [...this.#station.cameras.sources, ...this.#station.microphones.sources];
  }

  #watchProof(): void {
    // The pre-roll is held only while a checked room waits for its session to start; otherwise it is forgotten.
    const preRoll = this.#station.waitsForStart;
    for (const source of this.#sources) {
      source.watchProof();
      source.recorder.holdPreRoll(preRoll);
    }
    this.#station.climate.look();
    this.#cancelWatch = startTimer(watchEveryMs, () => this.#watchProof());
  }

  async #soundOf(source: RecordedSource, sessionId: SessionId, fromMs: number, toMs: number): Promise<RecordedSound | undefined> {
    await this.#provenUntil(source, toMs);
    const request = { sessionId, streamId: source.recorder.streamId, fromMs, toMs };
    const { primary, mirror } = this.#station.disks.folders;
    const spans = await readSpan({ ...request, folder: primary }).catch((error: unknown) => {
      this.#station.log.error('the primary copy cannot be read', error);
      return readSpan({ ...request, folder: mirror });
    });
    const [first, last] = [spans[0], spans.at(-1)];
    const from = first?.positionAt(Math.max(fromMs, first.startsAtMs));
    const to = last?.positionAt(Math.min(toMs, last.endsAtMs - 1));
    if (from === undefined || to === undefined) return undefined;
    return { samples: await this.#decode(spans, fromMs, toMs), from: whole(from), to: whole(to) };
  }

  /** What is away now is not waited for: the others have heard it. */
  async #provenUntil(source: RecordedSource, toMs: number): Promise<void> {
    const giveUpAtMs = this.#station.roomClock.monotonicMs() + provenWaitMs;
    while ((source.provenUntilMs ?? 0) < toMs && !source.isAway && this.#station.roomClock.monotonicMs() < giveUpAtMs) await sleep(100);
  }

  /** The sound of the spans between two moments of room time, and of nothing else. */
  async #decode(spans: readonly RecordedSpan[], fromMs: number, toMs: number): Promise<Float32Array> {
    const pieces: Float32Array[] = [];
    for (const { media, startsAtMs } of spans) {
      const samples = await decodeAudio(this.#station.tools, media);
      const at = (roomMs: number) => Math.max(0, Math.round(((roomMs - startsAtMs) * decodedSampleRate) / 1000));
      pieces.push(samples.subarray(at(fromMs), at(toMs)));
    }
    const all = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let offset = 0;
    for (const piece of pieces) {
      all.set(piece, offset);
      offset += piece.length;
    }
    return all;
  }
}

function whole(position: MediaPosition): MediaPosition {
  return { ...position, mediaMs: Math.round(position.mediaMs) };
}
