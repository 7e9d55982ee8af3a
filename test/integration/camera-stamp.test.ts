import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withCameraOsd } from '../../src/main/camera/index.ts';
import { findFfmpeg } from '../../src/main/ffmpeg/index.ts';
import { systemClock } from '../../src/main/platform/index.ts';
import { startTrainingRoom, type TrainingRoom } from '../../src/main/training/index.ts';
import { quiet, RecorderBench, steadyRoomClock } from '../support/recorder-bench.ts';

let room: TrainingRoom;
let bench: RecorderBench;
const camera = () => {
  const found = room.cameras.find(({ key }) => key === 'overview');
  if (found === undefined) throw new Error('no camera');
  return found;
};

beforeAll(async () => {
  room = await startTrainingRoom({ ffmpeg: await findFfmpeg(), clock: systemClock, log: quiet, timeZone: 'Asia/Shanghai' });
  const { xaddr, user, password, rtspUrl } = camera();
  await withCameraOsd({ xaddr, user, password, time: steadyRoomClock(), deadlineMs: 10_000 }, async (osd) => {
    await osd.show('time', { kind: 'time' });
    await osd.show('label', { kind: 'text', text: '讯问室一 <A&B>' });
  });
  bench = await RecorderBench.start({ url: rtspUrl, user, password, settings: { stampedBy: 'camera', native: true } });
  await bench.live();
}, 60_000);

afterAll(async () => {
  await bench.close();
  await room.close();
});

describe('a camera that stamps its own picture', () => {
  it('is recorded by copy, and the station takes over without a gap', async () => {
    await bench.recorder.keep('ses-1' as never);
    await bench.next('proven');
    bench.recorder.stampHere();
    const second = await bench.next('runStarted');
    expect(second.stampedBy).toBe('station');
    await bench.next('proven');
    await bench.next('proven');
    expect(bench.all('gapOpened')).toEqual([]);
    const fragments = bench.all('fragment');
    const at = fragments.findIndex(({ runId }) => runId === second.runId);
    const [last, first] = [fragments[at - 1], fragments[at]];
    const overlapMs = (last?.roomMs ?? 0) + (last?.media.durationMs ?? 0) - (first?.roomMs ?? 0);
    expect(overlapMs).toBeGreaterThanOrEqual(-5);
    expect(overlapMs).toBeLessThan(1_100);
  }, 60_000);
});
