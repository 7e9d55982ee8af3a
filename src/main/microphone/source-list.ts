import type { SoundDevice } from './sound-device.ts';

interface ListedSource {
  readonly address: string;
  readonly description: string;
  readonly isDefault: boolean;
}

/** A marked default, the name, and a description that may hold brackets and line breaks (those of ALSA do). Later versions say the kind of media. */
const listed = /^([* ]) (\S+) \[([\s\S]*?)\](?: \([^()\n]*\))?$/gm;

/** Reads what `ffmpeg -sources pulse` and `ffmpeg -sources alsa` print. */
function readSourceList(text: string): readonly ListedSource[] {
  return [...text.replaceAll('\r', '').matchAll(listed)].map(([, mark, address = '', description = '']) => ({ address, description: description.trim(), isDefault: mark === '*' }));
}

/** The microphones of PulseAudio, or of PipeWire in its place. A monitor gives what the machine itself plays: it is no microphone. */
export function pulseMicrophones(text: string): readonly SoundDevice[] {
  return readSourceList(text).filter(({ address }) => !address.endsWith('.monitor'))
    .map(({ address, description, isDefault }) => ({ kind: 'pulse', address, name: description === '' ? address : description, isDefault }));
}

/**
 * The devices of ALSA that can be recorded from whatever their rate and form (`plughw`), and the system's choice. Its list also names the bare
 * devices behind those, and plugins that are no devices.
 */
export function alsaMicrophones(text: string): readonly SoundDevice[] {
  return readSourceList(text).filter(({ address }) => address === 'default' || address.startsWith('plughw:'))
    .map(({ address, description }) => ({ kind: 'alsa', address, name: description.split('\n')[0] ?? address, isDefault: address === 'default' }));
}
