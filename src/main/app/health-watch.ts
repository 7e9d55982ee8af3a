import { join } from 'node:path';
import type { Disk, SegmentName, SessionId, StreamId } from '../../shared/domain/index.ts';
import { DeafWatch, FaultWatch, HeardLately, hearingSince, heardTogether, SizeSign, StepWatch, type StepWindow, isLookDue, learnStamp, lookAtFragments, lookPace, ownStampToleranceMs, type FaultChange, type FragmentLook, type ReadBack, type ReadBackFragment, type StampLetters } from '../health/index.ts';
import { decodeLooks, LookDecoder, type Look, type LookRequest } from '../ffmpeg/index.ts';
import { resourcePath, sleep } from '../platform/index.ts';
import { stampStyle } from '../recorder/index.ts';
import { streamFolder, SegmentTail, type WrittenFragment } from '../segments/index.ts';
import { sizesOf } from './fragment-sizes.ts';
import type { Station } from './station.ts';

const pollMs = 100;
/** Two stretches of what is compared. */
const calmAfterMs = 3_000;
/** More than this at once means that the machine is behind: only the newest is judged, what is written matters more. */
const mostFragments = 6;

/** A camera or a microphone whose recording is looked at and listened to. */
export interface WatchedSource {
  readonly sourceId: string;
  readonly name: string;
  readonly streamId: StreamId;
  readonly hasPicture: boolean;
  readonly hasSound: boolean;
  /** From when nothing of it has been recorded, room time; undefined while something is. */
  readonly awayFromMs: () => number | undefined;
}

interface Watched {
  readonly source: WatchedSource;
  readonly sessionId: SessionId;
  readonly watch: FaultWatch;
  readonly decoder: LookDecoder;
  readonly deaf: DeafWatch;
  /** How far what it heard was laid beside what others heard, room time. */
  hearingUntilMs: number;
  tail: SegmentTail;
  segment: SegmentName;
  /** The segment that has been proven last. */
  proven: SegmentName;
  fresh: boolean;
  ownLetters: StampLetters | undefined;
  lettersFor: number;
  /** Read back and not looked at yet; of the segment whose beginning `init` is. */
  unseen: readonly ReadBackFragment[];
  init: Uint8Array | undefined;
  hasSound: boolean;
  readonly sizes: SizeSign;
  lastLookMs: number;
  isUnusual: boolean;
  readonly fromMs: number;
  readonly heard: HeardLately;
  /** How far its sound was laid beside a camera's, room time. */
  comparedUntilMs: number;
  toldApart: boolean;
}

/**
 * Reads back what was recorded, looks at it and listens to it, for every camera and microphone that is kept. A fault becomes an alarm and a fact with
 * its bounds in the media; when it is over the alarm goes and the fact gets its end. It reads the two disks in turn.
 */
export class HealthWatch {
  readonly #station: Station;
  readonly #watched = new Map<string, Watched>();
  /** Kept for as long as the station runs: what a camera's own difference is, is learnt before a session and holds over reconnections. */
  readonly #steps = new Map<string, StepWatch>();
  readonly #closing = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  #turn: Disk = 'primary';
  #lastReadMs = 0;
  #soundLost = false;

  constructor(station: Station) {
    this.#station = station;
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Something of this camera is on the disks that was not judged yet. */
  noteProven(source: WatchedSource, sessionId: SessionId, segment: SegmentName): void {
    const known = this.#watched.get(source.sourceId);
    if (known?.sessionId === sessionId) {
      known.proven = segment;
      known.fresh = true;
      return;
    }
    if (known !== undefined) this.#letGo(known);
    this.#watched.set(source.sourceId, { source, sessionId, watch: new FaultWatch(), deaf: new DeafWatch(), hearingUntilMs: 0, decoder: new LookDecoder(this.#station.tools, this.#station.log.child('look')), tail: new SegmentTail(), segment, proven: segment, fresh: true, ownLetters: undefined, lettersFor: 0, unseen: [], init: undefined, hasSound: false, sizes: new SizeSign(), lastLookMs: -Infinity, isUnusual: false, fromMs: Math.round(this.#station.roomClock.now().atMs), heard: new HeardLately(), comparedUntilMs: 0, toldApart: false });
  }

  /** How sound and pictures of a camera lay in time, about once a second, recorded or not. A change counts only while it is recorded. */
  noteStep(sourceId: string, window: StepWindow): void {
    const camera = this.#watched.get(sourceId);
    const fault = camera?.source.hasPicture === false ? 'MICROPHONE_APART' : 'SOUND_APART';
    const step = this.#steps.get(sourceId) ?? new StepWatch(fault);
    this.#steps.set(sourceId, step);
    const before = step.sinceMs;
    const change = step.observe(window);
    if (camera === undefined) return;
    // What began before the recording did is told when it has begun.
    if (change !== undefined || (before !== undefined && !camera.toldApart)) this.#tellStep(camera, change ?? { kind: 'began', fault, fromMs: Math.max(before ?? window.fromMs, camera.fromMs), toMs: window.toMs });
  }

  #tellStep(camera: Watched, change: FaultChange): void {
    if (change.kind === 'ended' && !camera.toldApart) return;
    camera.toldApart = change.kind === 'began';
    this.#tell(camera, { ...change, fromMs: Math.max(change.fromMs, camera.fromMs) });
    if (change.kind === 'began') this.#raise(camera, change.fault, Math.max(change.fromMs, camera.fromMs));
  }

  /** The camera is not kept any more: its faults end with its media. */
  forget(sourceId: string): void {
    const camera = this.#watched.get(sourceId);
    if (camera === undefined) return;
    this.#watched.delete(sourceId);
    this.#letGo(camera);
    for (const change of camera.watch.close()) this.#tell(camera, change);
    const hearsAgain = camera.deaf.close(Math.round(this.#station.roomClock.now().atMs));
    if (hearsAgain !== undefined) this.#tell(camera, hearsAgain);
    const since = this.#steps.get(sourceId)?.sinceMs;
    if (camera.toldApart && since !== undefined) this.#tellStep(camera, { kind: 'ended', fault: camera.source.hasPicture ? 'SOUND_APART' : 'MICROPHONE_APART', fromMs: since, toMs: Math.round(this.#station.roomClock.now().atMs) });
    if (this.#watched.size === 0) this.#soundLost = false;
  }

  /** What is wrong with a camera's recording now, from when. */
  faults(sourceId: string): FaultWatch['lasting'] {
    return this.#watched.get(sourceId)?.watch.lasting ?? [];
  }

  /** Cameras were changed: what lay between their sound and that of the microphones is learnt anew. */
  relearn(): void {
    this.#steps.clear();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#loop;
    await Promise.all([...this.#watched.values()].map(({ decoder }) => decoder.close()));
  }

  #letGo({ decoder }: Watched): void {
    decoder.close().catch((error: unknown) => this.#station.log.error('a decoder does not end', error));
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    for (;;) {
      await sleep(pollMs, signal);
      if (signal.aborted) return;
      if (!this.#isDue()) continue;
      this.#lastReadMs = this.#station.roomClock.monotonicMs();
      await this.#look().catch((error: unknown) => this.#station.log.error('the recording could not be looked at', error));
    }
  }

  #isDue(): boolean {
    const nowMs = this.#station.roomClock.monotonicMs();
    if (nowMs - this.#lastReadMs < lookPace.readMs) return false;
    return [...this.#watched.values()].some(({ fresh, unseen, lastLookMs }) => fresh || (unseen.length > 0 && nowMs - lastLookMs >= lookPace.restMs));
  }

  async #look(): Promise<void> {
    this.#turn = this.#turn === 'primary' ? 'mirror' : 'primary';
    for (const camera of [...this.#watched.values()].filter((c) => c.fresh)) await this.#read(camera);
    const nowMs = this.#station.roomClock.monotonicMs();
    const waiting = [...this.#watched.values()].filter(({ unseen }) => unseen.length > 0);
    const isDue = (each: Watched) => this.#isCompared(each) || isLookDue({ sinceLookMs: nowMs - each.lastLookMs, isBusy: each.watch.isBusy, isUnusual: each.isUnusual });
    const looked = waiting.filter(isDue);
    if (looked.length === 0) return;
    for (const each of looked) each.lastLookMs = nowMs;
    for (const camera of looked.filter(({ source }) => source.hasPicture)) await this.#learn(camera);
    const seen = await this.#seen(looked);
    looked.forEach((camera, n) => {
      // It may have been let go of meanwhile.
      if (this.#watched.get(camera.source.sourceId) !== camera) return;
      for (const look of seen[n] ?? []) {
        if (look.heard !== undefined) camera.heard.note(look.heard.fromMs, look.heard.samples);
        for (const change of camera.watch.observe(look)) this.#tell(camera, change);
      }
      for (const { fault, fromMs } of camera.watch.lasting) this.#raise(camera, fault, fromMs);
      this.#judgeSound(seen[n]?.at(-1)?.toMs ?? 0);
    });
    const still = looked.filter((each) => this.#watched.get(each.source.sourceId) === each);
    this.#compareMicrophones(still);
    this.#compareHearing(still);
  }

  /** The newest fragment of each; where it is not as it should be, those that were passed over before it as well, in their order. */
  async #seen(looked: readonly Watched[]): Promise<readonly (readonly FragmentLook[])[]> {
    const all = looked.map((camera) => ({ camera, ...this.#parted(camera) }));
    const readings = all.map(({ camera, newest }) => this.#toReading(camera, newest));
    for (const { camera } of all) [camera.unseen, camera.isUnusual] = [[], false];
    const seen = await lookAtFragments((requests) => this.#decode(looked, requests), readings);
    const doubtful = all.flatMap(({ camera, passedOver }, n) => ((seen[n] ?? []).some((look) => camera.watch.wouldSuspect(look)) && passedOver.length > 0 ? [{ n, passedOver }] : []));
    if (doubtful.length === 0) return seen;
    const before = await lookAtFragments((requests) => decodeLooks(this.#station.tools, requests), doubtful.map(({ n, passedOver }) => ({ ...(readings[n] as ReadBack), fragments: passedOver })));
    return seen.map((looks, n) => [...(before[doubtful.findIndex((other) => other.n === n)] ?? []), ...looks]);
  }

  /** Each in the ffmpeg that stays for it; what does not decode there has a second try in a fresh one. */
  async #decode(looked: readonly Watched[], requests: readonly LookRequest[]): Promise<readonly (Look | null)[]> {
    const looks = await Promise.all(requests.map(async (request, n) => (await looked[n]?.decoder.decode(request)) ?? null));
    const again = requests.flatMap((request, n) => (looks[n] === null ? [{ request, n }] : []));
    const second = await decodeLooks(this.#station.tools, again.map(({ request }) => request));
    return looks.map((look, n) => look ?? second[again.findIndex((other) => other.n === n)] ?? null);
  }

  /** What is heard side by side is decoded without a gap. */
  #parted(camera: Watched): { readonly newest: readonly ReadBackFragment[]; readonly passedOver: readonly ReadBackFragment[] } {
    const { unseen, watch } = camera;
    return watch.isBusy || this.#isCompared(camera) ? { newest: unseen, passedOver: [] } : { newest: unseen.slice(-1), passedOver: unseen.slice(0, -1) };
  }

  #toReading(camera: Watched, fragments: readonly ReadBackFragment[]): ReadBack {
    const { source, init, hasSound } = camera;
    return {
      init: init ?? new Uint8Array(), fragments, expectSound: source.hasSound, hasSound, hasPicture: source.hasPicture, ...this.#stampOf(camera, fragments.at(-1)?.runId ?? ''), timeZone: this.#station.settings.room.timeZone,
    };
  }

  /** Who wrote into the pictures of this run, how the letters look, and how far off they may be. */
  #stampOf({ source: { sourceId }, ownLetters }: Watched, runId: string): Pick<ReadBack, 'letters' | 'stampedBy' | 'stampToleranceMs'> {
    const { cameras, stamps, profile } = this.#station;
    return cameras.isCameraStamped(sourceId, runId)
      ? { stampedBy: 'camera', letters: stamps.letters(sourceId), stampToleranceMs: profile.maximumCameraClockOffsetMs }
      : { stampedBy: 'station', letters: ownLetters, stampToleranceMs: ownStampToleranceMs };
  }

  async #read(camera: Watched): Promise<void> {
    camera.fresh = false;
    const { tail, fragments } = await this.#readTail(camera);
    if (fragments.length > 0) {
      [camera.init, camera.hasSound] = [tail.init, tail.hasSound];
      for (const fragment of fragments) {
        const { isUnusual, changeShare } = camera.sizes.observe(sizesOf(fragment.media));
        camera.isUnusual ||= isUnusual;
        camera.unseen = [...camera.unseen, toReadBack(fragment, changeShare)].slice(-mostFragments);
      }
    }
    if (camera.proven === camera.segment) return;
    camera.segment = camera.proven;
    camera.tail = new SegmentTail();
    // What a file that has just ended still held is not mixed with the next one, which may have other parameters.
    [camera.fresh, camera.isUnusual] = [true, true];
  }

  /** The disk whose turn it is, else the other. */
  async #readTail(camera: Watched): Promise<{ readonly tail: SegmentTail; readonly fragments: readonly WrittenFragment[] }> {
    const { tail } = camera;
    for (const disk of this.#turn === 'primary' ? (['primary', 'mirror'] as const) : (['mirror', 'primary'] as const)) {
      const path = join(streamFolder(this.#station.disks.folders[disk], camera.sessionId, camera.source.streamId), camera.segment);
      const fragments = await tail.read(path).catch((error: unknown) => {
        this.#station.log.warn('a copy cannot be read back', { disk, segment: camera.segment, error: String(error) });
        return [];
      });
      if (fragments.length > 0) return { tail, fragments };
    }
    return { tail, fragments: [] };
  }

  async #learn(camera: Watched): Promise<void> {
    const height = camera.init === undefined ? 0 : pictureHeight(camera.init);
    if (height === 0 || height === camera.lettersFor) return;
    camera.lettersFor = height;
    camera.ownLetters = await learnStamp(this.#station.tools, height, stampStyle(resourcePath('fonts', 'NotoSansSC-Regular.ttf'))).catch((error: unknown) => {
      this.#station.log.error('the stamp cannot be read back', error);
      return undefined;
    });
  }

  #tell({ source }: Watched, { kind, fault, fromMs, toMs }: FaultChange): void {
    const { streamId, name } = source;
    const controller = this.#station.controller;
    if (kind === 'began') {
      controller?.note('fault.began', { streamId, fault, fromMs: Math.round(fromMs) }, 'station');
      // A stamp that the camera wrote says nothing of what encodes here.
      const isOfCamera = (fault === 'STAMP_MISSING' || fault === 'STAMP_WRONG') && this.#station.stamps.drop(source.sourceId, fault);
      if (!isOfCamera) this.#station.encoder.doubt(fault);
    } else {
      controller?.note('fault.ended', { streamId, fault, fromMs: Math.round(fromMs), toMs: Math.round(toMs) }, 'station');
      this.#station.alarms.clear(name, fault);
    }
  }

  #raise({ source: { name } }: Watched, fault: FaultChange['fault'], fromMs: number): void {
    this.#station.alarms.raise({ code: fault, subject: name, severity: 'alarm', sinceMs: Math.round(fromMs), params: { camera: name, microphone: name } });
  }

  /** Where there are microphones of their own, nothing of what cameras and microphones heard is passed over: they are laid side by side. */
  #isCompared({ source }: Watched): boolean {
    return source.hasSound && [...this.#watched.values()].some((other) => other.source !== source && other.source.hasSound && !(source.hasPicture && other.source.hasPicture));
  }

  /** How late each microphone is against a camera that heard the same; in a silent room nothing is known. */
  #compareMicrophones(looked: readonly Watched[]): void {
    const camera = [...this.#watched.values()].find(({ source }) => source.hasPicture && source.hasSound);
    if (camera === undefined) return;
    for (const microphone of looked.filter(({ source }) => !source.hasPicture)) {
      const { windows, untilMs } = heardTogether(camera.heard, microphone.heard, microphone.comparedUntilMs);
      microphone.comparedUntilMs = untilMs;
      for (const window of windows) this.noteStep(microphone.source.sourceId, window);
    }
  }

  /** A microphone that does not hear what others hear has a noise of its own: in a room that is silent nothing is known. */
  #compareHearing(looked: readonly Watched[]): void {
    const all = [...this.#watched.values()];
    // What begins, ends or is cut while something is wrong with one of them is no sign that another is deaf.
    if (all.some(({ watch, toldApart, source }) => watch.isBusy || toldApart || source.awayFromMs() !== undefined)) {
      for (const each of all) each.hearingUntilMs = (each.heard.endMs ?? 0) + calmAfterMs;
      return;
    }
    for (const microphone of looked.filter(({ source }) => source.hasSound)) {
      const others = [...this.#watched.values()].filter((other) => other !== microphone && other.source.hasSound && !other.watch.isBusy);
      const { windows, untilMs } = hearingSince(microphone.heard, others.map(({ heard }) => heard), microphone.hearingUntilMs);
      microphone.hearingUntilMs = untilMs;
      for (const window of windows) {
        const change = microphone.deaf.observe(window);
        if (change === undefined) continue;
        this.#tell(microphone, change);
        if (change.kind === 'began') this.#raise(microphone, change.fault, change.fromMs);
      }
    }
  }

  /** One lost microphone is an alarm; none left, for longer than the profile allows, is an interruption (requirement D8). */
  #judgeSound(nowMs: number): void {
    const microphones = [...this.#watched.values()].filter(({ source }) => source.hasSound);
    const since = microphones.map(({ watch, source }) => {
      const unheard = watch.lasting.filter(({ fault }) => fault === 'SOUND_SILENT' || fault === 'SOUND_HUM').map(({ fromMs }) => fromMs);
      return [...unheard, source.awayFromMs() ?? []].flat();
    });
    const lost = microphones.length > 0 && since.every((list) => list.length > 0);
    const fromMs = Math.max(...since.map((list) => Math.min(...list)));
    if (lost && nowMs - fromMs >= this.#station.profile.maximumSilenceMs) {
      this.#soundLost = true;
      this.#station.controller?.soundLost(Math.round(fromMs));
    }
    if (!lost && this.#soundLost) {
      this.#soundLost = false;
      this.#station.controller?.soundBack(Math.round(nowMs));
    }
  }
}

function toReadBack({ media, link }: WrittenFragment, changeShare: number): ReadBackFragment {
  const sound = media.parts.find(({ track }) => track.kind === 'audio');
  const leading = media.parts.find(({ track }) => track.kind === 'video') ?? sound;
  const startMs = (part: typeof sound) => (part === undefined ? 0 : (part.decodeTime * 1000) / part.track.timescale);
  return {
    soundFromMs: link.roomMs + startMs(sound) - startMs(leading),
    runId: link.runId, changeShare, bytes: media.bytes, hasKey: media.startsWithKey, roomMs: link.roomMs, durationMs: link.durationMs,
    soundMs: sound === undefined ? 0 : (sound.durationTicks * 1000) / sound.track.timescale,
  };
}

/** The height that a track header names (ISO/IEC 14496-12, 8.3.2): 16.16 at the end of the box; 0 when none does. */
function pictureHeight(init: Uint8Array): number {
  const bytes = Buffer.from(init);
  for (let at = bytes.indexOf('tkhd'); at >= 4; at = bytes.indexOf('tkhd', at + 4)) {
    const height = bytes.readUInt16BE(at - 4 + bytes.readUInt32BE(at - 4) - 4);
    if (height > 0) return height;
  }
  return 0;
}
