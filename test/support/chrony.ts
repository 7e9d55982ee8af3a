import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface Chrony {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * A real chronyd that serves the system clock of this machine on a free port of loopback and never touches that clock (`-x`). With
 * `upstreamPort` it follows the server there instead, whose time may be any: it then serves that one's.
 */
export async function startChrony({ upstreamPort }: { readonly upstreamPort?: number } = {}): Promise<Chrony> {
  const port = await freeUdpPort();
  const folder = await mkdtemp(join(tmpdir(), 'shilu-chrony-'));
  const config = join(folder, 'chrony.conf');
  await writeFile(config, [
    `port ${port}`, 'bindaddress 127.0.0.1', 'allow 127.0.0.1', 'cmdport 0',
    ...(upstreamPort === undefined ? ['local stratum 8'] : [`server 127.0.0.1 port ${upstreamPort} iburst minpoll -4 maxpoll -4`]),
    `bindcmdaddress ${join(folder, 'chronyd.sock')}`, `pidfile ${join(folder, 'chronyd.pid')}`, `driftfile ${join(folder, 'drift')}`, '',
  ].join('\n'));
  const child = spawn('/usr/sbin/chronyd', ['-n', '-x', '-u', userInfo().username, '-f', config], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  try {
    await untilItAnswers(port, child, () => said, upstreamPort !== undefined);
  } catch (error) {
    await end(child);
    throw error;
  }
  return {
    port,
    stop: async () => {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await once(child, 'exit');
  clearTimeout(killer);
}

/** @param synced a server that follows another answers before it knows the time: leap 3 says so */
async function untilItAnswers(port: number, child: ChildProcess, said: () => string, synced: boolean): Promise<void> {
  const socket = createSocket('udp4');
  const answers: Uint8Array[] = [];
  socket.on('message', (answer) => {
    if (!synced || (answer[0] ?? 0) >> 6 !== 3) answers.push(answer);
  });
  try {
    for (let attempt = 0; attempt < 400 && answers.length === 0; attempt += 1) {
      if (child.exitCode !== null) throw new Error(`chronyd ended: ${said()}`);
      const request = new Uint8Array(48);
      request[0] = 0x23;
      socket.send(request, port, '127.0.0.1');
      await pause(50);
    }
  } finally {
    socket.close();
  }
  if (answers.length === 0) throw new Error(`chronyd does not answer: ${said()}`);
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
