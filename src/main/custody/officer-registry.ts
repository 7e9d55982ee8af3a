import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { withDeadline, writeFileDurably } from '../platform/index.ts';

const leaseShape = z.object({ badgeNumber: z.string(), name: z.string(), stationId: z.string(), roomName: z.string(), sessionId: z.string(), sinceMs: z.number().int() }).strict();

/** One officer in one session, as every room that shares the registry sees it. */
export type OfficerLease = Readonly<z.infer<typeof leaseShape>>;
export type LeaseRequest = Omit<OfficerLease, 'stationId' | 'roomName'>;

export type LeaseOutcome =
  | { readonly kind: 'held' }
  | { readonly kind: 'busy'; readonly holder: OfficerLease }
  /** The shared folder does not answer: this room alone knows of the session, and must ask again. */
  | { readonly kind: 'unreachable'; readonly detail: string };

export interface RegistryOptions {
  /** A folder that the rooms of the site share; undefined for a room that stands alone. */
  readonly folder: string | undefined;
  readonly stationId: string;
  readonly roomName: string;
}

/** A file server that is away must not keep a session from being opened. */
const deadlineMs = 3_000;

/**
 * Keeps one officer out of two sessions at a time (criminal procedure interpretation, articles 90 and 95; requirement B5). A lease is one file, made so that of two rooms
 * only one can make it. It is never taken from its holder: a room that died with it takes it up again with its session, or a person removes it.
 */
export class OfficerRegistry {
  readonly #options: RegistryOptions;

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  /** Takes the officer for this session, or says who has them. Taking what this session holds already changes nothing. Never rejects. */
  async acquire(request: LeaseRequest): Promise<LeaseOutcome> {
    const { folder, stationId, roomName } = this.#options;
    if (folder === undefined || request.badgeNumber === '') return { kind: 'held' };
    const lease: OfficerLease = { ...request, stationId, roomName };
    return this.#ask(async () => {
      await mkdir(leasesIn(folder), { recursive: true });
      try {
        await writeFileDurably(leasePath(folder, lease.badgeNumber), JSON.stringify(lease));
        return { kind: 'held' };
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
      const holder = await readLease(leasePath(folder, lease.badgeNumber));
      return isSame(holder, lease) ? { kind: 'held' } : { kind: 'busy', holder };
    });
  }

  /** Gives back what this session holds and nothing else. */
  async release(badgeNumber: string, sessionId: string): Promise<LeaseOutcome> {
    const { folder, stationId } = this.#options;
    if (folder === undefined || badgeNumber === '') return { kind: 'held' };
    return this.#ask(async () => {
      const path = leasePath(folder, badgeNumber);
      const holder = await readLease(path).catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      });
      if (holder?.stationId === stationId && holder.sessionId === sessionId) await unlink(path);
      return { kind: 'held' };
    });
  }

  /** Every lease of the site. @throws Error when the folder does not answer or holds what is not a lease */
  async list(): Promise<readonly OfficerLease[]> {
    const { folder } = this.#options;
    if (folder === undefined) return [];
    const names = await withDeadline('reading the registry', deadlineMs, readdir(leasesIn(folder)));
    return Promise.all(names.filter((name) => name.endsWith('.json')).map((name) => withDeadline('reading a lease', deadlineMs, readLease(join(leasesIn(folder), name)))));
  }

  async #ask(work: () => Promise<LeaseOutcome>): Promise<LeaseOutcome> {
    try {
      return await withDeadline('asking the registry', deadlineMs, work());
    } catch (error) {
      return { kind: 'unreachable', detail: error instanceof Error ? error.message : String(error) };
    }
  }
}

function leasesIn(folder: string): string {
  return join(folder, 'officers');
}

/** A badge number may hold what a file name may not. */
function leasePath(folder: string, badgeNumber: string): string {
  return join(leasesIn(folder), `${createHash('sha256').update(badgeNumber.normalize('NFKC')).digest('hex').slice(0, 32)}.json`);
}

async function readLease(path: string): Promise<OfficerLease> {
  return leaseShape.parse(JSON.parse(await readFile(path, 'utf8')));
}

function isSame(a: OfficerLease, b: OfficerLease): boolean {
  return a.stationId === b.stationId && a.sessionId === b.sessionId;
}
