import { createServer, type Socket } from 'node:net';
import { CloseStack } from '../../shared/base/index.ts';
import { startTimer, type Clock } from '../platform/index.ts';
import { listenOn } from './listening.ts';
import { clipSamplesPerSecond } from './scene-arguments.ts';
import { SoundPump } from './sound-pump.ts';

export const microphoneFaults = ['drop', 'stall', 'silence', 'hum', 'clip', 'late'] as const;
export type MicrophoneFault = (typeof microphoneFaults)[number];

export interface SimulatedMicrophoneOptions {
  /** Its address as a sound device. */
  readonly key: string;
  readonly name: string;
  /** How loud it hears the room: how near it stands. */
  readonly gain: number;
  readonly clock: Clock;
  readonly host: string;
  readonly sound: (count: number, fromMs: number) => Int16Array;
}

export interface SimulatedMicrophone {
  readonly key: string;
  readonly name: string;
  /** Where it gives its sound: signed 16-bit samples, one channel, 16 kHz, to everybody who connects. */
  readonly url: string;
  faults(): readonly MicrophoneFault[];
  setFault(fault: MicrophoneFault, on: boolean): void;
  close(): Promise<void>;
}

const humHertz = 50;
const humPeak = 1_000;
/** A preamplifier turned up far too high. */
const clipGain = 2_000;
/** Behind the cameras by so much, as behind a digital mixer. */
const lateMs = 300;

/** A microphone of the training room: a recorder opens it as it opens a sound device, and it can be lost, stand still, fall silent, hum, clip and be late. */
export async function startSimulatedMicrophone({ key, name, gain, clock, host, sound }: SimulatedMicrophoneOptions): Promise<SimulatedMicrophone> {
  const faults = new Set<MicrophoneFault>();
  const pumps = new Map<Socket, SoundPump>();
  const heard = (count: number, fromMs: number) => {
    if (faults.has('silence')) return new Int16Array(count);
    if (faults.has('hum')) return Int16Array.from({ length: count }, (_, n) => Math.round(humPeak * Math.sin(2 * Math.PI * humHertz * (fromMs / 1000 + n / clipSamplesPerSecond))));
    const factor = gain * (faults.has('clip') ? clipGain : 1);
    return sound(count, faults.has('late') ? fromMs - lateMs : fromMs).map((sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample * factor))));
  };
  const server = createServer((socket) => {
    if (faults.has('drop')) {
      socket.destroy();
      return;
    }
    socket.setNoDelay(true);
    // Nobody sends anything to a microphone; who goes away is told by the end alone.
    socket.on('error', () => socket.destroy());
    const pump = new SoundPump({ clock, output: socket, next: heard, isStill: () => faults.has('stall') });
    pumps.set(socket, pump);
    socket.once('close', () => {
      pump.close();
      pumps.delete(socket);
    });
  });
  const owned = new CloseStack(startTimer);
  owned.add('server', () => new Promise<void>((resolve) => server.close(() => resolve())));
  owned.add('listeners', () => {
    for (const pump of pumps.values()) pump.close();
    return Promise.resolve();
  });
  const port = await listenOn(server, host, 0);
  return {
    key, name, url: `tcp://${host}:${port}`,
    faults: () => microphoneFaults.filter((fault) => faults.has(fault)),
    setFault: (fault, on) => {
      if (on) faults.add(fault);
      else faults.delete(fault);
      if (fault === 'drop' && on) for (const pump of pumps.values()) pump.close();
    },
    close: () => owned.close(),
  };
}
