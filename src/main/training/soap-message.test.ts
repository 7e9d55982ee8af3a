import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { probeMatch, readProbe } from './discovery-responder.ts';
import { posixZone } from '../../shared/domain/index.ts';
import { parseOnvifDateTime } from './onvif-time.ts';
import { elementOf, escapeXml, parseSoap, soapFault, textOf } from './soap-message.ts';
import { TokenGuard } from './username-token.ts';

const envelope = (body: string, header = '') => `<?xml version="1.0"?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Header>${header}</e:Header><e:Body>${body}</e:Body></e:Envelope>`;

describe('SOAP', () => {
  it('finds the operation and its arguments whatever the prefixes are', () => {
    const soap = parseSoap(envelope('<x:GetStreamUri xmlns:x="urn:x"><x:ProfileToken>0042</x:ProfileToken></x:GetStreamUri>'));
    expect(soap?.action).toBe('GetStreamUri');
    expect(textOf(soap?.body, 'ProfileToken')).toBe('0042');
  });

  it('takes nothing that is not an envelope, and no document type', () => {
    expect(parseSoap('hello')).toBeUndefined();
    expect(parseSoap('<a><b/></a>')).toBeUndefined();
    expect(parseSoap(envelope(''))).toBeUndefined();
    expect(parseSoap(`<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>${envelope('<GetProfiles/>')}`)).toBeUndefined();
  });

  it('says a fault with its ONVIF codes, and reads back its own text', () => {
    const fault = soapFault({ code: 'Sender', subcodes: ['InvalidArgVal', 'NoProfile'], reason: 'no <profile>' });
    expect(fault).toContain('<s:Value>ter:InvalidArgVal</s:Value><s:Subcode><s:Value>ter:NoProfile</s:Value></s:Subcode>');
    expect(parseSoap(fault)?.action).toBe('Fault');
    expect(escapeXml('<&">')).toBe('&lt;&amp;&quot;&gt;');
  });
});

describe('the UsernameToken guard', () => {
  const nowMs = Date.UTC(2026, 0, 2);
  const header = (password: string, createdMs: number, nonce = 'bm9uY2U=') => {
    const created = new Date(createdMs).toISOString();
    const digest = createHash('sha1').update(Buffer.from(nonce, 'base64')).update(created).update(password).digest('base64');
    const token = `<w:Security xmlns:w="urn:w"><w:UsernameToken><w:Username>officer</w:Username><w:Password Type="digest">${digest}</w:Password><w:Nonce Type="b">${nonce}</w:Nonce><w:Created>${created}</w:Created></w:UsernameToken></w:Security>`;
    return parseSoap(envelope('<GetProfiles/>', token))?.header ?? {};
  };
  const guard = () => new TokenGuard({ user: 'officer', password: 'right', nowMs: () => nowMs });

  it('accepts a fresh token once', () => {
    const one = guard();
    expect([one.check(header('right', nowMs)), one.check(header('right', nowMs))]).toEqual([true, false]);
  });

  it('refuses a wrong password, an old token, and no token', () => {
    expect([guard().check(header('wrong', nowMs)), guard().check(header('right', nowMs - 11 * 60_000)), guard().check({})]).toEqual([false, false, false]);
  });
});

describe('ONVIF time', () => {
  const dateTime = (text: string) => {
    const [year, month, day, hour, minute, second] = text.split(/[- :]/);
    return elementOf(parseSoap(envelope(`<S><U><Time><Hour>${hour ?? ''}</Hour><Minute>${minute ?? ''}</Minute><Second>${second ?? ''}</Second></Time><Date><Year>${year ?? ''}</Year><Month>${month ?? ''}</Month><Day>${day ?? ''}</Day></Date></U></S>`))?.body, 'U');
  };

  it('is read, and what is no time is refused', () => {
    expect(parseOnvifDateTime(dateTime('2026-11-23 14:03:07'))).toBe(Date.UTC(2026, 10, 23, 14, 3, 7));
    for (const wrong of ['2026-13-01 00:00:00', '2026-02-30 00:00:00', '2026-01-01 24:00:00', '2026-01-01 00:00:xx'])
      expect(parseOnvifDateTime(dateTime(wrong))).toBeUndefined();
  });

  it('names the zone with the sign of POSIX', () => {
    expect([posixZone(0, 'Asia/Shanghai'), posixZone(0, 'America/New_York'), posixZone(0, 'Asia/Kolkata')]).toEqual(['UTC-8', 'UTC+5', 'UTC-5:30']);
  });
});

describe('WS-Discovery', () => {
  it('reads a probe and answers to its message', () => {
    const probe = readProbe(envelope('<d:Probe xmlns:d="urn:d"><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe>', '<a:MessageID xmlns:a="urn:a">uuid:1</a:MessageID>'));
    expect(probe).toEqual({ messageId: 'uuid:1', types: ['dn:NetworkVideoTransmitter'], scopes: [] });
    expect(readProbe(envelope('<d:Hello xmlns:d="urn:d"/>'))).toBeUndefined();
    expect(probeMatch('uuid:1', { uuid: 'u', xaddr: 'http://127.0.0.1:1/x', scopes: ['a', 'b'] })).toMatch(/<a:RelatesTo>uuid:1<.*<d:Scopes>a b<.*<d:XAddrs>http:\/\/127\.0\.0\.1:1\/x</s);
  });
});
