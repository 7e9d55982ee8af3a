import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';

export const projectFolder = join(import.meta.dirname, '..', '..');
const cli = join(projectFolder, 'dist', 'main', 'cli.mjs');

export interface Ready {
  readonly url: string;
  readonly rpc: string;
  readonly pid: number;
}

/** A call of the file system at which a station dies (test/support/kill-at.mjs). */
export interface DyingPoint {
  readonly call: 'link' | 'mkdir';
  readonly moment: 'before' | 'after';
  /** A regular expression. */
  readonly path: string;
}

/** A real station in a process of its own, as `shilu serve` starts it. */
export class StationProcess {
  readonly ready: Ready;
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | null>;

  private constructor(child: ChildProcess, ready: Ready) {
    this.#child = child;
    this.ready = ready;
    this.#exited = child.exitCode === null ? once(child, 'exit').then(([code]: (number | null)[]) => code ?? null) : Promise.resolve(child.exitCode);
  }

  /** @param logFile gets everything the station writes to standard error; `dieAt`: the station kills itself there */
  static async start(dataFolder: string, logFile: string, more: readonly string[] = ['--training'], dieAt?: DyingPoint): Promise<StationProcess> {
    const preload = dieAt === undefined ? [] : ['--import', join(import.meta.dirname, 'kill-at.mjs')];
    const env = { ...process.env, ...(dieAt === undefined ? {} : { SHILU_TEST_KILL: JSON.stringify(dieAt) }) };
    const child = spawn(process.execPath, [...preload, cli, 'serve', '--data', dataFolder, '--port', '0', ...more], { stdio: ['ignore', 'pipe', 'pipe'], env });
    child.stderr.pipe(createWriteStream(logFile, { flags: 'a' }));
    const line = await Promise.race([
      once(createInterface({ input: child.stdout }), 'line').then(([text]: string[]) => text),
      once(child, 'exit').then(([code]) => { throw new Error(`The station ended before it was ready (${String(code)}); see ${logFile}`); }),
    ]);
    return new StationProcess(child, JSON.parse(line ?? '') as Ready);
  }

  /** Ends it as Ctrl-C does. @returns the exit code */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode === null) this.#child.kill('SIGTERM');
    return this.#exited;
  }

  get pid(): number {
    return this.ready.pid;
  }

  /** Resolves when it has ended, whatever ended it. */
  async ended(): Promise<void> {
    await this.#exited;
  }

  /** Ends it as a power cut does. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }
}

export class RefusedError extends Error {
  readonly code: string;
  readonly data: { readonly message: Record<string, string>; readonly hint: Record<string, string> };

  constructor(method: string, data: { readonly code: string; readonly message: Record<string, string>; readonly hint: Record<string, string> }) {
    super(`${method}: ${data.code} ${data.message['en'] ?? ''}`);
    this.code = data.code;
    this.data = data;
  }
}

/** One line to a station, speaking plain JSON-RPC as any stranger's program would. */
export class StationLine {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void; method: string }>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) return;
      const message = JSON.parse(data.toString('utf8')) as { id?: number; result?: unknown; error?: { data: ConstructorParameters<typeof RefusedError>[1] } };
      const waiting = message.id === undefined ? undefined : this.#waiting.get(message.id);
      if (waiting === undefined) return;
      if (message.error === undefined) waiting.resolve(message.result);
      else waiting.reject(new RefusedError(waiting.method, message.error.data));
    });
  }

  static async open(rpc: string, account?: string, pin?: string): Promise<StationLine> {
    const socket = new WebSocket(rpc);
    await once(socket, 'open');
    const line = new StationLine(socket);
    if (account !== undefined) await line.call('auth.login', { account, pin });
    return line;
  }

  call<T = Record<string, unknown>>(method: string, params: Record<string, unknown> = {}): Promise<T> {
    const id = ++this.#lastId;
    return new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, method });
      this.#socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    }) as Promise<T>;
  }

  close(): void {
    this.#socket.close();
  }
}
