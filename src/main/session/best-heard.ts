import type { RecordedSound, SpeechMeter } from './ports.ts';

/**
 * Listens to what each camera and microphone recorded: what counts is where most speech is heard, or the first that heard enough.
 * undefined when nothing was recorded.
 */
export async function bestHeard(sounds: readonly RecordedSound[], enoughMs: number, hear: SpeechMeter): Promise<{ readonly sound: RecordedSound; readonly heardMs: number } | undefined> {
  let best: { readonly sound: RecordedSound; readonly heardMs: number } | undefined;
  for (const sound of sounds) {
    const heardMs = Math.round(await hear(sound.samples));
    if (best === undefined || heardMs > best.heardMs) best = { sound, heardMs };
    if (heardMs >= enoughMs) break;
  }
  return best;
}
