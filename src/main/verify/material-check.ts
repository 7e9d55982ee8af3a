import { stat } from 'node:fs/promises';
import { runInWorker } from '../platform/index.ts';
import { packedBag } from './packed-bag.ts';
import { notAPacket, verifyBag, verifyPacket } from './packet-check.ts';
import type { PacketCheck } from './packet-check.types.ts';
import { verifySegmentFile } from './segment-file-check.ts';
import type { PacketExpectation } from './trust.ts';

const workerDeadlineMs = 6 * 3_600_000;

/** Checks what lies there: a packet when it is a folder, a zip or an ISO image, one video file otherwise. Never throws for what may be in it. */
export async function verifyMaterial(path: string, expected: PacketExpectation = {}): Promise<PacketCheck> {
  if (!(await isFile(path))) return verifyPacket(path, expected);
  const packed = await packedBag(path);
  if (packed === undefined) return verifySegmentFile(path, path, expected);
  return { ...(packed === 'packed' ? notAPacket('packed') : await verifyBag(packed, expected)), path };
}

/** The same, in a thread of its own: reading a long recording must not hold up one that is being made. */
export function verifyMaterialInWorker(path: string, expected: PacketExpectation = {}): Promise<PacketCheck> {
  return runInWorker<PacketCheck>('verify-packet', { job: 'material', path, expected }, workerDeadlineMs);
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
