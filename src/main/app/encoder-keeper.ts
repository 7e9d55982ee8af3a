import { chooseEncoder, deviceNames, EncoderInUse, type PictureEncoder } from '../ffmpeg/index.ts';
import { systemClock } from '../platform/index.ts';
import { defaultRecorderSettings } from '../recorder/index.ts';
import type { Station } from './station.ts';

/** Faults of the recorded pictures that an encoder makes; black, covered and blurred ones are the camera's. */
const doubtful: ReadonlySet<string> = new Set(['RECORDING_UNREADABLE', 'STAMP_MISSING']);

/** What makes this room's pictures: tried at the start, and given up when it fails or when what was recorded cannot be read. Both are facts. */
export class EncoderKeeper {
  readonly inUse: EncoderInUse;
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
    this.inUse = new EncoderInUse((encoder, why) => this.#givenUp(encoder, why));
  }

  /** Before the first camera is connected. A machine without such devices loses no time here. */
  async start(devices = deviceNames): Promise<void> {
    const { tools, facts } = this.#station;
    const { encoder, rejected } = await chooseEncoder({ tools, quality: defaultRecorderSettings, clock: systemClock, platform: process.platform, devices });
    this.inUse.use(encoder);
    facts.write('', 'encoder.chosen', { encoder: encoder.kind, device: encoder.device, rejected: rejected.map(({ kind, device, why }) => ({ encoder: kind, device, why })) }, 'station');
  }

  /** A fault was seen in what was recorded of a camera. */
  doubt(fault: string): void {
    if (doubtful.has(fault)) this.inUse.giveUp(this.inUse.current, fault);
  }

  #givenUp({ kind, device }: PictureEncoder, why: string): void {
    const { alarms, cameras, roomClock } = this.#station;
    this.#station.note('encoder.givenUp', { encoder: kind, device, why });
    alarms.raise({ code: 'ENCODER_GIVEN_UP', subject: 'encoder', severity: 'warning', sinceMs: Math.round(roomClock.now().atMs), params: { encoder: kind, detail: why } });
    cameras.encodeAnew();
  }
}
