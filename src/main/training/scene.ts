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

interface SceneClock {
  readonly timeX: number;
  readonly timeY: number;
  readonly timeSize: number;
  readonly dateX: number;
  readonly dateY: number;
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

export const scenes: readonly Scene[] = [
  {
    key: 'overview', role: 'overview', name: '全景', title: 'Shilu training camera, overview', width: 1920, height: 1080, hasSound: true, background: 'overview.png',
    motions: [],
    clock: { timeX: 1180, timeY: 96, timeSize: 72, dateX: 1204, dateY: 184, dateSize: 30 },
  },
  {
    key: 'interviewee', role: 'interviewee', name: '近景', title: 'Shilu training camera, interviewee', width: 1280, height: 720, hasSound: false, background: 'interviewee.png',
    motions: [],
    clock: { timeX: 880, timeY: 60, timeSize: 64, dateX: 900, dateY: 140, dateSize: 28 },
  },
];
