import { expect, it } from 'vitest';
import type { MediaPosition } from '../../shared/domain/index.ts';
import { bestHeard } from './best-heard.ts';
import type { RecordedSound } from './ports.ts';

const sound = (name: string, heardMs: number): RecordedSound => {
  const place = { streamId: name } as unknown as MediaPosition;
  return { samples: Float32Array.of(heardMs), from: place, to: place };
};
const hear = (samples: Float32Array) => Promise.resolve(samples[0] ?? 0);

it('is where most speech is heard, wherever that is; where nothing was recorded, nothing is', async () => {
  // Not one more is listened to once enough was heard: each costs a second or two of a busy machine.
  const [camera, table, ceiling] = [sound('camera', 900), sound('table', 5_400.4), sound('ceiling', 5_100)];
  expect(await bestHeard([camera, table, ceiling], 9_000, hear)).toEqual({ sound: table, heardMs: 5_400 });
  expect(await bestHeard([camera, ceiling, table], 5_000, hear)).toEqual({ sound: ceiling, heardMs: 5_100 });
  expect(await bestHeard([sound('camera', 0)], 1, hear)).toMatchObject({ heardMs: 0 });
  expect(await bestHeard([], 1, hear)).toBeUndefined();
});
