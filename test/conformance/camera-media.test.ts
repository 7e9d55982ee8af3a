import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainingRoom } from '../../src/main/training/index.ts';
import { cameraOf, loginUrl, openTrainingRoom, readStream, runClient } from '../support/camera-clients.ts';

// Programs that know nothing of this project must take the simulated cameras for real ones.
let room: TrainingRoom;
beforeAll(async () => {
  room = await openTrainingRoom();
});
afterAll(() => room.close());

interface Probed {
  readonly streams: readonly Readonly<Record<string, unknown>>[];
}

async function probe(url: string): Promise<Probed> {
  const { exitCode, stdout, stderr } = await runClient('ffprobe', ['-v', 'error', '-rtsp_transport', 'tcp', '-show_streams', '-of', 'json', url]);
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout.toString('utf8')) as Probed;
}

describe('ffprobe', () => {
  it('sees H.264 1920x1080 at 25 pictures a second and AAC in the overview', async () => {
    const { streams } = await probe(loginUrl(cameraOf(room, 'overview')));
    expect(streams).toMatchObject([
      { codec_name: 'h264', width: 1920, height: 1080, r_frame_rate: '25/1' }, { codec_name: 'aac', profile: 'LC', sample_rate: '48000', channels: 1 },
    ]);
  });

  it('sees H.264 1280x720 at 25 pictures a second and no sound in the close view', async () => {
    const { streams } = await probe(loginUrl(cameraOf(room, 'interviewee')));
    expect(streams).toMatchObject([{ codec_name: 'h264', width: 1280, height: 720, r_frame_rate: '25/1' }]);
    expect(streams).toHaveLength(1);
  });

  it('is refused with a wrong password and with none', async () => {
    const camera = cameraOf(room, 'overview');
    for (const url of [loginUrl(camera, 'wrong'), camera.rtspUrl]) {
      const { exitCode, stderr } = await runClient('ffprobe', ['-v', 'error', '-rtsp_transport', 'tcp', url]);
      expect(exitCode).not.toBe(0);
      expect(stderr).toContain('401');
    }
  });

  it('is told of a path that is not there', async () => {
    const { stderr } = await runClient('ffprobe', ['-v', 'error', '-rtsp_transport', 'tcp', `${loginUrl(cameraOf(room, 'overview'))}2`]);
    expect(stderr).toContain('404');
  });
});

describe('ffmpeg', () => {
  it('decodes three seconds of two clients at once without one error, from the first picture on', async () => {
    const overview = loginUrl(cameraOf(room, 'overview'));
    const read = await Promise.all([overview, overview].map((url) => readStream(url, '-t', '3', '-f', 'framecrc', '-')));
    for (const { exitCode, stdout, stderr } of read) {
      expect(exitCode, stderr).toBe(0);
      expect(stderr).not.toMatch(/error|missed|corrupt|concealing|non-existing/i);
      const pictures = stdout.toString('utf8').split('\n').filter((line) => line.startsWith('0,'));
      expect(pictures.length).toBeGreaterThan(65);
    }
  });

  it('finds picture and sound begin together', async () => {
    const { stdout } = await runClient('ffprobe', ['-v', 'error', '-rtsp_transport', 'tcp', '-read_intervals', '%+1', '-show_entries', 'packet=codec_type,pts_time', '-of', 'csv=p=0', loginUrl(cameraOf(room, 'overview'))]);
    const firstOf = (type: string) => Number(stdout.toString('utf8').split('\n').filter((line) => line.startsWith(type)).map((line) => line.split(',')[1]).find((time) => time !== 'N/A'));
    expect(Math.abs(firstOf('video') - firstOf('audio'))).toBeLessThan(0.25);
  });

  it('gets a JPEG of the scene by HTTP with digest', async () => {
    const { snapshotUrl, user, password } = cameraOf(room, 'interviewee');
    const { stdout } = await runClient('curl', ['-s', '--digest', '-u', `${user}:${password}`, snapshotUrl]);
    expect(stdout.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    const refused = await runClient('curl', ['-s', '-o', '/dev/null', '-w', '%{http_code}', '--digest', '-u', `${user}:wrong`, snapshotUrl]);
    expect(refused.stdout.toString()).toBe('401');
  });
});

describe('GStreamer', () => {
  it.each(['overview', 'interviewee'] as const)('decodes 25 pictures of %s with rtspsrc', async (key) => {
    const { rtspUrl, user, password } = cameraOf(room, key);
    const { exitCode, stderr } = await runClient('gst-launch-1.0', [
      '-q', 'rtspsrc', `location=${rtspUrl}`, `user-id=${user}`, `user-pw=${password}`, 'protocols=tcp', '!', 'rtph264depay', '!', 'h264parse', '!', 'avdec_h264', '!', 'fakesink', 'num-buffers=25', 'sync=false',
    ]);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).not.toContain('ERROR');
  });

  it('decodes the sound of the overview', async () => {
    const { rtspUrl, user, password } = cameraOf(room, 'overview');
    const { exitCode, stderr } = await runClient('gst-launch-1.0', [
      '-q', 'rtspsrc', `location=${rtspUrl}`, `user-id=${user}`, `user-pw=${password}`, 'protocols=tcp', '!', 'application/x-rtp,media=audio', '!', 'rtpmp4gdepay', '!', 'avdec_aac', '!', 'fakesink', 'num-buffers=40', 'sync=false',
    ]);
    expect(exitCode, stderr).toBe(0);
  });
});
