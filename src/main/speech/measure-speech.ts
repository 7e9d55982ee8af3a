import { resourcePath, runInWorker } from '../platform/index.ts';
import { sampleRate, type SpeechSpan, type VoiceActivityInput } from './voice-activity.ts';

export interface SpeechMeasure {
  /** The sum of the spans. */
  readonly speechMs: number;
  /** In order, never overlapping; ms from the first sample. Pauses shorter than 0.3 s belong to the speech around them. */
  readonly spans: readonly SpeechSpan[];
}

/**
 * Hears where somebody speaks, by Silero VAD in a thread of its own. Which sounds it takes for speech and which not is measured in
 * docs/design/speech.md; it does not know who speaks nor what is said.
 * @param samples 16 kHz mono, −1 to 1; copied, and left as they are
 * @throws Error when the voice model is missing (build it) or damaged, or `deadlineMs` has passed
 */
export async function measureSpeech(samples: Float32Array, deadlineMs = defaultDeadlineMs(samples)): Promise<SpeechMeasure> {
  if (samples.length === 0) return { speechMs: 0, spans: [] };
  const modelPath = resourcePath('voice', 'silero_vad.onnx');
  const input: VoiceActivityInput = { modelPath, samples };
  const spans = await runInWorker<readonly SpeechSpan[]>('voice-activity', input, deadlineMs);
  return { speechMs: spans.reduce((sum, span) => sum + span.toMs - span.fromMs, 0), spans };
}

/** Fifty times slower than measured on an idle core, for a machine that is recording. */
function defaultDeadlineMs(samples: Float32Array): number {
  return 15_000 + Math.ceil((samples.length * 1000) / sampleRate);
}
