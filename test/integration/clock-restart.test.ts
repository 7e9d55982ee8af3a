import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openStationDatabase } from '../../src/main/database/index.ts';
import { Ledger } from '../../src/main/ledger/index.ts';
import type { RoomSnapshot } from '../../src/shared/contract/index.ts';
import { StationLine, StationProcess } from '../support/station-process.ts';

describe('a station whose system clock was set back while it was down', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-clock-back-'));
  const start = () => StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
  const facts = (act: (ledger: Ledger) => void) => {
    const database = openStationDatabase(join(folder, 'data', 'station.db'));
    act(new Ledger(database));
    database.close();
  };
  afterAll(() => rmSync(folder, { recursive: true }));

  it('says so in the ledger and to the room, so that times out of order are explained', async () => {
    const first = await start();
    (await StationLine.open(first.ready.rpc, 'admin', '5555')).close();
    await first.stop();
    // What a clock that was sixteen seconds ahead would have written last.
    facts((ledger) => void ledger.append({ type: 'command.refused', sessionId: '', actor: { kind: 'station' }, at: { atMs: Date.now() + 16_000, errorMs: 60_000 }, monotonicMs: 1, media: [], payload: { method: 'transcript.begin', code: 'STATE_REFUSED', count: 1 } }));
    const again = await start();
    const line = await StationLine.open(again.ready.rpc, 'admin', '5555');
    const { alarms } = await line.call<RoomSnapshot>('room.status');
    line.close();
    await again.stop();
    expect(alarms.map(({ code }) => code)).toContain('CLOCK_WENT_BACK');
    facts((ledger) => {
      const [stepped] = ledger.entriesOfType('clock.stepped').slice(-1);
      expect(stepped?.payload).toMatchObject({ reason: 'restart', action: 'stepped' });
      expect(stepped?.type === 'clock.stepped' ? stepped.payload.byMs : 0).toBeLessThan(-5_000);
    });
  });
});
