import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoomSnapshot, SessionSnapshot } from '../../src/shared/contract/index.ts';
import { NumberRegistry, Pseudonyms, StayRegistry } from '../../src/main/custody/index.ts';
import { madeIdentityNumber } from '../support/made-identity.ts';
import { RefusedError, StationLine, StationProcess } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

const hour = 3_600_000;
const identityNumber = madeIdentityNumber('99000019800101001');

// A real station and the registry that it shares with another room, which here is the test.
describe('stays in the other rooms of a site', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-site-stays-'));
  const registry = join(folder, 'registry');
  let station: StationProcess;
  let officer: StationLine;
  let other: StayRegistry;
  let numbers: NumberRegistry;
  let person = '';
  let nowMs = 0;
  const stay = () => ({ sessionId: 'S20261124-0007', arrivedAtMs: nowMs - 7 * hour });
  const opening = (more: Record<string, unknown> = {}) => ({
    caseNumber: 'TRAIN-2026-009', kind: 'interrogation', place: '训练讯问室', interviewee: '受训人员', secondOfficer: { account: 'officer2', pin: '2222' }, circumstances: { identityNumber, ...more },
  });
  const refused = (params: Record<string, unknown>) => officer.call('session.open', params).then(() => 'done', (error: unknown) => (error instanceof RefusedError ? error.code : String(error)));

  beforeAll(async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'), ['--training', '--registry', registry]);
    officer = await StationLine.open(station.ready.rpc, 'officer1', '1111');
    person = (await Pseudonyms.open([registry])).of(identityNumber);
    other = new StayRegistry({ folder: registry, stationId: 'other-station', roomName: '二号讯问室' });
    numbers = new NumberRegistry({ folder: registry, stationId: 'other-station' });
    expect(await numbers.take({ person, sessionId: stay().sessionId, numbers: [] })).toBe(1);
    nowMs = (await officer.call<RoomSnapshot>('room.status')).clock.roomTimeMs;
    await other.tell(person, { ...stay(), event: 'opened', atMs: nowMs - 6 * hour });
    await other.tell(person, { ...stay(), event: 'finished', atMs: nowMs - 5 * hour });
  });
  afterAll(async () => {
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('have an end before the same person is summoned here', async () => expect(await refused(opening())).toBe('LEAVING_MISSING'));

  it('count for the interval between summonses, towards the limit and in the number of sessions', async () => {
    await other.tell(person, { ...stay(), event: 'left', atMs: nowMs - 4 * hour });
    expect(await refused(opening())).toBe('SUMMONS_TOO_SOON');
    const session = await officer.call<SessionSnapshot>('session.open', opening({ summons: { reason: '发现新证据', approver: { account: 'supervisor', pin: '6666' } } }));
    expect(session).toMatchObject({ intervieweeNumber: 2, legalClock: { earlierMs: 3 * hour } });
    expect(session.legalClock?.leftMs).toBeLessThanOrEqual(9 * hour);
  });

  it('are told to the other room, which learns nothing but a pseudonym', async () => {
    expect(await other.elsewhere(person)).toMatchObject([{ roomName: '训练讯问室', finishedAtMs: null, leftAtMs: null }]);
    expect(readdirSync(registry, { recursive: true }).join()).not.toContain(identityNumber);
  });

  it('have numbers without holes and none twice: after one that was abandoned, and after one that was opened while the registry was silent', async () => {
    const { session } = await officer.call<RoomSnapshot>('room.status');
    await officer.call('session.abandon', { sessionId: session?.sessionId, reason: '训练' });
    expect(await numbers.take({ person, sessionId: 'S20261124-0008', numbers: [1] })).toBe(3);
    renameSync(registry, `${registry}-away`);
    writeFileSync(registry, '');
    const silent = await officer.call<SessionSnapshot>('session.open', opening());
    expect(silent.intervieweeNumber).toBe(3);
    rmSync(registry);
    renameSync(`${registry}-away`, registry);
    await waitUntil('its number', 60_000, async () => (await officer.call<RoomSnapshot>('room.status')).session?.intervieweeNumber === 4);
    expect(await numbers.take({ person, sessionId: 'S20261124-0009', numbers: [1, 3] })).toBe(5);
  });
});
