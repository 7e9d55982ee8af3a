import { readdir, readFile, readlink } from 'node:fs/promises';
import type { Socket } from 'node:net';

/**
 * Whether the other end of a loopback connection belongs to this process or a child of it. Only Linux tells (/proc); where nothing tells it is
 * taken for its: the path that cannot be guessed and the single use remain.
 */
export async function belongsTo(socket: Socket, pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  try {
    const inode = inodeOf(await readFile('/proc/net/tcp', 'latin1'), socket.remotePort ?? 0, socket.localPort ?? 0);
    if (inode === undefined) return false;
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'latin1').catch(() => '');
    for (const owner of [String(pid), ...children.split(' ').filter((child) => child !== '')]) if (await holds(owner, inode)) return true;
    return false;
  } catch (error) {
    // A hardened machine (hidepid, another user for ffmpeg) lets nobody look.
    if (error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM')) return true;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

/** The inode of the loopback socket with these ports in /proc/net/tcp (proc(5)): `sl local remote st ... uid timeout inode`. */
function inodeOf(table: string, fromPort: number, toPort: number): string | undefined {
  const port = (number: number) => number.toString(16).toUpperCase().padStart(4, '0');
  const ends = ` 0100007F:${port(fromPort)} 0100007F:${port(toPort)} `;
  const line = table.split('\n').find((candidate) => candidate.includes(ends));
  return line?.trim().split(/\s+/)[9];
}

async function holds(pid: string, inode: string): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  for (const fd of await readdir(folder)) {
    // A file that was closed in between has no name any more.
    if ((await readlink(`${folder}/${fd}`).catch(() => '')) === `socket:[${inode}]`) return true;
  }
  return false;
}
