import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PacketReport } from '../../src/shared/contract/index.ts';
import { HeldSession } from '../support/held-session.ts';
import { StationLine, StationProcess } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

describe('SIGKILL of the station during recording', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-killed-'));
  const start = () => StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
  let station: StationProcess;
  let held: HeldSession;
  let provenUntilMs = 0;

  beforeAll(async () => {
    station = await start();
    held = await HeldSession.start(station.ready.rpc);
    provenUntilMs = await held.recordFor(4_000);
    await station.kill();
  });
  afterAll(async () => {
    await station.stop();
    rmSync(folder, { recursive: true });
  });

  it('leaves no ffmpeg behind', async () => {
    const marks = () => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n').filter((args) => args.startsWith('ffmpeg') && args.includes(folder));
    await waitUntil('ffmpeg to end', 10_000, () => Promise.resolve(marks().length === 0));
  });

  it('goes on recording by itself after the restart, with the interruption measured from the media', async () => {
    await pause(1_000);
    station = await start();
    held = await held.on(station.ready.rpc);
    const admin = await StationLine.open(station.ready.rpc, 'admin', '5555');
    const [interruption] = await waitUntil('recording to resume', 40_000, async () => {
      const { interruptionList } = await held.snapshot();
      return interruptionList[0]?.state === 'unexplained' && interruptionList;
    });
    admin.close();
    expect(interruption?.fromMs).toBeGreaterThanOrEqual(provenUntilMs);
    expect(interruption?.fromMs).toBeLessThan(provenUntilMs + 2_500);
    expect(interruption?.toMs).toBeGreaterThan(interruption?.fromMs ?? 0);
    await held.recordFor(2_000);
  });

  it('has everything up to the last second, and it verifies to the sealed packet', async () => {
    await held.explainAll();
    const sealed = await held.finishAndSeal();
    expect(sealed.status).toBe('sealed');
    const legal = await StationLine.open(station.ready.rpc, 'legal', '4444');
    const { report } = await legal.call<{ report: PacketReport }>('packet.export', { sessionId: held.sessionId, purpose: '训练', recipient: '训练' });
    legal.close();
    expect(report).toMatchObject({ result: 'intact', findings: [] });
    expect(report.fragmentsChecked).toBeGreaterThan(12);
  });
});
