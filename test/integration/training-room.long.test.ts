import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/shared/base/index.ts';
import { schema } from '../../src/shared/contract/index.ts';
import { sleep } from '../../src/main/platform/index.ts';
import type { TrainingRoom } from '../../src/main/training/index.ts';
import { cameraOf, loginUrl, openClient, openTrainingRoom, readStream, runClient, type OpenClient } from '../support/camera-clients.ts';

let room: TrainingRoom;
beforeAll(async () => {
  room = await openTrainingRoom();
});
afterAll(() => room.close());

describe('the training room', () => {
  it('has the shape of the contract', () => {
    expect(schema.training.safeParse(room.status()).error).toBeUndefined();
    expect(room.status().clips.map(({ clip }) => clip)).toEqual(['greeting', 'question', 'answer', 'explanation-network', 'explanation-camera', 'cough']);
    const explanations = room.status().clips.filter(({ clip }) => clip.startsWith('explanation'));
    for (const { durationMs } of explanations) expect(durationMs).toBeGreaterThan(12_000);
  });

  it('plays speech into the room in real time, and says so', async () => {
    const level = async () => {
      const { stderr } = await readStream(loginUrl(cameraOf(room, 'overview')), '-vn', '-t', '2.5', '-af', 'volumedetect', '-f', 'null', '-');
      return Number(/max_volume: (-?[\d.]+) dB/.exec(stderr)?.[1]);
    };
    expect(await level()).toBeLessThan(-35);
    const changes: (string | null)[] = [];
    const stop = room.onDidChange(() => changes.push(room.status().playing));
    room.play('question');
    expect(room.status().playing).toBe('question');
    expect(await level()).toBeGreaterThan(-20);
    await sleep(room.status().clips.find(({ clip }) => clip === 'question')?.durationMs ?? 0);
    expect(room.status().playing).toBeNull();
    stop();
    expect(changes).toEqual(['question', null]);
  });

  it('keeps faults in its status and refuses names it does not know', () => {
    room.setFault('overview', 'silence', true);
    expect(room.status().cameras.map(({ faults }) => faults)).toEqual([['silence'], []]);
    room.setFault('overview', 'silence', false);
    expect(() => room.play('song')).toThrow(AppError);
    expect(() => room.setFault('door', 'drop', true)).toThrow(AppError);
  });

  it('starts an encoder again that died, as a camera does that restarts', async () => {
    const url = loginUrl(cameraOf(room, 'interviewee'));
    const client = await openClient(url);
    const { stdout } = await runClient('pgrep', ['-P', String(process.pid), '-f', 'scenes/interviewee.png']);
    process.kill(Number(stdout.toString('utf8').trim()), 'SIGKILL');
    await client.ended;
    let again: OpenClient | undefined;
    for (let tries = 0; again === undefined && tries < 10; tries += 1) again = await openClient(url).catch(() => sleep(500).then(() => undefined));
    expect(again).toBeDefined();
    await again?.stop();
  });

  it('closes with clients connected, and two rooms live side by side', async () => {
    const other = await openTrainingRoom();
    expect(other.cameras.map(({ rtspUrl }) => rtspUrl)).not.toEqual(room.cameras.map(({ rtspUrl }) => rtspUrl));
    const client = await openClient(loginUrl(cameraOf(other, 'interviewee')));
    await other.close();
    await client.ended;
  });
});
