import { randomInt } from 'node:crypto';
import type { FfmpegTools } from '../ffmpeg/index.ts';
import { systemClock, type Logger } from '../platform/index.ts';
import type { Settings } from '../settings/index.ts';
import { startTrainingRoom, type TrainingRoom } from '../training/index.ts';

/**
 * Starts the training room where it was last time. When its ports are taken, the cameras get others, and the room's settings follow
 * them, so that a training room opened again is ready at once.
 */
export async function openTrainingRoom(settings: Settings, tools: FfmpegTools, log: Logger): Promise<TrainingRoom> {
  const before = settings.readTraining();
  const firstPort = before?.firstPort ?? randomInt(20_000, 30_000);
  const room = await startTrainingRoom({ ffmpeg: tools, clock: systemClock, log, timeZone: settings.room.timeZone, firstPort });
  settings.cameras = settings.cameras.map((camera) => {
    const key = Object.entries(before?.xaddrs ?? {}).find(([, xaddr]) => xaddr === camera.xaddr)?.[0];
    const now = room.cameras.find((c) => c.key === key);
    return now === undefined ? camera : { ...camera, address: now.xaddr, xaddr: now.xaddr, rtspUrl: now.rtspUrl };
  });
  settings.writeTraining({ firstPort, xaddrs: Object.fromEntries(room.cameras.map((c) => [c.key, c.xaddr])) });
  return room;
}
