import type { CameraRole } from '../../shared/domain/index.ts';

/** A moving part: a strip of equally large pictures, one under the other, shown in turn at one place. */
interface SceneMotion {
  readonly strip: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly pictures: number;
  readonly picturesPerSecond: number;
}

/** Where the digits go: both texts stand around `centerX`; sizes and tops in pixels. */
interface SceneClock {
  readonly centerX: number;
  readonly timeTop: number;
  readonly timeSize: number;
  readonly dateTop: number;
  readonly dateSize: number;
}

/** What one simulated camera looks at: pictures of resources/training/scenes, and where the room's electronic clock hangs. */
export interface Scene {
  readonly key: 'overview' | 'interviewee';
  readonly role: CameraRole;
  readonly name: string;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly hasSound: boolean;
  readonly background: string;
  readonly motions: readonly SceneMotion[];
  readonly clock: SceneClock;
}

export const framesPerSecond = 25;
export const soundSamplesPerSecond = 48_000;

/** One loop of the moving parts; as many as resources/training/source draws. */
const loop = { pictures: 24, picturesPerSecond: 5 } as const;

export const scenes: readonly Scene[] = [
  {
    key: 'overview', role: 'overview', name: '全景', title: 'Shilu training camera, overview', width: 1920, height: 1080, hasSound: true, background: 'overview.png',
    motions: [
      { strip: 'overview-interviewee.png', x: 808, y: 312, width: 304, height: 452, ...loop },
      { strip: 'overview-officer.png', x: 464, y: 688, width: 192, height: 240, ...loop },
    ],
    clock: { centerX: 1375, timeTop: 106, timeSize: 88, dateTop: 202, dateSize: 34 },
  },
  {
    key: 'interviewee', role: 'interviewee', name: '近景', title: 'Shilu training camera, interviewee', width: 1280, height: 720, hasSound: false, background: 'interviewee.png',
    motions: [{ strip: 'interviewee-person.png', x: 452, y: 128, width: 376, height: 592, ...loop }],
    clock: { centerX: 1042, timeTop: 68, timeSize: 76, dateTop: 152, dateSize: 30 },
  },
];
