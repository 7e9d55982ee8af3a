import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withCameraOsd, type CameraOsd } from '../../src/main/camera/index.ts';
import { findFfmpeg } from '../../src/main/ffmpeg/index.ts';
import { systemClock } from '../../src/main/platform/index.ts';
import { checkSegment, genesisHead, listSegments, streamFolder, type SegmentReport } from '../../src/main/segments/index.ts';
import { startTrainingRoom, type TrainingRoom } from '../../src/main/training/index.ts';
import { parseId, streamIdOf, type SessionId, type StreamId } from '../../src/shared/domain/index.ts';
import { quiet, RecorderBench, steadyRoomClock } from '../support/recorder-bench.ts';

const sessionId = parseId<SessionId>('ses-1');

describe('a camera that stamps its own picture', () => {
  let room: TrainingRoom;
  let bench: RecorderBench;
  const camera = () => {
    const found = room.cameras.find(({ key }) => key === 'overview');
    if (found === undefined) throw new Error('no camera');
    return found;
  };
  const withOsd = <T>(work: (osd: CameraOsd) => Promise<T>) => {
    const { xaddr, user, password } = camera();
    return withCameraOsd({ xaddr, user, password, time: steadyRoomClock(), deadlineMs: 10_000 }, work);
  };
  const writeStamp = () => withOsd(async (osd) => {
    await osd.show('time', { kind: 'time' });
    await osd.show('label', { kind: 'text', text: '讯问室一 <A&B>' });
  });
  const checked = async (streamId: StreamId): Promise<readonly SegmentReport[]> => {
    const reports: SegmentReport[] = [];
    let head = genesisHead(sessionId, streamId);
    for (const name of await listSegments(streamFolder(bench.folders.primary, sessionId, streamId))) {
      const path = (disk: 'primary' | 'mirror') => join(streamFolder(bench.folders[disk], sessionId, streamId), name);
      const report = await checkSegment(path('primary'), { head, segment: name });
      expect(report.findings).toEqual([]);
      expect(Buffer.compare(await readFile(path('primary')), await readFile(path('mirror')))).toBe(0);
      head = report.head ?? head;
      reports.push(report);
    }
    return reports;
  };

  beforeAll(async () => {
    room = await startTrainingRoom({ ffmpeg: await findFfmpeg(), clock: systemClock, log: quiet, timeZone: 'Asia/Shanghai' });
    await writeStamp();
    const { user, password, rtspUrl } = camera();
    bench = await RecorderBench.start({ url: rtspUrl, user, password, settings: { stampedBy: 'camera', native: true } });
    await bench.live();
  }, 60_000);

  afterAll(async () => {
    await bench.close();
    await room.close();
  });

  it('is recorded by copy from the pre-roll on, and the station takes over without a seam: no second is missing, and the chain holds', async () => {
    bench.recorder.holdPreRoll(true);
    const early = await bench.next('fragment');
    await bench.next('fragment', ({ roomMs }) => roomMs > early.roomMs + 3_000);
    const pressedAtMs = bench.roomClock.now().atMs;
    await bench.recorder.keep(sessionId);
    bench.recorder.holdPreRoll(false);
    await bench.next('proven');
    bench.recorder.stampHere();
    const second = await bench.next('runStarted', ({ stampedBy }) => stampedBy === 'station');
    const takenOverMs = second.firstMedia.atMs;
    await bench.next('proven', ({ provenUntilMs }) => provenUntilMs > takenOverMs + 2_000);
    await bench.recorder.release();
    expect(bench.all('gapOpened')).toEqual([]);
    for (const kind of ['stamped', 'native'] as const) {
      const links = (await checked(streamIdOf(bench.camera.cameraId, kind))).flatMap((report) => report.links);
      expect(links[0]?.roomMs).toBeLessThanOrEqual(pressedAtMs - 2_500);
      expect(new Set(links.map(({ runId }) => runId)).size).toBe(2);
      links.slice(1).forEach((link, n) => {
        const before = links[n];
        if (before === undefined) return;
        // Within a run nothing is missing in the media; room time may still move by what a loaded machine delayed the pictures before.
        if (link.runId === before.runId) {
          expect(Math.abs(link.mediaMs - before.mediaMs - before.durationMs)).toBeLessThan(2);
          return;
        }
        const overlapMs = before.roomMs + before.durationMs - link.roomMs;
        expect(overlapMs).toBeGreaterThanOrEqual(-40);
        // A fragment, and by how much a loaded machine draws later than it copies.
        expect(overlapMs).toBeLessThan(5_000);
      });
    }
  }, 90_000);

  it('is told from one that has no such display, and from one that refuses', async () => {
    const why = async (fault: 'stamp-refused' | 'stamp-unsupported') => {
      room.setFault('overview', fault, true);
      const error: unknown = await writeStamp().then(() => undefined, (reason: unknown) => reason);
      room.setFault('overview', fault, false);
      return error;
    };
    expect(await why('stamp-unsupported')).toMatchObject({ code: 'CAMERA_STAMP_UNSUPPORTED', cause: { message: 'it has no on-screen display' } });
    expect(await why('stamp-refused')).toMatchObject({ code: 'CAMERA_STAMP_UNSUPPORTED', cause: { message: 'it refuses' } });
    await writeStamp();
  });

  it('takes away what it wrote, and writes it again', async () => {
    await withOsd(async (osd) => {
      expect(osd.hasLabel).toBe(true);
      await osd.clear('time');
      await osd.clear('label');
      await osd.show('time', { kind: 'time' });
    });
  });
});
