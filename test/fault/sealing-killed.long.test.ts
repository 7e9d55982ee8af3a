import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PacketReport, SessionSnapshot } from '../../src/shared/contract/index.ts';
import { HeldSession } from '../support/held-session.ts';
import { SignedProfiles } from '../support/signed-profiles.ts';
import { StationLine, StationProcess, type DyingPoint } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

interface Step {
  readonly name: string;
  readonly dieAt: DyingPoint;
}

const at = (call: DyingPoint['call'], moment: DyingPoint['moment'], disk: 'primary' | 'mirror', path: string): DyingPoint => ({ call, moment, path: `${disk}/sessions/.*${path}` });

const beginning: readonly Step[] = [
  { name: 'everything before is finalised', dieAt: at('mkdir', 'before', 'primary', '/seal-[0-9a-f]+$') },
  { name: 'the manifest lies on the primary, unsigned', dieAt: at('link', 'after', 'primary', '/manifest.json$') },
  { name: 'the seal lies on the primary alone', dieAt: at('mkdir', 'before', 'mirror', '/seal-[0-9a-f]+$') },
  { name: 'the second signature lies on the primary', dieAt: at('link', 'after', 'primary', '/manifest.json.sm2.p7s$') },
  { name: 'the seal lies on both disks, without its fact', dieAt: at('link', 'after', 'mirror', '/clock-certificate.json$') },
];
const completing: readonly Step[] = [
  { name: 'the closing segment is finalised', dieAt: at('mkdir', 'before', 'primary', '/closing-[0-9a-f]+$') },
  { name: 'the closing document lies on the primary, unsigned', dieAt: at('link', 'after', 'primary', '/closing.json$') },
  { name: 'the closing lies on the primary alone', dieAt: at('mkdir', 'before', 'mirror', '/closing-[0-9a-f]+$') },
  { name: 'the closing lies on both disks, without its fact', dieAt: at('link', 'after', 'mirror', '/closing.json.sm2.p7s$') },
];

describe('a station that dies at any step of sealing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-sealing-killed-'));
  // With a second signature there is one more thing to be half done.
  const profiles = new SignedProfiles(join(folder, 'profiles'));
  profiles.write('cn-zaozhuang', { secondSignature: 'sm2-sm3' });
  const start = (dieAt?: DyingPoint) => StationProcess.start(join(folder, 'data'), join(folder, 'station.log'), ['--training', '--profiles', profiles.folder], dieAt);
  let station: StationProcess;
  let held: HeldSession;

  const startAgain = async (dieAt?: DyingPoint) => {
    station = await start(dieAt);
    held = await held.on(station.ready.rpc);
  };
  /** Cameras are recorded again by themselves, and what the crash cut off is whole on both disks. */
  const goesOn = async (status: SessionSnapshot['status']) => {
    const before = (await held.snapshot()).provenUntilMs ?? 0;
    await waitUntil('the cameras to be recorded again', 40_000, async () => ((await held.snapshot()).provenUntilMs ?? 0) > before);
    expect((await held.snapshot()).status).toBe(status);
  };
  /** Asks until the station dies of it; a refusal for a copy that is still being completed is asked again. */
  const dies = async (method: string) => {
    const dead = station.ended().then(() => 'dead' as const);
    await waitUntil('the station to die', 60_000, async () => {
      const outcome = await Promise.race([dead, held.officer.call(method, { sessionId: held.sessionId, pin: '1111' }).then(() => 'answered' as const, (error: unknown) => (error as { readonly code: string }).code)]);
      if (outcome !== 'dead') expect(outcome).toBe('NOT_PROVEN');
      return outcome === 'dead';
    });
  };

  beforeAll(async () => {
    station = await start();
    held = await HeldSession.start(station.ready.rpc);
    await held.recordFor(2_000);
    await held.finishAndLink();
    await station.kill();
  });
  afterAll(async () => {
    await station.stop();
    rmSync(folder, { recursive: true });
  });

  it.each(beginning)('is back at the finish when it dies where $name', async ({ dieAt }) => {
    await startAgain(dieAt);
    await goesOn('finished');
    await dies('session.seal');
  });

  it('keeps the seal code and the signatures when it dies after the seal was begun', async () => {
    await startAgain();
    await goesOn('finished');
    const begun = await waitUntil('the seal to be begun', 40_000, () => held.officer.call<SessionSnapshot>('session.seal', { sessionId: held.sessionId, pin: '1111' }).catch(() => undefined));
    await held.officer.call('session.signSeal', { sessionId: held.sessionId, name: '训练民警甲', capacity: 'officer', decision: 'signed' });
    await station.kill();
    await startAgain();
    await goesOn('sealing');
    const { sealing } = await held.snapshot();
    expect(sealing).toMatchObject({ sealCode: begun.sealing?.sealCode, signatures: [{ name: '训练民警甲', decision: 'signed' }] });
    for (const { name, capacity } of sealing?.missing ?? []) await held.officer.call('session.signSeal', { sessionId: held.sessionId, name, capacity, decision: 'signed' });
    await station.kill();
  });

  it.each(completing)('is still being sealed, with its signatures, when it dies where $name', async ({ dieAt }) => {
    await startAgain(dieAt);
    await goesOn('sealing');
    expect((await held.snapshot()).sealing).toMatchObject({ missing: [] });
    await dies('session.completeSeal');
  });

  it('is sealed once, and the packet is intact with everything that was recorded in between', async () => {
    await startAgain();
    await goesOn('sealing');
    const sealed = await waitUntil('the seal', 40_000, () => held.officer.call<SessionSnapshot>('session.completeSeal', { sessionId: held.sessionId, pin: '1111' }).catch(() => undefined));
    expect(sealed).toMatchObject({ status: 'sealed', seal: { intervieweeSigned: true } });
    await station.kill();
    await startAgain();
    expect(await held.snapshot()).toMatchObject({ status: 'sealed', seal: sealed.seal });
    const attempts = readdirSync(join(folder, 'data', 'primary', 'sessions', held.sessionId)).filter((name) => name.startsWith('closing-'));
    expect(attempts.length).toBeGreaterThan(1);
    const legal = await StationLine.open(station.ready.rpc, 'legal', '4444');
    const { report } = await legal.call<{ report: PacketReport }>('packet.export', { sessionId: held.sessionId, purpose: '训练', recipient: '训练' });
    legal.close();
    expect(report).toMatchObject({ result: 'intact', secondSignature: 'sound', findings: [] });
  });
});
