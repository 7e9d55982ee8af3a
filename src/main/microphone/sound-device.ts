import { assertNever } from '../../shared/base/index.ts';
import type { MicrophoneKind } from '../../shared/domain/index.ts';

/** What names a sound device of this machine: its system, and what that system calls it. */
export interface SoundDeviceAddress {
  readonly kind: MicrophoneKind;
  readonly address: string;
}

export interface SoundDevice extends SoundDeviceAddress {
  /** As people see it in the settings of the system. */
  readonly name: string;
  readonly isDefault: boolean;
}

/** Sound in pieces of a few milliseconds, and no look ahead: what waits in a device is late on the recording. */
const atOnce = ['-analyzeduration', '0', '-probesize', '32'] as const;
const bytesOf20Ms = '3840';

/**
 * The arguments by which ffmpeg opens a device, up to and with `-i` (ffmpeg-devices: pulse, alsa, dshow, avfoundation). Two channels where they can be
 * asked for: two small microphones on one input must stay apart.
 * @param trainingUrl where the simulated microphone of that address is now
 */
export function deviceArguments({ kind, address }: SoundDeviceAddress, trainingUrl: (address: string) => string): readonly string[] {
  switch (kind) {
    case 'pulse':
      return [...atOnce, '-f', 'pulse', '-name', 'Shilu', '-fragment_size', bytesOf20Ms, '-sample_rate', '48000', '-channels', '2', '-i', address];
    case 'alsa':
      return [...atOnce, '-f', 'alsa', '-sample_rate', '48000', '-channels', '2', '-i', address];
    case 'dshow':
      return ['-f', 'dshow', '-audio_buffer_size', '50', '-i', `audio=${address}`];
    case 'avfoundation':
      return ['-f', 'avfoundation', '-i', `:${address}`];
    case 'training':
      return [...atOnce, '-f', 's16le', '-ar', '16000', '-ac', '1', '-i', trainingUrl(address)];
    default:
      return assertNever(kind, 'kind of microphone');
  }
}
