import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OtherRoomSnapshot, RoomSnapshot, SessionSnapshot, TimelineItem } from '../../src/shared/contract/index.ts';
import { StationLine, StationProcess } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

const pins = { chief: 'Zhu-3391-guan', first: 'Lian-4821', second: 'Hai-7702', legal: 'Fa-2290-zhi', watch: 'Zhi-7710-shou', reviewer: 'Shen-6150' } as const;
const people = [
  { account: 'first', name: '办案民警一', role: 'officer', badgeNumber: '061001' },
  { account: 'second', name: '办案民警二', role: 'officer', badgeNumber: '061002' },
  { account: 'alias', name: '办案民警一', role: 'officer', badgeNumber: '061001' },
  { account: 'legal', name: '法制员', role: 'legal', badgeNumber: '061003' },
  { account: 'watch', name: '值守员', role: 'attendant', badgeNumber: '061004' },
  { account: 'reviewer', name: '办案民警一', role: 'legal', badgeNumber: '061001' },
] as const;
const pinOf = (account: string) => ({ ...pins, alias: pins.first })[account as keyof typeof pins | 'alias'];
const opening = { caseNumber: 'A-2026-0001', kind: 'interrogation', place: '讯问一室', interviewee: '被讯问人' };

/** A room set up from nothing: the first administrator, then everybody, each with a PIN of their own in the end. */
async function setUp(station: StationProcess): Promise<StationLine> {
  const admin = await StationLine.open(station.ready.rpc);
  await admin.call('account.add', { account: 'chief', name: '管理员', role: 'administrator', pin: pins.chief });
  await admin.call('auth.login', { account: 'chief', pin: pins.chief });
  for (const person of people) {
    await admin.call('account.add', { ...person, pin: `for-${pinOf(person.account)}` });
    const line = await StationLine.open(station.ready.rpc, person.account, `for-${pinOf(person.account)}`);
    await expect(line.call('room.status')).rejects.toMatchObject({ code: 'PIN_CHANGE_REQUIRED' });
    await line.call('auth.changePin', { oldPin: `for-${pinOf(person.account)}`, newPin: pinOf(person.account) });
    await line.call('room.status');
    line.close();
  }
  await admin.call('room.register', { roomName: '讯问室', kind: 'case-area' });
  return admin;
}

const credentials = (account: string) => ({ account, pin: pinOf(account) });

// Two rooms of one site that share a registry. Each step needs the one before.
describe('who may do what, in two rooms of one site', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-custody-'));
  const start = (room: string) => StationProcess.start(join(folder, room), join(folder, `${room}.log`), ['--registry', join(folder, 'registry')]);
  let east: StationProcess;
  let west: StationProcess;
  let officer: StationLine;
  let admin: StationLine;
  let sessionId = '';

  beforeAll(async () => {
    [east, west] = await Promise.all([start('east'), start('west')]);
    [admin] = await Promise.all([setUp(east), setUp(west)]);
    officer = await StationLine.open(east.ready.rpc, 'first', pins.first);
  });
  afterAll(async () => {
    expect(await Promise.all([east.stop(), west.stop()])).toEqual([0, 0]);
    rmSync(folder, { recursive: true });
  });

  it('does not take one person with two accounts for two officers', async () => {
    await expect(officer.call('session.open', { ...opening, secondOfficer: credentials('alias') })).rejects.toMatchObject({ code: 'OFFICERS_NOT_DISTINCT' });
    await expect(officer.call('session.open', { ...opening, secondOfficer: credentials('first') })).rejects.toMatchObject({ code: 'OFFICERS_NOT_DISTINCT' });
    await expect(officer.call('session.open', { ...opening, secondOfficer: credentials('legal') })).rejects.toMatchObject({ code: 'NOT_AN_OFFICER' });
  });

  it('lowers the class of a case only with legal staff who are not among the officers', async () => {
    const lowered = { ...opening, legalClass: 'other', secondOfficer: credentials('second') };
    await expect(officer.call('session.open', lowered)).rejects.toMatchObject({ code: 'CLASS_NEEDS_LEGAL' });
    await expect(officer.call('session.open', { ...lowered, classApprover: credentials('second') })).rejects.toMatchObject({ code: 'ROLE_REQUIRED' });
    await expect(officer.call('session.open', { ...lowered, classApprover: credentials('reviewer') })).rejects.toMatchObject({ code: 'PERSON_NOT_DISTINCT' });
    const opened = await officer.call<SessionSnapshot>('session.open', { ...lowered, classApprover: credentials('legal') });
    expect(opened).toMatchObject({ legalClass: 'other', status: 'open' });
    ({ sessionId } = opened);
    const { timeline } = await officer.call<{ timeline: TimelineItem[] }>('session.get', { sessionId });
    expect(timeline.flatMap(({ type, detail }) => (type === 'approval.given' ? [[detail['step'], (detail['approvedBy'] as { name: string }).name]] : []))).toEqual([['second-officer', '办案民警二'], ['class-lowered', '法制员']]);
  });

  it('refuses an officer who is in a session of the other room, and says where', async () => {
    const line = await StationLine.open(west.ready.rpc, 'second', pins.second);
    const refusal: unknown = await line.call('session.open', { ...opening, secondOfficer: credentials('alias') }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'OFFICER_ELSEWHERE' });
    expect((refusal as { data: { message: { zh: string } } }).data.message.zh).toContain(sessionId);
    expect((await line.call<RoomSnapshot>('room.status')).session).toBeNull();
    line.close();
  });

  it('keeps the officers of a room that died, and takes them up again with its session', async () => {
    await east.kill();
    const line = await StationLine.open(west.ready.rpc, 'second', pins.second);
    await expect(line.call('session.open', { ...opening, secondOfficer: credentials('alias') })).rejects.toMatchObject({ code: 'OFFICER_ELSEWHERE' });
    line.close();
    east = await start('east');
    admin = await StationLine.open(east.ready.rpc, 'chief', pins.chief);
    officer = await StationLine.open(east.ready.rpc, 'first', pins.first);
    const room = await waitUntil('the session again', 10_000, async () => {
      const status = await officer.call<RoomSnapshot>('room.status');
      return status.session === null ? undefined : status;
    });
    expect([room.session?.sessionId, room.alarms.map((alarm) => alarm.code)]).toEqual([sessionId, expect.not.arrayContaining(['OFFICER_ELSEWHERE'])]);
  });

  it('shows the attendant of one room how the other is, and believes no room that is silent', async () => {
    await expect(officer.call('room.others')).rejects.toMatchObject({ code: 'ROLE_REQUIRED' });
    const watch = await StationLine.open(west.ready.rpc, 'watch', pins.watch);
    const others = async () => (await watch.call<{ rooms: OtherRoomSnapshot[] }>('room.others')).rooms;
    await officer.call('officer.call', { note: '请来人' });
    await waitUntil('the other room is heard', 30_000, async () => (await others()).some(({ heard, status, calls }) => heard && status === 'open' && calls === 1));
    const [room] = await others();
    expect(room).toMatchObject({ roomName: '讯问室', recording: false, interrupted: false, dues: null, break: null });
    expect(JSON.stringify(room)).not.toContain(opening.caseNumber);
    mkdirSync(join(folder, 'registry', 'rooms'), { recursive: true });
    writeFileSync(join(folder, 'registry', 'rooms', 'dead.json'), JSON.stringify({ ...room, heard: undefined, stationId: 'dead', roomName: '询问室', atMs: (room?.atMs ?? 0) - 600_000, status: 'recording', recording: true }));
    await waitUntil('the silent room is listed', 30_000, async () => (await others()).length === 2);
    expect((await others()).find(({ stationId }) => stationId === 'dead')).toMatchObject({ heard: false });
    watch.close();
  });

  it('does not let an officer of the session export it, whichever account they use', async () => {
    const reviewer = await StationLine.open(east.ready.rpc, 'reviewer', pins.reviewer);
    await expect(reviewer.call('packet.export', { sessionId, purpose: '移送', recipient: '检察院' })).rejects.toMatchObject({ code: 'CUSTODY_CONFLICT' });
    const legal = await StationLine.open(east.ready.rpc, 'legal', pins.legal);
    await expect(legal.call('packet.export', { sessionId, purpose: '移送', recipient: '检察院' })).rejects.toMatchObject({ code: 'STATE_REFUSED' });
    reviewer.close();
    legal.close();
  });

  it('writes every refusal down as a fact, in the session where it belongs', async () => {
    for (let i = 0; i < 3; i++) await expect(officer.call('session.mark', { sessionId, kind: 'note', text: '无' })).rejects.toMatchObject({ code: 'STATE_REFUSED' });
    const { timeline } = await officer.call<{ timeline: TimelineItem[] }>('session.get', { sessionId });
    expect(timeline.flatMap(({ type, actor, detail }) => (type === 'command.refused' ? [[actor, detail['method'], detail['code'], detail['count']]] : []))).toEqual([
      ['办案民警一', 'packet.export', 'CUSTODY_CONFLICT', 1], ['法制员', 'packet.export', 'STATE_REFUSED', 1], ['办案民警一', 'session.mark', 'STATE_REFUSED', 1],
    ]);
  });

  it('locks a console without touching the session, and shows no content until its person unlocks it', async () => {
    await officer.call('auth.lock');
    for (const method of ['room.status', 'session.list', 'clock.status']) await expect(officer.call(method)).rejects.toMatchObject({ code: 'LINE_LOCKED' });
    await expect(officer.call('auth.unlock', { pin: pins.second })).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    await officer.call('auth.unlock', { pin: pins.first });
    expect((await officer.call<RoomSnapshot>('room.status')).session?.sessionId).toBe(sessionId);
  });

  it('ends the login of an account that is disabled, and never deletes it', async () => {
    const legal = await StationLine.open(east.ready.rpc, 'legal', pins.legal);
    await admin.call('account.setDisabled', { account: 'legal', disabled: true });
    await expect(legal.call('room.status')).rejects.toMatchObject({ code: 'LOGIN_REQUIRED' });
    await expect(StationLine.open(east.ready.rpc, 'legal', pins.legal)).rejects.toMatchObject({ code: 'ACCOUNT_DISABLED' });
    await expect(admin.call('account.setDisabled', { account: 'chief', disabled: true })).rejects.toMatchObject({ code: 'ACCOUNT_LAST_ADMINISTRATOR' });
    expect((await admin.call<{ accounts: { account: string; disabled: boolean }[] }>('account.list')).accounts.filter((a) => a.disabled).map((a) => a.account)).toEqual(['legal']);
    legal.close();
  });

  it('has written no PIN anywhere, not even a wrong one', async () => {
    await expect(StationLine.open(east.ready.rpc, 'first', 'wrong-PIN-550913')).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith('.tmp')).map((entry) => join(entry.parentPath, entry.name));
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      // A file that is just being put in place of another may be gone under its first name.
      const text = existsSync(file) ? readFileSync(file, 'latin1') : '';
      for (const pin of [...Object.values(pins), 'wrong-PIN-550913']) expect(text.includes(pin), `${file} holds a PIN`).toBe(false);
    }
  });
});
