import type { ErrorCode } from '../../shared/base/index.ts';
import { DeviceEar, deviceProblem, type SoundDeviceAddress } from '../microphone/index.ts';
import { startTimer } from '../platform/index.ts';
import type { Station } from './station.ts';

interface Listening {
  readonly ear: DeviceEar;
  cancel: () => void;
}

export interface HeardDevice extends SoundDeviceAddress {
  readonly levelDb: number | null;
  readonly problem: ErrorCode | null;
}

const listenOnMs = 5_000;

/** Listens to sound devices while somebody chooses among them, and stops by itself when nobody asks any more. */
export class DeviceEars {
  readonly #station: Station;
  readonly #listening = new Map<string, Listening>();

  constructor(station: Station) {
    this.#station = station;
  }

  /** @param input the arguments by which ffmpeg opens the device */
  hear(device: SoundDeviceAddress, input: readonly string[]): HeardDevice {
    const key = keyOf(device);
    const known = this.#listening.get(key);
    const listening = known ?? { ear: new DeviceEar({ tools: this.#station.tools, log: this.#station.log.child('ear'), input }), cancel: () => undefined };
    this.#listening.set(key, listening);
    listening.cancel();
    listening.cancel = startTimer(listenOnMs, () => this.#end(key));
    const { ear } = listening;
    if (!ear.ended) return { ...device, levelDb: ear.takeLevel(), problem: null };
    // The next call tries again.
    this.#end(key);
    return { ...device, levelDb: null, problem: deviceProblem(ear.complaint) };
  }

  /** Gives a device free, for it may be opened by one alone. */
  async leave(device: SoundDeviceAddress): Promise<void> {
    const listening = this.#listening.get(keyOf(device));
    listening?.cancel();
    this.#listening.delete(keyOf(device));
    await listening?.ear.close();
  }

  async close(): Promise<void> {
    const all = [...this.#listening.values()];
    this.#listening.clear();
    for (const { cancel } of all) cancel();
    await Promise.all(all.map(({ ear }) => ear.close()));
  }

  #end(key: string): void {
    const listening = this.#listening.get(key);
    this.#listening.delete(key);
    listening?.cancel();
    listening?.ear.close().catch((error: unknown) => this.#station.log.error('a sound device is not given free', error));
  }
}

function keyOf({ kind, address }: SoundDeviceAddress): string {
  return `${kind} ${address}`;
}
