import { describe, expect, it } from 'vitest';
import { FaultWatch, type FragmentLook } from './fault-watch.ts';
import type { PictureLook } from './picture-look.ts';

const picture = (n: number): PictureLook => ({ cells: Float32Array.from({ length: 160 * 90 }, (_, i) => 100 + ((i * 7 + n * 13) % 40)), black: false, meanLuma: 110, structure: 0.3, steepness: 80 });
const fragment = (n: number, change: Partial<FragmentLook> = {}): FragmentLook => ({
  fromMs: n * 1000, toMs: (n + 1) * 1000, runId: 'run', changeShare: 1, picture: picture(n), stamp: 'right', sound: { levelDb: -50, restDb: -52, isStuck: false, isClipped: false }, ...change,
});
const told = (watch: FaultWatch, ...looks: readonly FragmentLook[]) => looks.flatMap((look) => watch.observe(look));

describe('FaultWatch', () => {
  it.each([
    ['RECORDING_UNREADABLE', { picture: null }], ['STAMP_WRONG', { stamp: 'wrong' }], ['STAMP_MISSING', { stamp: 'absent' }], ['SOUND_SILENT', { sound: { levelDb: -90, restDb: -90, isStuck: false, isClipped: false } }],
    ['SOUND_SILENT', { sound: undefined }], ['SOUND_HUM', { sound: { levelDb: -20, restDb: -80, isStuck: false, isClipped: false } }], ['PICTURE_FROZEN', { picture: picture(1) }],
  ] as const)('tells %s once, from its first fragment to the first good one', (fault, bad) => {
    const changes = told(new FaultWatch(), fragment(0), fragment(1), fragment(2, bad), fragment(3, bad), fragment(4, bad), fragment(5), fragment(6));
    const fromMs = fault === 'PICTURE_FROZEN' ? 1000 : 2000;
    expect(changes).toEqual([{ kind: 'began', fault, fromMs, toMs: 4000 }, { kind: 'ended', fault, fromMs, toMs: 5000 }]);
  });

  it('judges a microphone by its sound alone, and by whether it decodes', () => {
    const heard = { picture: undefined, stamp: undefined } as const;
    const clipped = { ...heard, sound: { levelDb: -6, restDb: -8, isStuck: false, isClipped: true } };
    const broken = { picture: null, stamp: undefined, sound: null } as const;
    const changes = told(new FaultWatch(), fragment(0, heard), fragment(1, clipped), fragment(2, clipped), fragment(3, heard), fragment(4, heard), fragment(5, broken), fragment(6, broken));
    expect(changes.map(({ kind, fault, fromMs }) => `${kind} ${fault} ${fromMs}`)).toEqual(['began SOUND_CLIPPED 1000', 'ended SOUND_CLIPPED 1000', 'began RECORDING_UNREADABLE 5000']);
  });

  it('says nothing of a single bad fragment, but suspects', () => {
    const watch = new FaultWatch();
    expect(told(watch, fragment(0), fragment(1, { stamp: 'wrong' }))).toEqual([]);
    expect(watch.suspects).toBe(true);
    expect(told(watch, fragment(2), fragment(3, { stamp: 'wrong' }), fragment(4))).toEqual([]);
    expect(watch.suspects).toBe(false);
  });

  it('does not let an unsure reading begin or end a fault', () => {
    const wrong = { stamp: 'wrong' } as const;
    const unsure = { stamp: 'unsure' } as const;
    expect(told(new FaultWatch(), fragment(0, wrong), fragment(1, unsure), fragment(2, wrong), fragment(3, unsure), fragment(4, unsure))).toEqual([{ kind: 'began', fault: 'STAMP_WRONG', fromMs: 0, toMs: 3000 }]);
  });

  it('does not compare pictures across runs', () => {
    const same = { picture: picture(1) };
    expect(told(new FaultWatch(), ...['a', 'b', 'c', 'd'].map((runId, n) => fragment(n, { ...same, runId })))).toEqual([]);
  });

  it('takes a picture that an encoder is still refining for still only where nothing costs it bytes any more', () => {
    const refined = (by: number): PictureLook => ({ ...picture(1), cells: picture(1).cells.map((cell, i) => cell + (i % 2 === 0 ? by : -by)) });
    const frozen = (changeShare: number) => told(new FaultWatch(), fragment(0), fragment(1), fragment(2, { picture: refined(0.8), changeShare }), fragment(3, { picture: refined(1.5), changeShare }));
    expect(frozen(0.02)).toMatchObject([{ kind: 'began', fault: 'PICTURE_FROZEN', fromMs: 1000 }]);
    expect(frozen(0.3)).toEqual([]);
  });

  it('takes two seconds that cost nothing, and one picture that is the same, for a picture that stands still', () => {
    const still = (share: number) => fragment(2, { picture: picture(1), changeShare: share });
    expect(told(new FaultWatch(), fragment(0), fragment(1, { changeShare: 0.02 }), still(0.02))).toMatchObject([{ kind: 'began', fault: 'PICTURE_FROZEN', fromMs: 1000 }]);
    expect(told(new FaultWatch(), fragment(0), fragment(1, { changeShare: 0.3 }), still(0.02))).toEqual([]);
    expect(told(new FaultWatch(), fragment(0), fragment(1, { changeShare: 0.02 }), fragment(2, { changeShare: 0.02 }))).toEqual([]);
  });

  it('asks for no sound of a camera without a microphone', () => {
    const mute = { sound: null };
    expect(told(new FaultWatch(), fragment(0, mute), fragment(1, mute), fragment(2, mute))).toEqual([]);
  });

  it('ends what lasts with the last fragment', () => {
    const watch = new FaultWatch();
    told(watch, fragment(0, { stamp: 'wrong' }), fragment(1, { stamp: 'wrong' }));
    expect(watch.close()).toEqual([{ kind: 'ended', fault: 'STAMP_WRONG', fromMs: 0, toMs: 2000 }]);
  });
});
