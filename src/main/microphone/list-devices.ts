import type { FfmpegTools } from '../ffmpeg/index.ts';
import { runTool } from '../ffmpeg/index.ts';
import { avFoundationMicrophones } from './av-foundation-list.ts';
import { directShowMicrophones } from './direct-show-list.ts';
import type { SoundDevice } from './sound-device.ts';
import { alsaMicrophones, pulseMicrophones } from './source-list.ts';

export type SoundSystem = 'pulse' | 'alsa' | 'dshow' | 'avfoundation';

export interface DeviceList {
  readonly devices: readonly SoundDevice[];
  /** Systems of this machine that gave no list: their service does not run, or this ffmpeg does not know them. */
  readonly unreadable: readonly SoundSystem[];
}

const deadlineMs = 8_000;

interface Listing {
  readonly args: readonly string[];
  readonly read: (text: string) => readonly SoundDevice[];
}

const listings: Readonly<Record<SoundSystem, Listing>> = {
  pulse: { args: ['-sources', 'pulse'], read: pulseMicrophones },
  alsa: { args: ['-sources', 'alsa'], read: alsaMicrophones },
  dshow: { args: ['-f', 'dshow', '-list_devices', 'true', '-i', 'dummy'], read: directShowMicrophones },
  avfoundation: { args: ['-f', 'avfoundation', '-list_devices', 'true', '-i', ''], read: avFoundationMicrophones },
};

/** The sound systems that a platform has. */
export function soundSystemsOf(platform: NodeJS.Platform): readonly SoundSystem[] {
  if (platform === 'win32') return ['dshow'];
  return platform === 'darwin' ? ['avfoundation'] : ['pulse', 'alsa'];
}

/** The microphones that this machine has now. Never throws: a system that gives no list is named. */
export async function listSoundDevices(tools: FfmpegTools, systems: readonly SoundSystem[]): Promise<DeviceList> {
  const lists = await Promise.all(systems.map(async (system) => ({ system, devices: await listOf(tools, system) })));
  return {
    devices: lists.flatMap(({ devices }) => devices ?? []),
    unreadable: lists.flatMap(({ system, devices }) => (devices === undefined ? [system] : [])),
  };
}

/** ffmpeg lists on stdout or on stderr, and ends with an error where the list was all that was wanted: what it says decides. */
async function listOf(tools: FfmpegTools, system: SoundSystem): Promise<readonly SoundDevice[] | undefined> {
  const { args, read } = listings[system];
  const { stdout, stderr, timedOut } = await runTool(tools.ffmpegPath, ['-hide_banner', '-nostdin', ...args], { deadlineMs });
  const text = `${Buffer.from(stdout).toString('utf8')}\n${stderr}`;
  if (timedOut || /Cannot list sources|Unknown input format|No such device|not (?:implemented|supported)|Could not enumerate/i.test(text)) return undefined;
  return read(text);
}
