import { randomBytes } from 'node:crypto';
import { senderReport } from './rtcp-report.ts';
import { rtpPacket, type RtpPayload } from './rtp-packet.ts';

export const trackNames = ['video', 'audio'] as const;
export type TrackName = (typeof trackNames)[number];

/** In ms per ms. */
const maxSlew = 0.001;

/**
 * The RTP source of one track: gives packets their sequence, timestamp and source numbers, and knows when each timestamp was captured.
 * Its clock is steady: the faults of the camera's calendar clock do not bend the stream.
 */
export class RtpTrack {
  readonly payloadType: number;
  readonly ssrc = randomBytes(4).readUInt32BE();
  readonly #ticksPerSecond: number;
  readonly #firstTimestamp = randomBytes(4).readUInt32BE();
  #sequence = randomBytes(2).readUInt16BE();
  #packets = 0;
  #latestTicks = 0;
  #bytes = 0;
  #startMs: number | undefined;
  #reported: { readonly startMs: number; readonly atMs: number } | undefined;

  constructor(options: { readonly payloadType: number; readonly ticksPerSecond: number }) {
    this.payloadType = options.payloadType;
    this.#ticksPerSecond = options.ticksPerSecond;
  }

  /** Notes that tick 0 was captured at this monotonic time; of several estimates the earliest is nearest the truth. */
  noteStart(monotonicMs: number): void {
    this.#startMs = Math.min(monotonicMs, this.#startMs ?? monotonicMs);
  }

  packets(ticks: number, payloads: readonly RtpPayload[]): readonly Buffer[] {
    this.#latestTicks = ticks;
    return payloads.map((payload) => {
      const timestamp = this.#firstTimestamp + ticks;
      const packet = rtpPacket({ payloadType: this.payloadType, sequence: this.#sequence, timestamp, ssrc: this.ssrc }, payload);
      this.#sequence = (this.#sequence + 1) & 0xffff;
      this.#packets += 1;
      this.#bytes += payload.bytes.length;
      return packet;
    });
  }

  /**
   * A sender report about the latest packets: a receiver that gets it before them counts from there.
   * A receiver moves all times by what one report differs from the one before, so a better estimate of the start is approached slowly.
   * @param wallOffsetMs what must be added to monotonic time to get ms since 1970 UTC
   */
  report(nowMonotonicMs: number, wallOffsetMs: number, name: string): Buffer {
    this.#reported = { startMs: this.#approachStart(nowMonotonicMs), atMs: nowMonotonicMs };
    const capturedAtMs = this.#reported.startMs + (this.#latestTicks * 1000) / this.#ticksPerSecond;
    return senderReport({
      ssrc: this.ssrc, atMs: capturedAtMs + wallOffsetMs, timestamp: (this.#firstTimestamp + this.#latestTicks) % 2 ** 32, packets: this.#packets, bytes: this.#bytes, name,
    });
  }

  #approachStart(nowMs: number): number {
    const wantedMs = this.#startMs ?? nowMs;
    if (this.#reported === undefined) return wantedMs;
    const { startMs, atMs } = this.#reported;
    return Math.max(wantedMs, startMs - (nowMs - atMs) * maxSlew);
  }
}
