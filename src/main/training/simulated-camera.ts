import { assertNever, CloseStack } from '../../shared/base/index.ts';
import type { FfmpegTools } from '../ffmpeg/index.ts';
import { sleep, startTimer, withDeadline, type Clock, type Logger } from '../platform/index.ts';
import { CalendarClock } from './calendar-clock.ts';
import { DigestGuard } from './digest-guard.ts';
import type { LiveStream } from './live-stream.ts';
import { devicePath, mediaPath, snapshotPath, startOnvifServer } from './onvif-server.ts';
import { startRtspServer, type RtspServer } from './rtsp-server.ts';
import { clipSamplesPerSecond, veils } from './scene-arguments.ts';
import { SceneEncoder } from './scene-encoder.ts';
import { sceneSnapshot } from './scene-snapshot.ts';
import { OsdDisplay } from './osd-display.ts';
import type { Scene } from './scene.ts';
import { WallDisplay } from './wall-display.ts';

export const cameraFaults = ['drop', 'freeze', 'black', 'cover', 'defocus', 'silence', 'hum', 'out-of-step', 'wrong-clock', 'clock-drift', 'slow', 'refuse-login', 'stamp-absent', 'stamp-hour', 'stamp-frozen', 'stamp-fast', 'stamp-slow', 'stamp-refused', 'stamp-unsupported', 'power-cut'] as const;
export type CameraFault = (typeof cameraFaults)[number];

interface SimulatedCameraOptions {
  readonly scene: Scene;
  readonly serial: string;
  readonly tools: FfmpegTools;
  readonly clock: Clock;
  readonly log: Logger;
  readonly timeZone: string;
  readonly host: string;
  readonly ports: { readonly onvif: number; readonly rtsp: number };
  readonly user: string;
  readonly password: string;
  readonly scenesFolder: string;
  readonly font: string;
  /** A folder of its own. */
  readonly folder: string;
  /** What the room sounds like from a moment of the monotonic clock on. */
  readonly sound: (count: number, fromMs: number) => Int16Array;
}

export interface SimulatedCamera {
  readonly scene: Scene;
  readonly xaddr: string;
  readonly rtspUrl: string;
  readonly snapshotUrl: string;
  faults(): readonly CameraFault[];
  setFault(fault: CameraFault, on: boolean): void;
  close(): Promise<void>;
}

const wrongByMs = 5 * 60_000;
/** One second in ten. */
const driftGain = 0.1;
/** A crystal off by 200 ppm. */
const crystalGain = 200e-6;
/** A microphone whose cable is broken picks up the mains and nothing else. */
const humHertz = 50;
const humPeak = 1_000;
/** The media times of the sound leap by this against those of the pictures, as from a camera that loses count. */
const apartMs = 200;
const startDeadlineMs = 30_000;
const restartPauseMs = 1_000;

/** A whole camera: scene, encoder, RTSP, ONVIF, clocks, faults. Its first keyframe is there when it resolves. */
export async function startSimulatedCamera(options: SimulatedCameraOptions): Promise<SimulatedCamera> {
  const owned = new CloseStack(startTimer);
  try {
    return await build(options, owned);
  } catch (error) {
    await owned.close();
    throw error;
  }
}

async function build(options: SimulatedCameraOptions, owned: CloseStack): Promise<SimulatedCamera> {
  const { scene, clock, log, host, timeZone, user, password, tools } = options;
  const faults = new Set<CameraFault>();
  const clocks = { device: new CalendarClock(clock), wall: new CalendarClock(clock) };
  const display = new WallDisplay({ folder: options.folder, clock: clocks.wall, timeZone, log });
  await display.start();
  owned.add('wall display', () => display.close());

  const osd = new OsdDisplay({ folder: options.folder, clock: clocks.device, timeZone, log }, () => ({
    absent: faults.has('stamp-absent'), wrongHour: faults.has('stamp-hour'), frozen: faults.has('stamp-frozen'), refuses: faults.has('stamp-refused'), missing: faults.has('stamp-unsupported'),
  }));
  await osd.start();
  owned.add('on-screen display', () => osd.close());

  let humAt = 0;
  const sound = (count: number, fromMs: number) => {
    const room = options.sound(count, fromMs);
    if (faults.has('silence')) return new Int16Array(count);
    if (!faults.has('hum')) return room;
    return room.map(() => Math.round(humPeak * Math.sin((2 * Math.PI * humHertz * humAt++) / clipSamplesPerSecond)));
  };
  const startEncoder = () => new SceneEncoder({
    tools, clock, log, scene, host, sound,
    files: { folder: options.scenesFolder, font: options.font, timeText: display.timeText, dateText: display.dateText, osd: { above: osd.path('UpperLeft'), below: osd.path('LowerLeft') } },
  });
  let encoder = startEncoder();
  const closing = new AbortController();
  const isClosing = () => closing.signal.aborted;
  owned.add('encoder', () => {
    closing.abort();
    return encoder.stop();
  });
  await withDeadline(`the first picture of ${scene.key}`, startDeadlineMs, firstPicture(encoder));

  const guard = new DigestGuard({ realm: 'Shilu training camera', user, password, nonceLifeMs: 24 * 3_600_000, qop: false, clock });
  const refusesLogin = () => faults.has('refuse-login');
  const rtsp = await startRtspServer({ host, port: options.ports.rtsp, clock, guard, path: `/${scene.key}`, refusesLogin }, encoder.stream);
  owned.add('RTSP server', () => rtsp.close());
  const rtspUrl = `rtsp://${host}:${rtsp.port}/${scene.key}`;

  const at = (path: string) => `http://${host}:${onvif.port}${path}`;
  const onvif = await startOnvifServer({
    user, password, host, port: options.ports.onvif, clock, log, refusesLogin,
    snapshot: () => sceneSnapshot(tools, encoder.stream.keyframe() ?? Buffer.alloc(0), log),
    subject: {
      scene, clock: clocks.device, osd, timeZone, serial: options.serial, host,
      deviceUrl: () => at(devicePath), mediaUrl: () => at(mediaPath), rtspUrl: () => rtspUrl, snapshotUrl: () => at(snapshotPath),
    },
  });
  owned.add('ONVIF server', () => onvif.close());

  void restartWhenItEnds();
  async function restartWhenItEnds(): Promise<void> {
    for (;;) {
      await encoder.ended;
      if (isClosing()) return;
      await encoder.stop();
      log.warn('the encoder of a training camera ended; it is started again', { camera: scene.key });
      await sleep(restartPauseMs, closing.signal);
      if (isClosing()) return;
      encoder = startEncoder();
      rtsp.use(encoder.stream);
      encoder.setFrozen(faults.has('freeze'));
      for (const veil of veils) encoder.setVeil(veil, faults.has(veil));
      encoder.stream.setSoundAhead(faults.has('out-of-step') ? apartMs : 0);
    }
  }

  return {
    scene, rtspUrl, xaddr: at(devicePath), snapshotUrl: at(snapshotPath),
    faults: () => cameraFaults.filter((fault) => faults.has(fault)),
    setFault: (fault, on) => {
      if (faults.has(fault) === on) return;
      if (on) faults.add(fault);
      else faults.delete(fault);
      apply(fault, on, { rtsp, display, osd, clocks, faults, encoder });
    },
    close: () => owned.close(),
  };
}

interface Parts {
  readonly rtsp: RtspServer;
  readonly display: WallDisplay;
  readonly osd: OsdDisplay;
  readonly clocks: { readonly device: CalendarClock; readonly wall: CalendarClock };
  readonly faults: ReadonlySet<CameraFault>;
  readonly encoder: SceneEncoder;
}

function apply(fault: CameraFault, on: boolean, { rtsp, display, osd, clocks, faults, encoder }: Parts): void {
  switch (fault) {
    case 'out-of-step':
      encoder.stream.setSoundAhead(on ? apartMs : 0);
      return;
    case 'drop':
      rtsp.setCut(on);
      return;
    case 'power-cut':
      rtsp.setCut(on);
      if (!on) return;
      // What it was told is forgotten, and its clock begins anew.
      osd.forget();
      clocks.device.step(-wrongByMs);
      return;
    case 'slow':
      rtsp.setSlow(on);
      return;
    case 'freeze':
      display.setFrozen(on);
      encoder.setFrozen(on);
      return;
    case 'wrong-clock':
    case 'clock-drift':
      for (const clock of [clocks.device, clocks.wall]) misset(clock, fault, on, faults);
      display.refresh();
      osd.refresh();
      return;
    case 'stamp-absent':
    case 'stamp-hour':
    case 'stamp-frozen':
      osd.refresh();
      return;
    case 'stamp-fast':
    case 'stamp-slow':
      // A crystal: what it has gained or lost stays until somebody sets the clock.
      clocks.device.drift(driftOf(faults));
      osd.refresh();
      return;
    case 'black':
    case 'cover':
    case 'defocus':
      encoder.setVeil(fault, on);
      return;
    // Asked for with every sample, every login and every request.
    case 'stamp-refused':
    case 'stamp-unsupported':
    case 'silence':
    case 'hum':
    case 'refuse-login':
      return;
    default:
      assertNever(fault, 'fault');
  }
}

function driftOf(faults: ReadonlySet<CameraFault>): number {
  if (faults.has('clock-drift')) return driftGain;
  return (faults.has('stamp-fast') ? crystalGain : 0) - (faults.has('stamp-slow') ? crystalGain : 0);
}

/** A clock whose fault is taken away is right again, but for the fault that is still on. */
function misset(clock: CalendarClock, fault: 'wrong-clock' | 'clock-drift', on: boolean, faults: ReadonlySet<CameraFault>): void {
  clock.drift(driftOf(faults));
  if (!on) clock.correct();
  const becomesWrong = fault === 'wrong-clock' ? on : !on && faults.has('wrong-clock');
  if (becomesWrong) clock.step(wrongByMs);
}

async function firstPicture(encoder: SceneEncoder): Promise<void> {
  await Promise.race([
    new Promise<void>((resolve) => {
      const stop = encoder.stream.listen(() => {
        if (!isReady(encoder.stream)) return;
        stop();
        resolve();
      });
    }),
    encoder.ended.then(() => {
      throw new Error(`The encoder ended before its first picture: ${encoder.stderrTail()}`);
    }),
  ]);
}

function isReady(stream: LiveStream): boolean {
  return stream.description() !== undefined;
}
