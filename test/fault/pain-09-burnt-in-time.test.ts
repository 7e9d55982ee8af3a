import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawPicture, findFfmpeg, type FfmpegTools } from '../../src/main/ffmpeg/index.ts';
import { resourcePath } from '../../src/main/platform/index.ts';
import { labelText, timeText } from '../../src/main/recorder/stamp-file.ts';
import { proveStamp } from '../../src/main/recorder/stamp-proof.ts';
import { stampFilters } from '../../src/main/recorder/stamp-style.ts';

// Pain 9: burnt-in time costs a re-encode, and fonts and escaping break it (ZM #3666, frigate #4631, autoshorts #41, ffmpeg-skill #101).
const size = { width: 1280, height: 720 } as const;
const font = resourcePath('fonts', 'NotoSansSC-Regular.ttf');

describe('the burnt-in time', () => {
  const root = mkdtempSync(join(tmpdir(), 'shilu-pain-09-'));
  let tools: FfmpegTools;
  let folder: string;
  beforeAll(async () => {
    tools = await findFfmpeg();
    // As a person may be called, and as a disk may be.
    folder = join(root, "O'Brien 讯问,室 [1]; 100% C:x=1");
    await mkdir(folder);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  const paths = (label: string, time = timeText(Date.UTC(2026, 10, 23, 14, 3, 7))) => {
    const both = { timePath: join(folder, 'time.txt'), labelPath: join(folder, 'label.txt') };
    writeFileSync(both.timePath, time);
    writeFileSync(both.labelPath, labelText(label));
    return both;
  };
  const draw = async (label: string, time?: string) => drawPicture(tools, size, stampFilters(font, paths(label, time)));
  /** Points of the label's line that are not the grey of the picture: as wide as its box. */
  const labelWidth = (picture: Uint8Array) => {
    const row = Math.round(size.height / 60 + size.height / 17 + 8) * size.width;
    return picture.subarray(row, row + size.width).filter((luma) => Math.abs(luma - 126) > 20).length;
  };

  it('is drawn from any path, with any label, and with the label changes no point of the time', async () => {
    const timeRows = Math.round(size.height / 60 + size.height / 22) * size.width;
    const plain = await draw('讯问室一');
    for (const label of ["O'Brien", 'a:b=c,d;e[f]', '\\\\ %% \\%{x}', '{}%{}', '", \'', '龘'.repeat(60), 'g', '']) {
      const picture = await draw(label);
      expect(Buffer.compare(picture.subarray(0, timeRows), plain.subarray(0, timeRows)), label).toBe(0);
    }
  });

  it.each(['%{localtime}', '%{pts}', '%{eif:1+1:d}', '%{metadata:f}', '%{n}', '\\%{n}', '%%{n}'])('takes %j in a case number as it stands, not as an expression', async (expression) => {
    // Drawn as it stands it is as wide as other text of the same signs; what it would become is not.
    const literal = labelWidth(await draw(expression));
    const doubled = labelWidth(await draw(`${expression}${expression}`));
    const box = 12;
    expect(Math.abs(doubled - box - 2 * (literal - box))).toBeLessThanOrEqual(4);
    const expanded = await drawPicture(tools, size, stampFilters(font, paths(expression)).replace(':expansion=none', '')).catch(() => undefined);
    if (expanded !== undefined && expression.startsWith('%{')) expect(labelWidth(expanded), 'the test would see an expression').not.toBe(literal);
  });

  it('is missed before anything counts, when the font is not there, is no font, or the text says nothing', async () => {
    const label = paths('讯问室一');
    await expect(proveStamp(tools, font, label)).resolves.toBeUndefined();
    await expect(proveStamp(tools, join(folder, 'no-such-font.ttf'), label)).rejects.toThrow();
    const broken = join(folder, 'broken.ttf');
    writeFileSync(broken, 'not a font');
    await expect(proveStamp(tools, broken, label)).rejects.toThrow();
  });

  it('has the Chinese signs that a case number and a climate need', async () => {
    const signs = ['〔', '枣', '讯', '℃', '温', '…'];
    const drawn = await Promise.all(signs.map(async (sign, n) => {
      const both = { timePath: join(folder, `time-${n}.txt`), labelPath: join(folder, `label-${n}.txt`) };
      writeFileSync(both.timePath, ' ');
      writeFileSync(both.labelPath, sign);
      return Buffer.from(await drawPicture(tools, size, stampFilters(font, both))).toString('base64');
    }));
    // A font without a sign draws the same empty box for each.
    expect(new Set(drawn).size).toBe(signs.length);
  });
});
