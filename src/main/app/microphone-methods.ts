import { AppError } from '../../shared/base/index.ts';
import type { MicrophoneId, PersonIdentity } from '../../shared/domain/index.ts';
import type { FactPayloads, FactType } from '../../shared/ledger/index.ts';
import { deviceArguments, type SoundDeviceAddress } from '../microphone/index.ts';
import { newId } from '../platform/index.ts';
import type { MicrophoneSetting } from '../settings/index.ts';
import type { Handlers } from './connection.ts';
import type { HeardDevice } from './device-ears.ts';
import type { Station } from './station.ts';

type MicrophoneMethods = Pick<Handlers, 'microphone.devices' | 'microphone.listen' | 'microphone.add' | 'microphone.list' | 'microphone.rename' | 'microphone.remove'>;

export function microphoneMethods(station: Station): MicrophoneMethods {
  return {
    'microphone.devices': async () => {
      const { devices, unreadable } = await station.devices.list();
      return { devices: devices.map((device) => ({ ...device, known: knownAs(station, device) !== undefined })), unreadable: [...unreadable] };
    },
    'microphone.listen': async ({ devices }) => {
      for (const device of devices) await station.devices.require(device);
      return { devices: devices.map((device) => hear(station, device)) };
    },
    'microphone.add': async ({ kind, address, name }, { person }) => {
      refuseDuringSession(station);
      const setting: MicrophoneSetting = { microphoneId: newId<MicrophoneId>('mic'), name, kind, address };
      await station.devices.require(setting);
      if (knownAs(station, setting) !== undefined) throw new AppError('MICROPHONE_EXISTS', { address });
      refuseTakenName(station, name, '');
      await station.ears.leave(setting);
      station.settings.microphones = [...station.settings.microphones, setting];
      station.microphones.add(setting);
      changed(station, person, 'microphone.added', { microphoneId: setting.microphoneId as MicrophoneId, name, kind, address });
      return { microphone: station.microphones.snapshot(setting.microphoneId) };
    },
    'microphone.list': () => Promise.resolve({ microphones: station.microphones.snapshots() }),
    'microphone.rename': ({ microphoneId, name }, { person }) => {
      refuseDuringSession(station);
      const { name: before } = station.microphones.snapshot(microphoneId);
      refuseTakenName(station, name, microphoneId);
      station.settings.microphones = station.settings.microphones.map((setting) => (setting.microphoneId === microphoneId ? { ...setting, name } : setting));
      station.microphones.rename(microphoneId, name);
      changed(station, person, 'microphone.renamed', { microphoneId: microphoneId as MicrophoneId, name, before });
      return Promise.resolve({ microphone: station.microphones.snapshot(microphoneId) });
    },
    'microphone.remove': async ({ microphoneId }, { person }) => {
      refuseDuringSession(station);
      await station.microphones.remove(microphoneId);
      station.settings.microphones = station.settings.microphones.filter((setting) => setting.microphoneId !== microphoneId);
      changed(station, person, 'microphone.removed', { microphoneId: microphoneId as MicrophoneId });
      return { done: true };
    },
  };
}

/** What the room check found says nothing of a room with other microphones. */
function changed<T extends FactType>(station: Station, person: PersonIdentity, type: T, payload: FactPayloads[T]): void {
  station.forgetCheck();
  station.facts.write('', type, payload, person);
}

function refuseDuringSession(station: Station): void {
  const status = station.sessions.current()?.stage.status;
  if (status !== undefined && status !== 'sealed') throw new AppError('MICROPHONE_IN_SESSION');
}

function refuseTakenName(station: Station, name: string, microphoneId: string): void {
  const others = station.settings.microphones.filter((other) => other.microphoneId !== microphoneId);
  if ([...others, ...station.settings.cameras].some((other) => other.name === name)) throw new AppError('MICROPHONE_NAME_TAKEN', { name });
}

/** A device that is recorded is heard by its recorder: many systems open a device once. */
function hear(station: Station, device: SoundDeviceAddress): HeardDevice {
  const known = knownAs(station, device);
  if (known !== undefined) {
    const { levelDb, problem } = station.microphones.snapshot(known.microphoneId);
    return { ...device, levelDb, problem: problem === null ? null : 'MICROPHONE_UNREACHABLE' };
  }
  return station.ears.hear(device, deviceArguments(device, (address) => station.devices.trainingUrl(address)));
}

function knownAs(station: Station, { kind, address }: SoundDeviceAddress): MicrophoneSetting | undefined {
  return station.settings.microphones.find((setting) => setting.kind === kind && setting.address === address);
}
