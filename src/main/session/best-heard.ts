import type { RecordedSound, SpeechMeter } from './ports.ts';

/** Listens to what each camera and microphone recorded: what counts is where most speech is heard. undefined when nothing was recorded. */
export async function bestHeard(sounds: readonly RecordedSound[], hear: SpeechMeter): Promise<{ readonly sound: RecordedSound; readonly heardMs: number } | undefined> {
  let best: { readonly sound: RecordedSound; readonly heardMs: number } | undefined;
  for (const sound of sounds) {
    const heardMs = Math.round(await hear(sound.samples));
    if (best === undefined || heardMs > best.heardMs) best = { sound, heardMs };
  }
  return best;
}
