import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStationDatabase, type StationDatabase } from '../database/index.ts';
import { Accounts } from './index.ts';

let database: StationDatabase;
let nowMs: number;
let accounts: Accounts;

beforeEach(async () => {
  database = openStationDatabase(':memory:');
  nowMs = 0;
  accounts = new Accounts(database, { wallMs: () => nowMs, monotonicMs: () => nowMs });
  await accounts.ensure({ account: 'officer-a', name: '甲', role: 'officer', pin: '1357' });
});
afterEach(() => database.close());

describe('Accounts', () => {
  it('knows a person by account and PIN, and keeps no PIN', async () => {
    await expect(accounts.authenticate('officer-a', '1357')).resolves.toMatchObject({ account: 'officer-a', role: 'officer' });
    expect(JSON.stringify(database.prepare('SELECT * FROM accounts').all())).not.toContain('1357');
  });

  it('does not say whether the account or the PIN was wrong', async () => {
    await expect(accounts.authenticate('officer-a', '0000')).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    await expect(accounts.authenticate('nobody', '1357')).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
  });

  it('locks for a minute after five wrong PINs, even for the right one', async () => {
    for (let i = 0; i < 5; i++) await expect(accounts.authenticate('officer-a', '0000')).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    await expect(accounts.authenticate('officer-a', '1357')).rejects.toMatchObject({ code: 'LOGIN_LOCKED' });
    nowMs = 60_001;
    await expect(accounts.authenticate('officer-a', '1357')).resolves.toMatchObject({ name: '甲' });
  });

  it('takes a new PIN, which lifts a lock', async () => {
    for (let i = 0; i < 5; i++) await expect(accounts.authenticate('officer-a', '0000')).rejects.toThrow();
    await accounts.setPin('officer-a', '2468');
    await expect(accounts.authenticate('officer-a', '2468')).resolves.toMatchObject({ name: '甲' });
    await expect(accounts.authenticate('officer-a', '1357')).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    await expect(accounts.setPin('nobody', '2468')).rejects.toMatchObject({ code: 'ACCOUNT_UNKNOWN' });
  });

  it('has one person for an account', async () => {
    await expect(accounts.add({ account: 'officer-a', name: '乙', role: 'legal', pin: '1111' })).rejects.toMatchObject({ code: 'ACCOUNT_EXISTS' });
  });

  it('leaves an existing account as it is', async () => {
    await accounts.ensure({ account: 'officer-a', name: '乙', role: 'administrator', pin: '9999' });
    await expect(accounts.authenticate('officer-a', '9999')).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    expect(accounts.count()).toBe(1);
  });
});
