import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clipSamplesPerSecond } from './scene-arguments.ts';

/** A clip that can be played into the room: 16 kHz mono, with its words. */
export interface PreparedClip {
  readonly clip: string;
  readonly title: { readonly zh: string; readonly en: string };
  /** What is said; empty when it is not speech. */
  readonly text: string;
  readonly samples: Int16Array;
  readonly durationMs: number;
}

/** @throws Error when a clip listed in clips.json is missing or not 16 kHz mono 16-bit PCM: the resources are damaged */
export async function readPreparedSpeech(folder: string): Promise<readonly PreparedClip[]> {
  const index: unknown = JSON.parse(await readFile(join(folder, 'clips.json'), 'utf8'));
  if (!Array.isArray(index)) throw new Error('clips.json is not a list');
  return Promise.all(index.map(async (item: unknown) => {
    const { clip, title, text } = parseEntry(item);
    const samples = readWav(await readFile(join(folder, 'speech', `${clip}.wav`)));
    return { clip, title, text, samples, durationMs: Math.round((samples.length * 1000) / clipSamplesPerSecond) };
  }));
}

function parseEntry(item: unknown): Pick<PreparedClip, 'clip' | 'title' | 'text'> {
  const entry = record(item);
  const title = record(entry['title']);
  return { clip: text(entry['clip']), title: { zh: text(title['zh']), en: text(title['en']) }, text: text(entry['text']) };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error('clips.json: an object is missing');
  return { ...value };
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error('clips.json: a text is missing');
  return value;
}

/** The samples of a RIFF WAVE file of the one kind we make. */
export function readWav(file: Buffer): Int16Array {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') throw new Error('Not a WAVE file');
  let isFormatRight = false;
  for (let at = 12; at + 8 <= file.length;) {
    const name = file.toString('latin1', at, at + 4);
    const bytes = file.readUInt32LE(at + 4);
    const chunk = file.subarray(at + 8, at + 8 + bytes);
    if (name === 'fmt ') isFormatRight = chunk.readUInt16LE(2) === 1 && chunk.readUInt32LE(4) === clipSamplesPerSecond && chunk.readUInt16LE(14) === 16;
    if (name === 'data') {
      if (!isFormatRight) throw new Error('Not 16 kHz mono 16-bit PCM');
      return Int16Array.from({ length: Math.floor(chunk.length / 2) }, (_, index) => chunk.readInt16LE(index * 2));
    }
    at += 8 + bytes + (bytes % 2);
  }
  throw new Error('A WAVE file without data');
}
