import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from '../support/browser.ts';
import { startChrony, type Chrony } from '../support/chrony.ts';
import { ConsoleWalk, sayInRoom } from '../support/console-walk.ts';
import { readyRoom } from '../support/ready-room.ts';
import { StationLine, StationProcess } from '../support/station-process.ts';

// Every piece of equipment fails once while a session is held by clicking. Both disks are real file systems that really fill. Each step needs the one before.
describe('a session in which the equipment fails, in the console', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-e2e-equipment-'));
  const data = join(folder, 'data');
  const mounted = { primary: join(data, 'primary'), mirror: join(folder, 'mirror') } as const;
  const start = () => StationProcess.start(data, join(folder, 'station.log'), ['--training', '--mirror', mounted.mirror]);
  let chrony: Chrony;
  let station: StationProcess;
  let line: StationLine;
  let browser: Browser;
  let officer: ConsoleWalk;
  let idle: ConsoleWalk;

  const mount = (...args: readonly string[]) => execFileSync('mount', [...args]);
  /** A file system that holds what is on it and a moment more; or as good as endless. */
  const leave = (disk: keyof typeof mounted, bytes: number) => {
    const { bsize, blocks, bfree } = statfsSync(mounted[disk]);
    mount('-o', `remount,size=${(blocks - bfree) * bsize + bytes}`, mounted[disk]);
  };
  const endless = 80 * 1024 ** 3;
  const fault = (camera: string, name: string, on: boolean) => line.call('training.fault', { camera, fault: name, on });
  const microphoneFault = (microphone: string, on: boolean) => line.call('training.microphoneFault', { microphone, fault: 'silence', on });
  const explain = async (cause: string, clip: string) => {
    await officer.choose(`interruption-cause-${cause}`);
    await officer.click('action-explain-begin');
    await officer.here('read-aloud');
    if (clip !== '') await sayInRoom(line, clip);
    await officer.click('action-explain-finish');
  };
  const explained = async (cause: string) => {
    await officer.here('interruption-cause', 120_000);
    await explain(cause, 'explanation-network');
    await officer.gone('interruption-panel');
    await officer.here('statement-panel');
  };

  beforeAll(async () => {
    for (const path of Object.values(mounted)) {
      mkdirSync(path, { recursive: true });
      mount('-t', 'tmpfs', '-o', `size=${endless}`, 'tmpfs', path);
    }
    chrony = await startChrony();
    station = await start();
    line = await StationLine.open(station.ready.rpc, 'officer2', '2222');
    const admin = await StationLine.open(station.ready.rpc, 'admin', '5555');
    await readyRoom(admin, line, { microphones: true });
    browser = await Browser.open();
    officer = await ConsoleWalk.open(browser, station.ready.url, 'equipment');
  });
  afterAll(async () => {
    await browser.close();
    line.close();
    await chrony.stop();
    expect(await station.stop()).toBe(0);
    for (const path of Object.values(mounted)) execFileSync('umount', ['-l', path]);
    rmSync(folder, { recursive: true });
  });

  it('shows a room clock that has its server, and a session that records', async () => {
    await officer.enter('administrator');
    await officer.click('nav-clock');
    await officer.click('clock-source-sntp');
    await officer.fill({ 'clock-servers': `127.0.0.1:${chrony.port}` });
    await officer.click('action-clock-apply');
    await officer.page.locator('[data-testid="clock-state"][data-state="synced"]').waitFor();
    await officer.enter('officer');
    await officer.here('next-open');
    await officer.fill({ 'open-case-number': 'TRAIN-2026-041', 'open-interviewee': '受训人员' });
    await officer.click('open-second-training');
    await officer.click('action-open');
    await officer.click('action-start');
    await officer.here('proven-until');
    await officer.recordingGoesOn();
    // Nobody touches this console again until the end of the file.
    idle = await ConsoleWalk.open(browser, station.ready.url, 'idle');
    await idle.enter('attendant');
    await idle.here('board-state');
    await officer.page.bringToFront();
  });

  it('a camera is lost: says so in the big state, in the picture and in the locks, and finds its way back by itself', async () => {
    await fault('interviewee', 'drop', true);
    await officer.page.locator('[data-testid="state-title"][data-stage="interrupted"]').waitFor({ timeout: 60_000 });
    await officer.here('remedies');
    expect(await officer.locks()).toContain('INTERRUPTION_OPEN');
    expect(await officer.at('unrecorded-form').count()).toBe(0);
    await officer.page.locator('[data-testid="picture-interviewee"][data-live="false"]').waitFor();
    await officer.look('01-camera-lost');
    await fault('interviewee', 'drop', false);
    await officer.here('interruption-cause', 120_000);
  });

  it('takes neither silence nor a cough for an explanation, and says what was heard; speech opens the lock', async () => {
    await officer.look('02-explain');
    await explain('network', '');
    await officer.here('explain-heard');
    await officer.look('03-not-heard');
    expect(await officer.locks()).toContain('INTERRUPTION_UNEXPLAINED');
    await explain('network', 'cough');
    await officer.here('explain-heard');
    expect(await officer.at('explain-heard').innerText()).toMatch(/至少需要 6\.0 秒/);
    expect(await officer.locks()).toContain('INTERRUPTION_UNEXPLAINED');
    await explained('network');
    expect(await officer.locks()).not.toContain('INTERRUPTION_UNEXPLAINED');
  });

  it('puts the pad before the interviewee without scrolling, while the notices are still to be given', async () => {
    await officer.here('notice-panel');
    expect(await officer.isInSight('pad')).toBe(true);
    expect(await officer.isInSight('action-pad-done')).toBe(true);
    await officer.look('04-statement');
    await officer.sign();
    await officer.here('statement-settled');
    await officer.gone('lock-INTERRUPTION_UNSIGNED');
  });

  it('keeps what a technician found beside the spoken reason', async () => {
    await fault('overview', 'drop', true);
    await officer.here('remedies', 120_000);
    await officer.at('note-form').locator('summary').click();
    await officer.fill({ 'note-text': '交换机端口损坏,已换到备用端口' });
    await officer.click('action-note');
    await officer.at('notes').getByText('已换到备用端口').waitFor();
    await officer.look('05-technician');
    await fault('overview', 'drop', false);
    await explained('network');
    await officer.click('statement-paper');
    await officer.here('statement-settled');
  });

  it('no microphone is heard: an interruption, though the pictures run', async () => {
    await fault('overview', 'silence', true);
    for (const microphone of ['table', 'ceiling']) await microphoneFault(microphone, true);
    await officer.page.locator('[data-testid="state-title"][data-stage="interrupted"]').waitFor({ timeout: 120_000 });
    await officer.look('06-silent');
    await fault('overview', 'silence', false);
    for (const microphone of ['table', 'ceiling']) await microphoneFault(microphone, false);
    await explained('equipment');
    await officer.click('statement-paper');
    await officer.gone('statement-panel');
  });

  it('the mirror is full: one copy only, in big words, and recording goes on', async () => {
    leave('mirror', 1_000_000);
    await officer.page.locator('[data-testid="state-title"][data-copies="1"]').waitFor({ timeout: 120_000 });
    expect(await officer.at('state-title').innerText()).toContain('仅一份');
    await officer.recordingGoesOn();
    await officer.look('07-one-disk');
  });

  it('both disks are full: it never says that it records', async () => {
    leave('primary', 1_000_000);
    await officer.page.locator('[data-testid="state-title"][data-stage="interrupted"]').waitFor({ timeout: 120_000 });
    await officer.here('alarm-STORAGE_LOST');
    await officer.look('08-no-disk');
    leave('primary', endless);
    leave('mirror', endless);
    await officer.here('interruption-cause', 180_000);
    await explained('storage');
    await officer.click('statement-paper');
    await officer.gone('statement-panel');
    await officer.page.locator('[data-testid="state-title"][data-copies="2"]').waitFor({ timeout: 180_000 });
    await officer.recordingGoesOn();
  });

  it('another disk stands where the mirror was: nothing is written to it, and the administrator gives a folder', async () => {
    execFileSync('umount', ['-l', mounted.mirror]);
    await officer.here('alarm-DISK_WRONG', 120_000);
    await officer.page.locator('[data-testid="state-title"][data-copies="1"]').waitFor();
    await officer.enter('administrator');
    await officer.here('disk-panel');
    await officer.page.locator('[data-testid="replace-mirror"][data-state="failed"]').waitFor();
    await officer.click('replace-open-mirror');
    await officer.fill({ 'replace-path-mirror': join(data, 'primary', 'below') });
    await officer.click('action-replace-mirror');
    await officer.refused('DISK_IN_USE');
    await officer.look('09-replace-refused');
    await officer.fill({ 'replace-path-mirror': join(folder, 'new-disk') });
    await officer.click('action-replace-mirror');
    await officer.page.locator('[data-testid="replace-mirror"][data-state="ok"]').waitFor({ timeout: 180_000 });
    await officer.look('10-devices');
    mount('-t', 'tmpfs', 'tmpfs', mounted.mirror);
  });

  it('a console that nobody touched has locked itself, shows nobody and nothing, and recording never noticed', async () => {
    await idle.page.bringToFront();
    await idle.here('screen-locked', 330_000);
    const shown = await idle.page.locator('body').innerText();
    for (const secret of ['受训人员', 'TRAIN-2026-041', '训练民警甲']) expect(shown).not.toContain(secret);
    expect(await idle.page.locator('video').count()).toBe(0);
    expect(await idle.at('lock-state').innerText()).toContain('正在录制');
    await idle.look('01-locked');
    await idle.fill({ 'unlock-pin': '9999' });
    await idle.click('action-unlock');
    await idle.refused('LOGIN_REFUSED');
    await idle.fill({ 'unlock-pin': '3333' });
    await idle.click('action-unlock');
    await idle.here('screen-board');
    expect(idle.problems).toEqual([]);
    await idle.page.close();
    await officer.page.bringToFront();
  });

  it('the station dies and its time server is gone: the page says so, comes back, and the session with it', async () => {
    await officer.enter('officer');
    await officer.recordingGoesOn();
    await chrony.stop();
    await station.kill();
    await officer.here('connection-lost');
    await officer.look('11-station-lost');
    expect(await officer.at('state-title').getAttribute('data-stage')).toBe('unknown');
    station = await start();
    line.close();
    line = await StationLine.open(station.ready.rpc, 'officer2', '2222');
    await officer.page.goto(station.ready.url);
    await officer.enter('officer');
    await officer.here('interruption-cause', 180_000);
    await officer.look('12-after-crash');
    expect(await officer.at('clock-condition').innerText()).toContain('以系统时钟代替');
    await explained('software');
    await officer.click('statement-paper');
    await officer.gone('statement-panel');
    await officer.recordingGoesOn();
  });

  it('had no error, nothing that axe calls a barrier, and no words cut off', () => expect(officer.problems.filter((problem) => !problem.includes('WebSocket'))).toEqual([]));
});
