import { XMLParser } from 'fast-xml-parser';

/** A value of parsed XML: text, or an element. Prefixes of names are dropped; attributes begin with `@`. */
export type XmlValue = string | XmlElement | readonly XmlValue[];
export interface XmlElement {
  readonly [name: string]: XmlValue;
}

export interface SoapRequest {
  /** Local name of the first element of the body, such as `GetProfiles`. */
  readonly action: string;
  readonly body: XmlElement;
  readonly header: XmlElement;
}

const parser = new XMLParser({
  ignoreAttributes: false, attributeNamePrefix: '@', removeNSPrefix: true, parseTagValue: false, parseAttributeValue: false, trimValues: true, processEntities: false,
});

/** undefined when it is not a SOAP envelope. Document types are refused: nothing here is ever fetched or expanded. */
export function parseSoap(text: string): SoapRequest | undefined {
  const root = text.includes('<!DOCTYPE') ? undefined : parseXml(text);
  const envelope = elementOf(root, 'Envelope');
  const body = elementOf(envelope, 'Body');
  if (body === undefined) return undefined;
  const action = Object.keys(body).find((name) => !name.startsWith('@') && name !== '#text');
  if (action === undefined) return undefined;
  return { action, body: elementOf(body, action) ?? {}, header: elementOf(envelope, 'Header') ?? {} };
}

function parseXml(text: string): XmlElement | undefined {
  try {
    const root: unknown = parser.parse(text);
    return isElement(root) ? root : undefined;
  } catch {
    return undefined;
  }
}

/** The child element of that name, or undefined. An element with nothing in it is an empty one. */
export function elementOf(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  const value = first(parent?.[name]);
  if (value === '') return {};
  return isElement(value) ? value : undefined;
}

/** The text of the child of that name, or ''. */
export function textOf(parent: XmlElement | undefined, name: string): string {
  const value = first(parent?.[name]);
  if (typeof value === 'string') return value;
  const text = isElement(value) ? value['#text'] : undefined;
  return typeof text === 'string' ? text : '';
}

/** The attribute of that name, or ''. */
export function attributeOf(element: XmlElement | undefined, name: string): string {
  const value = element?.[`@${name}`];
  return typeof value === 'string' ? value : '';
}

function first(value: XmlValue | undefined): XmlValue | undefined {
  return isList(value) ? value[0] : value;
}

function isList(value: XmlValue | undefined): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function isElement(value: unknown): value is XmlElement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const namespaces = {
  s: 'http://www.w3.org/2003/05/soap-envelope',
  tds: 'http://www.onvif.org/ver10/device/wsdl',
  trt: 'http://www.onvif.org/ver10/media/wsdl',
  tt: 'http://www.onvif.org/ver10/schema',
  ter: 'http://www.onvif.org/ver10/error',
} as const;

export function soapEnvelope(body: string): string {
  const declared = Object.entries(namespaces).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope${declared}><s:Body>${body}</s:Body></s:Envelope>`;
}

export interface SoapFault {
  readonly code: 'Sender' | 'Receiver';
  /** ONVIF Core Specification, section 5.11.2 */
  readonly subcodes: readonly string[];
  readonly reason: string;
}

export function soapFault(fault: SoapFault): string {
  const subcode = fault.subcodes.reduceRight((inner, code) => `<s:Subcode><s:Value>ter:${code}</s:Value>${inner}</s:Subcode>`, '');
  return soapEnvelope(`<s:Fault><s:Code><s:Value>s:${fault.code}</s:Value>${subcode}</s:Code><s:Reason><s:Text xml:lang="en">${escapeXml(fault.reason)}</s:Text></s:Reason></s:Fault>`);
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** The five entities of XML; what names another stays as it is. */
export function unescapeXml(text: string): string {
  const characters: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => characters[name] ?? whole);
}
