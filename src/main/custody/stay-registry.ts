import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { withDeadline, writeFileDurably } from '../platform/index.ts';

const stayShape = z.object({ roomName: z.string(), sessionId: z.string(), event: z.enum(['opened', 'abandoned', 'finished', 'left']), arrivedAtMs: z.number().int(), atMs: z.number().int() }).strict();

type StayEvent = Readonly<z.infer<typeof stayShape>>;

/** A stay of somebody in another room of the site, as that room tells it. */
export interface ForeignStay {
  readonly roomName: string;
  readonly sessionId: string;
  readonly arrivedAtMs: number;
  readonly finishedAtMs: number | null;
  /** Null while nobody has logged that the person left. */
  readonly leftAtMs: number | null;
}

interface StayRegistryOptions {
  /** The folder that the rooms of the site share; undefined for a room that stands alone. */
  readonly folder: string | undefined;
  readonly stationId: string;
  readonly roomName: string;
}

const deadlineMs = 3_000;

/**
 * Tells the rooms of a site of each other's stays, so that time limits are summed over all of them (requirement F3). One file for each thing that happens to a stay, made once and never
 * changed, in a folder named by the pseudonym of the person: nothing in it says who that is.
 */
export class StayRegistry {
  readonly #options: StayRegistryOptions;

  constructor(options: StayRegistryOptions) {
    this.#options = options;
  }

  /** Says what happened to a stay of this room; saying it again changes nothing. @throws Error when the folder does not answer */
  async tell(person: string, { sessionId, event, arrivedAtMs, atMs }: Omit<StayEvent, 'roomName'>): Promise<void> {
    const { folder, roomName } = this.#options;
    if (folder === undefined || person === '') return;
    const told: StayEvent = { roomName, sessionId, event, arrivedAtMs, atMs };
    await withDeadline('telling the registry of a stay', deadlineMs, mkdir(folderOf(folder, person), { recursive: true }));
    await withDeadline('telling the registry of a stay', deadlineMs, writeFileDurably(join(folderOf(folder, person), this.#fileName(sessionId, event)), JSON.stringify(told))).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  }

  /** Stays of this person in other rooms, oldest first; those that were abandoned are left out. @throws Error when the folder does not answer or holds what is no stay */
  async elsewhere(person: string): Promise<readonly ForeignStay[]> {
    const { folder, stationId } = this.#options;
    if (folder === undefined || person === '') return [];
    const path = folderOf(folder, person);
    const names = await withDeadline('reading stays', deadlineMs, readdir(path)).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    });
    const others = names.filter((name) => name.endsWith('.json') && !name.startsWith(`${stationId}.`));
    const events = await Promise.all(others.map(async (name) => ({ key: name.split('.').slice(0, 2).join('.'), ...stayShape.parse(JSON.parse(await withDeadline('reading a stay', deadlineMs, readFile(join(path, name), 'utf8')))) })));
    return [...new Set(events.map(({ key }) => key))].map((key) => stayOf(events.filter((event) => event.key === key))).filter((stay) => stay !== undefined).sort((a, b) => a.arrivedAtMs - b.arrivedAtMs);
  }

  /** Session ids are unique within a room alone. */
  #fileName(sessionId: string, event: StayEvent['event']): string {
    return `${this.#options.stationId}.${sessionId}.${event}.json`;
  }
}

function stayOf(events: readonly StayEvent[]): ForeignStay | undefined {
  const at = (kind: StayEvent['event']) => events.find(({ event }) => event === kind)?.atMs ?? null;
  const opened = events.find(({ event }) => event === 'opened') ?? events[0];
  if (opened === undefined || at('abandoned') !== null) return undefined;
  return { roomName: opened.roomName, sessionId: opened.sessionId, arrivedAtMs: opened.arrivedAtMs, finishedAtMs: at('finished'), leftAtMs: at('left') };
}

function folderOf(folder: string, person: string): string {
  return join(folder, 'stays', createHash('sha256').update(person).digest('hex').slice(0, 32));
}
