import { spawnMedia, type FfmpegTools, type MediaProcess } from '../ffmpeg/index.ts';
import type { Clock, Logger } from '../platform/index.ts';
import { AccessUnitReader } from './access-unit.ts';
import { AdtsReader } from './adts-frame.ts';
import { LiveStream } from './live-stream.ts';
import { motionExpression, motionName, sceneArguments, soundArguments, veilName, type SceneFiles, type Veil } from './scene-arguments.ts';
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
  readonly sound: (count: number, fromMs: number) => Int16Array;
}

/** One run of what makes a camera's picture and sound. */
export class SceneEncoder {
  readonly stream: LiveStream;
  /** Resolves when one of its processes has gone, wanted or not. */
  readonly ended: Promise<void>;
  readonly #scene: Scene;
  readonly #picture: MediaProcess;
  readonly #sound: MediaProcess | undefined;
  readonly #pump: SoundPump | undefined;

  constructor(options: SceneEncoderOptions) {
    const { tools, clock, log, scene, host } = options;
    this.#scene = scene;
    this.stream = new LiveStream({ name: scene.title, host, framesPerSecond, samplesPerSecond: scene.hasSound ? soundSamplesPerSecond : null, clock });
    this.#picture = spawnMedia({ tools, log, args: sceneArguments(scene, options.files), stdin: 'pipe', pipes: [1] });
    const pictures = new AccessUnitReader((unit) => this.stream.pushPicture(unit));
    this.#read(this.#picture, pictures, log);

    if (scene.hasSound) {
      this.#sound = spawnMedia({ tools, log, args: soundArguments, stdin: 'pipe', pipes: [1] });
      const frames = new AdtsReader((frame) => this.stream.pushSound(frame));
      this.#read(this.#sound, frames, log);
      if (this.#sound.stdin === null) throw new Error('The sound encoder has no input');
      this.#pump = new SoundPump({ clock, output: this.#sound.stdin, next: options.sound });
      this.stream.noteSoundStart(this.#pump.startedAtMs);
    }
    this.ended = Promise.race([this.#picture.exited, ...(this.#sound === undefined ? [] : [this.#sound.exited])]).then(() => this.#pump?.close());
  }

  /** Output that cannot be read ends this run; the camera starts another. */
  #read(media: MediaProcess, reader: { push(chunk: Buffer): void }, log: Logger): void {
    media.pipes.get(1)?.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch (error) {
        log.error('the encoder of a training camera wrote what cannot be read', error);
        void media.stop();
      }
    });
  }

  /** What ffmpeg said last. */
  stderrTail(): string {
    return `${this.#picture.stderrTail()}${this.#sound?.stderrTail() ?? ''}`;
  }

  /** Stops every moving part where it is, or lets it go on. Within about a tenth of a second. */
  setFrozen(isFrozen: boolean): void {
    this.#scene.motions.forEach((motion, index) => {
      const y = isFrozen ? '0' : motionExpression(motion);
      this.#picture.stdin?.write(`ccrop@${motionName(index)} -1 y ${y}\n`);
    });
  }

  /** Covers the lens in one way, or uncovers it. Within about a tenth of a second. */
  setVeil(veil: Veil, on: boolean): void {
    this.#picture.stdin?.write(`c${veilName(veil)} -1 enable ${on ? 1 : 0}\n`);
  }

  async stop(): Promise<void> {
    this.#pump?.close();
    await Promise.all([this.#picture.stop(), this.#sound?.stop()]);
  }
}
