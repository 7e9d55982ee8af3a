import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFfmpeg, type EncoderInUse, type FfmpegTools } from '../../src/main/ffmpeg/index.ts';
import { createLogger, nodeFileOps, systemClock, type FileOps, type Logger } from '../../src/main/platform/index.ts';
import { Recorder, type CameraSource, type MicrophoneSource, type RecorderEvents, type RecorderSettings } from '../../src/main/recorder/index.ts';
import type { RoomClock } from '../../src/main/clock/index.ts';
import { parseId, type Disk } from '../../src/shared/domain/index.ts';

export const quiet: Logger = createLogger('test', () => undefined);

/** Room time that is exactly the system clock at the start, on the monotonic clock. */
export function steadyRoomClock(shiftMs = 0): RoomClock {
  const offsetMs = systemClock.wallMs() - systemClock.monotonicMs() + shiftMs;
  const at = (monotonicMs: number) => ({ atMs: Math.round(monotonicMs + offsetMs), errorMs: 5 });
  return { at, now: () => at(systemClock.monotonicMs()), monotonicMs: () => systemClock.monotonicMs() };
}

type Event = { [K in keyof RecorderEvents]: { readonly type: K; readonly event: RecorderEvents[K] } }[keyof RecorderEvents];
type EventOf<K extends keyof RecorderEvents> = RecorderEvents[K];

const eventTypes = [
  'state', 'init', 'fragment', 'native', 'level', 'runStarted', 'runEnded', 'proven', 'diskFailed', 'storageLost', 'segmentFinalized', 'gapOpened', 'gapClosed',
] as const satisfies readonly (keyof RecorderEvents)[];

export interface BenchOptions {
  /** Of a camera; empty with `microphone`. */
  readonly url: string;
  /** Records this instead of a camera. */
  readonly microphone?: MicrophoneSource;
  readonly hasAudio?: boolean;
  readonly user?: string;
  readonly password?: string;
  readonly settings?: Partial<RecorderSettings>;
  readonly fileOps?: FileOps;
  readonly roomClock?: RoomClock;
  readonly stampLabel?: string;
  /** A shell script that stands in for ffmpeg; it finds the real one in REAL_FFMPEG. */
  readonly ffmpegWrapper?: string;
  readonly encoder?: EncoderInUse;
}

/** A recorder on two folders of its own, and everything it announced. */
export class RecorderBench {
  readonly recorder: Recorder;
  readonly tools: FfmpegTools;
  readonly folder: string;
  readonly folders: Readonly<Record<Disk, string>>;
  readonly camera: CameraSource;
  readonly roomClock: RoomClock;
  readonly heard: Event[] = [];
  readonly #lines: string[] = [];
  readonly #log = createLogger('bench', (line) => this.#lines.push(line));

  static async start(options: BenchOptions): Promise<RecorderBench> {
    return new RecorderBench(options, await findFfmpeg());
  }

  private constructor(options: BenchOptions, tools: FfmpegTools) {
    this.folder = mkdtempSync(join(tmpdir(), 'shilu-recorder-'));
    this.tools = options.ffmpegWrapper === undefined ? tools : { ...tools, ffmpegPath: this.#wrap(options.ffmpegWrapper, tools) };
    this.folders = { primary: join(this.folder, 'primary'), mirror: join(this.folder, 'mirror') };
    this.roomClock = options.roomClock ?? steadyRoomClock();
    this.camera = {
      cameraId: parseId('cam-1'), name: 'overview', url: options.url, user: options.user ?? '', password: options.password ?? '',
      hasAudio: options.hasAudio ?? true, stampLabel: () => options.stampLabel ?? '讯问室一',
    };
    this.recorder = new Recorder({
      ...(options.microphone === undefined ? { camera: this.camera } : { microphone: options.microphone }), tools: this.tools, roomClock: this.roomClock, timeZone: 'Asia/Shanghai', fileOps: options.fileOps ?? nodeFileOps,
      folders: this.folders, log: this.#log, settings: { preset: 'ultrafast', native: false, ...options.settings }, ...(options.encoder === undefined ? {} : { encoder: options.encoder }),
    });
    for (const type of eventTypes) this.recorder.events.on(type, (event) => this.heard.push({ type, event } as Event));
  }

  all<K extends keyof RecorderEvents>(type: K): readonly EventOf<K>[] {
    return this.heard.filter((heard) => heard.type === type).map((heard) => heard.event as EventOf<K>);
  }

  /** Waits for the next event of a kind that passes, heard from now on. */
  next<K extends keyof RecorderEvents>(type: K, passes: (event: EventOf<K>) => boolean = () => true, withinMs = 30_000): Promise<EventOf<K>> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => finish(() => reject(new Error(`no ${type} came; heard ${JSON.stringify(this.heard.filter((h) => h.type !== 'fragment' && h.type !== 'init').slice(-12))}`))), withinMs);
      const stopListening = this.recorder.events.on(type, (event) => {
        if (passes(event)) finish(() => resolve(event));
      });
      function finish(settle: () => void) {
        clearTimeout(timer);
        stopListening();
        settle();
      }
    });
  }

  /** Of the ffmpeg that was started last. */
  ffmpegPid(): number {
    const pids = this.#lines.flatMap((line) => /"message":"ffmpeg started","pid":(\d+)/.exec(line)?.[1] ?? []);
    return Number(pids.at(-1));
  }

  #wrap(script: string, tools: FfmpegTools): string {
    const path = join(this.folder, 'ffmpeg');
    writeFileSync(path, script.replaceAll('$REAL_FFMPEG', tools.ffmpegPath), { mode: 0o755 });
    return path;
  }

  async live(): Promise<void> {
    if (this.recorder.state.phase !== 'live') await this.next('state', (state) => state.phase === 'live');
  }

  async close(): Promise<void> {
    await this.recorder.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
