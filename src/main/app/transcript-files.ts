import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/base/index.ts';
import { disks, type Disk, type SessionId } from '../../shared/domain/index.ts';
import { nodeFileOps, writeFileDurably } from '../platform/index.ts';
import type { Station } from './station.ts';

/**
 * Keeps a file of the transcript under its hash on every disk that takes anything; nothing is ever replaced.
 * @returns its SHA-256 @throws AppError DISK_FAILED when no disk has it
 */
export async function keepTranscriptFile(station: Station, sessionId: SessionId, bytes: Uint8Array): Promise<string> {
  const sha256 = hashOf(bytes);
  const outcomes = await Promise.all(disks.filter((disk) => !station.disks.absent.has(disk)).map((disk) => write(station, disk, sessionId, sha256, bytes)));
  if (!outcomes.includes(true)) throw new AppError('DISK_FAILED', { disk: 'primary' });
  return sha256;
}

/** Keeps a signature that was drawn on the console as a picture. @returns its SHA-256 */
export function keepSignature(station: Station, sessionId: SessionId, path: string): Promise<string> {
  return keepTranscriptFile(station, sessionId, Buffer.from(svgOf(path)));
}

function svgOf(path: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path d="${path}" fill="none" stroke="#12306b" stroke-width="2.4" stroke-linecap="round"/></svg>\n`;
}

/** The file with this hash, from the first disk that has it whole. @throws AppError TRANSCRIPT_LOST */
export async function readTranscriptFile(station: Station, sessionId: SessionId, sha256: string): Promise<Uint8Array> {
  for (const disk of disks) {
    const bytes = await readFile(pathOf(station, disk, sessionId, sha256)).catch((error: unknown) => {
      station.log.warn('a copy of the transcript cannot be read', { disk, error: String(error) });
      return null;
    });
    if (bytes !== null && hashOf(bytes) === sha256) return bytes;
  }
  throw new AppError('TRANSCRIPT_LOST', { sha256: sha256.slice(0, 12) });
}

/** Brings every one of these files to both disks, as before the seal: a disk that was away may lack some. @throws AppError TRANSCRIPT_LOST, DISK_FAILED */
export async function completeTranscriptFiles(station: Station, sessionId: SessionId, hashes: readonly string[]): Promise<void> {
  for (const sha256 of new Set(hashes)) await keepTranscriptFile(station, sessionId, await readTranscriptFile(station, sessionId, sha256));
}

async function write(station: Station, disk: Disk, sessionId: SessionId, sha256: string, bytes: Uint8Array): Promise<boolean> {
  const path = pathOf(station, disk, sessionId, sha256);
  try {
    await nodeFileOps.makeFolder(join(path, '..'));
    await writeFileDurably(path, bytes);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return hashOf(await readFile(path)) === sha256;
    station.log.error(`the ${disk} did not take a file of the transcript`, error);
    return false;
  }
}

function pathOf(station: Station, disk: Disk, sessionId: SessionId, sha256: string): string {
  return join(station.sessionFolder(disk, sessionId), 'transcript', sha256);
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
