import onvifSoap from 'node-onvif/lib/modules/soap.js';
import { child, children, escapeXml, text } from './xml-node.ts';

export interface DiscoveredDevice {
  readonly xaddr: string;
  readonly name: string;
  readonly hardware: string;
  readonly scopes: readonly string[];
}

/** A device with the name it keeps when its address changes. */
export interface ProbeMatch extends DiscoveredDevice {
  readonly endpoint: string;
  /** The answer came from this very address, so it can be reached. */
  readonly certain: boolean;
}

/** A WS-Discovery Probe (WS-Discovery 1.0, April 2005, which ONVIF Core 7.3 prescribes) for one type of device. */
export function probeMessage(messageId: string, type: 'dn:NetworkVideoTransmitter' | 'tds:Device'): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"',
    ' xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl" xmlns:tds="http://www.onvif.org/ver10/device/wsdl">',
    '<s:Header><a:Action s:mustUnderstand="1">http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action>',
    `<a:MessageID>urn:uuid:${escapeXml(messageId)}</a:MessageID>`,
    '<a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>',
    '<a:To s:mustUnderstand="1">urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To></s:Header>',
    `<s:Body><d:Probe><d:Types>${type}</d:Types></d:Probe></s:Body></s:Envelope>`,
  ].join('');
}

/**
 * The cameras that an answer names. Empty for anything that is not an answer to one of these questions: anybody in the network may send
 * whatever he likes to the port that waits.
 */
export async function readProbeMatches(packet: Uint8Array, messageIds: ReadonlySet<string>, senderAddress: string): Promise<readonly ProbeMatch[]> {
  const envelope = await parsed(packet);
  const relatesTo = text(child(envelope, 'Header', 'RelatesTo'), 256).replace(/^(urn:)?uuid:/i, '').toLowerCase();
  if (!messageIds.has(relatesTo)) return [];
  return children(envelope, 'Body', 'ProbeMatches', 'ProbeMatch').flatMap((match) => {
    const xaddr = chooseAddress(words(text(child(match, 'XAddrs'), 4096)), senderAddress);
    if (xaddr === null) return [];
    const scopes = words(text(child(match, 'Scopes'), 8192));
    return [{ endpoint: text(child(match, 'EndpointReference', 'Address'), 256), xaddr, name: scopeValue(scopes, 'name'), hardware: scopeValue(scopes, 'hardware'), scopes, certain: new URL(xaddr).hostname === senderAddress }];
  });
}

async function parsed(packet: Uint8Array): Promise<unknown> {
  try {
    return await onvifSoap.parse(Buffer.from(packet).toString('utf8'));
  } catch (error) {
    // Not XML: a stranger's packet. The parser throws plain errors.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

const longestAddress = 512;

/** A camera names all its addresses; the one it answered from is the one that can be reached. */
function chooseAddress(addresses: readonly string[], senderAddress: string): string | null {
  const urls = addresses
    .flatMap((address) => (address.length <= longestAddress && URL.canParse(address) ? [new URL(address)] : []))
    .filter((url) => (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' && (isAnybodys(url.hostname) || url.hostname === senderAddress));
  const chosen = urls.find((url) => url.hostname === senderAddress) ?? urls.find((url) => !url.hostname.startsWith('[')) ?? urls[0];
  return chosen?.href ?? null;
}

/** A camera elsewhere that names this machine, nobody, or everybody, means ill or is confused. */
function isAnybodys(hostname: string): boolean {
  return !/^(localhost|127\..*|0\..*|2[2-5]\d\..*|\[(::1?|ff.*|::ffff:.*)\])$/i.test(hostname);
}

function scopeValue(scopes: readonly string[], kind: 'name' | 'hardware'): string {
  const prefix = `onvif://www.onvif.org/${kind}/`;
  const scope = scopes.find((candidate) => candidate.toLowerCase().startsWith(prefix));
  return scope === undefined ? '' : unescapeScope(scope.slice(prefix.length)).replaceAll('_', ' ').replace(/\p{Cc}+/gu, ' ').trim().slice(0, 128);
}

function unescapeScope(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    if (error instanceof URIError) return value;
    throw error;
  }
}

function words(list: string): readonly string[] {
  return list.split(/\s+/).filter((word) => word !== '').slice(0, 64);
}
