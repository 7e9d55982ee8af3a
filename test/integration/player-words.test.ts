import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { breakKinds, capacities, interruptionCauses, keyFactKinds, lineKinds, markerKinds, reconciledItems, sessionKinds, signingDecisions, spanKinds } from '../../src/shared/domain/index.ts';

type Words = { readonly [name: string]: string | readonly string[] | Words };

describe('the words of the packet page', () => {
  const { zh, en } = runInNewContext(`${readFileSync(new URL('../../resources/player/player-words.js', import.meta.url), 'utf8')}\nshiluWords`) as { readonly zh: Words; readonly en: Words };
  const keysOf = (words: Words): readonly string[] => Object.entries(words).flatMap(([key, value]) => (typeof value === 'string' ? [key] : [key, ...Object.keys(value).map((inner) => `${key}.${inner}`)]));

  it('are the same in both languages, and none is missing for anything that can have happened', () => {
    expect(keysOf(zh)).toEqual(keysOf(en));
    const known = {
      breaks: breakKinds, capacities, causes: interruptionCauses, markers: markerKinds, items: reconciledItems, keyFacts: keyFactKinds, lines: [...lineKinds, 'paragraph'], kinds: sessionKinds, signed: signingDecisions, spans: spanKinds,
      explainedBy: ['spoken', 'written', 'none'],
    };
    for (const words of [zh, en]) for (const [group, values] of Object.entries(known)) for (const value of values) expect([group, value, Object.keys(words[group] ?? {})]).toEqual([group, value, expect.arrayContaining([value])]);
  });

  it('mix no English into the Chinese', () => {
    const texts = JSON.stringify(zh, (key, value: unknown) => (key === 'other' ? '' : value)).replace(/"[\w-]+":/g, '').replace(/\{\w+\}/g, '').replace(/SHA-256|SM2\/SM3|README(-zh\.txt)?|bagit\.txt|transcript 文件夹|N \/ P/g, '');
    expect(texts.match(/[A-Za-z]{3,}/g) ?? []).toEqual([]);
  });
});
