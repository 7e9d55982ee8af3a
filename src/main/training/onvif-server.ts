import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Clock, Logger } from '../platform/index.ts';
import { DigestGuard } from './digest-guard.ts';
import { listenOn } from './listening.ts';
import { deviceOperations, type OnvifOperation, type OnvifSubject } from './onvif-device.ts';
import { mediaOperations } from './onvif-media.ts';
import { parseSoap, soapEnvelope, soapFault, type SoapFault } from './soap-message.ts';
import { TokenGuard } from './username-token.ts';

interface OnvifServerOptions {
  readonly subject: OnvifSubject;
  readonly user: string;
  readonly password: string;
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly refusesLogin: () => boolean;
  /** A JPEG of what the camera sees now. */
  readonly snapshot: () => Promise<Buffer>;
}

export interface OnvifServer {
  readonly port: number;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly challenge?: string;
}

export const devicePath = '/onvif/device_service';
export const mediaPath = '/onvif/media_service';
export const snapshotPath = '/onvif/snapshot';

const services: Readonly<Record<string, Readonly<Record<string, OnvifOperation>>>> = { [devicePath]: deviceOperations, [mediaPath]: mediaOperations };
/** A client must be able to read the clock before it can log in with a token (ONVIF Core Specification, section 5.9). */
const openToAll = ['GetSystemDateAndTime'];
const soapType = 'application/soap+xml; charset=utf-8';
const maxBodyBytes = 256 * 1024;

/** The HTTP side of one camera: ONVIF device and media service, and the snapshot. */
export async function startOnvifServer(options: OnvifServerOptions): Promise<OnvifServer> {
  const { user, password, clock, log, host } = options;
  const guards = {
    digest: new DigestGuard({ realm: 'Shilu training camera', user, password, nonceLifeMs: 5 * 60_000, qop: true, clock }),
    token: new TokenGuard({ user, password, nowMs: () => options.subject.clock.nowMs() }),
  };
  const server = createServer((request, response) => {
    answer(request, options, guards).then((given) => send(response, given)).catch((error: unknown) => {
      log.error('the training camera could not answer', error);
      send(response, fault(500, { code: 'Receiver', subcodes: ['Action'], reason: 'The device failed' }));
    });
  });
  const port = await listenOn(server, host, options.port);
  return {
    port,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve, reject) => server.close((error) => (error === undefined ? resolve() : reject(error))));
    },
  };
}

interface Guards {
  readonly digest: DigestGuard;
  readonly token: TokenGuard;
}

async function answer(request: IncomingMessage, options: OnvifServerOptions, guards: Guards): Promise<Answer> {
  const path = (request.url ?? '').split('?')[0] ?? '';
  const verdict = options.refusesLogin() ? 'refused' : guards.digest.check(request.method ?? '', request.headers.authorization);
  const challenge = guards.digest.challenge(verdict);
  if (path === snapshotPath) {
    if (verdict !== 'accepted') return { status: 401, type: 'text/plain', body: 'Unauthorized', challenge };
    return { status: 200, type: 'image/jpeg', body: await options.snapshot() };
  }
  const operations = services[path];
  if (operations === undefined) return { status: 404, type: 'text/plain', body: 'Not found' };
  if (request.method !== 'POST') return { status: 405, type: 'text/plain', body: 'Post a SOAP request' };

  const body = await readBody(request);
  const soap = body === undefined ? undefined : parseSoap(body);
  if (soap === undefined) return fault(400, { code: 'Sender', subcodes: ['WellFormed'], reason: 'Not a SOAP request' });
  const isAllowed = openToAll.includes(soap.action) || verdict === 'accepted' || (!options.refusesLogin() && guards.token.check(soap.header));
  if (!isAllowed) return { ...fault(401, { code: 'Sender', subcodes: ['NotAuthorized'], reason: 'Sender not authorized' }), challenge };
  const operation = Object.hasOwn(operations, soap.action) ? operations[soap.action] : undefined;
  if (operation === undefined) return fault(400, { code: 'Receiver', subcodes: ['ActionNotSupported'], reason: `${soap.action} is not supported` });
  const result = operation(options.subject, soap.body);
  return typeof result === 'string' ? { status: 200, type: soapType, body: soapEnvelope(result) } : fault(400, result);
}

function fault(status: number, given: SoapFault): Answer {
  return { status, type: soapType, body: soapFault(given) };
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk as Uint8Array);
    bytes += part.length;
    if (bytes > maxBodyBytes) return undefined;
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, { status, type, body, challenge }: Answer): void {
  response.writeHead(status, {
    'Content-Type': type, 'Content-Length': Buffer.byteLength(body), ...(challenge === undefined ? {} : { 'WWW-Authenticate': challenge }),
  });
  response.end(body);
}
