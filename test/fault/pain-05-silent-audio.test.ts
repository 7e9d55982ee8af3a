import { beforeAll, describe, expect, it } from 'vitest';
import { findFfmpeg } from '../../src/main/ffmpeg/index.ts';
import { FaultWatch, inspectMedia } from '../../src/main/health/index.ts';
import { RecordedScenes, sceneStartMs } from '../support/recorded-scene.ts';

// Pain 5: silent audio: a wrong or unplugged microphone, zeros in the file (Galicaster #387, OBS #3199, fmedia #61, screenpipe #4397).
const picture = "color=0xbb9977:s=64x84:r=25[s];[room][s]overlay=x='370+9*sin(2*PI*t/4)':y=110[seen];[seen]noise=alls=6:allf=t[out]";
const room = 'anoisesrc=r=48000:color=pink:a=0.01';
/** Each as a file holds it from the fourth second on. */
const silences: Readonly<Record<string, string>> = {
  'zeros in the file': `${room},aeval='if(gte(t,3),0,val(0))':c=same`,
  'a plug that is out': `${room},aeval='if(gte(t,3),0.00003*(random(0)-0.5),val(0))':c=same`,
  'a line that hangs at one value': `${room},aeval='if(gte(t,3),0.1,val(0))':c=same`,
};

describe('a recording without sound', () => {
  let scenes: RecordedScenes;
  beforeAll(async () => {
    scenes = new RecordedScenes(await findFfmpeg());
  });

  it.each(Object.entries(silences))('is told while it is being recorded: %s', async (_name, sound) => {
    const watch = new FaultWatch();
    const changes = (await scenes.look(scenes.record({ seconds: 7, picture, sound }))).looks.flatMap((look) => watch.observe(look).map((change) => ({ ...change, atMs: look.toMs - sceneStartMs })));
    expect(changes).toMatchObject([{ kind: 'began', fault: 'SOUND_SILENT' }]);
    // From what is written alone: with the station's pace and its proof it stays below five seconds (docs/design/health.md).
    expect((changes[0]?.atMs ?? Infinity) - 3_000).toBeLessThanOrEqual(3_100);
  });

  it('does not pass the room check, so that it never begins', async () => {
    const tools = await findFfmpeg();
    const media = scenes.record({ seconds: 5, picture, sound: 'anullsrc=r=48000' });
    expect((await inspectMedia({ tools, media, expectAudio: true })).problem).toBe('SOUND_SILENT');
    expect((await inspectMedia({ tools, media: scenes.record({ seconds: 5, picture, sound: room }), expectAudio: true })).problem).not.toBe('SOUND_SILENT');
  });
});
