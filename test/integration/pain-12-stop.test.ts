import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionSnapshot, TimelineItem } from '../../src/shared/contract/index.ts';
import { HeldSession } from '../support/held-session.ts';
import { RefusedError, StationLine, StationProcess } from '../support/station-process.ts';

// Pain 12: a recording that somebody stopped by accident, or that nobody could stop. Here the side of the people; what ffmpeg does is tried with the recorder.
describe('a stop by people', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-stop-'));
  let station: StationProcess;
  let held: HeldSession;
  const refused = (line: StationLine, method: string, params: Record<string, unknown>) => line.call(method, params).then(() => 'done', (error: unknown) => (error instanceof RefusedError ? error.code : String(error)));

  beforeAll(async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
    held = await HeldSession.start(station.ready.rpc);
  });
  afterAll(async () => {
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('is not the end of a login, of a console, of all consoles, nor of an account', async () => {
    await held.officer.call('auth.logout');
    held.officer.close();
    const admin = await StationLine.open(station.ready.rpc, 'admin', '5555');
    await admin.call('account.setDisabled', { account: 'officer2', disabled: true });
    await admin.call('account.setDisabled', { account: 'officer2', disabled: false });
    admin.close();
    held = await held.on(station.ready.rpc);
    await held.recordFor(2_000);
    expect((await held.snapshot()).status).toBe('recording');
  });

  it('is an officer’s alone, and takes a reason while notices were not heard and the transcript was not signed', async () => {
    const { sessionId } = held;
    for (const [account, pin] of [['attendant', '3333'], ['legal', '4444'], ['admin', '5555'], ['supervisor', '6666'], ['chief', '7777']] as const) {
      const line = await StationLine.open(station.ready.rpc, account, pin);
      expect(await refused(line, 'session.finish', { sessionId, reason: '误按' })).toBe('ROLE_REQUIRED');
      line.close();
    }
    // Nor is there a break that ends it: that is another jurisdiction's, and refused here.
    expect(await refused(held.officer, 'session.breakSpoken', { sessionId })).toBe('BREAKS_RECORDED');
    expect(await refused(held.officer, 'session.finish', { sessionId })).toBe('RECORDING_NOTICE_MISSING');
    expect(await refused(held.officer, 'session.finish', { sessionId, reason: '   ' })).toBe('RECORDING_NOTICE_MISSING');
    expect(await refused(held.officer, 'session.abandon', { sessionId, reason: '误按' })).toBe('STATE_REFUSED');
    await held.recordFor(1_000);
  });

  it('pressed five times at once ends the session once, whole up to the moment of the press', async () => {
    const { sessionId, officer } = held;
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => refused(officer, 'session.finish', { sessionId, reason: '训练,提前结束' })));
    expect(outcomes.sort()).toEqual(['STATE_REFUSED', 'STATE_REFUSED', 'STATE_REFUSED', 'STATE_REFUSED', 'done']);
    const { session, timeline } = await officer.call<{ session: SessionSnapshot; timeline: TimelineItem[] }>('session.get', { sessionId });
    expect(timeline.filter(({ type }) => type === 'session.finished')).toHaveLength(1);
    expect(session.recordingEndMs).toBeGreaterThanOrEqual((session.finishedAtMs ?? Infinity) - 1_500);
    expect(await refused(officer, 'session.start', { sessionId })).toBe('STATE_REFUSED');
  });
});
