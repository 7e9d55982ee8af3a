import { mediaTypeOfInit } from '../../shared/contract/index.ts';

/** Behind the live edge by more than this, playing catches up; by more than `jumpSeconds`, it jumps. */
const catchUpSeconds = 2;
const jumpSeconds = 4;
const edgeSeconds = 0.8;
const keepSeconds = 20;

/** Plays a camera's fragments in a video element, near the live edge. Each init begins a new run and gets a MediaSource of its own. */
export class LivePicture {
  readonly #video: HTMLVideoElement;
  readonly #onUnsupported: (type: string) => void;
  #namedType: string;
  #run: PlayingRun | undefined;

  constructor(video: HTMLVideoElement, namedType: string, onUnsupported: (type: string) => void) {
    this.#video = video;
    this.#namedType = namedType;
    this.#onUnsupported = onUnsupported;
  }

  init(bytes: Uint8Array): void {
    this.close();
    const type = mediaTypeOfInit(bytes) ?? this.#namedType;
    this.#namedType = type;
    if (!MediaSource.isTypeSupported(type)) {
      this.#onUnsupported(type);
      return;
    }
    this.#run = new PlayingRun(this.#video, type);
    this.#run.append(bytes);
  }

  fragment(bytes: Uint8Array): void {
    this.#run?.append(bytes);
  }

  close(): void {
    this.#run?.close();
    this.#run = undefined;
  }
}

class PlayingRun {
  readonly #video: HTMLVideoElement;
  readonly #source = new MediaSource();
  readonly #url = URL.createObjectURL(this.#source);
  readonly #queue: ArrayBuffer[] = [];
  #buffer: SourceBuffer | undefined;

  constructor(video: HTMLVideoElement, type: string) {
    this.#video = video;
    this.#source.addEventListener('sourceopen', () => this.#open(type), { once: true });
    video.src = this.#url;
  }

  append(bytes: Uint8Array): void {
    this.#queue.push(bytes.slice().buffer);
    this.#next();
  }

  close(): void {
    this.#queue.length = 0;
    this.#buffer = undefined;
    URL.revokeObjectURL(this.#url);
    if (this.#video.src === this.#url) this.#video.removeAttribute('src');
  }

  #open(type: string): void {
    if (this.#source.readyState !== 'open' || this.#video.src !== this.#url) return;
    this.#buffer = this.#source.addSourceBuffer(type);
    this.#buffer.addEventListener('updateend', () => {
      this.#stayNearLive();
      this.#next();
    });
    this.#next();
  }

  #next(): void {
    const buffer = this.#buffer;
    if (buffer === undefined || buffer.updating || this.#source.readyState !== 'open') return;
    const oldest = buffer.buffered.length > 0 ? buffer.buffered.start(0) : 0;
    const forgetUntil = this.#video.currentTime - keepSeconds;
    if (forgetUntil - oldest > keepSeconds) {
      buffer.remove(oldest, forgetUntil);
      return;
    }
    const part = this.#queue.shift();
    if (part !== undefined) buffer.appendBuffer(part);
  }

  #stayNearLive(): void {
    const ranges = this.#buffer?.buffered;
    if (ranges === undefined || ranges.length === 0) return;
    const last = ranges.length - 1;
    const [start, edge] = [ranges.start(last), ranges.end(last)];
    const behind = edge - this.#video.currentTime;
    // A stream joined in its middle, or one with a hole, starts later than the player stands.
    if (this.#video.currentTime < start || behind > jumpSeconds) this.#video.currentTime = Math.max(start, edge - edgeSeconds);
    this.#video.playbackRate = behind > catchUpSeconds ? 1.15 : 1;
    if (this.#video.paused) this.#video.play().catch((error: unknown) => console.warn('preview does not play', error));
  }
}
