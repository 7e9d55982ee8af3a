import { randomUUID } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import type { Logger } from '../platform/index.ts';
import { elementOf, escapeXml, parseSoap, textOf } from './soap-message.ts';

export interface DiscoveredDevice {
  readonly uuid: string;
  readonly xaddr: string;
  readonly scopes: readonly string[];
}

interface DiscoveryOptions {
  readonly host: string;
  readonly devices: readonly DiscoveredDevice[];
  readonly log: Logger;
}

export interface DiscoveryResponder {
  /** Answers a probe sent straight to it. */
  readonly port: number;
  /** False where this machine cannot do multicast. */
  readonly hearsMulticast: boolean;
  close(): Promise<void>;
}

const group = '239.255.255.250';
const groupPort = 3702;
const ourTypes = ['NetworkVideoTransmitter', 'Device'];

/**
 * Answers WS-Discovery probes (ONVIF Core Specification, chapter 7) for every camera of the room: by multicast where it can,
 * and always on a UDP port of its own. Cameras that are only on loopback answer only this machine.
 */
export async function startDiscovery(options: DiscoveryOptions): Promise<DiscoveryResponder> {
  const direct = createSocket({ type: 'udp4' });
  await bind(direct, 0, options.host);
  answerProbes(direct, options);
  const multicast = await joinGroup(options);
  return {
    port: direct.address().port,
    hearsMulticast: multicast !== undefined,
    close: async () => {
      await Promise.all([closed(direct), ...(multicast === undefined ? [] : [closed(multicast)])]);
    },
  };
}

async function joinGroup(options: DiscoveryOptions): Promise<Socket | undefined> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  try {
    await bind(socket, groupPort, undefined);
  } catch (error) {
    options.log.warn('no WS-Discovery by multicast', { reason: String(error) });
    return undefined;
  }
  const joined = localAddresses().filter((address) => canJoin(socket, address));
  if (joined.length === 0) {
    options.log.warn('no WS-Discovery by multicast', { reason: 'no interface can join the group' });
    await closed(socket);
    return undefined;
  }
  answerProbes(socket, options);
  return socket;
}

function canJoin(socket: Socket, address: string): boolean {
  try {
    socket.addMembership(group, address);
    return true;
  } catch {
    return false;
  }
}

function answerProbes(socket: Socket, options: DiscoveryOptions): void {
  socket.on('error', (error) => options.log.error('WS-Discovery', error));
  socket.on('message', (message, from) => {
    if (isLoopback(options.host) && !localAddresses().includes(from.address)) return;
    const probe = readProbe(message.toString('utf8'));
    if (probe === undefined) return;
    for (const device of options.devices) if (fits(probe, device)) reply(socket, from, probeMatch(probe.messageId, device), options.log);
  });
}

interface Probe {
  readonly messageId: string;
  readonly types: readonly string[];
  readonly scopes: readonly string[];
}

export function readProbe(text: string): Probe | undefined {
  const soap = parseSoap(text);
  if (soap?.action !== 'Probe') return undefined;
  const words = (value: string) => value.split(/\s+/).filter((word) => word !== '');
  const types = textOf(soap.body, 'Types') || textOf(elementOf(soap.body, 'Types'), '#text');
  return { messageId: textOf(soap.header, 'MessageID'), types: words(types), scopes: words(textOf(soap.body, 'Scopes')) };
}

function fits(probe: Probe, device: DiscoveredDevice): boolean {
  const hasTypes = probe.types.every((type) => ourTypes.includes(type.split(':').at(-1) ?? ''));
  return hasTypes && probe.scopes.every((scope) => device.scopes.some((own) => own === scope || own.startsWith(`${scope}/`)));
}

export function probeMatch(relatesTo: string, device: DiscoveredDevice): string {
  return '<?xml version="1.0" encoding="UTF-8"?>\n'
    + '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl" xmlns:tds="http://www.onvif.org/ver10/device/wsdl">'
    + `<s:Header><a:MessageID>urn:uuid:${randomUUID()}</a:MessageID><a:RelatesTo>${escapeXml(relatesTo)}</a:RelatesTo><a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To><a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</a:Action></s:Header>`
    + `<s:Body><d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:${device.uuid}</a:Address></a:EndpointReference><d:Types>dn:NetworkVideoTransmitter tds:Device</d:Types>`
    + `<d:Scopes>${device.scopes.join(' ')}</d:Scopes><d:XAddrs>${escapeXml(device.xaddr)}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion></d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>`;
}

function reply(socket: Socket, to: RemoteInfo, text: string, log: Logger): void {
  socket.send(text, to.port, to.address, (error) => {
    if (error !== null) log.warn('a probe could not be answered', { reason: error.message });
  });
}

function localAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((list) => (list ?? []).filter((item) => item.family === 'IPv4').map((item) => item.address));
}

function isLoopback(host: string): boolean {
  return host.startsWith('127.');
}

function bind(socket: Socket, port: number, address: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ port, ...(address === undefined ? {} : { address }) }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(() => resolve()));
}
