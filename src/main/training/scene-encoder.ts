import { spawnMedia, type FfmpegTools, type MediaProcess } from '../ffmpeg/index.ts';
import type { Clock, Logger } from '../platform/index.ts';
import { AccessUnitReader } from './access-unit.ts';
import { AdtsReader } from './adts-frame.ts';
import { LiveStream } from './live-stream.ts';
import { motionExpression, motionName, sceneArguments, soundInputFd, soundOutputFd, type SceneFiles } from './scene-arguments.ts';
import { framesPerSecond, soundSamplesPerSecond, type Scene } from './scene.ts';
import { SoundPump } from './sound-pump.ts';

interface SceneEncoderOptions {
  readonly tools: FfmpegTools;
  readonly clock: Clock;
  readonly log: Logger;
  readonly scene: Scene;
  readonly files: SceneFiles;
  readonly host: string;
  /** The next samples of the room, 16 kHz mono. */
  readonly sound: (count: number) => Int16Array;
}

/** One run of the ffmpeg that makes a camera's picture and sound. */
export class SceneEncoder {
  readonly stream: LiveStream;
  /** Resolves when ffmpeg has gone, wanted or not. */
  readonly ended: Promise<void>;
  readonly #scene: Scene;
  readonly #process: MediaProcess;
  readonly #pump: SoundPump | undefined;

  constructor(options: SceneEncoderOptions) {
    const { tools, clock, log, scene, host } = options;
    this.#scene = scene;
    this.stream = new LiveStream({ name: scene.title, host, framesPerSecond, samplesPerSecond: scene.hasSound ? soundSamplesPerSecond : null, clock });
    this.#process = spawnMedia({
      tools, log, args: sceneArguments(scene, options.files), stdin: 'pipe',
      pipes: scene.hasSound ? [1, soundOutputFd] : [1], inputs: scene.hasSound ? [soundInputFd] : [],
    });
    const pictures = new AccessUnitReader((unit) => this.stream.pushPicture(unit));
    this.#process.pipes.get(1)?.on('data', (chunk: Buffer) => pictures.push(chunk));
    const frames = new AdtsReader((frame) => this.stream.pushSound(frame));
    this.#process.pipes.get(soundOutputFd)?.on('data', (chunk: Buffer) => frames.push(chunk));
    const output = this.#process.inputs.get(soundInputFd);
    this.#pump = output === undefined ? undefined : new SoundPump({ clock, output, next: options.sound });
    if (this.#pump !== undefined) this.stream.noteSoundStart(this.#pump.startedAtMs);
    this.ended = this.#process.exited.then(() => this.#pump?.close());
  }

  /** What ffmpeg said last. */
  stderrTail(): string {
    return this.#process.stderrTail();
  }

  /** Stops every moving part where it is, or lets it go on. Within about a tenth of a second. */
  setFrozen(isFrozen: boolean): void {
    this.#scene.motions.forEach((motion, index) => {
      const y = isFrozen ? '0' : motionExpression(motion);
      this.#process.stdin?.write(`ccrop@${motionName(index)} -1 y ${y}\n`);
    });
  }

  async stop(): Promise<void> {
    this.#pump?.close();
    await this.#process.stop();
  }
}
