import { AppError } from '../../shared/base/index.ts';
import { listSoundDevices, soundSystemsOf, type DeviceList, type SoundDevice, type SoundDeviceAddress } from '../microphone/index.ts';
import type { Station } from './station.ts';

/** The sound devices that this machine has, in the training room its simulated microphones too. Nothing else is ever opened: the name of an ALSA device can be a program. */
export class SoundDevices {
  readonly #station: Station;
  #known: readonly SoundDevice[] = [];

  constructor(station: Station) {
    this.#station = station;
  }

  async list(): Promise<DeviceList> {
    const { devices, unreadable } = await listSoundDevices(this.#station.tools, soundSystemsOf(process.platform));
    this.#known = [...this.#simulated(), ...devices];
    return { devices: this.#known, unreadable };
  }

  /** @throws AppError SOUND_DEVICE_UNKNOWN, or TRAINING_MICROPHONE_UNKNOWN, when the machine does not list it now */
  async require(device: SoundDeviceAddress): Promise<void> {
    if (!this.#has(device)) await this.list();
    if (!this.#has(device)) throw device.kind === 'training' ? new AppError('TRAINING_MICROPHONE_UNKNOWN', { microphone: device.address }) : new AppError('SOUND_DEVICE_UNKNOWN', { address: device.address });
  }

  /** Where a simulated microphone is now. A room that was a training room once may still name one: nothing answers there, and that is what is said. */
  trainingUrl(address: string): string {
    return this.#station.training?.microphones.find(({ key }) => key === address)?.url ?? 'tcp://127.0.0.1:9';
  }

  #has({ kind, address }: SoundDeviceAddress): boolean {
    return this.#known.some((device) => device.kind === kind && device.address === address);
  }

  #simulated(): readonly SoundDevice[] {
    return (this.#station.training?.microphones ?? []).map(({ key, name }) => ({ kind: 'training', address: key, name, isDefault: false }));
  }
}
