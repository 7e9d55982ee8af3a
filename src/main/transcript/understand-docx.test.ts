import { Document, Header, Packer, Paragraph, TextRun } from 'docx';
import { describe, expect, it } from 'vitest';
import { formatRoomTime, roomDateTimeToMs } from '../../shared/domain/index.ts';
import { storeZip } from './stored-zip.ts';
import { understand } from './understand-transcript.ts';

const timeZone = 'Asia/Shanghai';
const aroundMs = roomDateTimeToMs({ year: 2026, monthOfYear: 11, day: 23, hour: 14, minute: 3, second: 0 }, timeZone);
const times = '讯问时间:2026年11月23日14时03分至16时20分';
const persons = ['讯问地点:办案区讯问室一', '讯问人:张三、李四  记录人:李四', '被讯问人:王五'];
const questions = ['问:我们是办案民警,现在依法对你进行讯问。', '答:明白。'];
const read = async (bytes: Uint8Array) => {
  const reading = await understand({ kind: 'docx', bytes, timeZone, aroundMs, typed: null });
  return reading.kind === 'refused' ? reading.code : { from: formatRoomTime(reading.content.startsAtMs, timeZone), to: formatRoomTime(reading.content.endsAtMs, timeZone), place: reading.content.place, interviewee: reading.content.interviewee };
};
const found = { from: '2026-11-23 14:03:00', to: '2026-11-23 16:20:00', place: '办案区讯问室一', interviewee: '王五' };

/** A document as WPS Office and Word write it, by hand: what is between `body` and the part of the page header. */
const wordFile = (body: string, more: Readonly<Record<string, string>> = {}): Uint8Array => {
  const names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"';
  const part = (text: string) => new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`);
  const files: Readonly<Record<string, string>> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    '_rels/.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    'word/document.xml': `<w:document ${names}><w:body>${body}</w:body></w:document>`, ...more,
  };
  return storeZip(Object.entries(files).map(([name, text]) => ({ name, bytes: part(text) })));
};
const run = (text: string, properties = '<w:rFonts w:hint="eastAsia"/>') => `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (...runs: readonly string[]) => `<w:p w:rsidR="00A77427"><w:pPr><w:jc w:val="both"/></w:pPr>${runs.join('')}</w:p>`;
const rest = [...persons, ...questions].map((line) => paragraph(run(line))).join('');

describe('a docx', () => {
  it('may keep its times in the page header', async () => {
    const lines = ['讯问笔录(第1次)', ...persons, ...questions].map((text) => new Paragraph(text));
    const header = new Header({ children: [new Paragraph({ children: [new TextRun('讯问时间:2026年11月23日14时03分'), new TextRun('至16时20分')] })] });
    expect(await read(new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ headers: { default: header }, children: lines }] }))))).toEqual(found);
    expect(await read(new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children: lines }] }))))).toBe('TRANSCRIPT_NO_TIMES');
  });

  it('is believed in its text before its page header', async () => {
    const header = '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>讯问时间:2026年11月23日08时00分至09时00分</w:t></w:r></w:p></w:hdr>';
    expect(await read(wordFile(paragraph(run(times)) + rest, { 'word/header1.xml': header }))).toEqual(found);
    const declared = header.replace('<w:hdr', '<!DOCTYPE w:hdr [<!ENTITY x "y">]><w:hdr');
    expect(await read(wordFile(paragraph(run(times)) + rest, { 'word/header1.xml': declared }))).toBe('TRANSCRIPT_UNSAFE');
  });

  it.each([
    ['runs of one letter each, as input methods leave them', paragraph(...Array.from(times, (letter) => run(letter)))],
    ['full-width digits and underlined blanks', paragraph(run('讯问时间:'), run(' 2026 年 11 月 23 日 ', '<w:u w:val="single"/>'), run('１４', '<w:u w:val="single"/>'), run('时'), run('03 ', '<w:u w:val="single"/>'), run('分至16时20分'))],
    ['a content control', `<w:sdt><w:sdtPr><w:alias w:val="时间"/></w:sdtPr><w:sdtContent>${paragraph(run(times))}</w:sdtContent></w:sdt>`],
    ['a change that is tracked: what was deleted does not count', `<w:p>${run('讯问时间:2026年11月23日')}<w:del w:id="1" w:author="x"><w:r><w:delText>09时00分</w:delText></w:r></w:del><w:ins w:id="2" w:author="x">${run('14时03分')}</w:ins>${run('至16时20分')}</w:p>`],
    ['a link and a smart tag', `<w:p>${run('讯问时间:')}<w:hyperlink w:anchor="a">${run('2026年11月23日14时03分')}</w:hyperlink><w:smartTag w:uri="u" w:element="date">${run('至16时20分')}</w:smartTag></w:p>`],
    ['a table in a table', `<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>${paragraph(run('讯问时间'))}</w:tc><w:tc>${paragraph(run(times.slice(5)))}</w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>`],
    ['a text box with its fallback', `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx><w:txbxContent>${paragraph(run(times))}</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>${paragraph(run(times))}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`],
  ])('is read with its times in %s', async (_what, body) => expect(await read(wordFile(body + rest))).toEqual(found));
});
