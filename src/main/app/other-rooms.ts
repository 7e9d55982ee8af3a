import { schema, type OtherRoomSnapshot } from '../../shared/contract/index.ts';
import { HeardRooms, RoomBoard } from '../custody/index.ts';
import { sleep } from '../platform/index.ts';
import type { Handlers } from './connection.ts';
import { sessionView } from './session-view.ts';
import type { Station } from './station.ts';

const sayEveryMs = 3_000;
/** A room that says that it records, and has proven nothing for so long, is not said to record. */
const provenWithinMs = 10_000;
/** Five words that did not come. */
const staleAfterMs = 15_000;
const word = schema.otherRoom.omit({ heard: true });
type Word = Omit<OtherRoomSnapshot, 'heard'>;

/** Says in the registry of the site how this room is, and knows what the others say. It shows no more of a room than that room's own board. */
export class OtherRooms {
  readonly #station: Station;
  readonly #stationId: string;
  readonly #board: RoomBoard<Word> | null;
  readonly #heard = new HeardRooms(staleAfterMs);
  readonly #closing = new AbortController();
  #words: readonly Word[] = [];
  #answers = true;
  #loop: Promise<void> = Promise.resolve();

  constructor(station: Station, folder: string | undefined, stationId: string) {
    this.#station = station;
    this.#stationId = stationId;
    this.#board = folder === undefined ? null : new RoomBoard({ folder, stationId, parse: (text) => word.parse(JSON.parse(text)) });
  }

  start(): void {
    if (this.#board !== null) this.#loop = this.#run(this.#board);
  }

  snapshot(): OtherRoomSnapshot[] {
    const nowMs = this.#station.roomClock.monotonicMs();
    return this.#words.map((each) => ({ ...each, heard: this.#answers && this.#heard.isHeard(each.stationId, nowMs) })).sort((one, other) => one.roomName.localeCompare(other.roomName));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#loop;
  }

  async #run(board: RoomBoard<Word>): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        await board.publish(this.#word());
        this.#listen(await board.others());
        this.#answers = true;
      } catch (error) {
        if (this.#answers) this.#station.log.warn('the rooms of the site do not answer', { error: String(error) });
        this.#answers = false;
      }
      await sleep(sayEveryMs, signal);
    }
  }

  #listen(words: readonly Word[]): void {
    const { roomClock } = this.#station;
    const now = { monotonicMs: roomClock.monotonicMs(), roomMs: roomClock.now().atMs };
    for (const each of words) this.#heard.hear(each, now);
    // A room whose file cannot be read this time is not gone: it is shown as it was, and as silent in the end.
    this.#words = [...words, ...this.#words.filter(({ stationId }) => !words.some((each) => each.stationId === stationId))];
  }

  #word(): Word {
    const { settings, roomClock, alarms, calls, controller } = this.#station;
    const session = controller === null ? null : sessionView(this.#station, controller.state);
    const atMs = Math.round(roomClock.now().atMs);
    const provenUntilMs = session?.provenUntilMs ?? null;
    const interrupted = session?.interruptionList.some(({ state }) => state === 'lasting') ?? false;
    const open = session?.breaks.find(({ endedAtMs }) => endedAtMs === null);
    return {
      stationId: this.#stationId, roomName: settings.room.roomName, timeZone: settings.room.timeZone, atMs, status: session?.status ?? null,
      recording: session?.status === 'recording' && !interrupted && provenUntilMs !== null && atMs - provenUntilMs <= provenWithinMs, provenUntilMs, interrupted,
      inside: session?.present.flatMap(({ name, capacity, enteredAtMs, leftAtMs }) => (leftAtMs === null ? [{ name, capacity, enteredAtMs }] : [])) ?? [],
      dues: session?.dues ?? null, break: open === undefined ? null : { kind: open.kind, startedAtMs: open.startedAtMs },
      alarms: alarms.snapshot().map(({ code, severity, sinceMs, message }) => ({ code, severity, sinceMs, message })), calls: calls.snapshot().length,
    };
  }
}

export function otherRoomMethods(station: Station): Pick<Handlers, 'room.others'> {
  return { 'room.others': () => Promise.resolve({ rooms: station.otherRooms.snapshot() }) };
}
