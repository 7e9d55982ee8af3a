import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoomSnapshot, SessionSnapshot } from '../../src/shared/contract/index.ts';
import { Browser } from '../support/browser.ts';
import { ConsoleWalk } from '../support/console-walk.ts';
import { linkTranscript } from '../support/linked-transcript.ts';
import { RefusedError, StationLine, StationProcess } from '../support/station-process.ts';
import { addForeignCameras } from '../support/training-cameras.ts';
import { waitUntil } from '../support/wait-until.ts';

const pins = { chief: 'Zhu-9981', first: 'Lian-4821', second: 'Feng-7730', keeper: 'Shui-3319', same: 'Qiao-5542', leader: 'Tian-8826' } as const;
type Name = keyof typeof pins;

// A real room, not the training one: nobody has a password but the one they chose. Its cameras are those of a training room next door. Each step needs the one before.
describe('people and their PINs in a real room, in the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-e2e-accounts-'));
  let station: StationProcess;
  let cameras: StationProcess;
  let first: StationLine;
  let browser: Browser;
  let walk: ConsoleWalk;
  let sessionId = '';

  const addAccount = async (account: Name, role: string, name: string, badge: string) => {
    await walk.fill({ 'account-name': name, 'account-account': account, 'account-pin': `for-${pins[account]}`, 'account-badge': badge });
    await walk.choose(`account-role-${role}`);
    await walk.click('action-account-add');
    await walk.here(`account-row-${account}`);
  };
  /** Each person chooses a PIN of their own; the walk by hand through that screen is in door.long.test.ts. */
  const ownPin = async (account: Name) => {
    const line = await StationLine.open(station.ready.rpc, account, `for-${pins[account]}`);
    await line.call('auth.changePin', { oldPin: `for-${pins[account]}`, newPin: pins[account] });
    line.close();
  };
  const tryLogIn = async (account: string, pin: string) => {
    await walk.fill({ 'login-account': account, 'login-pin': pin });
    await walk.click('login-submit');
    await walk.page.locator('[data-testid="login-submit"]:not(.ant-btn-loading)').waitFor();
  };

  beforeAll(async () => {
    cameras = await StationProcess.start(join(folder, 'next-door'), join(folder, 'next-door.log'));
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'), []);
    browser = await Browser.open();
    walk = await ConsoleWalk.open(browser, station.ready.url, 'accounts');
  });
  afterAll(async () => {
    await browser.close();
    expect([await station.stop(), await cameras.stop()]).toEqual([0, 0]);
    rmSync(folder, { recursive: true });
  });

  it('no account is there before the first administrator makes one, and none of the training room', async () => {
    await walk.here('first-account');
    expect(await walk.page.locator('[data-testid^="login-card-"]').count()).toBe(0);
    for (const [account, pin] of [['officer1', '1111'], ['admin', '5555'], ['legal', '4444']]) {
      await expect(StationLine.open(station.ready.rpc, account, pin)).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    }
    await walk.look('01-first-start');
    await walk.fill({ 'account-name': '管理员', 'account-account': 'chief', 'account-pin': pins.chief });
    await walk.click('action-account-add');
    await walk.click('nav-accounts');
    await addAccount('first', 'officer', '办案民警一', '061001');
    await addAccount('second', 'officer', '办案民警二', '061002');
    await addAccount('same', 'legal', '办案民警一', '061001');
    await addAccount('keeper', 'legal', '法制民警', '061009');
    await addAccount('leader', 'chief', '局领导', '061000');
    await walk.look('02-accounts');
    for (const name of ['first', 'second', 'same', 'keeper', 'leader'] as const) await ownPin(name);
  });

  it('a PIN that everybody guesses is refused, in words', async () => {
    await walk.click('account-pin-second');
    await walk.fill({ 'account-new-pin': '123123' });
    await walk.click('action-account-pin');
    await walk.refused('PIN_TOO_SIMPLE');
    await walk.look('03-simple-pin');
    await walk.page.keyboard.press('Escape');
    await walk.gone('account-new-pin');
  });

  it('a new room is registered and gets its cameras', async () => {
    await walk.click('nav-cameras');
    await walk.here('room-panel');
    await walk.look('04-new-room');
    await walk.fill({ 'register-name': '第一讯问室' });
    await walk.choose('register-case-area');
    await walk.click('action-register');
    await walk.here('registered');
    const admin = await StationLine.open(station.ready.rpc, 'chief', pins.chief);
    const next = await StationLine.open(cameras.ready.rpc, 'admin', '5555');
    await addForeignCameras(admin, next);
    next.close();
    await waitUntil('both cameras live', 60_000, async () => (await admin.call<RoomSnapshot>('room.status')).cameras.filter(({ state }) => state === 'live').length === 2);
    await waitUntil('a passed check', 60_000, async () => (await admin.call<{ passed: boolean }>('check.run')).passed);
    admin.close();
    await walk.click('action-logout');
  });

  it('locks an account after five wrong PINs, says for how long, and holds against the right one', async () => {
    await walk.here('login-account');
    for (let n = 0; n < 5; n += 1) await tryLogIn('keeper', `wrong-${n}-pin`);
    await tryLogIn('keeper', pins.keeper);
    await walk.refused('LOGIN_LOCKED');
    expect(await walk.at('refusal').innerText()).toContain('约 1 分钟后才能登录');
    await walk.look('05-locked-out');
    await tryLogIn('nobody', 'Some-1234');
    await walk.refused('LOGIN_REFUSED');
  });

  it('the second officer is another person, by their own PIN; one person with two accounts is one', async () => {
    await walk.logIn('first', pins.first);
    await walk.here('next-open');
    expect(await walk.at('open-second-training').count()).toBe(0);
    const open = async (account: string, pin: string) => {
      await walk.fill({ 'open-case-number': '枣公(刑)字〔2026〕0117号', 'open-interviewee': '张某', 'open-second-account': account, 'open-second-pin': pin });
      await walk.click('action-open');
    };
    await open('second', 'not-Their-1');
    await walk.refused('LOGIN_REFUSED');
    await open('first', pins.first);
    await walk.refused('OFFICERS_NOT_DISTINCT');
    await open('same', pins.same);
    await walk.refused('NOT_AN_OFFICER');
    await walk.look('06-second-officer');
    await open('second', pins.second);
    await walk.click('action-start');
    await walk.here('notice-panel', 120_000);
  });

  it('locking the console hides all content and never touches the recording', async () => {
    await walk.recordingGoesOn();
    await walk.click('action-lock');
    await walk.here('screen-locked');
    const shown = await walk.page.locator('body').innerText();
    for (const secret of ['张某', '0117', '办案民警二']) expect(shown).not.toContain(secret);
    const provenAt = async () => /\d\d:\d\d:\d\d/.exec(await walk.at('lock-state').innerText())?.[0];
    const before = await provenAt();
    await waitUntil('recording to go on behind the lock', 60_000, async () => (await provenAt()) !== before);
    await walk.look('07-locked');
    await walk.fill({ 'unlock-pin': pins.second });
    await walk.click('action-unlock');
    await walk.refused('LOGIN_REFUSED');
    await walk.fill({ 'unlock-pin': pins.first });
    await walk.click('action-unlock');
    await walk.here('screen-room');
  });

  it('is finished and sealed, and the sheet to sign is saved as a file', async () => {
    await walk.click('action-finish');
    await walk.fill({ 'finish-reason': '训练,提前结束' });
    await walk.click('action-finish-confirm');
    await walk.here('transcript-panel', 120_000);
    first = await StationLine.open(station.ready.rpc, 'first', pins.first);
    ({ sessionId } = (await first.call<RoomSnapshot>('room.status')).session as SessionSnapshot);
    await linkTranscript(first, sessionId, { account: 'second', pin: pins.second });
    await walk.here('seal-pin');
    await walk.fill({ 'seal-pin': pins.second });
    await walk.click('action-seal');
    await walk.here('refusal');
    await walk.fill({ 'seal-pin': pins.first });
    await walk.click('action-seal');
    await walk.here('seal-qr', 120_000);
    const [sheet] = await Promise.all([walk.page.waitForEvent('download'), walk.click('action-seal-sheet')]);
    expect(readFileSync(await sheet.path()).subarray(0, 5).toString()).toBe('%PDF-');
    await walk.look('08-signing');
    for (const { name, capacity } of (await first.call<RoomSnapshot>('room.status')).session?.sealing?.missing ?? []) await first.call('session.signSeal', { sessionId, name, capacity, decision: 'signed' });
    await walk.here('complete-pin');
    await walk.fill({ 'complete-pin': pins.first });
    await walk.click('action-complete-seal');
    await walk.here('sealed-panel', 120_000);
    first.close();
  });

  it('who questioned does not keep the recording, by whichever account', async () => {
    await walk.logIn('same', pins.same);
    await walk.click('session-open');
    await walk.here('export-purpose');
    await walk.fill({ 'export-purpose': '移送审查起诉', 'export-recipient': '检察院' });
    await walk.click('action-export');
    await walk.refused('CUSTODY_CONFLICT');
    await walk.look('09-custody');
  });

  it('the account that was locked opens after its time, and a working copy takes the chief', async () => {
    await walk.leave();
    await waitUntil('the lockout to end', 120_000, async () => StationLine.open(station.ready.rpc, 'keeper', pins.keeper).then((line) => { line.close(); return true; }, (error: unknown) => {
      if (error instanceof RefusedError && error.code === 'LOGIN_LOCKED') return false;
      throw error;
    }));
    await walk.logIn('keeper', pins.keeper);
    await walk.click('session-open');
    await walk.here('export-purpose');
    await walk.choose('copy-kind-work');
    await walk.fill({ 'export-purpose': '内部培训', 'export-recipient': '法制大队', 'copy-requested-by': '王某', 'copy-approver-account': 'first', 'copy-approver-pin': pins.first });
    await walk.click('action-export');
    await walk.here('refusal');
    await walk.look('10-copy-wrong-approver');
    await walk.fill({ 'copy-approver-account': 'leader', 'copy-approver-pin': pins.leader });
    await walk.click('action-export');
    await walk.here('export-path', 180_000);
    await walk.look('11-copy');
  });

  it('verifying reads the masters again: whole, and after one changed byte altered, with file and place', async () => {
    await walk.click('verify-quick');
    await walk.page.locator('[data-testid="verify-session-result"][data-result="intact"]').waitFor({ timeout: 120_000 });
    await walk.look('12-verify-quick');
    await walk.click('verify-full');
    await walk.page.locator('[data-testid="verify-session-result"][data-result="intact"]').getByText('完好').first().waitFor({ timeout: 120_000 });
    const masters = join(folder, 'data', 'primary', 'sessions');
    const file = readdirSync(masters, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.mp4')).map((entry) => join(entry.parentPath, entry.name))[0] ?? '';
    const at = Math.floor(statSync(file).size / 2);
    const handle = openSync(file, 'r+');
    const byte = Buffer.alloc(1);
    readSync(handle, byte, 0, 1, at);
    writeSync(handle, Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, at);
    closeSync(handle);
    await walk.click('verify-full');
    await walk.page.locator('[data-testid="verify-session-result"][data-result="altered"]').waitFor({ timeout: 120_000 });
    await walk.here('verify-session-findings');
    await walk.look('13-verify-altered');
  });

  it('had no error, nothing that axe calls a barrier, and no words cut off', () => expect(walk.problems).toEqual([]));
});
