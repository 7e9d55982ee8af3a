import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakKinds, capacities, copyKinds, interruptionCauses, interruptionRemedies, keyFactKinds, legalClasses, lineKinds, markerKinds, reconciledItems, sessionKinds, streamKinds, unrecordedReasons } from '../../src/shared/domain/index.ts';
import { makeReport } from '../../src/main/packet/report.ts';
import { reportWords } from '../../src/main/packet/report-words.ts';
import { makeStatements } from '../../src/main/packet/statements.ts';
import { longSession } from '../support/long-session.ts';

/** Edges of an A4 page and the margin that every text keeps, points. */
const page = { width: 595.3, height: 841.9, margin: 46 };

interface Word {
  readonly page: number;
  readonly text: string;
  readonly box: readonly number[];
}

describe('the report of a session of twelve hours', () => {
  const folder = process.env['SHILU_KEEP'] ?? mkdtempSync(join(tmpdir(), 'shilu-report-'));
  const presentation = longSession();
  const file = join(folder, 'report.pdf');
  let pages: readonly string[];

  beforeAll(async () => {
    writeFileSync(file, await makeReport(presentation));
    pages = textOf(file);
  });
  afterAll(() => {
    if (process.env['SHILU_KEEP'] === undefined) rmSync(folder, { recursive: true });
  });

  const textOf = (path: string) => execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', maxBuffer: 1 << 26 }).split('\f').slice(0, -1);
  const bare = (text: string) => text.replace(/\s/g, '');
  const pageWith = (heading: string) => pages.findIndex((text) => bare(text).includes(bare(heading)));

  const words = (path: string): readonly Word[] => {
    const html = execFileSync('pdftotext', ['-bbox', path, '-'], { encoding: 'utf8', maxBuffer: 1 << 26 });
    return html.split('<page ').slice(1).flatMap((part, index) => [...part.matchAll(/<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)</g)].map(([, ...found]) => ({ page: index + 1, box: found.slice(0, 4).map(Number), text: found[4] ?? '' })));
  };

  it('cuts no text at an edge, and has a glyph for everything', async () => {
    writeFileSync(join(folder, 'statements.pdf'), await makeStatements(presentation));
    for (const path of [file, join(folder, 'statements.pdf')]) {
      const outside = words(path).filter(({ box: [left = 0, top = 0, right = 0, bottom = 0] }) => left < page.margin || right > page.width - page.margin + 4 || top < 30 || bottom > page.height - 14);
      expect(outside).toEqual([]);
      for (const font of execFileSync('pdffonts', [path], { encoding: 'utf8' }).trim().split('\n').slice(2)) expect(font).toMatch(/Noto.* yes yes yes/);
      expect(execFileSync('pdftotext', [path, '-'], { encoding: 'utf8', maxBuffer: 1 << 26 })).not.toMatch(/[\uFFFD\u0000]/);
    }
  });

  it('has every part, each interruption and break with its words, bounds and places', () => {
    const all = bare(pages.join(''));
    for (const heading of ['时间轴(按比例)', '录制时间逐段说明', '录制中断情况说明', '休息情况说明', '标记', '关键事实', '在场人员', '笔录与录像核对', '时钟证明', '如何自行核验', '文件与哈希值']) expect(all).toContain(heading);
    const { interruptionList, breaks } = presentation.session;
    interruptionList.forEach((_, index) => expect(all).toContain(`Interruption${index + 1}`));
    breaks.forEach((_, index) => expect(all).toContain(`Break${index + 1}:`));
    for (const words of ['交换机电源接头松动', '刚才录制中断,从14时03分11秒到14时03分34秒', '录制未恢复recordingneverresumed', '全景cam-1/0002-0001.mp4+0:00:04.0', '不计为休息', '开始后数秒内撤回', '须立即追赃', '测得measured0:06:00.0', 'speechheard0:00:06.4']) expect(all).toContain(bare(words));
  });

  it('draws the timeline in strips of one scale, with hours beneath and a lane for each camera and microphone', () => {
    const strips = pages.filter((text) => bare(text).includes('吊顶拾音器') && bare(text).includes('录制中断interruptions'));
    expect(strips.join('').match(/2026-11-23/g)?.length).toBeGreaterThanOrEqual(3);
    for (const hour of ['09:00', '13:00', '17:00', '20:30', '休7', '中9']) expect(bare(strips.join(''))).toContain(hour);
    expect(bare(strips.join(''))).not.toContain('cam-1-native');
  });

  it('has the clock certificate on one page, and the commands on another', () => {
    const clock = pageWith('时钟证明Clock certificate');
    const integrity = pageWith('如何自行核验How to check it yourself');
    expect(integrity).toBe(clock + 1);
    expect(pageWith('文件与哈希值Files and hashes')).toBe(integrity + 1);
    for (const words of ['±38ms', 'ntp4.room.invalid', '34次连续录制', '最大漂移driftatmost33ms', '本机时钟跳变', '人工对时']) expect(bare(pages[clock] ?? '')).toContain(words);
  });

  it('has words of both languages for every value that it can show', () => {
    const known = {
      breaks: breakKinds, capacities, copyKinds, causes: interruptionCauses, remedies: interruptionRemedies, keyFacts: keyFactKinds, legalClasses, lines: [...lineKinds, 'paragraph'], markers: markerKinds, items: reconciledItems, kinds: sessionKinds,
      streams: streamKinds, unrecorded: unrecordedReasons, explained: ['spoken', 'written', 'none'],
    } as const;
    expect(Object.keys(reportWords).sort()).toEqual(Object.keys(known).sort());
    for (const [group, values] of Object.entries(known)) {
      for (const value of values) {
        const word = new Map<string, { readonly zh: string; readonly en: string }>(reportWords[group as keyof typeof reportWords]).get(value);
        expect([group, value, word?.zh]).toEqual([group, value, expect.stringMatching(/^[\p{Script=Han}、()]+$/u)]);
        expect([group, value, word?.en]).toEqual([group, value, expect.stringMatching(/^[a-zA-Z ,]+$/)]);
      }
    }
  });
});
