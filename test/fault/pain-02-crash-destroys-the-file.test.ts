import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionSummary } from '../../src/shared/contract/index.ts';
import { disks } from '../../src/shared/domain/index.ts';
import { HeldSession } from '../support/held-session.ts';
import { recordedOnDisk, wholeUntilMs } from '../support/recorded-on-disk.ts';
import { StationProcess } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

/** Pain 2: a power cut or a crash destroys the file that was being written, or leaves one that no list knows. */
describe('pain 2: a crash destroys the file or leaves it unlisted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-pain-02-'));
  const start = () => StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
  let station: StationProcess;
  let held: HeldSession;
  let provenUntilMs = 0;

  beforeAll(async () => {
    station = await start();
    held = await HeldSession.start(station.ready.rpc);
    provenUntilMs = await held.recordFor(3_000);
    await station.kill();
  });
  afterAll(async () => {
    await station.stop();
    rmSync(folder, { recursive: true });
  });

  const filesOn = (disk: string) =>
    readdirSync(join(folder, 'data', disk, 'sessions', held.sessionId), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mp4'));

  it('leaves files that any player opens as they lie there, up to the last proven instant', async () => {
    for (const disk of disks) {
      expect(wholeUntilMs(await recordedOnDisk(join(folder, 'data', disk), held.sessionId)), disk).toBeGreaterThanOrEqual(provenUntilMs);
      for (const file of filesOn(disk)) {
        const args = ['-v', 'error', '-count_frames', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0', join(folder, 'data', disk, 'sessions', held.sessionId, file)];
        expect(Number(execFileSync('ffprobe', args, { encoding: 'utf8' }).split(/[,\n]/)[0]), `${disk} ${file}`).toBeGreaterThan(0);
      }
    }
  });

  it('lists the session and every file of it after the restart', async () => {
    station = await start();
    held = await held.on(station.ready.rpc);
    const { sessions } = await held.officer.call<{ sessions: readonly SessionSummary[] }>('session.list');
    expect(sessions.map(({ sessionId }) => sessionId)).toContain(held.sessionId);
    await waitUntil('the recording to resume', 40_000, async () => (await held.snapshot()).interruptionList.some(({ state }) => state === 'unexplained'));
    await held.explainAll();
    expect((await held.finishAndSeal()).status).toBe('sealed');
    const { timeline } = await held.officer.call<{ timeline: readonly { type: string; detail: Readonly<Record<string, unknown>> }[] }>('session.get', { sessionId: held.sessionId });
    const listed = timeline.filter(({ type }) => type === 'segment.finalized').map(({ detail }) => `${String(detail['disk'])} ${String(detail['segment'])}`);
    for (const disk of disks) for (const file of filesOn(disk)) expect(listed, file).toContain(`${disk} ${file.split('/').at(-1) ?? ''}`);
  });
});
