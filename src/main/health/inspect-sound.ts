import { isAppError, type ErrorCode } from '../../shared/base/index.ts';
import { decodeAudio, decodedSampleRate, type FfmpegTools } from '../ffmpeg/index.ts';
import { isHum, isSilent, listenTo, type SoundLook } from './sound-look.ts';

export interface SoundInspection {
  /** null when nothing of it decodes. */
  readonly sound: SoundLook | null;
  /** The first thing that is wrong: SOUND_SILENT, SOUND_CLIPPED, SOUND_HUM. */
  readonly problem: ErrorCode | null;
}

const judgedSeconds = 3;

/** Listens to what is being recorded of a microphone. Never throws for bad media. @param media init and fragments, a second of them or more */
export async function inspectSound(tools: FfmpegTools, media: Uint8Array): Promise<SoundInspection> {
  const decoded = await decodeAudio(tools, media).catch((error: unknown) => {
    if (isAppError(error)) return new Float32Array();
    throw error;
  });
  if (decoded.length === 0) return { sound: null, problem: 'SOUND_SILENT' };
  const samples = Int16Array.from(decoded.subarray(-judgedSeconds * decodedSampleRate), (sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))));
  const sound = listenTo(samples);
  return { sound, problem: problemOf(sound) };
}

function problemOf(sound: SoundLook): ErrorCode | null {
  if (isSilent(sound)) return 'SOUND_SILENT';
  if (sound.isClipped) return 'SOUND_CLIPPED';
  return isHum(sound) ? 'SOUND_HUM' : null;
}
