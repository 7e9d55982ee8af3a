import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeLooks, findFfmpeg, LookDecoder, type FfmpegTools, type Look, type LookRequest } from '../../src/main/ffmpeg/index.ts';
import { createLogger } from '../../src/main/platform/index.ts';
import { FragmentReader } from '../../src/main/segments/index.ts';
import { RecordedScenes } from '../support/recorded-scene.ts';

const started: string[] = [];
const log = createLogger('look', (line) => {
  if (line.includes('ffmpeg started')) started.push(line);
});
let tools: FfmpegTools;
let init: Uint8Array;
let fragments: readonly { readonly bytes: Uint8Array; readonly soundMs: number }[];
let decoder: LookDecoder;

beforeAll(async () => {
  tools = await findFfmpeg();
  const media = new RecordedScenes(tools).record({ seconds: 8.4, picture: '[room]noise=alls=6:allf=t[out]', sound: "anoisesrc=r=48000:color=pink:a=0.2,volume='0.2+0.1*floor(t)':eval=frame" });
  const pieces = new FragmentReader().push(media);
  init = pieces.find((piece) => piece.kind === 'init')?.bytes ?? new Uint8Array();
  fragments = pieces.flatMap((piece) => (piece.kind === 'fragment' ? [{ bytes: piece.bytes, soundMs: piece.parts.filter(({ track }) => track.kind === 'audio').reduce((sum, part) => sum + (part.durationTicks * 1000) / part.track.timescale, 0) }] : []));
  decoder = new LookDecoder(tools, log);
});
afterAll(() => decoder.close());

const request = (...numbers: readonly number[]): LookRequest => {
  const chosen = numbers.map((n) => fragments[n] ?? { bytes: new Uint8Array(), soundMs: 0 });
  return { init, fragments: chosen.map(({ bytes }) => bytes), keys: chosen.length, hasPicture: true, hasSound: true, stampedBy: 'station', soundMs: chosen.reduce((sum, { soundMs }) => sum + soundMs, 0) };
};
const power = (sound: Int16Array | null | undefined) => Math.sqrt([...(sound ?? [])].reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, sound?.length ?? 0));

describe('a decoder that stays', () => {
  it('gives the same as one that is started for each piece, with pieces left out in between, from one process', async () => {
    for (const numbers of [[0], [1], [3, 4], [6]]) {
      const [stays, fresh] = [await decoder.decode(request(...numbers)), (await decodeLooks(tools, [request(...numbers)]))[0] as Look];
      expect(stays?.pictures.map((picture) => Buffer.from(picture).equals(fresh.pictures[0] ?? Buffer.alloc(0)) || numbers.length > 1)).toEqual(numbers.map(() => true));
      expect(stays?.strips).toHaveLength(numbers.length);
      const expected = request(...numbers).soundMs * 16;
      expect(Math.abs((stays?.sound?.length ?? 0) - expected), 'samples of its sound').toBeLessThanOrEqual(200);
      // Each second is louder than the one before: nothing of another piece is in it.
      expect(power(stays?.sound) / power(fresh.sound)).toBeCloseTo(1, 1);
    }
    expect(started).toHaveLength(1);
  }, 30_000);

  it('ends with a piece that does not decode, says so, and goes on afresh', async () => {
    const damaged = Buffer.from(fragments[2]?.bytes ?? []).fill(0xff, Math.floor((fragments[2]?.bytes.length ?? 0) / 4));
    const before = started.length;
    expect(await decoder.decode({ ...request(2), fragments: [damaged] })).toBeNull();
    expect((await decoder.decode(request(5)))?.pictures).toHaveLength(1);
    expect(started.length).toBe(before + 1);
  }, 30_000);

  it('begins anew with another file, though its beginning be the same', async () => {
    const before = started.length;
    expect((await decoder.decode({ ...request(0), init: Uint8Array.from(init) }))?.pictures).toHaveLength(1);
    expect(started.length).toBe(before + 1);
  }, 30_000);

  it('starts nothing after it was closed', async () => {
    const closed = new LookDecoder(tools, log);
    await closed.close();
    const before = started.length;
    expect(await closed.decode(request(0))).toBeNull();
    expect(started.length).toBe(before);
  });
});
