import { AppError } from '../../shared/base/index.ts';
import type { MicrophoneSnapshot } from '../../shared/contract/index.ts';
import { listSoundDevices } from '../microphone/index.ts';
import type { MicrophoneSetting } from '../settings/index.ts';
import type { RecordedSource } from './recorded-source.ts';
import { RosterMicrophone } from './roster-microphone.ts';
import type { Station } from './station.ts';

/** A list of devices answers every microphone that asks within this time. */
const listGoodForMs = 2_000;

/** The microphones of the room that are devices of their own, each with its recorder. */
export class MicrophoneRoster {
  readonly #station: Station;
  readonly #microphones = new Map<string, RosterMicrophone>();
  #pulse: { readonly atMs: number; readonly addresses: Promise<ReadonlySet<string> | undefined> } | undefined;

  constructor(station: Station) {
    this.#station = station;
  }

  /** Begins to record from every microphone of the settings. */
  start(): void {
    for (const setting of this.#station.settings.microphones) this.add(setting);
  }

  get sources(): readonly RecordedSource[] {
    return [...this.#microphones.values()].map(({ source }) => source);
  }

  add(setting: MicrophoneSetting): void {
    const isThere = setting.kind === 'pulse' ? () => this.#isListed(setting.address) : () => Promise.resolve(true);
    this.#microphones.set(setting.microphoneId, new RosterMicrophone(this.#station, setting, (address) => this.#station.devices.trainingUrl(address), isThere));
  }

  rename(microphoneId: string, name: string): void {
    this.#microphone(microphoneId).rename(name);
  }

  async remove(microphoneId: string): Promise<void> {
    const microphone = this.#microphone(microphoneId);
    this.#microphones.delete(microphoneId);
    await microphone.close();
    this.#station.alarms.clear(microphone.setting.name);
  }

  snapshot(microphoneId: string): MicrophoneSnapshot {
    return this.#microphone(microphoneId).snapshot();
  }

  snapshots(): MicrophoneSnapshot[] {
    return [...this.#microphones.values()].map((microphone) => microphone.snapshot());
  }

  /** Init and the last seconds of a live microphone, as they are being recorded; undefined while nothing comes. */
  recentMedia(microphoneId: string): Uint8Array | undefined {
    return this.#microphone(microphoneId).recentMedia;
  }

  async close(): Promise<void> {
    const outcomes = await Promise.allSettled([...this.#microphones.values()].map((microphone) => microphone.close()));
    const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    if (failures.length > 0) throw new AggregateError(failures, 'Some microphones did not close');
  }

  #microphone(microphoneId: string): RosterMicrophone {
    const microphone = this.#microphones.get(microphoneId);
    if (microphone === undefined) throw new AppError('MICROPHONE_UNKNOWN', { microphoneId });
    return microphone;
  }

  /** Whether PulseAudio still has this source. When it cannot be asked, nothing is known against it. */
  async #isListed(address: string): Promise<boolean> {
    const nowMs = this.#station.roomClock.monotonicMs();
    if (this.#pulse === undefined || nowMs - this.#pulse.atMs > listGoodForMs)
      this.#pulse = { atMs: nowMs, addresses: listSoundDevices(this.#station.tools, ['pulse']).then(({ devices, unreadable }) => (unreadable.length > 0 ? undefined : new Set(devices.map((device) => device.address)))) };
    const addresses = await this.#pulse.addresses;
    return addresses?.has(address) ?? true;
  }
}
