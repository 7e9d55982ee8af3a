import { describe, expect, it } from 'vitest';
import { stampText } from './stamp-file.ts';

describe('the text of the stamp', () => {
  it('adds the offset to the media time of each picture', () => {
    expect(stampText(1_795_475_580_177, '讯问室一 全景')).toBe('%{pts:gmtime:1795475580.177} 讯问室一 全景');
  });

  it('takes a label as plain text only', () => {
    expect(stampText(1_000, '100% %{localtime} a\\b\n{x}')).toBe('%{pts:gmtime:1.000} 100\\% \\%\\{localtime\\} a\\\\b \\{x\\}');
    expect(stampText(0, '长'.repeat(100))).toBe(`%{pts:gmtime:0.000} ${'长'.repeat(40)}`);
  });
});
