import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { openStationDatabase } from '../../src/main/database/index.ts';
import { Ledger } from '../../src/main/ledger/index.ts';
import { nodeFileOps, projectRoot } from '../../src/main/platform/index.ts';
import { streamFolder } from '../../src/main/segments/index.ts';
import { checkRoom, killStreams, killSession, recoverRoom, roomFolders, type StreamHeads } from './kill-room.ts';
import { crashPoints, type CrashPoint } from './procedure-steps.ts';

/** What one kill cost. */
export interface KillOutcome {
  /** The procedure and step, or `random moment`. */
  readonly kind: string;
  /** Of the stream that lost most: what had been taken in and is not kept. */
  readonly lostMs: number;
}

interface Crash {
  readonly point?: CrashPoint;
  readonly where?: string;
  readonly nth?: number;
}

/** Kills on one room lie in one session, one after the other, so that the chain must survive all of them. */
const killsPerRoom = 10;
const fragmentMs = 1_000;

/** Kills the writing program again and again and checks everything after each kill. */
export class KillBench {
  readonly #folder = mkdtempSync(join(tmpdir(), 'shilu-kills-'));
  readonly #media = join(this.#folder, 'media.mp4');
  readonly #program = join(projectRoot, 'node_modules', '.cache', `kill-target-${process.pid}.mjs`);
  #random: number;

  private constructor(seed: number) {
    this.#random = seed;
  }

  /** Makes half a minute of real media and the program. */
  static async open(seed: number): Promise<KillBench> {
    const bench = new KillBench(seed);
    execFileSync('ffmpeg', [
      '-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=25', '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000', '-t', '24',
      '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-f', 'mp4', '-movflags', '+frag_keyframe+empty_moov+default_base_moof', bench.#media,
    ]);
    await build({
      entryPoints: [join(projectRoot, 'test', 'support', 'kill-target.ts')], bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile: bench.#program, logLevel: 'error',
    });
    return bench;
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
    rmSync(this.#program, { force: true });
  }

  /**
   * @param from which kill of the whole campaign is the first: it goes through the named steps in their order
   * @throws Error when anything that was proven is gone, or anything that is there does not check
   */
  async run(kills: number, from = 0): Promise<readonly KillOutcome[]> {
    const outcomes: KillOutcome[] = [];
    for (let n = 0; outcomes.length < kills; n += 1) {
      const room = mkdtempSync(join(this.#folder, 'room-'));
      for (let k = 0; k < killsPerRoom && outcomes.length < kills; k += 1) outcomes.push(await this.#kill(room, from + outcomes.length));
      rmSync(room, { recursive: true });
    }
    return outcomes;
  }

  async #kill(room: string, n: number): Promise<KillOutcome> {
    const point = n % 3 === 2 ? undefined : crashPoints[(n - Math.floor(n / 3)) % crashPoints.length];
    const where = this.#below(2) === 0 ? 'primary' : 'mirror';
    const inRecovery = point?.procedure === 'recover' || point?.procedure === 'complete';
    // A recovery has something to do only when an append was cut half-way before it, on this disk or on the other.
    const torn = { point: { procedure: 'append', call: 'append', moment: 'half' }, where: point?.procedure === 'complete' ? (where === 'primary' ? 'mirror' : 'primary') : where, nth: 2 + this.#below(9) } as const;
    const shorter = point?.procedure === 'complete' ? { ...torn, where } : torn;
    const crash: Crash = point === undefined ? {} : { point, where, nth: point.call === 'makeFolder' || point.call === 'create' || point.call === 'close' || point.call === 'fact' ? 1 + this.#below(2) : 1 + this.#below(9) };
    let written = await this.#write(room, inRecovery ? shorter : crash, 5 + this.#below(250));
    // The program may have finished before its random moment came.
    for (let tries = 1; point === undefined && !written.killed && tries < 8; tries += 1) written = await this.#write(room, crash, this.#below(100 / tries));
    const { proven, taken, killed } = written;
    if (!killed) throw new Error(`not killed at ${JSON.stringify(crash)}`);
    const again = inRecovery ? await this.#spawn(['recover', room, this.#media, JSON.stringify({ ...crash, nth: 1 })]) : undefined;

    await recoverRoom(room, nodeFileOps);
    const kept = await checkRoom(room);
    for (const stream of killStreams) {
      if (kept.primary[stream] !== kept.mirror[stream]) throw new Error(`the copies of ${stream} differ: ${JSON.stringify(kept)}`);
      if ((kept.primary[stream] ?? 0) < (proven[stream] ?? 0)) throw new Error(`proven ${JSON.stringify(proven)}, kept ${JSON.stringify(kept.primary)} after ${JSON.stringify(crash)}`);
    }
    await this.#checkLedger(room);
    const lostMs = Math.max(0, ...killStreams.map((stream) => ((taken[stream] ?? 0) - (kept.primary[stream] ?? 0)) * fragmentMs));
    // The crash before may have left this step nothing to do: then it is no kill of this step.
    return { kind: again?.killed === false ? 'append: half of append, then a whole recovery' : point === undefined ? 'random moment' : `${point.procedure}: ${point.moment === 'half' ? 'half of' : point.moment} ${point.call}`, lostMs };
  }

  async #write(room: string, crash: Crash, randomMs: number): Promise<{ proven: Partial<StreamHeads>; taken: Partial<StreamHeads>; killed: boolean }> {
    const killAfterMs = crash.point === undefined ? randomMs : undefined;
    const { said, killed } = await this.#spawn(['write', room, this.#media, JSON.stringify(crash)], killAfterMs);
    // The last word on each stream counts.
    const last = (word: string) => Object.fromEntries(said.filter((line) => line.startsWith(`${word} `)).map((line) => [line.split(' ')[1], Number(line.split(' ')[2])])) as Partial<StreamHeads>;
    return { proven: last('proven'), taken: last('taken'), killed };
  }

  #spawn(args: readonly string[], killAfterMs?: number): Promise<{ said: readonly string[]; killed: boolean }> {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [this.#program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => {
        if (said === '' && killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
        said += chunk.toString();
      });
      child.once('close', (_code, signal) => resolve({ said: said.split('\n').slice(0, -1), killed: signal === 'SIGKILL' }));
    });
  }

  /** The ledger is whole, and every file that it calls finalised is there with these bytes and this hash. */
  async #checkLedger(room: string): Promise<void> {
    const database = openStationDatabase(join(room, 'station.db'));
    try {
      const ledger = new Ledger(database);
      ledger.verify();
      for (const entry of ledger.entriesOf(killSession)) {
        if (entry.type !== 'segment.finalized') continue;
        const { streamId, disk, segment, bytes, sha256 } = entry.payload;
        const path = join(streamFolder(roomFolders(room)[disk], killSession, streamId), segment);
        if (statSync(path).size !== bytes || (await hashOf(path)) !== sha256) throw new Error(`${disk} ${segment} is not what the ledger says`);
      }
    } finally {
      database.close();
    }
  }

  /** The same kills for the same seed. */
  #below(limit: number): number {
    this.#random = (this.#random * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((this.#random / 2_147_483_648) * limit);
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

/** How many kills of each kind, and the most that one of them cost. */
export function lossTable(outcomes: readonly Pick<KillOutcome, 'kind' | 'lostMs'>[]): string {
  const kinds = [...new Set(outcomes.map((outcome) => outcome.kind))].sort();
  const rows = kinds.map((kind) => {
    const lost = outcomes.filter((outcome) => outcome.kind === kind).map((outcome) => outcome.lostMs);
    return `| ${kind} | ${lost.length} | ${(Math.max(...lost) / 1_000).toFixed(1)} s |`;
  });
  return ['| killed | kills | most lost |', '|---|---:|---:|', ...rows].join('\n');
}
