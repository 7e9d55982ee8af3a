import type { Socket } from 'node:net';
import type { Clock } from '../platform/index.ts';
import type { LiveStream, MediaUnit } from './live-stream.ts';
import type { TrackName } from './rtp-track.ts';

const maxWaitingBytes = 4 * 1024 * 1024;
const maxStuckMs = 15_000;
const reportEveryMs = 5_000;

interface MediaSenderOptions {
  readonly socket: Socket;
  readonly stream: LiveStream;
  /** The interleaved channel of each track the client has set up; its reports go on the next channel. */
  readonly channels: ReadonlyMap<TrackName, number>;
  readonly clock: Clock;
}

/**
 * Sends one client the stream from the next keyframe on. A client that reads too slowly loses whole groups of pictures, and
 * its connection after 15 s, so that it never holds more than 4 MiB here.
 */
export class MediaSender {
  readonly #options: MediaSenderOptions;
  readonly #reportedAtMs = new Map<TrackName, number>();
  #waitsForKeyframe = true;
  #stuckSinceMs: number | undefined;

  constructor(options: MediaSenderOptions) {
    this.#options = options;
  }

  send(unit: MediaUnit): void {
    const { socket, channels } = this.#options;
    if (socket.destroyed || this.#isStuck()) return;
    if (unit.track === 'video' && unit.isKeyframe) this.#waitsForKeyframe = false;
    const channel = channels.get(unit.track);
    if (channel === undefined || (this.#waitsForKeyframe && channels.has('video'))) return;
    this.#reportWhenDue(unit.track, channel);
    socket.write(interleaved(channel, unit.packets));
  }

  #isStuck(): boolean {
    const { socket, clock } = this.#options;
    if (socket.writableLength <= maxWaitingBytes) {
      this.#stuckSinceMs = undefined;
      return false;
    }
    this.#waitsForKeyframe = true;
    this.#stuckSinceMs ??= clock.monotonicMs();
    if (clock.monotonicMs() - this.#stuckSinceMs > maxStuckMs) socket.destroy();
    return true;
  }

  #reportWhenDue(track: TrackName, channel: number): void {
    const { socket, stream, clock } = this.#options;
    const nowMs = clock.monotonicMs();
    const reportedAtMs = this.#reportedAtMs.get(track);
    if (reportedAtMs !== undefined && nowMs - reportedAtMs < reportEveryMs) return;
    this.#reportedAtMs.set(track, nowMs);
    socket.write(interleaved(channel + 1, [stream.report(track)]));
  }
}

/** RFC 2326 section 10.12: each packet behind a dollar sign, its channel and its length. */
export function interleaved(channel: number, packets: readonly Buffer[]): Buffer {
  return Buffer.concat(packets.flatMap((packet) => {
    const header = Buffer.from([0x24, channel, 0, 0]);
    header.writeUInt16BE(packet.length, 2);
    return [header, packet];
  }));
}
