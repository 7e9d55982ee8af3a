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

/** The spans in which somebody speaks, in order and apart, in ms from the first sample. Runs the model on the calling thread. */
export function findSpeech({ modelPath, samples }: VoiceActivityInput): readonly SpeechSpan[] {
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
