import { randomUUID } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { AppError, isAppError } from '../../shared/base/index.ts';
import { sleep, type Logger } from '../platform/index.ts';
import { readCameraClock } from './camera-clock.ts';
import { probeMessage, readProbeMatches, type DiscoveredDevice, type ProbeMatch } from './discovery-message.ts';
import type { TimeOfRoom } from './onvif-link.ts';

interface DiscoveryRequest {
  /** Only this device, asked directly: host, host:port, or the http address of its device service. */
  readonly address?: string;
  readonly timeoutMs: number;
  readonly time: TimeOfRoom;
  readonly log: Logger;
}

interface Target {
  /** Local address to ask from; every interface has its own, loopback included. */
  readonly from: string;
  readonly to: string;
  readonly port: number;
}

const multicastAddress = '239.255.255.250';
const discoveryPort = 3702;
const mostDevices = 256;
/** What is read of one search. Who floods the port must not keep a recording station busy; a real answer is about two kilobytes. */
const mostPackets = 2_000;
const mostBytes = 4 * 1024 * 1024;

/**
 * The ONVIF cameras that answer within `timeoutMs`: all in the network, or the one at `address`. The list is in order of names.
 *
 * Written here and not taken from node-onvif: its probe asks from the default interface alone (no loopback, no second network card),
 * takes any packet for an answer, waits three seconds whatever is asked, and shares one socket among all who call it.
 * @throws AppError with `address`: REQUEST_INVALID when it is no address; CAMERA_UNREACHABLE or CAMERA_NOT_ONVIF when no camera is there
 */
export async function discoverCameras(request: DiscoveryRequest): Promise<readonly DiscoveredDevice[]> {
  if (request.address !== undefined && request.address.trim() !== '') return await askDirectly(request, parseAddress(request.address.trim()));
  const targets = localAddresses().map((from) => ({ from, to: multicastAddress, port: discoveryPort }));
  const matches = await probe(targets, request.timeoutMs, request.log);
  return inOrder(matches);
}

async function askDirectly(request: DiscoveryRequest, url: URL): Promise<readonly DiscoveredDevice[]> {
  const fits = (match: ProbeMatch, askedPort: number) => url.port === '' || askedPort === Number(url.port) || new URL(match.xaddr).port === url.port;
  const overUdp = udpTargets(url).then((targets) => probe(targets, Math.min(request.timeoutMs, 1000), request.log, fits));
  const overHttp = readCameraClock({ xaddr: url.href, user: '', password: '', time: request.time, deadlineMs: request.timeoutMs }, 1).then(() => null, (error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  const [matches, failure] = await Promise.all([overUdp, overHttp]);
  if (matches.length > 0) return inOrder(matches);
  // A camera that asks for a login even here is a camera.
  if (failure === null || (isAppError(failure) && failure.code === 'CAMERA_UNAUTHORIZED')) return [{ xaddr: url.href, name: url.host, hardware: '', scopes: [] }];
  throw failure;
}

function parseAddress(address: string): URL {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    throw new AppError('REQUEST_INVALID', { path: 'address', detail: 'HOST, HOST:PORT, http://HOST/onvif/device_service' });
  }
  url.username = '';
  url.password = '';
  return url.pathname === '/' ? new URL('/onvif/device_service', url) : url;
}

async function udpTargets(url: URL): Promise<readonly Target[]> {
  const address = await resolveV4(url.hostname);
  if (address === null) return [];
  const ports = new Set([discoveryPort, ...(url.port === '' ? [] : [Number(url.port)])]);
  return [...ports].map((port) => ({ from: '0.0.0.0', to: address, port }));
}

/** Null when there is none: then HTTP says why. */
async function resolveV4(hostname: string): Promise<string | null> {
  if (isIP(hostname) === 4) return hostname;
  try {
    return (await lookup(hostname, { family: 4 })).address;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

/** Asks each target twice and gathers for `forMs` what answers and fits. */
async function probe(targets: readonly Target[], forMs: number, log: Logger, fits: (match: ProbeMatch, askedPort: number) => boolean = () => true): Promise<readonly ProbeMatch[]> {
  const found = new Map<string, ProbeMatch>();
  const questions = [0, 1].map(() => ({ camera: randomUUID(), device: randomUUID() }));
  const messageIds = new Set(questions.flatMap(({ camera, device }) => [camera, device]));
  const sockets = targets.map((target) => ({ target, socket: createSocket('udp4') }));
  let [packetsLeft, bytesLeft] = [mostPackets, mostBytes];
  const take = async (packet: Buffer, sender: string, target: Target) => {
    if (packetsLeft === 0 || packet.byteLength > bytesLeft || !names(packet, messageIds)) return;
    packetsLeft -= 1;
    bytesLeft -= packet.byteLength;
    for (const match of await readProbeMatches(packet, messageIds, sender)) {
      if (found.size >= mostDevices || !fits(match, target.port)) continue;
      if (match.certain || found.get(match.xaddr)?.certain !== true) found.set(match.xaddr, match);
    }
  };
  try {
    for (const { target, socket } of sockets) socket.on('message', (packet, sender) => void take(packet, sender.address, target));
    const open = await Promise.all(sockets.map(async ({ target, socket }) => ((await bind(socket, target, log)) ? [{ target, socket }] : [])));
    const asked = open.flat();
    for (const { camera, device } of questions) {
      for (const { target, socket } of asked) {
        send(socket, probeMessage(camera, 'dn:NetworkVideoTransmitter'), target, log);
        send(socket, probeMessage(device, 'tds:Device'), target, log);
      }
      await sleep(Math.min(300, forMs / 4));
    }
    await sleep(Math.max(0, forMs - 2 * Math.min(300, forMs / 4)));
  } finally {
    await Promise.all(sockets.map(({ socket }) => new Promise<void>((resolve) => socket.close(() => resolve()))));
  }
  return [...found.values()];
}

/** Cheap, before anything is parsed: an answer names the question that it answers. */
function names(packet: Buffer, messageIds: ReadonlySet<string>): boolean {
  const text = packet.toString('latin1').toLowerCase();
  return [...messageIds].some((id) => text.includes(id));
}

function bind(socket: Socket, target: Target, log: Logger): Promise<boolean> {
  return new Promise((resolve) => {
    // Also later errors come here: an answer "port unreachable" is no reason to stop waiting for the others.
    socket.on('error', (error) => {
      log.info('discovery cannot use an interface', { from: target.from, why: error.message });
      resolve(false);
    });
    socket.bind(0, target.from, () => {
      resolve(target.to !== multicastAddress || aimAtInterface(socket, target, log));
    });
  });
}

function aimAtInterface(socket: Socket, target: Target, log: Logger): boolean {
  try {
    socket.setMulticastInterface(target.from);
    socket.setMulticastTTL(1);
    return true;
  } catch (error) {
    // An interface that went away just now, or that has no multicast.
    log.info('discovery cannot use an interface', { from: target.from, why: String(error) });
    return false;
  }
}

function send(socket: Socket, message: string, target: Target, log: Logger): void {
  socket.send(message, target.port, target.to, (error) => {
    if (error !== null) log.info('a discovery question was not sent', { from: target.from, to: target.to, why: error.message });
  });
}

function localAddresses(): readonly string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return [...new Set(addresses.filter(({ family }) => family === 'IPv4').map(({ address }) => address))];
}

/**
 * Two answers with the same address are one camera. Two addresses under one endpoint are two cameras if each answered from its own (cheap
 * cameras leave the factory with the same endpoint); otherwise the one that is certain stands for all.
 */
function inOrder(matches: readonly ProbeMatch[]): readonly DiscoveredDevice[] {
  const certain = new Set(matches.filter((match) => match.certain).map(({ endpoint }) => endpoint));
  return matches
    .filter((match) => match.certain || match.endpoint === '' || !certain.has(match.endpoint))
    .map(({ xaddr, name, hardware, scopes }) => ({ xaddr, name, hardware, scopes }))
    .sort((one, other) => one.name.localeCompare(other.name) || one.xaddr.localeCompare(other.xaddr));
}
