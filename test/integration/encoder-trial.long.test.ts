import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseEncoder, deviceNames, EncoderInUse, findFfmpeg, software, tryEncoder, type FfmpegTools, type PictureEncoder } from '../../src/main/ffmpeg/index.ts';
import { systemClock } from '../../src/main/platform/index.ts';
import { startTrainingRoom, type TrainingRoom } from '../../src/main/training/index.ts';
import { encoderDefects, pretendEncoder, type EncoderDefect } from '../support/pretended-encoder.ts';
import { quiet, RecorderBench } from '../support/recorder-bench.ts';

const quality = { preset: 'superfast', crf: 24 };
const vaapi: PictureEncoder = { kind: 'vaapi', device: '/dev/dri/renderD128' };
/** The machine of a test may be slow: the trial's own time stands still, but where it is what is tried. */
const clock = { monotonicMs: () => 0 };

let tools: FfmpegTools;
beforeAll(async () => {
  tools = await findFfmpeg();
});

async function trial(defect: EncoderDefect, parts: Partial<Parameters<typeof tryEncoder>[0]> = {}) {
  const machine = pretendEncoder(tools, defect);
  try {
    return await tryEncoder({ tools: machine.tools, encoder: vaapi, quality, clock, ...parts });
  } finally {
    machine.close();
  }
}

describe('the trial of an encoder', () => {
  it('is passed by one that makes the pictures that it was given', async () => {
    expect(await trial('sound')).toMatchObject({ works: true });
    expect(await tryEncoder({ tools, encoder: software, quality, clock })).toMatchObject({ works: true });
  });

  const reasons: Readonly<Record<Exclude<EncoderDefect, 'sound' | 'hangs' | 'dies after its trial'>, RegExp>> = {
    black: /not what went in/, green: /not what went in/, 'upside down': /not what went in/, torn: /not what went in/, 'a picture late': /not what went in/,
    'one picture short': /24 pictures of 25/, 'refers to later pictures': /out of order/, 'ignores key frames': /key frames at 0 instead of/,
    'another codec': /made hevc/, 'ten bits': /made h264 yuv420p10le/, crashes: /by signal/,
  };
  it.each(Object.entries(reasons))('is not passed by one that is %s', async (defect, why) => {
    const outcome = await trial(defect as EncoderDefect);
    expect(outcome).toMatchObject({ works: false });
    expect('why' in outcome ? outcome.why : '').toMatch(why);
  });

  it('is not passed by one that hangs, nor by one that is slower than the camera', async () => {
    expect(await trial('hangs', { deadlineMs: 300 })).toEqual({ works: false, why: 'nothing came of it within 300 ms' });
    const times = [0, 1_001];
    expect(await trial('sound', { clock: { monotonicMs: () => times.shift() ?? 0 } })).toEqual({ works: false, why: 'one second took 1001 ms' });
  });

  it('knows a reason for each defect of the list', () => {
    expect(Object.keys(encoderDefects).filter((defect) => !(defect in reasons)).sort()).toEqual(['dies after its trial', 'hangs', 'sound']);
  });
});

describe('the choice of an encoder', () => {
  const on = (platform: NodeJS.Platform, names: readonly string[], found = tools) => chooseEncoder({ tools: found, quality, clock, platform, devices: () => Promise.resolve(names) });

  it('is x264 where there is no other, without a trial', async () => {
    expect(await on('linux', ['null', 'tty'])).toEqual({ encoder: software, rejected: [] });
    expect(await on('win32', [], { ...tools, ffmpegPath: '/bin/true' })).toEqual({ encoder: software, rejected: [] });
  });

  it('is x264 where a device is there and does not work, and says of each why', async () => {
    // ffmpeg of Debian knows all of these; the devices are not on this machine, or are, and then the trial decides.
    const { encoder, rejected } = await on('linux', ['nvidiactl', 'renderD199']);
    expect(encoder).toEqual(software);
    expect(rejected.map(({ kind, device }) => `${kind} ${device}`)).toEqual(['nvenc ', 'qsv /dev/dri/renderD199', 'vaapi /dev/dri/renderD199']);
    for (const { why } of rejected) expect(why).toMatch(/\S/);
  });

  it('is the first that came out right', async () => {
    const machine = pretendEncoder(tools, 'sound');
    const { encoder, rejected } = await on('linux', ['renderD128', 'renderD129'], machine.tools);
    machine.close();
    expect(encoder).toEqual(vaapi);
    expect(rejected.map(({ kind }) => kind)).toEqual(['qsv', 'qsv']);
  });

  it('reads the devices of this machine', async () => {
    expect(process.platform === 'linux' ? await deviceNames() : ['null']).toContain('null');
  });
});

describe('a recorder whose pictures a graphics card makes', () => {
  let room: TrainingRoom;
  beforeAll(async () => {
    room = await startTrainingRoom({ ffmpeg: tools, clock: systemClock, log: quiet, timeZone: 'Asia/Shanghai' });
  });
  afterAll(() => room.close());

  async function record(defect: EncoderDefect) {
    const camera = room.cameras.find(({ key }) => key === 'overview');
    if (camera === undefined) throw new Error('no camera');
    const told: string[] = [];
    const encoder = new EncoderInUse((_, why) => told.push(why));
    encoder.use(vaapi);
    const machine = pretendEncoder(tools, defect);
    machine.close();
    const bench = await RecorderBench.start({ url: camera.rtspUrl, user: camera.user, password: camera.password, ffmpegWrapper: machine.wrapper, encoder });
    return { bench, encoder, told };
  }

  it('goes on with x264 when it fails at its work, and says why', async () => {
    const { bench, encoder, told } = await record('dies after its trial');
    await bench.live();
    expect(encoder.current).toEqual(software);
    expect(told).toEqual([expect.stringMatching(/Failed to upload frame to the device/)]);
    expect(bench.all('state').filter(({ phase }) => phase === 'backoff')).toHaveLength(1);
    await bench.close();
  });

  it('goes over to x264 without a gap when what it made turns out to be wrong', async () => {
    const { bench, encoder } = await record('sound');
    await bench.live();
    await bench.recorder.keep('ses-1' as never);
    await bench.next('proven');
    expect(bench.all('runStarted')).toHaveLength(1);
    encoder.giveUp(encoder.current, 'RECORDING_UNREADABLE');
    bench.recorder.encodeAnew();
    const ended = await bench.next('runEnded');
    expect(ended.reason).toBe('encoder-refused');
    await bench.next('proven');
    await bench.next('proven');
    expect(bench.all('gapOpened')).toEqual([]);
    const fragments = bench.all('fragment');
    const at = fragments.findIndex(({ runId }) => runId !== ended.runId);
    const [last, first] = [fragments[at - 1], fragments[at]];
    const overlapMs = (last?.roomMs ?? 0) + (last?.media.durationMs ?? 0) - (first?.roomMs ?? 0);
    expect(overlapMs).toBeGreaterThanOrEqual(-5);
    expect(overlapMs).toBeLessThan(1_100);
    await bench.close();
  });
});
