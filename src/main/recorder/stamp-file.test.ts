import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { labelText, StampFile, timeText } from './stamp-file.ts';

describe('the text of the stamp', () => {
  it('adds the offset to the media time of each picture', () => {
    expect(timeText(1_795_475_580_177)).toBe('%{pts:gmtime:1795475580.177}');
  });

  it('takes a label as it is, on one line that fits', () => {
    expect(labelText('训练讯问室  全景  枣公(刑)讯〔2026〕017号  24.6℃  45%')).toBe('训练讯问室  全景  枣公(刑)讯〔2026〕017号  24.6℃  45%');
    expect(labelText('100% %{localtime} a\\b\n{x}\u2028\u202e')).toBe('100% %{localtime} a\\b {x}  ');
    expect(labelText('长'.repeat(100))).toBe(`${'长'.repeat(40)}…`);
    expect(labelText('1'.repeat(200)).length).toBeLessThan(72);
    expect([labelText(''), labelText('\n')]).toEqual([' ', ' ']);
  });

  it('never breaks the line, whatever people write', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (label) => {
      const text = labelText(label);
      expect(text).not.toMatch(/[\n\r\v\f\u0085\u2028\u2029\0]/);
      expect(Array.from(text).length).toBeLessThanOrEqual(71);
    }));
  });

  it('follows its label, and leaves the time alone for it', async () => {
    let label = '讯问室一  --℃';
    const file = await StampFile.create(() => label, 'UTC');
    await file.write(1_000, 1_000);
    const before = await readFile(file.timePath, 'utf8');
    label = '讯问室一  24.6℃';
    await file.write(1_000, 1_000);
    expect(await readFile(file.labelPath, 'utf8')).toBe('讯问室一  24.6℃');
    expect(await readFile(file.timePath, 'utf8')).toBe(before);
    await file.remove();
  });
});
