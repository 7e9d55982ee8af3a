import { create } from 'zustand';
import { AppError, toWireError } from '../../shared/base/index.ts';
import type { Glance, Method, Push, Reply, RoomSnapshot, schema, SessionCheckSnapshot, TrainingSnapshot, Welcome } from '../../shared/contract/index.ts';
import type { z } from 'zod';
import { localMs, type ConnectionState, type ContractBreach, type MethodInput, type StationClient } from '../api/index.ts';

export type LoggedIn = z.infer<typeof schema.person>;

/** Everything the console knows about its station: the last whole snapshots, never an edited copy of them. */
export interface StationView {
  readonly connection: ConnectionState;
  readonly breach: ContractBreach | null;
  readonly welcome: Welcome | null;
  readonly person: LoggedIn | null;
  readonly room: RoomSnapshot | null;
  /** Local time (`localMs`) at which `room` arrived. */
  readonly roomArrivedMs: number;
  readonly training: TrainingSnapshot | null;
  /** The last word on each session that is being verified, or was while this console was open. */
  readonly checks: Readonly<Record<string, SessionCheckSnapshot>>;
  /** True from the loss of the line until the next login: why the console asks for the PIN again. */
  readonly loginLost: boolean;
  /** The line is locked: this is all it may show. */
  readonly glance: Glance | null;
  /** Somebody else chose this person's PIN; nothing is open before they have chosen their own. */
  readonly mustChangePin: boolean;
  /** Of the last room snapshot; it outlives the lock, which keeps nothing else. */
  readonly timeZone: string;
}

const nothing: StationView = {
  connection: 'connecting', breach: null, welcome: null, person: null, room: null, roomArrivedMs: 0, training: null, checks: {}, loginLost: false, glance: null, mustChangePin: false, timeZone: 'Asia/Shanghai',
};

export const useStation = create<StationView>(() => nothing);

let client: StationClient | undefined;

/** Ties the stores to a client for the life of the page. Returns how to let go. */
export function attachStation(attached: StationClient): () => void {
  client = attached;
  const stop = [attached.onConnection(onConnection), attached.onPush(onPush), attached.onBreach((breach) => useStation.setState({ breach }))];
  return () => {
    for (const each of stop) each();
    attached.close();
    client = undefined;
    useStation.setState(nothing);
  };
}

/** The client behind the stores, for the parts that listen to more than snapshots. */
export function attachedClient(): StationClient {
  if (client === undefined) throw new Error('No station is attached');
  return client;
}

export function callStation<M extends Method>(method: M, params: MethodInput<M>): Promise<Reply<M>> {
  if (client === undefined) return Promise.resolve({ ok: false, error: toWireError(new AppError('STATION_UNREACHABLE', { url: '' })) });
  return client.call(method, params);
}

export async function logIn(account: string, pin: string): Promise<Reply<'auth.login'>> {
  const reply = await callStation('auth.login', { account, pin });
  if (reply.ok) {
    const { person, mustChangePin } = reply.value;
    useStation.setState({ person, mustChangePin, loginLost: false, glance: null });
    if (!mustChangePin) await readEverything();
  }
  return reply;
}

export async function logOut(): Promise<void> {
  await callStation('auth.logout', {});
  await greet();
}

/** A person's own new PIN; when it was demanded, everything is open afterwards. */
export async function changePin(oldPin: string, newPin: string): Promise<Reply<'auth.changePin'>> {
  const reply = await callStation('auth.changePin', { oldPin, newPin });
  if (reply.ok) {
    await readEverything();
    useStation.setState({ mustChangePin: false });
  }
  return reply;
}

export async function unlock(pin: string): Promise<Reply<'auth.unlock'>> {
  const reply = await callStation('auth.unlock', { pin });
  if (reply.ok) {
    await readEverything();
    useStation.setState({ glance: null });
  }
  return reply;
}

export async function lockNow(): Promise<void> {
  await callStation('auth.lock', {});
}

/** Tells the station that somebody is here, so that it does not lock this console. */
export async function sayActive(): Promise<void> {
  if (useStation.getState().person !== null && useStation.getState().glance === null) await callStation('auth.active', {});
}

/** Takes in the whole state of the room now, instead of waiting for the next push. */
export async function refreshRoom(): Promise<void> {
  const room = await callStation('room.status', {});
  if (room.ok) takeRoom(room.value);
}

async function readEverything(): Promise<void> {
  await refreshRoom();
  if (useStation.getState().room?.training !== true) return;
  const training = await callStation('training.status', {});
  if (training.ok) useStation.setState({ training: training.value });
}

function onConnection(connection: ConnectionState): void {
  const { person, loginLost } = useStation.getState();
  useStation.setState({ connection, loginLost: loginLost || (connection === 'lost' && person !== null) });
  if (connection === 'connected') void greet();
}

/** At the door: what a login screen shows may have changed since the last time, as when the first account was made. A login belongs to one connection, so every new one starts here. */
async function greet(): Promise<void> {
  const welcome = await callStation('station.welcome', {});
  useStation.setState({ person: null, glance: null, checks: {}, mustChangePin: false, ...(welcome.ok ? { welcome: welcome.value } : {}) });
}

function onPush(push: Push): void {
  switch (push.type) {
    case 'room.changed':
      takeRoom(push.room);
      return;
    case 'training.changed':
      useStation.setState({ training: push.training });
      return;
    case 'verify.changed':
      useStation.setState(({ checks }) => ({ checks: { ...checks, [push.check.sessionId]: push.check } }));
      return;
    case 'line.locked':
      useStation.setState({ glance: push.glance, room: null, checks: {} });
      return;
    case 'person.changed':
      useStation.setState({ person: push.person, glance: null, checks: {} });
  }
}

function takeRoom(room: RoomSnapshot): void {
  const known = useStation.getState().room;
  // A reply may be overtaken by a later push; a restarted station counts from the beginning again and is met by a new login.
  if (known !== null && room.version < known.version && room.clock.roomTimeMs < known.clock.roomTimeMs) return;
  useStation.setState({ room, roomArrivedMs: localMs(), timeZone: room.timeZone });
}
