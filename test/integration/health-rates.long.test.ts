import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFfmpeg } from '../../src/main/ffmpeg/index.ts';
import { DeafWatch, FaultWatch, HeardLately, hearingSince, heardTogether, isLookDue, lookPace, StepWatch, type FaultChange, type FragmentLook, type RecordedFault } from '../../src/main/health/index.ts';
import { projectRoot, resourcePath } from '../../src/main/platform/index.ts';
import { RecordedScenes, sceneStartMs, stampText, type FilmedScene } from '../support/recorded-scene.ts';

/** `npm test` tries each once; the table in docs/design/health.md comes from a longer run. */
const trials = Number(process.env['HEALTH_TRIALS'] ?? 1);
const quietSeconds = trials > 1 ? 60 : 5;
/** From the end of a fragment to its proof, and how long a look takes: generous against what stations measure. */
const proofMs = 250;
const lookMs = 350;
const promisedMs = 5_000;

const person = (motion = '2*sin(2*PI*t/4)') => `color=0xbb9977:s=64x84:r=25[s];[room][s]overlay=x='370+${motion}':y=110[seen];[seen]noise=alls=6:allf=t[alive]`;
const alive = (after: string, motion?: string) => `${person(motion)};[alive]${after}[out]`;
const roomNoise = 'anoisesrc=r=48000:color=pink:a=0.01';
const heard = (then: string) => `${roomNoise},aeval='if(gte(t,T0),${then},val(0))':c=same`;
const well: Omit<FilmedScene, 'seconds'> = { picture: alive('null'), sound: roomNoise };

const faults: Readonly<Record<string, { readonly fault: RecordedFault; readonly scene: Partial<FilmedScene> }>> = {
  'frozen, the camera repeats its last picture': { fault: 'PICTURE_FROZEN', scene: { picture: alive('loop=loop=-1:size=1:start=FRAME,setpts=N/25/TB'), camera: ['-qp', '24'] } },
  'black': { fault: 'PICTURE_BLACK', scene: { picture: alive("drawbox=c=black:t=fill:enable='gte(t,T0)',noise=alls=4:allf=t") } },
  'covered by a cloth': { fault: 'PICTURE_COVERED', scene: { picture: alive("drawbox=c=0x6b6b6b:t=fill:enable='gte(t,T0)',noise=alls=6:allf=t") } },
  'far out of focus': { fault: 'PICTURE_BLURRED', scene: { picture: alive("gblur=sigma=9:enable='gte(t,T0)',noise=alls=3:allf=t") } },
  'stamp gone': { fault: 'STAMP_MISSING', scene: { stamp: ":enable='lt(t,T0)'" } },
  'stamp an hour off': { fault: 'STAMP_WRONG', scene: { stamp: `drawtext=STYLE:text=${stampText(sceneStartMs)}:enable='lt(t,T0)',drawtext=STYLE:text=${stampText(sceneStartMs + 3_600_000)}:enable='gte(t,T0)'` } },
  'stamp two seconds off': { fault: 'STAMP_WRONG', scene: { stamp: `drawtext=STYLE:text=${stampText(sceneStartMs)}:enable='lt(t,T0)',drawtext=STYLE:text=${stampText(sceneStartMs - 2_000)}:enable='gte(t,T0)'` } },
  'digital silence': { fault: 'SOUND_SILENT', scene: { sound: heard('0') } },
  'a constant value': { fault: 'SOUND_SILENT', scene: { sound: heard('0.1') } },
  'a dead line at -90 dBFS': { fault: 'SOUND_SILENT', scene: { sound: heard('0.00005*(random(0)-0.5)') } },
  'mains hum and nothing else': { fault: 'SOUND_HUM', scene: { sound: heard('0.05*sin(2*PI*50*t)+0.02*sin(2*PI*150*t)') } },
  'a tone and nothing else': { fault: 'SOUND_HUM', scene: { sound: heard('0.2*sin(2*PI*1000*t)') } },
};

const quiet: Readonly<Record<string, Partial<FilmedScene>>> = {
  'a person who sits still and is silent': {},
  'a person who only breathes, picture at 500 kbit/s': { picture: alive('null', '1.5*sin(2*PI*t/5)'), camera: ['-b:v', '500k', '-maxrate', '500k', '-bufsize', '500k'] },
  'nobody there, sensor noise': { picture: '[room]noise=alls=6:allf=t[out]' },
  'dim light': { picture: alive("eq=brightness=-0.22:contrast=0.6,noise=alls=8:allf=t") },
  'lights dimmed and up again': { picture: alive("eq=brightness=-0.2:contrast=0.6:enable='between(mod(t,8),3,6)'") },
  'someone leaves': { picture: "color=0xbb9977:s=64x84:r=25[s];[room][s]overlay=x='370+if(gt(t,4),(t-4)*80,0)':y=110,noise=alls=6:allf=t[out]" },
  'a slow pan': { picture: "[room]scale=800:450,crop=640:360:x='80+60*sin(t/3)':y=40,noise=alls=6:allf=t[out]" },
  'a bare wall': { picture: '[room]gblur=sigma=30,noise=alls=6:allf=t[out]' },
  'a very quiet room': { sound: 'anoisesrc=r=48000:color=pink:a=0.002' },
  'a loud fan': { sound: 'anoisesrc=r=48000:color=brown:a=0.3' },
  'hum in a room that is heard': { sound: `${roomNoise},aeval='val(0)+0.02*sin(2*PI*50*t)':c=same` },
};

type Told = FaultChange & { readonly toldAtMs: number };

interface Row {
  readonly name: string;
  readonly cells: readonly (string | number)[];
}
const table = { faults: [] as Row[], quiet: [] as Row[] };
let scenes: RecordedScenes;
beforeAll(async () => {
  scenes = new RecordedScenes(await findFfmpeg());
});

/** Judges as a station does: the disks are read at its pace, and looked at when a look is due. Returns when each change would be told. */
async function judge(media: Uint8Array, phaseMs: number, hasPicture = true): Promise<readonly Told[]> {
  const { looks, sizes } = await scenes.look(media, hasPicture);
  const watch = new FaultWatch();
  const told: Told[] = [];
  let [nowMs, lastLookMs, unseen, isUnusual] = [sceneStartMs, sceneStartMs - lookPace.restMs + phaseMs, [] as FragmentLook[], false];
  for (let n = 0; n < looks.length || unseen.length > 0; nowMs += lookPace.readMs) {
    for (let look = looks[n]; look !== undefined && look.toMs + proofMs <= nowMs; look = looks[n]) {
      unseen.push(look);
      isUnusual ||= sizes[n]?.isUnusual ?? true;
      n += 1;
    }
    const newest = unseen.at(-1);
    if (newest === undefined || !isLookDue({ sinceLookMs: nowMs - lastLookMs, isBusy: watch.isBusy, isUnusual })) continue;
    for (const look of watch.isBusy || watch.wouldSuspect(newest) ? unseen : [newest]) told.push(...watch.observe(look).map((change) => ({ ...change, toldAtMs: nowMs + lookMs })));
    [unseen, isUnusual, lastLookMs] = [[], false, nowMs];
  }
  return told;
}

function weigh(name: string, fault: RecordedFault, delays: readonly number[]): void {
  const sorted = [...delays].sort((a, b) => a - b);
  table.faults.push({ name, cells: [fault, delays.length, delays.filter((ms) => ms <= promisedMs).length, seconds(sorted[Math.floor(sorted.length / 2)]), seconds(sorted.at(-1))] });
  expect(Math.max(...delays)).toBeLessThanOrEqual(promisedMs);
}

const rate = 16_000;
const speech = (name: string): Int16Array => {
  const wav = readFileSync(resourcePath('training', 'speech', `${name}.wav`));
  return new Int16Array(Uint8Array.from(wav.subarray(44, wav.length - (wav.length % 2))).buffer);
};
/** The room: somebody explains, again and again, without a long pause. */
const spoken = ((): Int16Array => {
  const [one, other] = [speech('explanation-camera'), speech('explanation-network')];
  const whole = new Int16Array(70 * rate);
  for (let at = 0, turn = 0; at < whole.length; turn += 1) {
    const clip = turn % 2 === 0 ? one : other;
    whole.set(clip.subarray(0, Math.min(clip.length, whole.length - at)), at);
    at += clip.length;
  }
  return whole;
})();
const quietRoom = new Int16Array(70 * rate);

/** What a microphone hears of a room: as loud, as late, over so much noise of its own. */
const heardBy = (room: Int16Array, soundSeconds: number, { gain = 0.6, noise = 60, lateMs = () => 0 }: { gain?: number; noise?: number; lateMs?: (atMs: number) => number } = {}) =>
  Int16Array.from({ length: Math.round(soundSeconds * rate) }, (_, n) => (room[n - Math.round((lateMs(n / 16) * rate) / 1000)] ?? 0) * gain + (Math.random() - 0.5) * 2 * noise);
const from = (t0: number, sound: Int16Array, after: (sample: number, n: number) => number) => sound.map((sample, n) => (n < t0 * rate ? sample : Math.max(-32_768, Math.min(32_767, after(sample, n)))));
const hum = (n: number) => 1_600 * Math.sin((2 * Math.PI * 50 * n) / rate) + 600 * Math.sin((2 * Math.PI * 150 * n) / rate);

const microphoneFaults: Readonly<Record<string, { readonly fault: RecordedFault; readonly sound: (t0: number) => Int16Array }>> = {
  'microphone: digital silence': { fault: 'SOUND_SILENT', sound: (t0) => from(t0, heardBy(spoken, 10.4), () => 0) },
  'microphone: mains hum and nothing else': { fault: 'SOUND_HUM', sound: (t0) => from(t0, heardBy(spoken, 10.4), (_, n) => hum(n)) },
  'microphone: speech cut off at full scale (a fifth of it)': { fault: 'SOUND_CLIPPED', sound: (t0) => from(t0, heardBy(spoken, 10.4), (sample) => sample * 60) },
  'microphone: speech cut off at full scale (4 % of it)': { fault: 'SOUND_CLIPPED', sound: (t0) => from(t0, heardBy(spoken, 10.4), (sample) => sample * 18) },
};
const comparedFaults: Readonly<Record<string, { readonly fault: RecordedFault; readonly sound: (t0: number, seconds: number) => Int16Array }>> = {
  'microphone: 200 ms late against a camera': { fault: 'MICROPHONE_APART', sound: (t0, whole) => heardBy(spoken, whole, { lateMs: (atMs) => (atMs < t0 * 1000 ? 0 : 200) }) },
  'microphone: muted, with a noise of its own, while others talk': { fault: 'MICROPHONE_DEAF', sound: (t0, whole) => from(t0, heardBy(spoken, whole), () => (Math.random() - 0.5) * 240) },
};
const quietMicrophones: Readonly<Record<string, () => Int16Array>> = {
  'microphone: nobody speaks': () => heardBy(quietRoom, quietSeconds),
  'microphone: somebody speaks': () => heardBy(spoken, quietSeconds),
  'microphone: speech at a tenth of the loudness': () => heardBy(spoken, quietSeconds, { gain: 0.06, noise: 20 }),
  'microphone: speech that touches full scale with its peaks': () => heardBy(spoken, quietSeconds, { gain: 1.95 }),
  'microphone: hum in a room that is heard': () => heardBy(spoken, quietSeconds).map((sample, n) => sample + hum(n) / 4),
};

/** What a station makes of a microphone beside a camera and another microphone: every fragment is laid beside theirs as soon as it is proven and heard. */
async function compare(own: Int16Array, camera: Int16Array, other: Int16Array): Promise<readonly Told[]> {
  const all = await Promise.all([own, camera, other].map(async (sound) => (await scenes.look(scenes.recordSound(sound), false)).looks));
  const [mine, ofCamera, ofOther] = [new HeardLately(), new HeardLately(), new HeardLately()];
  const [steps, deaf] = [new StepWatch('MICROPHONE_APART'), new DeafWatch()];
  let [comparedUntilMs, hearingUntilMs] = [0, 0];
  const told: Told[] = [];
  for (let n = 0; n < Math.min(...all.map(({ length }) => length)); n += 1) {
    [mine, ofCamera, ofOther].forEach((heardLately, k) => {
      const look = all[k]?.[n]?.heard;
      if (look !== undefined) heardLately.note(look.fromMs, look.samples);
    });
    const toldAtMs = Math.max(...all.map((looks) => looks[n]?.toMs ?? 0)) + proofMs + lookPace.readMs + lookMs;
    const together = heardTogether(ofCamera, mine, comparedUntilMs);
    const hearing = hearingSince(mine, [ofCamera, ofOther], hearingUntilMs);
    [comparedUntilMs, hearingUntilMs] = [together.untilMs, hearing.untilMs];
    for (const change of [...together.windows.map((window) => steps.observe(window)), ...hearing.windows.map((window) => deaf.observe(window))])
      if (change !== undefined) told.push({ ...change, toldAtMs });
  }
  return told;
}

describe('a fault of a microphone is told within five seconds of its beginning', () => {
  it.each(Object.entries(microphoneFaults))('%s', async (name, { fault, sound }) => {
    const delays: number[] = [];
    for (let n = 0; n < trials; n += 1) {
      const t0 = 4.2 + Math.random();
      const changes = await judge(scenes.recordSound(sound(t0)), Math.random() * lookPace.restMs, false);
      expect(changes.filter((change) => change.fault !== fault), 'other faults told').toEqual([]);
      delays.push((changes[0]?.toldAtMs ?? Infinity) - sceneStartMs - t0 * 1000);
    }
    weigh(name, fault, delays);
  }, 600_000);

  it.each(Object.entries(comparedFaults))('%s', async (name, { fault, sound }) => {
    const delays: number[] = [];
    for (let n = 0; n < trials; n += 1) {
      // The reference of a microphone is learnt from the first seconds of speech.
      const t0 = 10.2 + Math.random();
      const changes = await compare(sound(t0, 18.4), heardBy(spoken, 18.4, { gain: 0.3 }), heardBy(spoken, 18.4, { gain: 0.2, noise: 40 }));
      expect(changes.filter((change) => change.fault !== fault), 'other faults told').toEqual([]);
      delays.push((changes[0]?.toldAtMs ?? Infinity) - sceneStartMs - t0 * 1000);
    }
    weigh(name, fault, delays);
  }, 600_000);
});

describe('nothing is told of a microphone with which nothing is wrong', () => {
  it.each(Object.entries(quietMicrophones))('%s', async (name, sound) => {
    const own = sound();
    const room = name.includes('nobody') ? quietRoom : spoken;
    const changes = [...(await judge(scenes.recordSound(own), 0, false)), ...(await compare(own, heardBy(room, quietSeconds, { gain: 0.3 }), heardBy(room, quietSeconds, { gain: 0.2, noise: 40 })))];
    table.quiet.push({ name, cells: [quietSeconds, changes.length] });
    expect(changes).toEqual([]);
  }, 600_000);
});

const withStart = (text: string, t0: number) => text.replaceAll('T0', t0.toFixed(3)).replaceAll('FRAME', String(Math.round(t0 * 25)));

describe('a fault of the recording is told within five seconds of its beginning', () => {
  it.each(Object.entries(faults))('%s', async (name, { fault, scene }) => {
    const delays: number[] = [];
    const others: string[] = [];
    for (let n = 0; n < trials; n += 1) {
      const t0 = 4.2 + Math.random();
      const whole: FilmedScene = { seconds: 10.4, ...well, ...scene };
      const media = scenes.record({ ...whole, picture: withStart(whole.picture, t0), sound: withStart(whole.sound, t0), ...(whole.stamp === undefined ? {} : { stamp: withStart(whole.stamp, t0) }) });
      const changes = await judge(media, Math.random() * lookPace.restMs);
      const began = changes.find((change) => change.kind === 'began' && change.fault === fault);
      others.push(...changes.filter((change) => change.fault !== fault).map((change) => change.fault));
      delays.push(began === undefined ? Infinity : began.toldAtMs - sceneStartMs - t0 * 1000);
      expect(Math.abs((began?.fromMs ?? 0) - sceneStartMs - t0 * 1000), 'its beginning as it was written down').toBeLessThan(2_000);
    }
    weigh(name, fault, delays);
    expect(others, 'other faults told').toEqual([]);
  }, 600_000);
});

describe('nothing is told of a room in which nothing is wrong', () => {
  it.each(Object.entries(quiet))('%s', async (name, scene) => {
    const changes = await judge(scenes.record({ seconds: quietSeconds, ...well, ...scene }), 0);
    table.quiet.push({ name, cells: [quietSeconds, changes.length] });
    expect(changes).toEqual([]);
  }, 600_000);
});

const seconds = (ms: number | undefined) => ((ms ?? 0) / 1000).toFixed(1);

afterAll(() => {
  if (process.env['UPDATE_DOCS'] !== '1') return;
  const path = `${projectRoot}/docs/design/health.md`;
  const [before = ''] = readFileSync(path, 'utf8').split('<!-- rates');
  const rows = (list: readonly Row[]) => list.map(({ name, cells }) => `| ${[name, ...cells].join(' | ')} |`).join('\n');
  const text = `${before}<!-- rates: written by HEALTH_TRIALS=12 UPDATE_DOCS=1 npx vitest run --project long test/integration/health-rates.long.test.ts -->

| fault | code | trials | told within 5 s | median, s | longest, s |
|---|---|---|---|---|---|
${rows(table.faults)}

| nothing wrong | seconds | alarms |
|---|---|---|
${rows(table.quiet)}
`;
  writeFileSync(path, text);
});
