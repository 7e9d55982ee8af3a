import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { waitUntil } from './wait-until.ts';

const run = promisify(execFile);

/** A PulseAudio of its own with microphones into which a test plays sound: each is a source behind the monitor of a sink that nobody hears. */
export class SoundServer {
  /** What a process needs to find it: also through ALSA, whose default device is this server. */
  readonly env: Readonly<Record<string, string>>;
  readonly #folder: string;
  readonly #process: ChildProcess;
  readonly #players = new Set<ChildProcess>();

  static async start(microphones: readonly string[]): Promise<SoundServer> {
    const folder = await mkdtemp(join(tmpdir(), 'shilu-pulse-'));
    await writeFile(join(folder, 'alsa.conf'), '<confdir:/usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n');
    const socket = join(folder, 'native');
    const load = (module: string) => ['-L', module];
    const args = [
      '-n', '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '--disable-shm=yes',
      ...load(`module-native-protocol-unix socket=${socket} auth-anonymous=1`),
      ...microphones.flatMap((name) => [...load(`module-null-sink sink_name=room_${name} rate=48000`), ...load(`module-remap-source source_name=${name} master=room_${name}.monitor source_properties=device.description=${name}`)]),
    ];
    const env = { PULSE_SERVER: `unix:${socket}`, PULSE_COOKIE: join(folder, 'cookie'), XDG_RUNTIME_DIR: folder };
    const child = spawn('pulseaudio', args, { stdio: 'ignore', env: { ...process.env, ...env, HOME: folder } });
    const server = new SoundServer(folder, env, child);
    await waitUntil('the sound server', 15_000, () => server.control('info').then(() => true, () => false));
    return server;
  }

  private constructor(folder: string, env: Readonly<Record<string, string>>, child: ChildProcess) {
    this.#folder = folder;
    this.#process = child;
    this.env = env;
  }

  /** `pactl`, such as `unload-module`. */
  async control(...args: readonly string[]): Promise<string> {
    return (await run('pactl', args, { env: { ...process.env, ...this.env }, timeout: 5_000 })).stdout;
  }

  /** Plays a file (WAV) into a microphone. Resolves when it has ended. */
  async play(microphone: string, path: string): Promise<void> {
    const player = spawn('paplay', [`--device=room_${microphone}`, path], { stdio: 'ignore', env: { ...process.env, ...this.env } });
    this.#players.add(player);
    await once(player, 'exit');
    this.#players.delete(player);
  }

  /** Unplugs a microphone: its source goes, as with a USB device. */
  async unplug(microphone: string): Promise<void> {
    const modules = (await this.control('list', 'short', 'modules')).split('\n');
    const line = modules.find((each) => each.includes('module-remap-source') && each.includes(`source_name=${microphone} `));
    await this.control('unload-module', line?.split('\t')[0] ?? '');
  }

  async stop(): Promise<void> {
    for (const child of [...this.#players, this.#process]) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}
