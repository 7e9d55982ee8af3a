import { execFileSync } from 'node:child_process';
import { createCipheriv } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, crc32 } from 'node:zlib';
import { Document, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatRoomTime, roomDateTimeToMs } from '../../src/shared/domain/index.ts';
import { readTranscript } from '../../src/main/transcript/index.ts';

const timeZone = 'Asia/Shanghai';
const aroundMs = roomDateTimeToMs({ year: 2026, monthOfYear: 11, day: 23, hour: 14, minute: 3, second: 0 }, timeZone);
const read = (bytes: Uint8Array, fileName = '讯问笔录.docx') => readTranscript({ fileName, bytes, timeZone, aroundMs });
const expected = { place: '办案区讯问室一', interviewee: '王五', officers: ['张三', '李四'], recorder: '李四' };

const lines = [
  '讯 问 笔 录(第1次)', '时间:2026年11月23日14时03分至2026年11月23日16时20分', '地点:办案区讯问室一',
  '讯问人:张三、李四  记录人:李四', '被讯问人:王五 性别:男', '问:我们是办案民警,现在依法对你进行讯问。', '答:明白。',
];

async function expectRead(bytes: Uint8Array): Promise<string> {
  const content = await read(bytes);
  expect(content).toMatchObject(expected);
  expect(formatRoomTime(content.startsAtMs, timeZone)).toBe('2026-11-23 14:03:00');
  expect(formatRoomTime(content.endsAtMs, timeZone)).toBe('2026-11-23 16:20:00');
  return content.text;
}

describe('documents made by the docx package', () => {
  const make = async (children: readonly (Paragraph | Table)[]) => new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children: [...children] }] })));
  const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] });

  it('reads paragraphs', async () => {
    expect(await expectRead(await make(lines.map((line) => new Paragraph(line))))).toBe(lines.join('\n'));
  });

  it('reads a form with underlined blanks in runs of their own', async () => {
    const blank = (text: string) => new TextRun({ text: `  ${text} `, underline: {} });
    const time = ['2026', '年', '11', '月', '23', '日', '14', '时', '03', '分至', '2026', '年', '11', '月', '23', '日', '16', '时', '20', '分']
      .map((piece, i) => (i % 2 === 0 ? blank(piece) : new TextRun(piece)));
    await expectRead(await make([
      new Paragraph('讯问笔录'), new Paragraph({ children: [new TextRun('时间'), ...time] }),
      new Paragraph({ children: [new TextRun('地点'), blank('办案区讯问室一')] }),
      new Paragraph({ children: [new TextRun('询问/讯问人(签名)'), blank('张三'), new TextRun('、'), blank('李四'), new TextRun('工作单位'), blank('某某派出所')] }),
      new Paragraph({ children: [new TextRun('记录人(签名)'), blank('李四')] }),
      new Paragraph({ children: [new TextRun('被询问/讯问人'), blank('王五'), new TextRun('性别'), blank('男')] }),
    ]));
  });

  it('reads a table', async () => {
    const rows = [['开始时间', '2026年11月23日14时03分'], ['结束时间', '2026年11月23日16时20分'], ['地点', '办案区讯问室一'], ['讯问人', '张三 李四'], ['记录人', '李四'], ['被讯问人', '王五']];
    await expectRead(await make([new Paragraph('讯问笔录'), new Table({ rows: rows.map((row) => new TableRow({ children: row.map(cell) })) })]));
  });

  it('says when the times are missing', async () => {
    await expect(read(await make([new Paragraph('讯问笔录'), new Paragraph('问:姓名?')]))).rejects.toMatchObject({ code: 'TRANSCRIPT_NO_TIMES', params: { fileName: '讯问笔录.docx' } });
  });

  it('reads three hundred pages', async () => {
    const questions = Array.from({ length: 4_500 }, (_, n) => new Paragraph(`${n % 2 === 0 ? '问' : '答'}:第${n}句,那天20时30分的事情。`));
    await expectRead(await make([...lines.slice(0, 5).map((line) => new Paragraph(line)), ...questions]));
  });
});

describe('documents made by LibreOffice', () => {
  let folder: string;
  const made = new Map<string, Uint8Array>();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'shilu-transcript-'));
    const html = (body: string) => `<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>${body}</body></html>`;
    const table = lines.slice(1, 5).flatMap((line) => line.split(/ +/)).map((line) => `<tr>${line.split(':').map((part) => `<td>${part}</td>`).join('')}</tr>`).join('');
    writeFileSync(join(folder, 'paragraphs.html'), html(lines.map((line) => `<p>${line}</p>`).join('')));
    writeFileSync(join(folder, 'table.html'), html(`<h1>讯问笔录</h1><table border="1">${table}</table><p>${lines[5] ?? ''}</p>`));
    writeFileSync(join(folder, 'plain.txt'), `\uFEFF${lines.join('\n')}`);
    const convert = (to: string, ...names: string[]) => execFileSync('soffice', [
      `-env:UserInstallation=file://${folder}/profile`, '--headless', '--convert-to', to, '--outdir', folder, ...names.map((name) => join(folder, name)),
    ], { stdio: 'ignore', timeout: 110_000 });
    convert('odt:writer8', 'paragraphs.html');
    convert('docx:Office Open XML Text', 'paragraphs.odt', 'table.html', 'plain.txt');
    convert('doc:MS Word 97', 'paragraphs.odt');
    for (const name of ['paragraphs.docx', 'table.docx', 'plain.docx', 'paragraphs.odt', 'paragraphs.doc']) made.set(name, readFileSync(join(folder, name)));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['paragraphs.docx', 'table.docx', 'plain.docx'])('reads %s', async (name) => {
    await expectRead(made.get(name) ?? new Uint8Array(0));
  });

  it.each(['paragraphs.odt', 'paragraphs.doc'])('refuses %s, and under a false name too', async (name) => {
    const bytes = made.get(name) ?? new Uint8Array(0);
    await expect(read(bytes, name)).rejects.toMatchObject({ code: 'TRANSCRIPT_TYPE_UNKNOWN' });
    await expect(read(bytes)).rejects.toMatchObject({ code: 'TRANSCRIPT_TYPE_UNKNOWN' });
  });

  it('refuses a document cut short, wherever it is cut', async () => {
    const whole = made.get('plain.docx') ?? new Uint8Array(0);
    for (const part of [0.1, 0.5, 0.9, 0.999])
      await expect(read(whole.subarray(0, Math.floor(whole.length * part)))).rejects.toMatchObject({ code: 'TRANSCRIPT_UNREADABLE' });
  });

  it('reads the same text or refuses when bytes are altered', async () => {
    const whole = made.get('plain.docx') ?? new Uint8Array(0);
    const { text } = await read(whole);
    for (let n = 0; n < 24; n += 1) {
      const altered = Uint8Array.from(whole);
      const place = Math.floor((whole.length * n) / 24);
      altered.fill((altered[place] ?? 0) ^ 0xff, place, place + 3);
      const outcome = await read(altered).then((content) => content.text, (error: unknown) => String((error as { code?: unknown }).code));
      if (outcome !== text) expect(outcome).toMatch(/^TRANSCRIPT_(?:UNREADABLE|TYPE_UNKNOWN|LOCKED|UNSAFE)$/);
    }
  });
});

describe('hostile files', () => {
  const types = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
  const rels = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>';
  const body = (text: string, before = '') => `<?xml version="1.0" encoding="UTF-8"?>${before}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:body></w:document>`;
  const good = body(lines[1] ?? '');
  const docx = (document: string | Uint8Array, more: readonly ZipItem[] = []) =>
    zip([{ name: '[Content_Types].xml', data: types }, { name: '_rels/.rels', data: rels }, { name: 'word/document.xml', data: document }, ...more]);

  it('reads the plain file that the others are made from', async () => {
    expect((await read(docx(good))).startText).toBe('2026年11月23日14时03分');
  });

  const zeros = new Uint8Array(30 * 1024 * 1024);
  const cases: readonly (readonly [string, string, () => Uint8Array])[] = [
    ['an empty file', 'TRANSCRIPT_UNREADABLE', () => new Uint8Array(0)],
    ['a text file under a false name', 'TRANSCRIPT_TYPE_UNKNOWN', () => Buffer.from(lines.join('\n'))],
    ['a zip archive that is no document', 'TRANSCRIPT_TYPE_UNKNOWN', () => zip([{ name: 'xl/workbook.xml', data: '<a/>' }])],
    ['a file of more than 20 MB', 'TRANSCRIPT_TOO_LARGE', () => new Uint8Array(20 * 1024 * 1024 + 1)],
    ['a bomb in the text', 'TRANSCRIPT_UNSAFE', () => docx(body(' '.repeat(12 * 1024 * 1024)))],
    ['a bomb beside the text', 'TRANSCRIPT_UNSAFE', () => docx(good, [{ name: 'word/media/image1.png', data: zeros }])],
    ['a bomb whose directory lies about its size', 'TRANSCRIPT_UNREADABLE', () => docx(good, [{ name: 'word/styles.xml', data: zeros, claimedSize: 1_000 }])],
    ['a text whose directory lies about its size', 'TRANSCRIPT_UNREADABLE', () => zip([{ name: '[Content_Types].xml', data: types }, { name: '_rels/.rels', data: rels }, { name: 'word/document.xml', data: good, claimedSize: 10 }])],
    ['more than 50 MB unpacked', 'TRANSCRIPT_TOO_LARGE', () => docx(good, [0, 1, 2].map((n) => ({ name: `word/media/image${n}.png`, data: halfNoise(18 * 1024 * 1024) })))],
    ['too many entries', 'TRANSCRIPT_UNSAFE', () => docx(good, Array.from({ length: 2_100 }, (_, n) => ({ name: `word/x${n}.xml`, data: '' })))],
    ['a macro', 'TRANSCRIPT_UNSAFE', () => docx(good, [{ name: 'word/vbaProject.bin', data: 'x' }])],
    ['an external entity', 'TRANSCRIPT_UNSAFE', () => docx(body('&x;', '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'))],
    ['entities within entities', 'TRANSCRIPT_UNSAFE', () => docx(body('&b;', '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'))],
    ['an entity in another part', 'TRANSCRIPT_UNSAFE', () => docx(good, [{ name: 'word/styles.xml', data: '<!DOCTYPE s [<!ENTITY x "y">]><s/>' }])],
    ['an entity in UTF-16', 'TRANSCRIPT_UNREADABLE', () => docx(Buffer.from(`\uFEFF${body('&x;', '<!DOCTYPE w [<!ENTITY x "y">]>')}`, 'utf16le'))],
    ['two texts of one name', 'TRANSCRIPT_UNSAFE', () => docx(good, [{ name: 'word/document.xml', data: body('x') }])],
    ['an encrypted entry', 'TRANSCRIPT_LOCKED', () => docx(good, [{ name: 'word/styles.xml', data: 'x', flags: 1 }])],
    ['a password container', 'TRANSCRIPT_LOCKED', passwordContainer],
    ['a path that leaves the archive', 'TRANSCRIPT_UNREADABLE', () => docx(good, [{ name: '../../etc/passwd', data: 'x' }])],
    ['broken XML', 'TRANSCRIPT_UNREADABLE', () => docx(good.slice(0, -40))],
    ['elements in elements without end', 'TRANSCRIPT_UNREADABLE', () => docx(good.replace(/<w:p>.*<\/w:p>/, `${'<w:sdt><w:sdtContent>'.repeat(18_000)}${'</w:sdtContent></w:sdt>'.repeat(18_000)}`))],
  ];
  it.each(cases)('refuses %s with %s', async (_name, code, make) => {
    await expect(read(make())).rejects.toMatchObject({ code });
  });

  it('goes on reading afterwards', () => expect(read(docx(good))).resolves.toMatchObject({ endText: '2026年11月23日16时20分' }));
});

interface ZipItem {
  readonly name: string;
  readonly data: string | Uint8Array;
  /** A lie about the inflated size. */
  readonly claimedSize?: number;
  readonly flags?: number;
}

function zip(items: readonly ZipItem[]): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, claimedSize, flags = 0 } of items) {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    const packed = deflateRawSync(bytes);
    const facts = Buffer.alloc(26);
    [20, flags, 8, 0, 0].forEach((value, i) => facts.writeUInt16LE(value, i * 2));
    [crc32(bytes), packed.length, claimedSize ?? bytes.length].forEach((value, i) => facts.writeUInt32LE(value, 10 + i * 4));
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, rest, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(items.length, 8);
  end.writeUInt16LE(items.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, listed, end]);
}

/** Bytes that deflate to about half, so that the size of the whole is refused and not the ratio. */
function halfNoise(length: number): Uint8Array {
  const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(length));
  return noise.fill(0, 0, Math.floor(length * 0.75));
}

/** The beginning of what Word writes when a password is set: an OLE container that names its encrypted stream. */
function passwordContainer(): Uint8Array {
  const bytes = Buffer.alloc(4_096);
  Buffer.from('D0CF11E0A1B11AE1', 'hex').copy(bytes);
  Buffer.from('EncryptedPackage', 'utf16le').copy(bytes, 1_024);
  return bytes;
}
