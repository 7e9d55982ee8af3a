import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sizesOf } from '../../src/main/app/fragment-sizes.ts';
import { decodeLooks, type FfmpegTools } from '../../src/main/ffmpeg/index.ts';
import { SizeSign, learnStamp, lookAtFragments, type ReadBackFragment, type SizeReading, type StampLetters } from '../../src/main/health/index.ts';
import { resourcePath } from '../../src/main/platform/index.ts';
import { stampStyle } from '../../src/main/recorder/index.ts';
import { FragmentReader } from '../../src/main/segments/index.ts';

export const sceneStartMs = Date.UTC(2026, 10, 23, 14, 3, 7);
const pictureHeight = 360;

/** What a camera films and hears, as ffmpeg filters; `stamp` is drawn by the recorder unless told otherwise. */
export interface FilmedScene {
  readonly seconds: number;
  /** From [room] (furniture and walls) to [out]. */
  readonly picture: string;
  readonly sound: string;
  readonly camera?: readonly string[];
  /** Options added to the stamp, such as `enable`. */
  readonly stamp?: string;
}

/** Films scenes with a camera's encoder, records them as the recorder does (stamp, one-second fragments), and looks at what came out. */
export class RecordedScenes {
  readonly #tools: FfmpegTools;
  readonly #still = join(mkdtempSync(join(tmpdir(), 'shilu-scene-')), 'room.png');

  #letters: Promise<StampLetters> | undefined;

  constructor(tools: FfmpegTools) {
    this.#tools = tools;
    const walls = "geq=lum='110+40*sin(X/200)+25*random(1)':cb=120:cr=132,gblur=1.5";
    this.#ffmpeg(['-f', 'lavfi', '-i', `nullsrc=s=1280x720:r=25:d=0.04,${walls},drawbox=iw/10:ih/2:iw/3:ih/3:color=0x665544:t=fill,drawbox=iw*0.57:ih*0.28:iw/8:ih*0.3:color=0x998877:t=fill,scale=640:360`, '-frames:v', '1', '-y', this.#still]);
  }

  record({ seconds, picture, sound, camera = ['-b:v', '1500k', '-maxrate', '1500k', '-bufsize', '1500k'], stamp = '' }: FilmedScene): Uint8Array {
    const filmed = this.#ffmpeg([
      '-loop', '1', '-framerate', '25', '-i', this.#still, '-f', 'lavfi', '-i', sound, '-filter_complex', `[0:v]format=yuv420p[room];${picture}`, '-map', '[out]', '-map', '1:a',
      '-t', String(seconds), '-c:v', 'libx264', '-preset', 'ultrafast', ...camera, '-g', '50', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '64k', '-f', 'matroska', 'pipe:1',
    ]);
    const style = stampStyle(resourcePath('fonts', 'NotoSansSC-Regular.ttf'));
    const draw = stamp.includes('text=') ? stamp.replaceAll('STYLE', style) : `drawtext=${style}:text=${stampText(sceneStartMs)}${stamp}`;
    return this.#ffmpeg([
      '-i', 'pipe:0', '-vf', draw, '-fps_mode', 'passthrough', '-c:v', 'libx264', '-preset', 'superfast', '-crf', '24', '-tune', 'zerolatency', '-bf', '0', '-sc_threshold', '0', '-g', '25', '-pix_fmt', 'yuv420p',
      '-c:a', 'aac', '-b:a', '96k', '-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-f', 'mp4', 'pipe:1',
    ], filmed);
  }

  /** What a microphone gives, as its recorder writes it. @param samples 16 kHz mono */
  recordSound(samples: Int16Array): Uint8Array {
    return this.#ffmpeg([
      '-f', 's16le', '-ar', '16000', '-ac', '1', '-i', 'pipe:0', '-c:a', 'aac', '-b:a', '128k', '-ar', '48000',
      '-movflags', '+empty_moov+default_base_moof+frag_discont', '-frag_duration', '1000000', '-f', 'mp4', 'pipe:1',
    ], new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
  }

  async look(media: Uint8Array, hasPicture = true) {
    const pieces = new FragmentReader().push(media);
    const init = pieces.find((piece) => piece.kind === 'init');
    if (init === undefined) throw new Error('The scene has no init');
    const [sign, sizes] = [new SizeSign(), [] as SizeReading[]];
    const fragments = pieces.flatMap((piece): ReadBackFragment[] => {
      if (piece.kind !== 'fragment') return [];
      const sound = piece.parts.find(({ track }) => track.kind === 'audio');
      const soundMs = sound === undefined ? 0 : (sound.durationTicks * 1000) / sound.track.timescale;
      const size = sign.observe(sizesOf(piece));
      sizes.push(size);
      return [{ runId: 'run', changeShare: size.changeShare, bytes: piece.bytes, hasKey: piece.startsWithKey, roomMs: sceneStartMs + piece.mediaMs, durationMs: piece.durationMs, soundMs, soundFromMs: sceneStartMs + piece.mediaMs }];
    });
    const letters = hasPicture ? await (this.#letters ??= learnStamp(this.#tools, pictureHeight, stampStyle(resourcePath('fonts', 'NotoSansSC-Regular.ttf')))) : undefined;
    const [looks = []] = await lookAtFragments((requests) => decodeLooks(this.#tools, requests), [{ init: init.bytes, fragments, expectSound: true, hasSound: true, hasPicture, letters, stampedBy: 'station', stampToleranceMs: 100, timeZone: 'UTC' }]);
    return { looks, sizes };
  }

  #ffmpeg(args: readonly string[], bytes?: Uint8Array): Buffer {
    return execFileSync(this.#tools.ffmpegPath, ['-hide_banner', '-v', 'error', ...args], { maxBuffer: 1 << 29, ...(bytes === undefined ? {} : { input: bytes }) });
  }
}

/** drawtext's own running clock, as the stamp file holds it, escaped for a filter graph. */
export function stampText(fromMs: number): string {
  return `'%{pts\\:gmtime\\:${(fromMs / 1000).toFixed(3)}}'`;
}
