import { mkdtempSync, rmSync } from 'node:fs';
import { scryptSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStationDatabase, type StationDatabase } from '../database/index.ts';
import { Accounts, type NewAccount } from './index.ts';

let folder: string;
let database: StationDatabase;
let nowMs: number;
let accounts: Accounts;

const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs };
const officer: NewAccount = { account: 'officer-a', name: '甲', role: 'officer', pin: 'Lian-4821', badgeNumber: 'B-1', sex: 'female' };
const own = { mustChangePin: false };
const wrong = (account = 'officer-a') => expect(accounts.authenticate(account, '0000')).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'accounts-'));
  database = openStationDatabase(join(folder, 'station.db'));
  nowMs = 1_000_000_000_000;
  accounts = new Accounts(database, clock, 'strict');
  await accounts.ensure(officer);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

describe('Accounts', () => {
  it('knows a person by account and PIN, and keeps no PIN', async () => {
    await expect(accounts.authenticate('officer-a', officer.pin)).resolves.toMatchObject({ account: 'officer-a', role: 'officer', badgeNumber: 'B-1', sex: 'female', mustChangePin: false });
    expect(JSON.stringify(database.prepare('SELECT * FROM accounts').all())).not.toContain(officer.pin);
  });

  it('does not say whether the account or the PIN was wrong, and locks both out alike', async () => {
    for (const account of ['officer-a', 'nobody']) {
      for (let i = 0; i < 5; i++) await wrong(account);
      await expect(accounts.authenticate(account, '0000')).rejects.toMatchObject({ code: 'LOGIN_LOCKED', params: { seconds: 60 } });
    }
  });

  it('makes each further wrong PIN cost more, up to an hour, also after a restart', async () => {
    for (let i = 0; i < 5; i++) await wrong();
    const waits: unknown[] = [];
    for (let i = 0; i < 6; i++) {
      database.close();
      database = openStationDatabase(join(folder, 'station.db'));
      accounts = new Accounts(database, clock, 'strict');
      const refusal: unknown = await accounts.authenticate('officer-a', officer.pin).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'LOGIN_LOCKED' });
      const { seconds } = (refusal as { params: { seconds: number } }).params;
      waits.push(seconds);
      nowMs += seconds * 1000;
      await wrong();
    }
    expect(waits).toEqual([60, 120, 300, 900, 3600, 3600]);
    nowMs += 3_600_000;
    await accounts.authenticate('officer-a', officer.pin);
    await wrong();
    await accounts.authenticate('officer-a', officer.pin);
  });

  it('does not lock anybody out for longer because the system clock was set back', async () => {
    for (let i = 0; i < 5; i++) await wrong();
    nowMs -= 86_400_000;
    await expect(accounts.authenticate('officer-a', officer.pin)).rejects.toMatchObject({ code: 'LOGIN_LOCKED', params: { seconds: 60 } });
  });

  it('takes a new PIN from an administrator, which lifts a lock and must then be changed by its owner', async () => {
    for (let i = 0; i < 5; i++) await wrong();
    await accounts.setPin('officer-a', 'Hai-77-yan');
    await expect(accounts.authenticate('officer-a', 'Hai-77-yan')).resolves.toMatchObject({ mustChangePin: true });
    await expect(accounts.approve({ account: 'officer-a', pin: 'Hai-77-yan' }, ['officer'], [])).rejects.toMatchObject({ code: 'PIN_CHANGE_REQUIRED' });
    await expect(accounts.changePin('officer-a', 'Hai-77-yan', 'Hai-77-yan')).rejects.toMatchObject({ code: 'PIN_SAME' });
    await expect(accounts.changePin('officer-a', 'guess', 'Shan-09-lu')).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    await accounts.changePin('officer-a', 'Hai-77-yan', 'Shan-09-lu');
    await expect(accounts.authenticate('officer-a', 'Shan-09-lu')).resolves.toMatchObject({ mustChangePin: false });
    await expect(accounts.setPin('nobody', 'Hai-77-yan')).rejects.toMatchObject({ code: 'ACCOUNT_UNKNOWN' });
  });

  it.each(['1234', '123456', '654321', '111111', '121212', '123123', 'qwerty', 'abcdef', 'officer-a', 'xOfficer-A1', '１２３４５６'])('refuses the PIN %s outside the training room', async (pin) => {
    await expect(accounts.setPin('officer-a', pin)).rejects.toMatchObject({ code: 'PIN_TOO_SIMPLE' });
    await expect(accounts.add({ ...officer, account: 'officer-a1', pin: /officer/i.test(pin) ? 'my-OFFICER-A1' : pin }, own)).rejects.toMatchObject({ code: 'PIN_TOO_SIMPLE' });
    await expect(new Accounts(database, clock, 'training').setPin('officer-a', pin)).resolves.toBeUndefined();
  });

  it('reads the same PIN from a keyboard with full-width digits', async () => {
    await accounts.setPin('officer-a', 'pin-480213');
    await expect(accounts.authenticate('officer-a', 'pin-４８０２１３')).resolves.toMatchObject({ account: 'officer-a' });
  });

  it('has one person for an account, and leaves an existing one as it is', async () => {
    await expect(accounts.add({ ...officer, name: '乙', role: 'legal' }, own)).rejects.toMatchObject({ code: 'ACCOUNT_EXISTS' });
    await accounts.ensure({ ...officer, name: '乙', role: 'administrator', pin: 'Other-5566' });
    await expect(accounts.authenticate('officer-a', 'Other-5566')).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    expect(accounts.count()).toBe(1);
  });

  it('disables an account without deleting it, tells only the one who knows the PIN, and never disables the last administrator', async () => {
    await accounts.add({ ...officer, account: 'chief', role: 'administrator', badgeNumber: '' }, own);
    accounts.setDisabled('officer-a', true);
    await expect(accounts.authenticate('officer-a', officer.pin)).rejects.toMatchObject({ code: 'ACCOUNT_DISABLED' });
    await wrong();
    expect(accounts.list().map((a) => [a.account, a.disabled])).toEqual([['chief', false], ['officer-a', true]]);
    accounts.setDisabled('officer-a', false);
    await expect(accounts.authenticate('officer-a', officer.pin)).resolves.toMatchObject({ disabled: false });
    expect(() => accounts.setDisabled('chief', true)).toThrow(expect.objectContaining({ code: 'ACCOUNT_LAST_ADMINISTRATOR' }));
    await accounts.add({ ...officer, account: 'chief2', role: 'administrator', badgeNumber: '' }, own);
    expect(accounts.setDisabled('chief', true).disabled).toBe(true);
  });

  it('takes the approval of another person in the right role, and of nobody who is there already by another account', async () => {
    const legal = { account: 'legal-a', pin: 'Fa-2290-zhi' };
    const first = await accounts.authenticate('officer-a', officer.pin);
    await accounts.add({ ...officer, ...legal, role: 'legal', badgeNumber: 'B-1' }, own);
    await accounts.add({ ...officer, ...legal, account: 'legal-b', role: 'legal', badgeNumber: 'B-2' }, own);
    await expect(accounts.approve(legal, ['legal'], [first])).rejects.toMatchObject({ code: 'PERSON_NOT_DISTINCT', params: { name: '甲' } });
    await expect(accounts.approve({ ...legal, account: 'legal-b' }, ['supervisor'], [first])).rejects.toMatchObject({ code: 'ROLE_REQUIRED' });
    await expect(accounts.approve({ account: 'legal-b', pin: 'nonsense' }, ['legal'], [first])).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    await expect(accounts.approve({ ...legal, account: 'legal-b' }, ['legal'], [first])).resolves.toMatchObject({ account: 'legal-b' });
  });

  it('takes in the accounts of an older database and strengthens their PINs at the next login', async () => {
    const salt = Buffer.alloc(16, 7);
    database.prepare("INSERT INTO accounts (account, person_id, name, role, pin_salt, pin_hash) VALUES ('old', 'person-old', '旧', 'legal', ?, ?)").run(salt, scryptSync('1357', salt, 32));
    const kdf = () => database.prepare<[], { kdf: string }>("SELECT kdf FROM accounts WHERE account = 'old'").get()?.kdf;
    expect(kdf()).toBe('scrypt:16384:8:1');
    await expect(accounts.authenticate('old', '1357')).resolves.toMatchObject({ name: '旧', role: 'legal', badgeNumber: '', sex: 'unknown' });
    expect(kdf()).toBe('scrypt:32768:8:1');
    await expect(accounts.authenticate('old', '1357')).resolves.toMatchObject({ account: 'old' });
  });
});
