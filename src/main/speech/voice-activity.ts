import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import sherpa from 'sherpa-onnx-node';

/** What the worker is given. `samples` are 16 kHz mono, −1 to 1. */
export interface VoiceActivityInput {
  readonly modelPath: string;
  readonly samples: Float32Array;
}

export interface SpeechSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

export const sampleRate = 16_000;

// Measured in docs/design/speech.md: change them only with a new table.
const threshold = 0.5;
const minSilenceSeconds = 0.3;
const minSpeechSeconds = 0.2;
const windowSamples = 512;
const maxSpeechSeconds = 30;

/** Silero VAD 5, as @ricky0123/vad-web 0.0.31 ships it. */
const modelSha256 = '2623a2953f6ff3d2c1e61740c6cdb7168133479b267dfef114a4a3cc5bdd788f';

/**
 * The spans in which somebody speaks, in order and apart, in ms from the first sample. Runs the model on the calling thread.
 * @throws Error when the model is missing or is not the one that was measured
 */
export function findSpeech({ modelPath, samples }: VoiceActivityInput): readonly SpeechSpan[] {
  refuseOtherModel(modelPath);
  const detector = new sherpa.Vad({
    sileroVad: {
      model: modelPath, threshold, minSilenceDuration: minSilenceSeconds, minSpeechDuration: minSpeechSeconds,
      maxSpeechDuration: maxSpeechSeconds, windowSize: windowSamples,
    },
    sampleRate, numThreads: 1, debug: false,
  }, 2 * maxSpeechSeconds);
  const spans: SpeechSpan[] = [];
  const take = () => {
    while (!detector.isEmpty()) {
      const { start, samples: spoken } = detector.front(false);
      detector.pop();
      // The detector reaches back a little before each start; no instant may count twice.
      spans.push({ fromMs: Math.max(toMs(start), spans.at(-1)?.toMs ?? 0), toMs: Math.min(toMs(start + spoken.length), toMs(samples.length)) });
    }
  };
  for (let from = 0; from < samples.length; from += windowSamples) {
    detector.acceptWaveform(wholeWindow(samples, from));
    take();
  }
  detector.flush();
  take();
  return spans.filter((span) => span.toMs > span.fromMs);
}

/** The engine ends the whole process, and with it the recording, when it cannot parse its model. */
function refuseOtherModel(path: string): void {
  const found = createHash('sha256').update(readFileSync(path)).digest('hex');
  if (found !== modelSha256) throw new Error(`The voice model ${path} is damaged or of another version (SHA-256 ${found})`);
}

/** The model takes whole windows only; the last one is filled up with silence. */
function wholeWindow(samples: Float32Array, from: number): Float32Array {
  const rest = samples.subarray(from, from + windowSamples);
  if (rest.length === windowSamples) return rest;
  const whole = new Float32Array(windowSamples);
  whole.set(rest);
  return whole;
}

function toMs(sampleCount: number): number {
  return Math.round((sampleCount * 1000) / sampleRate);
}
