import { stat } from 'node:fs/promises';
import { runInWorker } from '../platform/index.ts';
import type { ByteOrigin } from '../segments/index.ts';
import { readSegmentChain, readSegmentChainQuickly, type ChainExpectation, type ChainReading } from './segment-chain.ts';

/** One segment file to be read. Without an expectation its own word is taken. */
export interface SegmentJob {
  readonly key: string;
  readonly from: ByteOrigin;
  readonly expected: ChainExpectation | undefined;
  /** Path of another copy, to be compared byte by byte in the same reading. */
  readonly twin?: string;
  /** Without pictures and sound. */
  readonly quick?: true;
}

/** Below this a second thread costs more than it saves. */
const worthAThreadBytes = 64 << 20;
const deadlineMs = 6 * 3_600_000;

/**
 * Reads segments and hashes each byte of them once when the hash of the file is known, else twice (the file for those who check with
 * sha256sum, its fragments for the place of a change), from one reading, in this thread and, when there is much to read, one more.
 * @returns for each key what was found; undefined when the file cannot be read
 */
export async function readSegments(jobs: readonly SegmentJob[]): Promise<ReadonlyMap<string, ChainReading | undefined>> {
  const { mine, theirs } = await share(jobs);
  if (theirs.length === 0) return new Map(await readHere(mine));
  const elsewhere = runInWorker<readonly Read[]>('verify-packet', { job: 'segments', jobs: theirs }, deadlineMs);
  // Told when it is waited for; until then it must not end the process.
  elsewhere.catch(() => undefined);
  const here = await readHere(mine);
  return new Map([...here, ...(await elsewhere)]);
}

type Read = readonly [key: string, reading: ChainReading | undefined];

export async function readHere(jobs: readonly SegmentJob[]): Promise<readonly Read[]> {
  const readings: Read[] = [];
  for (const { key, from, expected, twin, quick } of jobs) {
    const reading = quick === true ? readSegmentChainQuickly(from, expected) : readSegmentChain(from, expected, twin);
    readings.push([key, await reading.catch(() => undefined)]);
  }
  return readings;
}

/** Two shares of about the same length. */
async function share(jobs: readonly SegmentJob[]): Promise<{ readonly mine: readonly SegmentJob[]; readonly theirs: readonly SegmentJob[] }> {
  const sized = await Promise.all(jobs.map(async (job) => ({ job, bytes: await lengthOf(job.from) })));
  if (sized.length < 2 || sized.reduce((sum, { bytes }) => sum + bytes, 0) < worthAThreadBytes) return { mine: jobs, theirs: [] };
  const shares = { mine: [] as SegmentJob[], theirs: [] as SegmentJob[] };
  let ahead = 0;
  for (const { job, bytes } of sized.toSorted((a, b) => b.bytes - a.bytes)) {
    const isMine = ahead <= 0;
    (isMine ? shares.mine : shares.theirs).push(job);
    ahead += isMine ? bytes : -bytes;
  }
  return shares;
}

async function lengthOf(from: ByteOrigin): Promise<number> {
  if (typeof from === 'string') return (await stat(from).catch(() => ({ size: 0 }))).size;
  return from instanceof Uint8Array ? 0 : from.bytes;
}
