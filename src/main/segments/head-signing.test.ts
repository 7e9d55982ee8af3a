import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseId, type RunId, type SessionId, type StreamId } from '../../shared/domain/index.ts';
import { syntheticFragment, syntheticInit } from '../../../test/support/synthetic-media.ts';
import { newSigner } from '../../../test/support/test-signer.ts';
import { createLogger, nodeFileOps, systemClock } from '../platform/index.ts';
import { checkSegment, FragmentReader, SegmentWriter, streamFolder } from './index.ts';

describe('a key that cannot sign for a while', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-signing-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('stops no fragment: recording is proven throughout, it is said once when it begins and when it ends, and the checker names the unsigned part alone', async () => {
    const signer = await newSigner();
    let broken = false;
    const sign = (bytes: Uint8Array) => {
      if (broken) throw new Error('the token is away');
      return signer.sign(bytes);
    };
    const [sessionId, streamId] = [parseId<SessionId>('ses-1'), parseId<StreamId>('cam-1-stamped')];
    const folders = { primary: join(folder, 'primary'), mirror: join(folder, 'mirror') };
    const writer = await SegmentWriter.open({ sessionId, streamId, folders, fileOps: nodeFileOps, clock: systemClock, log: createLogger('test', () => undefined), signer: { certificates: signer.certificates, sign } });
    const said: (string | null)[] = [];
    writer.events.on('signing', ({ failure }) => said.push(failure));
    let proven = 0;
    writer.events.on('proven', ({ chainSeq }) => (proven = chainSeq));
    const reader = new FragmentReader();
    const [init] = reader.push(syntheticInit());
    if (init?.kind !== 'init') throw new Error('no init');
    writer.startRun(parseId<RunId>('run-1'), init);
    for (let n = 0; n < 26; n += 1) {
      broken = n >= 6 && n < 18;
      const [media] = reader.push(syntheticFragment(n, 120));
      if (media?.kind !== 'fragment') throw new Error('no fragment');
      writer.write({ media, roomMs: 1_795_000_000_000 + n * 1_000, errorMs: 3 });
    }
    await writer.close();
    expect(proven).toBe(26);
    expect(new Set(said.slice(0, -1))).toEqual(new Set(['the token is away']));
    expect(said.at(-1)).toBeNull();
    const report = await checkSegment(join(streamFolder(folders.primary, sessionId, streamId), '0001-0001.mp4'));
    expect(report.links).toHaveLength(26);
    expect(new Set(report.findings.map(({ problem }) => problem))).toEqual(new Set(['signature-removed']));
    const [first] = report.findings;
    expect(first?.seq).toBeGreaterThan(6);
    expect(report.findings.at(-1)?.untilSeq).toBeLessThanOrEqual(19);
    // The signature that comes after vouches for the whole chain before it.
    expect(report).toMatchObject({ closed: true, signed: { seq: 26 } });
  });
});
