import type { Clock } from '../platform/index.ts';
import { aacPayload } from './aac-payload.ts';
import type { AccessUnit } from './access-unit.ts';
import { nalType, toAnnexB, typeOf } from './access-unit.ts';
import { samplesPerAacFrame, type AacFrame } from './adts-frame.ts';
import { h264Payloads } from './h264-payload.ts';
import { RtpTrack, type TrackName } from './rtp-track.ts';
import type { StreamDescription } from './session-description.ts';

/** One frame of picture or sound, as RTP packets. */
export interface MediaUnit {
  readonly track: TrackName;
  readonly isKeyframe: boolean;
  readonly packets: readonly Buffer[];
}

interface LiveStreamOptions {
  readonly name: string;
  readonly host: string;
  readonly framesPerSecond: number;
  readonly samplesPerSecond: number | null;
  readonly clock: Clock;
}

const videoTicksPerSecond = 90_000;
const maxPayloadBytes = 1_400;
/** A picture is handed over when the next one begins. */
const picturesHeld = 1;

/** What one camera sends now: takes frames from the encoder and gives RTP to whoever listens. */
export class LiveStream {
  readonly #options: LiveStreamOptions;
  readonly #tracks: ReadonlyMap<TrackName, RtpTrack>;
  readonly #listeners = new Set<(unit: MediaUnit) => void>();
  readonly #wallOffsetMs: number;
  #pictures = 0;
  #soundFrames = 0;
  #soundAheadTicks = 0;
  #parameterSets: readonly Buffer[] = [];
  #audioConfig: Buffer | undefined;
  #keyframe: Buffer | undefined;

  constructor(options: LiveStreamOptions) {
    this.#options = options;
    this.#wallOffsetMs = options.clock.wallMs() - options.clock.monotonicMs();
    const { samplesPerSecond } = options;
    this.#tracks = new Map<TrackName, RtpTrack>([
      ['video', new RtpTrack({ payloadType: 96, ticksPerSecond: videoTicksPerSecond })],
      ...(samplesPerSecond === null ? [] : [['audio', new RtpTrack({ payloadType: 97, ticksPerSecond: samplesPerSecond })] as const]),
    ]);
  }

  get trackNames(): readonly TrackName[] {
    return [...this.#tracks.keys()];
  }

  /** undefined until the first keyframe, and the first sound where there is sound. */
  description(): StreamDescription | undefined {
    const { name, host, framesPerSecond, samplesPerSecond } = this.#options;
    if (this.#parameterSets.length === 0) return undefined;
    if (samplesPerSecond !== null && this.#audioConfig === undefined) return undefined;
    return {
      name, host, video: { payloadType: 96, framesPerSecond, parameterSets: this.#parameterSets },
      audio: samplesPerSecond === null || this.#audioConfig === undefined ? null : { payloadType: 97, samplesPerSecond, channels: 1, config: this.#audioConfig },
    };
  }

  /** The latest keyframe as an Annex B stream that a decoder can show by itself. */
  keyframe(): Buffer | undefined {
    return this.#keyframe;
  }

  /** @returns how to stop listening */
  listen(listener: (unit: MediaUnit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** An RTCP sender report that ties the track's timestamps to the time of day. */
  report(name: TrackName): Buffer {
    return this.#track(name).report(this.#options.clock.monotonicMs(), this.#wallOffsetMs, this.#options.name);
  }

  ssrc(name: TrackName): number {
    return this.#track(name).ssrc;
  }

  /** Notes when the sound of the first AAC frame began. The encoder puts one frame of silence before the first sample it is given. */
  noteSoundStart(monotonicMs: number): void {
    const { samplesPerSecond } = this.#options;
    if (samplesPerSecond !== null) this.#track('audio').noteStart(monotonicMs - (samplesPerAacFrame * 1000) / samplesPerSecond);
  }

  /** From now on sound is sent under media times that are this far ahead of its own. */
  setSoundAhead(aheadMs: number): void {
    this.#soundAheadTicks = Math.round((aheadMs * (this.#options.samplesPerSecond ?? 0)) / 1000);
  }

  pushPicture(unit: AccessUnit): void {
    const { framesPerSecond, clock } = this.#options;
    const track = this.#track('video');
    track.noteStart(clock.monotonicMs() - ((this.#pictures + picturesHeld) * 1000) / framesPerSecond);
    if (unit.isKeyframe) {
      this.#parameterSets = unit.nalUnits.filter((nal) => typeOf(nal) === nalType.sps || typeOf(nal) === nalType.pps);
      this.#keyframe = toAnnexB(unit);
    }
    const ticks = (this.#pictures * videoTicksPerSecond) / framesPerSecond;
    this.#pictures += 1;
    this.#emit({ track: 'video', isKeyframe: unit.isKeyframe, packets: track.packets(ticks, h264Payloads(unit.nalUnits, maxPayloadBytes)) });
  }

  pushSound(frame: AacFrame): void {
    this.#audioConfig ??= frame.config;
    const ticks = this.#soundFrames * samplesPerAacFrame + this.#soundAheadTicks;
    this.#soundFrames += 1;
    this.#emit({ track: 'audio', isKeyframe: false, packets: this.#track('audio').packets(ticks, [aacPayload(frame.accessUnit)]) });
  }

  #emit(unit: MediaUnit): void {
    for (const listener of this.#listeners) listener(unit);
  }

  #track(name: TrackName): RtpTrack {
    const track = this.#tracks.get(name);
    if (track === undefined) throw new Error(`No ${name} track`);
    return track;
  }
}
