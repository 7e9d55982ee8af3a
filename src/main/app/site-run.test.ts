import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError, isAppError } from '../../shared/base/index.ts';
import type { MethodParams } from '../../shared/contract/index.ts';
import type { PersonId, PersonIdentity, Role } from '../../shared/domain/index.ts';
import { NumberRegistry, StayRegistry } from '../custody/index.ts';
import { openStationDatabase } from '../database/index.ts';
import { Ledger } from '../ledger/index.ts';
import { conductLocks, dailyRestLocks, parseProfile, type Profile } from '../rules/index.ts';
import { ConductDesk, conductOf, dailyRestOf, decideLeave, FactWriter, SessionBook, sessionClock, type RecordingPort, type SessionController, type SessionState } from '../session/index.ts';
import { openSession } from './open-session.ts';
import { SiteStays } from './site-stays.ts';
import type { Station } from './station.ts';

const read = (id: string) => parseProfile(readFileSync(new URL(`../../../resources/profiles/${id}.json`, import.meta.url), 'utf8'));
const profiles = { cn: read('cn-zaozhuang'), uk: read('uk-pace-draft') };
const hour = 3_600_000;
const who = (id: string, role: Role): PersonIdentity => ({ personId: id as PersonId, account: id, name: id, role });
const people = [who('o1', 'officer'), who('o2', 'officer'), who('sup', 'supervisor'), who('chief', 'chief'), who('legal', 'legal')];
const [first, , supervisor, chief, legal] = people as [PersonIdentity, PersonIdentity, PersonIdentity, PersonIdentity, PersonIdentity];
const givenBy = (account: string) => ({ account, pin: '' });

/** A stay as the test knows it, from what it did itself. */
interface Known {
  readonly room: string;
  readonly sessionId: string;
  readonly person: string;
  readonly fromMs: number;
  finishedMs: number | null;
  leftMs: number | null;
  abandoned: boolean;
}

/** Two rooms that share a registry: real ledgers, books, registries and opening; clocks, cameras and credentials are the test's. */
class Site {
  nowMs = 1_700_000_000_000;
  readonly folder = mkdtempSync(join(tmpdir(), 'shilu-site-run-'));
  readonly registry = join(this.folder, 'registry');
  readonly known: Known[] = [];
  readonly rooms: readonly Room[];
  readonly profile: Profile;
  isSilent = false;
  wasSilent = false;

  constructor(profile: Profile) {
    this.profile = profile;
    mkdirSync(this.registry);
    this.rooms = ['a', 'b'].map((name) => new Room(this, name));
  }

  silence(on: boolean): void {
    if (on === this.isSilent) return;
    this.isSilent = on;
    this.wasSilent ||= on;
    if (on) renameSync(this.registry, `${this.registry}-away`);
    else rmSync(this.registry);
    if (on) writeFileSync(this.registry, '');
    else renameSync(`${this.registry}-away`, this.registry);
  }

  async close(): Promise<void> {
    this.silence(false);
    for (const room of this.rooms) await room.stays.close();
    rmSync(this.folder, { recursive: true });
  }
}

class Room {
  readonly name: string;
  readonly site: Site;
  readonly ledger: Ledger;
  readonly facts: FactWriter;
  readonly stays: SiteStays;
  readonly leases = { take: () => Promise.resolve() };
  readonly accounts = {
    authenticate: (account: string) => Promise.resolve({ ...people.find((each) => each.account === account), badgeNumber: '', mustChangePin: false }),
    approve: ({ account }: { readonly account: string }, roles: readonly Role[]) => {
      const person = people.find((each) => each.account === account);
      return person !== undefined && roles.includes(person.role) ? Promise.resolve(person) : Promise.reject(new AppError('ROLE_REQUIRED', { roles: roles.join(', ') }));
    },
    isSamePerson: (a: string, b: string) => a === b, get: () => undefined,
  };
  readonly pseudonyms = { of: (number: string) => (number === '' ? '' : `key-${number}`) };
  readonly alarms = { raise: () => undefined, clear: () => undefined };
  readonly log = { warn: () => undefined };
  readonly settings = { room: { roomName: '', timeZone: 'Asia/Shanghai', kind: 'case-area' } };
  readonly roomClock = { now: () => ({ atMs: this.site.nowMs, errorMs: 1 }), monotonicMs: () => this.site.nowMs };
  sessions: SessionBook;
  controller: SessionController | null = null;
  released = 0;

  constructor(site: Site, name: string) {
    [this.site, this.name] = [site, name];
    this.ledger = new Ledger(openStationDatabase(join(site.folder, `${name}.db`)));
    this.facts = new FactWriter(this.ledger, this.roomClock, () => []);
    this.sessions = new SessionBook(this.ledger);
    const registry = { folder: site.registry, stationId: name, roomName: name };
    this.stays = new SiteStays(this.station, new StayRegistry(registry), new NumberRegistry(registry));
  }

  get station(): Station {
    return this as unknown as Station;
  }

  get profile(): Profile {
    return this.site.profile;
  }

  get sessionParts() {
    const recording: RecordingPort = {
      streams: [], keep: () => Promise.resolve(), cut: () => Promise.resolve(), positions: () => [], recordedSounds: () => Promise.resolve([]),
      release: () => Promise.resolve(void (this.released += 1)),
    };
    return { facts: this.facts, time: this.roomClock, recording, hear: () => Promise.resolve(0), profile: this.profile, timeZone: 'Asia/Shanghai' };
  }

  requireProfile = () => undefined;
  changed = () => undefined;
  hold = (controller: SessionController) => void (this.controller = controller);

  get held(): SessionController {
    if (this.controller === null) throw new AppError('SESSION_NONE');
    return this.controller;
  }

  knownOf(sessionId: string): Known {
    const known = this.site.known.find((each) => each.room === this.name && each.sessionId === sessionId);
    if (known === undefined) throw new Error('The test does not know this session');
    return known;
  }

  async open(person: string, how: Opening): Promise<void> {
    const { site } = this;
    const before = site.known.filter((each) => each.person === person && !each.abandoned);
    const last = before.at(-1);
    const arrivedAtMs = how.arrival === 'now' ? site.nowMs : how.arrival === 'late' ? site.nowMs + 1_000 : (last?.fromMs ?? site.nowMs - hour);
    const namesake = how.namesake === 'same' && last !== undefined ? { kind: 'same' as const, sessionId: last.sessionId } : how.namesake === 'another' ? { kind: 'another' as const } : undefined;
    const params = {
      caseNumber: 'A', kind: 'inquiry', place: '', legalClass: 'must-record', interviewee: person, arrivedAtMs, secondOfficer: givenBy('o2'),
      circumstances: {
        identityNumber: person.startsWith('丙') ? '' : person, birthDate: null, sex: 'unknown', offence: 'unknown', traits: [], needsInterpreter: false, detained: how.place === 'detained', detainedAtMs: null, timeLimitId: '',
        place: how.place === 'mobile' ? { kind: 'mobile', reason: 'hospital', approver: givenBy('sup') } : { kind: 'registered' },
        ...(namesake === undefined ? {} : { namesake }), ...(how.summons === null ? {} : { summons: { reason: 'x', approver: givenBy(how.summons) } }),
      },
    } as unknown as MethodParams<'session.open'>;
    const { state } = await openSession(this.station, params, first);
    this.checkOpened(state, before, how);
    site.known.push({ room: this.name, sessionId: state.sessionId, person, fromMs: arrivedAtMs, finishedMs: null, leftMs: null, abandoned: false });
  }

  /** What must have been so, for the session to be open: from what the test itself did, not from what the rooms made of it. */
  checkOpened({ arrivedAtMs, circumstances }: SessionState, before: readonly Known[], how: Opening): void {
    const { site, profile } = this;
    expect(arrivedAtMs).toBeLessThanOrEqual(site.nowMs);
    expect(how.place).not.toBe('detained');
    const ofPerson = before.filter(({ room, person }) => (site.isSilent || person.startsWith('丙') ? room === this.name : true));
    if (before.some(({ person }) => person.startsWith('丙'))) {
      if (before.some(({ room }) => room === this.name)) expect(how.namesake).not.toBe('nobody');
      return;
    }
    expect(ofPerson.filter((each) => each.finishedMs !== null && each.leftMs === null && each.fromMs < arrivedAtMs)).toEqual([]);
    const lastMs = Math.max(...ofPerson.map((each) => each.leftMs ?? each.finishedMs ?? site.nowMs), -Infinity);
    if (profile.summonsInterval !== null && lastMs < arrivedAtMs && arrivedAtMs - lastMs < profile.summonsInterval.minimumMs) expect(how.summons).toBe('sup');
    for (const { fromMs, toMs } of circumstances.earlierStays) expect(fromMs).toBeLessThanOrEqual(toMs);
  }

  async finish(): Promise<void> {
    await this.held.finish(first, '到此为止');
    this.knownOf(this.held.state.sessionId).finishedMs = this.site.nowMs;
    this.controller = null;
    await this.stays.tell();
    // As after the seal: the room is free for the next.
    this.facts.write(this.sessions.latest()?.sessionId ?? '', 'seal.begun', { sealCode: 'X', manifestSha256: 'm' }, first);
    this.facts.write(this.sessions.latest()?.sessionId ?? '', 'session.sealed', { sealCode: 'X', manifestSha256: 'm', closingSha256: '', intervieweeSigned: false }, first);
  }

  async leave(atMs: number): Promise<void> {
    const last = this.site.known.findLast(({ room }) => room === this.name);
    const state = last === undefined ? undefined : this.sessions.get(last.sessionId);
    if (state === undefined || last === undefined) return;
    decideLeave(state, { leftAtMs: atMs, knownMs: this.sessions.leftAtMs(state.sessionId), nowMs: this.site.nowMs });
    this.facts.write(state.sessionId, 'interviewee.left', { leftAtMs: atMs }, first);
    expect([last.leftMs, atMs >= (last.finishedMs ?? Infinity), atMs <= this.site.nowMs]).toEqual([null, true, true]);
    last.leftMs = atMs;
    await this.stays.tell();
  }

  async abandon(): Promise<void> {
    new ConductDesk(this.held, this.sessionParts).abandon(first, 'x');
    this.knownOf(this.held.state.sessionId).abandoned = true;
    this.controller = null;
    await this.stays.tell();
  }

  extend(by: PersonIdentity, hours: number): void {
    const before = this.held.state.extensions.length;
    const next = sessionClock(this.held.state, this.profile, this.site.nowMs)?.nextStep;
    new ConductDesk(this.held, this.sessionParts).extendLimit(first, by, hours * hour, 'x');
    expect([this.held.state.extensions.length, hours * hour, next?.approvers.includes(by.role)]).toEqual([before + 1, next?.toMs, true]);
  }
}

interface Opening {
  readonly arrival: 'now' | 'then' | 'late';
  readonly namesake: 'nobody' | 'same' | 'another';
  readonly summons: 'sup' | 'legal' | null;
  readonly place: 'registered' | 'mobile' | 'detained';
}

type Command = readonly [string, (site: Site) => void | Promise<void>];
const plain: Opening = { arrival: 'now', namesake: 'nobody', summons: null, place: 'registered' };
const open = (room: number, person: string, how: Partial<Opening> = {}): Command => [`${room} opens ${person} ${JSON.stringify(how)}`, (site) => site.rooms[room]?.open(person, { ...plain, ...how })];
const inRoom = (name: string, room: number, act: (room: Room) => void | Promise<void>): Command => [`${room} ${name}`, (site) => {
  const of = site.rooms[room];
  return of === undefined ? undefined : act(of);
}];
const start = (room: number) => inRoom('starts', room, (of) => of.held.start(first));
const finish = (room: number) => inRoom('finishes', room, (of) => of.finish());
const leave = (room: number) => inRoom('lets go', room, (of) => of.leave(of.site.nowMs - 500));
const abandon = (room: number) => inRoom('gives up', room, (of) => of.abandon());
const pass = (hours: number): Command => [`${hours} h pass`, (site) => void (site.nowMs += Math.round(hours * hour))];
const silence = (on: boolean): Command => [`the registry is ${on ? 'silent' : 'back'}`, (site) => site.silence(on)];
const tell: Command = ['all tell', async (site) => {
  for (const room of site.rooms) await room.stays.tell();
}];
const whole = (room: number, person: string, how: Partial<Opening> = {}): readonly Command[] => [open(room, person, how), start(room), pass(1), finish(room), pass(0.1), leave(room)];

const anyRoom = fc.nat(1);
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(anyRoom, fc.constantFrom('110', '220', '丙三'), fc.record<Opening>({
    arrival: fc.constantFrom('now', 'now', 'then', 'late'), namesake: fc.constantFrom('nobody', 'same', 'another'), summons: fc.constantFrom('sup', 'legal', null), place: fc.constantFrom('registered', 'registered', 'mobile', 'detained'),
  })).map(([room, person, how]) => open(room, person, how)) },
  { weight: 6, arbitrary: fc.tuple(anyRoom, fc.constantFrom(start, finish, leave, abandon)).map(([room, act]) => act(room)) },
  fc.tuple(anyRoom, fc.constantFrom(supervisor, chief, legal), fc.constantFrom(24, 36, 48)).map(([room, by, hours]) => inRoom(`is extended by ${by.role} to ${hours} h`, room, (of) => of.extend(by, hours))),
  { weight: 3, arbitrary: fc.constantFrom(0.2, 1, 5, 13, 25).map(pass) },
  fc.boolean().map(silence), fc.constant(tell),
);

/** What holds after every command, in every room. */
function check(site: Site): void {
  for (const person of ['110', '220']) {
    const numbered = site.rooms.flatMap(({ sessions }) => sessions.ofInterviewee(`key-${person}`).map((state) => sessions.numberOf(state)));
    const settled = numbered.filter(({ provisional }) => !provisional).map(({ number }) => number).sort((a, b) => a - b);
    expect(settled, 'numbers without holes, none twice').toEqual(settled.map((_, n) => n + 1));
  }
  for (const room of site.rooms) {
    const { sessions, ledger, controller, profile } = room;
    const again = new SessionBook(ledger);
    expect(again.list()).toEqual(sessions.list());
    for (const outline of sessions.list()) expect([again.numberOf(outline), again.leftAtMs(outline.sessionId)]).toEqual([sessions.numberOf(outline), sessions.leftAtMs(outline.sessionId)]);
    expect(room.released, 'a rule that ended a recording').toBe(0);
    if (controller?.state.stage.status === 'recording') checkClock(site, room, controller.state, profile);
  }
}

function checkClock(site: Site, room: Room, state: SessionState, profile: Profile): void {
  const clock = sessionClock(state, profile, site.nowMs);
  const codes = conductLocks(profile, conductOf(state, profile, site.nowMs)).map(({ code }) => code);
  expect(codes.includes('LIMIT_REACHED')).toBe((clock?.leftMs ?? Infinity) <= 0);
  const rest = dailyRestLocks(dailyRestOf(state, profile, site.nowMs)).length > 0;
  const known = room.knownOf(state.sessionId);
  if (site.wasSilent || known.person.startsWith('丙')) return;
  const stays = site.known.filter(({ person, abandoned }) => person === known.person && !abandoned).map((each) => ({ fromMs: each.fromMs, toMs: each.leftMs ?? each.finishedMs ?? site.nowMs }));
  expect(rest, 'rest in 24 hours').toBe(profile.breaks.dailyRestMs !== null && site.nowMs >= arrivedForGood(stays, known.fromMs, profile.breaks.dailyRestMs) + 24 * hour - profile.breaks.dailyRestMs);
  // Another room's session of the same person goes on while this one does, and is told of only as it was at the opening.
  if (site.rooms.some((other) => other !== room && other.controller !== null)) return;
  expect(clock?.usedMs, 'every moment once').toBe(coveredMs(stays, arrivedForGood(stays, known.fromMs, profile.summonsInterval?.minimumMs ?? 0)));
}

/** When the person came who has not been away for so long since. */
function arrivedForGood(stays: readonly { readonly fromMs: number; readonly toMs: number }[], fromMs: number, awayMs: number): number {
  const earlier = stays.filter((stay) => stay.fromMs < fromMs && stay.toMs + awayMs > fromMs);
  return earlier.length === 0 ? fromMs : arrivedForGood(stays, Math.min(...earlier.map((stay) => stay.fromMs)), awayMs);
}

function coveredMs(stays: readonly { readonly fromMs: number; readonly toMs: number }[], sinceMs: number): number {
  const edges = [...new Set(stays.flatMap(({ fromMs, toMs }) => [fromMs, toMs]))].filter((ms) => ms >= sinceMs).sort((a, b) => a - b);
  return edges.slice(1).reduce((sum, to, n) => sum + (stays.some((stay) => stay.fromMs <= (edges[n] ?? 0) && stay.toMs >= to) ? to - (edges[n] ?? 0) : 0), 0);
}

async function run(profile: Profile, commands: readonly Command[]): Promise<readonly string[]> {
  const site = new Site(profile);
  const refused: string[] = [];
  try {
    for (const [, act] of commands) {
      site.nowMs += 1_000;
      try {
        await act(site);
      } catch (error) {
        if (!isAppError(error)) throw error;
        refused.push(error.code);
      }
      check(site);
    }
    site.silence(false);
    for (const room of site.rooms) await room.stays.tell();
    check(site);
    for (const room of site.rooms) for (const outline of room.sessions.list()) expect(room.sessions.numberOf(outline).provisional, 'a number that was never given').toBe(false);
  } finally {
    await site.close();
  }
  return refused;
}

describe('any run of people through the rooms of a site', () => {
  it('keeps numbers, stays, limits and leavings as the law wants them', { timeout: 300_000 }, async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom<'cn' | 'uk'>('cn', 'uk'), fc.array(anyCommand, { minLength: 5, maxLength: 25 }), async (profile, commands) => {
      await run(profiles[profile], commands);
    }), { numRuns: 40 });
  });

  // What must be covered is not left to chance.
  it.each<readonly [string, 'cn' | 'uk', readonly Command[], readonly string[]]>([
    ['a leaving that is missing, wrong, and logged twice', 'cn', [open(0, '110'), start(0), leave(0), finish(0), open(1, '110'), inRoom('lets go before the end', 0, (of) => of.leave(of.site.nowMs - 5_000)), leave(0), leave(0)], ['STATE_REFUSED', 'LEAVING_MISSING', 'LEAVING_WRONG', 'LEAVING_LOGGED']],
    ['a summons too soon, here and in the other room, and one that was approved', 'cn', [...whole(0, '110'), open(1, '110'), open(1, '110', { summons: 'legal' }), open(1, '110', { summons: 'sup' })], ['SUMMONS_TOO_SOON', 'ROLE_REQUIRED']],
    ['a summons the next day', 'cn', [...whole(0, '110'), pass(13), ...whole(1, '110')], []],
    ['the same stay, in another room', 'cn', [open(0, '110'), start(0), pass(2), finish(0), open(1, '110', { arrival: 'then' }), start(1), pass(9), tell, pass(1)], []],
    ['a namesake, who is decided', 'cn', [...whole(0, '丙三'), open(0, '丙三'), open(0, '丙三', { namesake: 'another' })], ['NAMESAKE_UNDECIDED']],
    ['a namesake who is the same', 'cn', [...whole(0, '丙三'), open(0, '丙三', { namesake: 'same' }), open(0, '丙三', { namesake: 'same', summons: 'sup' })], ['SUMMONS_TOO_SOON']],
    ['the legal clock at zero, and its extension by whom the law names, one step and no other', 'cn', [
      open(0, '110'), start(0), pass(13), inRoom('is extended', 0, (of) => of.extend(legal, 24)), inRoom('is extended', 0, (of) => of.extend(supervisor, 48)), inRoom('is extended', 0, (of) => of.extend(supervisor, 24)),
      inRoom('is extended', 0, (of) => of.extend(supervisor, 48)), pass(13), finish(0),
    ], ['ROLE_REQUIRED', 'LIMIT_STEP_REFUSED', 'LIMIT_NOT_EXTENDABLE']],
    ['places: elsewhere with approval, and never a detained person here', 'cn', [open(0, '110', { place: 'detained' }), open(0, '110', { place: 'mobile' }), abandon(0), open(0, '110', { arrival: 'late' })], ['PLACE_DETAINED', 'ARRIVAL_LATE']],
    ['the daily rest of the draft, over two rooms', 'uk', [...whole(0, '110'), pass(1), open(1, '110'), start(1), pass(13), pass(2), finish(1), pass(0.1), leave(1), pass(9), open(0, '110'), start(0), pass(15), pass(2)], []],
    ['numbers when both rooms were without the registry', 'cn', [...whole(0, '110'), silence(true), open(1, '110'), open(0, '220'), abandon(0), silence(false), tell, ...whole(0, '110', { summons: 'sup' })], []],
    ['an abandoned session in the other room keeps its number', 'cn', [open(0, '110'), abandon(0), open(1, '110'), abandon(1), open(0, '110')], []],
  ])('%s', { timeout: 60_000 }, async (_what, profile, commands, refused) => expect(await run(profiles[profile], commands)).toEqual(refused));
});
