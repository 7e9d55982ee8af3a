import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatRoomTime, roomDateTimeToMs } from '../../src/shared/domain/index.ts';
import { readTranscript, type ReadTranscriptInput } from '../../src/main/transcript/index.ts';
import { projectFolder } from '../support/station-process.ts';

const timeZone = 'Asia/Shanghai';
const at = (hour: number, minute: number, day = 23) => roomDateTimeToMs({ year: 2026, monthOfYear: 11, day, hour, minute, second: 0 }, timeZone);
const read = (bytes: Uint8Array, fileName: string, more: Partial<ReadTranscriptInput> = {}) => readTranscript({ fileName, bytes, timeZone, aroundMs: at(14, 3), ...more });
const font = join(projectFolder, 'node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
const expected = { place: '办案区讯问室一', interviewee: '王五', officers: ['张三', '李四'], recorder: '李四', interpreter: '赵六', guardian: '王父', timesFrom: 'document' };
const lines = [
  '讯 问 笔 录(第1次)', '时间:2026年11月23日14时03分至2026年11月23日16时20分', '地点:办案区讯问室一', '讯问人:张三、李四  记录人:李四', '翻译人员:赵六', '法定代理人:王父',
  '被讯问人:王五 性别:男', '问:我们是办案民警,现在依法对你进行讯问。', '答:明白。',
];
const shown = ({ startsAtMs, endsAtMs }: { readonly startsAtMs: number; readonly endsAtMs: number }) => `${formatRoomTime(startsAtMs, timeZone)} / ${formatRoomTime(endsAtMs, timeZone)}`;
async function expectRead(bytes: Uint8Array, fileName: string): Promise<string> {
  const content = await read(bytes, fileName);
  expect(content).toMatchObject(expected);
  expect(shown(content)).toBe('2026-11-23 14:03:00 / 2026-11-23 16:20:00');
  return content.text;
}

function pdf(draw: (doc: PDFKit.PDFDocument) => void, options: PDFKit.PDFDocumentOptions = {}): Promise<Uint8Array> {
  const doc = new PDFDocument({ size: 'A4', ...options });
  const chunks: Uint8Array[] = [];
  const done = new Promise<Uint8Array>((resolve) => doc.on('data', (chunk: Uint8Array) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks))));
  doc.font(font).fontSize(12);
  draw(doc);
  doc.end();
  return done;
}
const written = (options?: PDFKit.PDFDocumentOptions) => pdf((doc) => lines.forEach((line) => doc.text(line)), options);

describe('pdf', () => {
  it('reads one made by pdfkit', async () => {
    expect((await expectRead(await written(), '讯问笔录.pdf')).split('\n')).toHaveLength(lines.length);
  });

  it('reads rows that were drawn in any order and in pieces, as forms are', async () => {
    await expectRead(await pdf((doc) => {
      [...lines.entries()].reverse().forEach(([row, line]) => {
        const half = Math.ceil(line.length / 2);
        doc.text(line.slice(half), 60 + doc.widthOfString(line.slice(0, half)), 60 + row * 24, { lineBreak: false });
        doc.text(line.slice(0, half), 60, 60 + row * 24, { lineBreak: false });
      });
    }), '讯问笔录.PDF');
  });

  it('reads hundreds of pages, and refuses more than five hundred', async () => {
    const pages = (count: number) => pdf((doc) => {
      lines.forEach((line) => doc.text(line));
      for (let page = 1; page < count; page++) doc.addPage().text(`问:第${page}页,那天20时30分的事情。`);
    });
    await expectRead(await pages(300), '讯问笔录.pdf');
    await expect(read(await pages(501), '讯问笔录.pdf')).rejects.toMatchObject({ code: 'TRANSCRIPT_TOO_LARGE' });
  });

  it('opens one that only its owner may change, and refuses one with a password', async () => {
    await expectRead(await written({ ownerPassword: 'x' }), '讯问笔录.pdf');
    await expect(read(await written({ userPassword: 'x', ownerPassword: 'y' }), '讯问笔录.pdf')).rejects.toMatchObject({ code: 'TRANSCRIPT_LOCKED' });
  });

  it('asks for the times of a scan, takes them as typed, and refuses them where the document speaks for itself', async () => {
    const scan = await pdf((doc) => doc.rect(60, 60, 400, 500).fill('#888').addPage().rect(60, 60, 400, 500).fill('#999'));
    await expect(read(scan, '扫描.pdf')).rejects.toMatchObject({ code: 'TRANSCRIPT_NO_TEXT' });
    const typed = { startsAtMs: at(14, 3), endsAtMs: at(16, 20) };
    expect(await read(scan, '扫描.pdf', { typed })).toMatchObject({ ...typed, timesFrom: 'typed', place: null, text: '' });
    await expect(read(await written(), '讯问笔录.pdf', { typed })).rejects.toMatchObject({ code: 'TRANSCRIPT_TIMES_WRITTEN' });
  });

  it('takes typed times for a printed form that was filled in by hand', async () => {
    const form = await pdf((doc) => doc.text('讯问笔录').text('时间:    年  月  日  时  分至  年  月  日  时  分').text('地点:办案区讯问室一 被讯问人:王五'));
    await expect(read(form, '扫描.pdf')).rejects.toMatchObject({ code: 'TRANSCRIPT_NO_TIMES' });
    expect(await read(form, '扫描.pdf', { typed: { startsAtMs: at(14, 3), endsAtMs: at(16, 20) } })).toMatchObject({ timesFrom: 'typed', place: '办案区讯问室一' });
  });
});

describe('documents of LibreOffice', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'shilu-transcript-'));
    // LibreOffice needs a font with these letters; machines without one still make real documents.
    mkdirSync(join(folder, 'home/.fonts'), { recursive: true });
    copyFileSync(font, join(folder, 'home/.fonts/sans.ttf'));
    const table = lines.slice(1, 7).flatMap((line) => line.split(/ +/)).map((line) => `<tr>${line.split(':').map((part) => `<td>${part}</td>`).join('')}</tr>`).join('');
    const html = (body: string) => `<!DOCTYPE html><html><head><meta charset="utf-8"><style>*{font-family:'Noto Sans SC'}</style></head><body>${body}</body></html>`;
    writeFileSync(join(folder, 'paragraphs.html'), html(lines.map((line) => `<p>${line}</p>`).join('')));
    writeFileSync(join(folder, 'table.html'), html(`<h1>讯问笔录</h1><table border="1">${table}</table><p>${lines.at(-2) ?? ''}</p>`));
    execFileSync('soffice', [`-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', 'pdf:writer_web_pdf_Export', '--outdir', folder, join(folder, 'paragraphs.html'), join(folder, 'table.html')], {
      stdio: 'ignore', timeout: 110_000, env: { ...process.env, HOME: join(folder, 'home') },
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['paragraphs.pdf', 'table.pdf'])('reads %s', async (name) => {
    await expectRead(readFileSync(join(folder, name)), name);
  });

  it('refuses or reads alike when it is cut or altered, and never hangs', async () => {
    const whole = readFileSync(join(folder, 'paragraphs.pdf'));
    const { startsAtMs } = await read(whole, 'a.pdf');
    for (let n = 1; n < 12; n++) {
      const cut = whole.subarray(0, Math.floor((whole.length * n) / 12));
      const altered = Uint8Array.from(whole);
      altered.fill(0xff, Math.floor((whole.length * n) / 12), Math.floor((whole.length * n) / 12) + 8);
      for (const bytes of [cut, altered]) {
        const outcome = await read(bytes, 'a.pdf').then((content) => content.startsAtMs, (error: unknown) => String((error as { code?: unknown }).code));
        if (outcome !== startsAtMs) expect(outcome).toMatch(/^TRANSCRIPT_(?:UNREADABLE|NO_TEXT|NO_TIMES|MISNAMED|TYPE_UNKNOWN|LOCKED)$/);
      }
    }
  });
});

describe('plain text', () => {
  const text = lines.join('\r\n');
  const gb18030 = (letters: string) => execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input: letters });
  it.each([
    ['UTF-8', () => Buffer.from(text)], ['UTF-8 with its mark', () => Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 as Windows writes it', () => Buffer.from(`\uFEFF${text}`, 'utf16le')], ['UTF-16 without its mark', () => Buffer.from(text, 'utf16le')],
    ['UTF-16, big-endian', () => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()], ['GB18030', () => gb18030(text)],
  ])('reads %s', async (_name, make) => {
    expect(await expectRead(make(), '讯问笔录.txt')).toBe(lines.join('\n'));
  });

  it('chooses the interview of this recording among several in one document', async () => {
    const second = lines.map((line) => line.replace('第1次', '第2次').replace(/23日14时03分至2026年11月23日16时20分/, '24日9时10分至11时5分').replace('讯问室一', '讯问室二'));
    const both = Buffer.from([...lines, ...second].join('\n'));
    expect(await read(both, 'a.txt')).toMatchObject({ place: '办案区讯问室一' });
    const other = await read(both, 'a.txt', { aroundMs: at(9, 11, 24) });
    expect(other).toMatchObject({ place: '办案区讯问室二' });
    expect(shown(other)).toBe('2026-11-24 09:10:00 / 2026-11-24 11:05:00');
  });
});

describe('hostile files', () => {
  const head = '%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n';
  const page = '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n';
  const tree = '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n';
  const tail = 'trailer<</Root 1 0 R>>\n%%EOF';
  const whole = (contents: Uint8Array, filter: string) => Buffer.concat([Buffer.from(`${head}${tree}${page}4 0 obj<</Length ${contents.length}/Filter${filter}>>stream\n`), contents, Buffer.from(`\nendstream endobj\n${tail}`)]);
  const twice = (bytes: Uint8Array) => deflateSync(deflateSync(bytes));
  const refused = /^TRANSCRIPT_(?:UNREADABLE|UNSAFE|NO_TEXT|TOO_LARGE)$/;

  it.each<readonly [string, RegExp, string, () => Uint8Array]>([
    ['an empty pdf', /UNREADABLE/, 'a.pdf', () => new Uint8Array(0)],
    ['a docx under the name of a pdf', /MISNAMED/, 'a.pdf', () => Buffer.from('PK\x03\x04xxxx', 'latin1')],
    ['a pdf under the name of a docx', /MISNAMED/, 'a.docx', () => Buffer.from(head + tail)],
    ['a pdf under the name of a text', /MISNAMED/, 'a.txt', () => Buffer.from(head + tail)],
    ['a program under the name of a pdf', /TYPE_UNKNOWN/, 'a.pdf', () => Buffer.from('MZ\x90\x00\x03', 'latin1')],
    ['a program under the name of a text', /TYPE_UNKNOWN/, 'a.txt', () => Buffer.from('MZ\x90\x00\x03\x00\x00\x00', 'latin1')],
    ['an old Word file under the name of a text', /TYPE_UNKNOWN/, 'a.txt', () => Buffer.from('D0CF11E0A1B11AE10000', 'hex')],
    ['a kind nobody reads', /TYPE_UNKNOWN/, 'a.wps', () => Buffer.from('x')],
    ['500 MB', /TOO_LARGE/, 'a.pdf', () => new Uint8Array(500 * 1024 * 1024)],
    ['a pdf that is only its header', refused, 'a.pdf', () => Buffer.from('%PDF-1.7\n')],
    ['a page tree that contains itself', refused, 'a.pdf', () => Buffer.from(`${head}2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>endobj\n${tail}`)],
    ['a million pages that do not exist', refused, 'a.pdf', () => Buffer.from(`${head}2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1000000>>endobj\n${page}${tail}`)],
    ['arrays in arrays without end', refused, 'a.pdf', () => Buffer.from(`${head}${tree}3 0 obj<</Type/Page/Parent 2 0 R/Contents ${'['.repeat(2_000_000)}>>endobj\n${tail}`)],
    ['objects that refer to each other', refused, 'a.pdf', () => Buffer.from(`${head}${tree}${page}4 0 obj 6 0 R endobj\n6 0 obj 4 0 R endobj\n${tail}`)],
    ['a text that unpacks to 2 GB', /UNSAFE/, 'a.pdf', () => whole(deflateSync(Buffer.alloc(19 * 1024 * 1024 * 100, '\n')), '/FlateDecode')],
    ['a bomb in a bomb', /UNSAFE|UNREADABLE/, 'a.pdf', () => whole(twice(Buffer.alloc(2_000 * 1024 * 1024, ' ')), '[/FlateDecode/FlateDecode]')],
  ])('refuses %s', async (_name, code, fileName, make) => {
    await expect(read(make(), fileName)).rejects.toMatchObject({ code: expect.stringMatching(code) as string });
  }, 60_000);

  it('runs no script of a pdf and asks for no address', async () => {
    const text = Buffer.from(`BT /F 12 Tf 50 700 Td (Time: 2026-11-23 14:03 to 2026-11-23 16:20) Tj ET`);
    const lured = Buffer.concat([
      Buffer.from(`%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(process.exit\\(9\\))>>/AcroForm<</XFA(<x/>)>>>>endobj\n${tree}${page}4 0 obj<</Length ${text.length}>>stream\n`), text,
      Buffer.from(`\nendstream endobj\n6 0 obj<</Type/Action/S/URI/URI(http://192.0.2.1/)>>endobj\n${tail}`),
    ]);
    expect(shown(await read(lured, 'a.pdf'))).toBe('2026-11-23 14:03:00 / 2026-11-23 16:20:00');
  });

  it('goes on reading afterwards', async () => expect(await expectRead(await written(), '讯问笔录.pdf')).toContain('王五'));
});
