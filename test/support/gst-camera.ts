import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface GstCameraOptions {
  readonly port?: number;
  readonly video?: 'h264' | 'h265' | 'mjpeg';
  /** Pictures from one key frame to the next. */
  readonly gop?: number;
  readonly audio?: 'aac' | 'pcma' | 'pcmu' | 'opus' | 'none';
  readonly width?: number;
  readonly height?: number;
  /** After so many pictures it says goodbye (RTCP BYE) to who is connected, and sends nothing more to them. */
  readonly goodbyeAfter?: number;
  readonly user?: string;
  readonly password?: string;
}

/** A camera that nobody here wrote: GStreamer's RTSP server in a process of its own. Its pictures carry a bar code of the wall clock. */
export class GstCamera {
  readonly port: number;
  readonly #child: ChildProcess;

  static async start(options: GstCameraOptions = {}): Promise<GstCamera> {
    const script = fileURLToPath(new URL('gst-rtsp-server.py', import.meta.url));
    const args = Object.entries({ width: 480, height: 272, ...options }).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const child = spawn('/usr/bin/python3', [script, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const port = await new Promise<number>((resolve, reject) => {
      child.stdout.once('data', (chunk: Buffer) => resolve((JSON.parse(chunk.toString()) as { port: number }).port));
      child.once('exit', () => reject(new Error(`GStreamer's RTSP server did not start: ${stderr}`)));
    });
    return new GstCamera(child, port);
  }

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  get url(): string {
    return `rtsp://127.0.0.1:${this.port}/live`;
  }

  /** The power is cut. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Alive but mute: connections stand, nothing comes. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill(signal);
    await gone;
  }
}

const bars = 48;

/** Reads the wall clock out of a picture of the camera (grey, one byte per pixel), in ms since 1970; undefined when it is not there. */
export function readBarCode(picture: Uint8Array, width: number, height: number): number | undefined {
  const row = Math.round(height * 0.9) * width;
  const bar = width / bars;
  const levels = Array.from({ length: bars }, (_, n) => picture[row + Math.floor((n + 0.5) * bar)] ?? 0);
  if (levels.some((level) => level > 90 && level < 160)) return undefined;
  return levels.reduce((value, level) => value * 2 + (level > 128 ? 1 : 0), 0);
}
