import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runInWorker } from '../../src/main/platform/index.ts';
import { measureSpeech } from '../../src/main/speech/index.ts';
import {
  atLevel, atSnr, babble, nonSpeech, pinkNoise, sampleRate, sentences, speak, throughAac, withEcho,
} from '../fixtures/speech/sounds.ts';

/** The promise of docs/design/speech.md: least part of a sentence that must be heard, and most that may be heard where nobody speaks. */
const leastHeard = 0.85;
const mostFalselyHeardMs = 200;

interface Row {
  readonly sound: string;
  readonly spokenMs: number;
  readonly heardMs: number;
}

const ways: readonly (readonly [string, (said: Float32Array) => Float32Array])[] = [
  ['clean', (said) => said],
  ['quiet, −50 dBFS', (said) => atLevel(said, -50)],
  ['AAC 64 kbit/s', (said) => throughAac(said, 64_000)],
  ['pink noise at 10 dB', (said) => atSnr(said, pinkNoise(15, 42), 10)],
  ['pink noise at 5 dB', (said) => atSnr(said, pinkNoise(15, 43), 5)],
  ['babble at 10 dB', (said) => atSnr(said, babbleSound, 10)],
  ['babble at 5 dB', (said) => atSnr(said, babbleSound, 5)],
  ['echo, then AAC with pink noise at 10 dB', (said) => throughAac(atSnr(withEcho(said), pinkNoise(15, 44), 10), 64_000)],
];
let babbleSound: Float32Array;

beforeAll(() => {
  babbleSound = babble(15);
});

describe('what is taken for speech', () => {
  it.each(ways)('hears every sentence: %s', async (way, treat) => {
    const rows: Row[] = [];
    for (const sentence of sentences) {
      const said = atLevel(speak(sentence), -26);
      const { speechMs } = await measureSpeech(treat(said));
      rows.push({ sound: `${sentence.voice} | ${way}`, spokenMs: spokenMs(said), heardMs: speechMs });
    }
    print(rows);
    expect(rows.filter((row) => row.heardMs < leastHeard * row.spokenMs)).toEqual([]);
  });

  it('hears nobody where nobody speaks', async () => {
    const rows: Row[] = [];
    for (const [sound, samples] of nonSpeech()) rows.push({ sound, spokenMs: 0, heardMs: (await measureSpeech(samples)).speechMs });
    print(rows);
    expect(rows.filter((row) => row.heardMs > mostFalselyHeardMs)).toEqual([]);
  });

  it('says where the speech is', async () => {
    const said = atLevel(speak(sentences[4] ?? { voice: 'en', text: '' }), -26);
    const samples = new Float32Array(20 * sampleRate);
    samples.set(said, 3 * sampleRate);
    samples.set(said, 12 * sampleRate);
    const { speechMs, spans } = await measureSpeech(samples);
    expect(speechMs).toBe(spans.reduce((sum, span) => sum + span.toMs - span.fromMs, 0));
    const saidMs = (said.length / sampleRate) * 1000;
    for (const { fromMs, toMs } of spans) {
      expect(toMs).toBeGreaterThan(fromMs);
      const startsAtMs = fromMs < 11_000 ? 3_000 : 12_000;
      expect(fromMs).toBeGreaterThanOrEqual(startsAtMs);
      expect(toMs).toBeLessThanOrEqual(startsAtMs + saidMs + 300);
    }
    expect(Math.min(...spans.map((span) => span.fromMs))).toBeLessThan(3_900);
    expect(Math.max(...spans.map((span) => span.toMs))).toBeGreaterThan(12_000 + saidMs - 1_200);
  });

  it('hears speech that has not ended, and takes any length', async () => {
    const said = atLevel(speak({ voice: 'cmn', text: '现在恢复录音录像' }), -26);
    const cutMs = 1_500;
    const { spans } = await measureSpeech(said.subarray(0, (cutMs * sampleRate) / 1000 + 7));
    expect(spans.at(-1)?.toMs).toBeGreaterThan(cutMs - 100);
    expect(spans.at(-1)?.toMs).toBeLessThanOrEqual(cutMs + 1);
    expect(await measureSpeech(new Float32Array(0))).toEqual({ speechMs: 0, spans: [] });
    expect(await measureSpeech(new Float32Array(1))).toEqual({ speechMs: 0, spans: [] });
  });
});

describe('a voice model that cannot be used', () => {
  it('is refused before the engine ends the process over it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shilu-model-'));
    try {
      const modelPath = join(folder, 'silero_vad.onnx');
      const run = () => runInWorker('voice-activity', { modelPath, samples: new Float32Array(sampleRate) }, 10_000);
      await expect(run()).rejects.toThrow(/ENOENT/);
      writeFileSync(modelPath, 'not a model');
      await expect(run()).rejects.toThrow(/damaged or of another version/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** How long the clean sentence is really spoken: everything above −46 dBFS peak, with pauses shorter than 0.3 s. */
function spokenMs(said: Float32Array): number {
  const pause = 0.3 * sampleRate;
  let total = 0;
  let last = -Infinity;
  said.forEach((value, i) => {
    if (Math.abs(value) < 0.005) return;
    total += i - last <= pause ? i - last : 1;
    last = i;
  });
  return Math.round((total * 1000) / sampleRate);
}

function print(rows: readonly Row[]): void {
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  process.stdout.write(rows.map((row) => `| ${row.sound} | ${seconds(row.spokenMs)} | ${seconds(row.heardMs)} |\n`).join(''));
}
