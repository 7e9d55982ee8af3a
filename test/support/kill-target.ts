import { readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openStationDatabase } from '../../src/main/database/index.ts';
import { Ledger } from '../../src/main/ledger/index.ts';
import { createLogger, systemClock } from '../../src/main/platform/index.ts';
import { FragmentReader, SegmentWriter, type MediaFragment } from '../../src/main/segments/index.ts';
import { parseId, type RunId } from '../../src/shared/domain/index.ts';
import type { Fact, FactPayloads } from '../../src/shared/ledger/index.ts';
import { CrashingDisk } from './crashing-disk.ts';
import { killStreams, killSession as sessionId, recoverRoom, roomFolders } from './kill-room.ts';
import type { CrashPoint } from './procedure-steps.ts';
import { newSigner } from './test-signer.ts';

// The program that the kill campaign kills: the real writers of both streams of a camera, recovery and ledger with real media, and no cameras.
// argv: work, room folder, media file, crash point as JSON
const [, , work = '', room = '', media = '', crash = '{}'] = process.argv;
const { point, where = '', nth = 1 } = JSON.parse(crash) as { point?: CrashPoint; where?: string; nth?: number };
const fileOps = new CrashingDisk(point, where, nth);
const say = (text: string) => writeSync(1, `${text}\n`);

const database = openStationDatabase(join(room, 'station.db'));
const ledger = new Ledger(database);
ledger.verify();
const log = createLogger('kill-target', () => undefined);

function note(payload: FactPayloads['segment.finalized']): Promise<void> {
  const fact: Fact = { type: 'segment.finalized', sessionId, actor: { kind: 'station' }, at: { atMs: Math.round(systemClock.wallMs()), errorMs: 1 }, monotonicMs: 0, media: [], payload };
  return fileOps.around('fact', payload.disk, () => {
    ledger.append(fact);
    return Promise.resolve();
  });
}

if (work === 'recover') {
  await recoverRoom(room, fileOps);
  say('recovered');
} else {
  const reader = new FragmentReader();
  const [init, ...rest] = reader.push(readFileSync(media));
  if (init?.kind !== 'init') throw new Error('no init');
  const fragments = rest.filter((piece): piece is MediaFragment => piece.kind === 'fragment');
  const signer = await newSigner();
  const facts: Promise<void>[] = [];
  const writers = await Promise.all(killStreams.map(async (streamId) => {
    const writer = await SegmentWriter.open({ sessionId, streamId, folders: roomFolders(room), fileOps, clock: systemClock, log, segmentMs: 4_000, signer });
    writer.events.on('segmentFinalized', (finalized) => facts.push(note({ streamId, ...finalized })));
    writer.startRun(parseId<RunId>('run-1'), init);
    return { streamId, writer };
  }));
  await Promise.all(writers.map(async ({ streamId, writer }) => {
    let proven = 0;
    let tell: () => void = () => undefined;
    writer.events.on('proven', ({ chainSeq }) => {
      proven = chainSeq;
      say(`proven ${streamId} ${chainSeq}`);
      tell();
    });
    for (const fragment of fragments) {
      const seq = writer.head.seq + 1;
      say(`taken ${streamId} ${seq}`);
      writer.write({ media: fragment, roomMs: 1_795_000_000_000 + seq * 1_000, errorMs: 3 });
      while (proven < seq) await new Promise<void>((resolve) => (tell = resolve));
    }
  }));
  await Promise.all(writers.map(({ writer }) => writer.close()));
  await Promise.all(facts);
  say('finished');
}
database.close();
