/** What has come of one RTP stream of a camera. */
export interface StreamTraffic {
  readonly kind: 'video' | 'audio' | 'other';
  readonly packets: number;
  /** On the monotonic clock; null before the first. */
  readonly lastPacketAtMs: number | null;
  /** When the camera said goodbye to its source (RTCP BYE, RFC 3550 section 6.6), and nothing has come since; otherwise null. */
  readonly byeAtMs: number | null;
}

const byeType = 203;

/** Counts the packets of one camera by their interleaved channels. */
export class TrafficCount {
  readonly #streams = new Map<number, { -readonly [K in keyof StreamTraffic]: StreamTraffic[K] }>();
  readonly #controls = new Map<number, number>();

  /** A stream was set up: its packets come on one channel, the camera's reports about it on the other. */
  add(kind: StreamTraffic['kind'], rtpChannel: number, rtcpChannel: number): void {
    this.#streams.set(rtpChannel, { kind, packets: 0, lastPacketAtMs: null, byeAtMs: null });
    this.#controls.set(rtcpChannel, rtpChannel);
  }

  isControl(channel: number): boolean {
    return this.#controls.has(channel);
  }

  /** Whether pictures come on it, in packets of which the last is marked (RFC 6184 section 5.1, RFC 7798 section 4.1). */
  isPicture(channel: number): boolean {
    return this.#streams.get(channel)?.kind === 'video';
  }

  note(channel: number, control: Buffer | undefined, atMs: number): void {
    const stream = this.#streams.get(channel);
    if (stream !== undefined) {
      stream.packets += 1;
      stream.lastPacketAtMs = atMs;
      stream.byeAtMs = null;
      return;
    }
    const about = this.#streams.get(this.#controls.get(channel) ?? -1);
    if (about !== undefined && control !== undefined && saysBye(control)) about.byeAtMs = atMs;
  }

  get streams(): readonly StreamTraffic[] {
    return [...this.#streams.values()].map((stream) => ({ ...stream }));
  }
}

/** Walks over the packets of a compound RTCP packet (RFC 3550 section 6.1). */
function saysBye(compound: Buffer): boolean {
  for (let at = 0; at + 4 <= compound.length; at += 4 + 4 * compound.readUInt16BE(at + 2)) {
    if ((compound[at] ?? 0) >> 6 !== 2) return false;
    if (compound[at + 1] === byeType) return true;
  }
  return false;
}
