import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeProfile {
  readonly token: string;
  readonly encoding: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly audio?: boolean;
}

export interface SoapCameraOptions {
  /** What it demands for everything but its clock. */
  readonly demands: 'nothing' | 'username-token' | 'http-digest';
  readonly user?: string;
  readonly password?: string;
  readonly profiles?: readonly FakeProfile[];
  /** Told by Media2 alone. */
  readonly media2Profiles?: readonly FakeProfile[];
  /** Host and port that it claims to have in every address it gives out. */
  readonly claimsHost?: string;
  readonly algorithm?: 'MD5' | 'SHA-256';
  /** Camera clock: ms since 1970 UTC. */
  readonly clockMs: () => number;
  readonly onSetClock?: (ms: number) => void;
  readonly snapshot?: Buffer;
  /** It demands a login even for its clock. */
  readonly clockDemandsLogin?: boolean;
}

export interface SoapCamera {
  readonly port: number;
  readonly xaddr: string;
  /** Every message as it came, newest last. */
  readonly heard: readonly string[];
  /** Connections that are open now. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

const jpeg = Buffer.from('ffd8ffe000104a464946', 'hex');

/** A small ONVIF camera on loopback: enough of the device and media services to be inspected, and as strict about logins as asked. */
export async function startSoapCamera(options: SoapCameraOptions): Promise<SoapCamera> {
  const heard: string[] = [];
  return listen((request, body, response) => {
    heard.push(body);
    answer(options, request, body, response);
  }, heard);
}

/** Whatever else may sit at an address. */
export async function startStranger(answerTo: (request: IncomingMessage, body: string, response: ServerResponse) => void): Promise<SoapCamera> {
  return listen(answerTo, []);
}

async function listen(handle: (request: IncomingMessage, body: string, response: ServerResponse) => void, heard: readonly string[]): Promise<SoapCamera> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => handle(request, body, response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    xaddr: `http://127.0.0.1:${port}/onvif/device_service`,
    heard,
    connections: () => new Promise((resolve, reject) => server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)))),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function answer(options: SoapCameraOptions, request: IncomingMessage, body: string, response: ServerResponse): void {
  const open = body.includes('GetSystemDateAndTime') && options.clockDemandsLogin !== true;
  if (!open && options.demands === 'http-digest' && !digestFits(options, request)) {
    response.writeHead(401, { 'www-authenticate': ['Basic realm="cam"', `Digest realm="cam", qop="auth", nonce="abc123", algorithm=${options.algorithm ?? 'MD5'}, opaque="o"`] });
    response.end();
    return;
  }
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'image/jpeg' }).end(options.snapshot ?? jpeg);
    return;
  }
  if (!open && options.demands === 'username-token' && !tokenFits(options, body)) {
    soap(response, 400, '<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:NotAuthorized</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">no</s:Text></s:Reason></s:Fault>');
    return;
  }
  const port = (request.socket.address() as AddressInfo).port;
  soap(response, 200, respond(options, body, options.claimsHost ?? `127.0.0.1:${port}`));
}

function respond(options: SoapCameraOptions, body: string, host: string): string {
  if (body.includes('SetSystemDateAndTime')) {
    const read = (name: string) => Number(new RegExp(`<tt:${name}>(\\d+)</tt:${name}>`).exec(body)?.[1]);
    options.onSetClock?.(Date.UTC(read('Year'), read('Month') - 1, read('Day'), read('Hour'), read('Minute'), read('Second')));
    return '<tds:SetSystemDateAndTimeResponse/>';
  }
  if (body.includes('GetSystemDateAndTime')) {
    const at = new Date(options.clockMs());
    return `<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>Manual</tt:DateTimeType><tt:UTCDateTime><tt:Time><tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute><tt:Second>${at.getUTCSeconds()}</tt:Second></tt:Time><tt:Date><tt:Year>${at.getUTCFullYear()}</tt:Year><tt:Month>${at.getUTCMonth() + 1}</tt:Month><tt:Day>${at.getUTCDate()}</tt:Day></tt:Date></tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>`;
  }
  if (body.includes('GetCapabilities')) return `<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Media><tt:XAddr>http://${host}/onvif/media</tt:XAddr></tt:Media></tds:Capabilities></tds:GetCapabilitiesResponse>`;
  if (body.includes('GetServices')) return `<tds:GetServicesResponse><tds:Service><tds:Namespace>http://www.onvif.org/ver20/media/wsdl</tds:Namespace><tds:XAddr>http://${host}/onvif/media2</tds:XAddr></tds:Service></tds:GetServicesResponse>`;
  if (body.includes('GetDeviceInformation')) return '<tds:GetDeviceInformationResponse><tds:Manufacturer>Acme &amp; Co</tds:Manufacturer><tds:Model>M1</tds:Model><tds:FirmwareVersion>1.2</tds:FirmwareVersion><tds:SerialNumber>S9</tds:SerialNumber><tds:HardwareId>H</tds:HardwareId></tds:GetDeviceInformationResponse>';
  const second = body.includes('ver20/media');
  if (body.includes('GetProfiles')) return `<trt:GetProfilesResponse>${((second ? options.media2Profiles : options.profiles) ?? []).map(second ? media2Profile : mediaProfile).join('')}</trt:GetProfilesResponse>`;
  const token = /ProfileToken>([^<]*)</.exec(body)?.[1] ?? '';

  if (body.includes('GetStreamUri')) return uri('GetStreamUriResponse', second, `rtsp://x:y@${host.replace(/:\d+$/, '')}:8554/${token}`);
  if (body.includes('GetSnapshotUri')) return uri('GetSnapshotUriResponse', second, `http://${host}/snapshot/${token}.jpg`);
  throw new Error(`The fake camera does not know: ${body}`);
}

function uri(name: string, second: boolean, address: string): string {
  return second ? `<trt:${name}><trt:Uri>${address}</trt:Uri></trt:${name}>` : `<trt:${name}><trt:MediaUri><tt:Uri>${address}</tt:Uri></trt:MediaUri></trt:${name}>`;
}

function mediaProfile(profile: FakeProfile): string {
  return `<trt:Profiles token="${profile.token.replaceAll('&', '&amp;')}"><tt:Name>p</tt:Name><tt:VideoEncoderConfiguration token="v">${encoder(profile)}</tt:VideoEncoderConfiguration>${profile.audio === true ? '<tt:AudioEncoderConfiguration token="a"><tt:Encoding>AAC</tt:Encoding></tt:AudioEncoderConfiguration>' : ''}</trt:Profiles>`;
}

function media2Profile(profile: FakeProfile): string {
  return `<trt:Profiles token="${profile.token.replaceAll('&', '&amp;')}"><trt:Configurations><trt:VideoEncoder token="v">${encoder(profile)}</trt:VideoEncoder></trt:Configurations></trt:Profiles>`;
}

function encoder(profile: FakeProfile): string {
  return `<tt:Encoding>${profile.encoding}</tt:Encoding><tt:Resolution><tt:Width>${profile.width}</tt:Width><tt:Height>${profile.height}</tt:Height></tt:Resolution><tt:RateControl><tt:FrameRateLimit>${profile.fps}</tt:FrameRateLimit></tt:RateControl>`;
}

function tokenFits(options: SoapCameraOptions, body: string): boolean {
  const read = (name: string) => new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)<`).exec(body)?.[1] ?? '';
  const created = read('Created');
  const digest = createHash('sha1').update(Buffer.from(read('Nonce'), 'base64')).update(created).update(options.password ?? '').digest('base64');
  const user = read('Username').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return user === options.user && read('Password') === digest && Math.abs(Date.parse(created) - options.clockMs()) < 5000;
}

function digestFits(options: SoapCameraOptions, request: IncomingMessage): boolean {
  const header = request.headers.authorization ?? '';
  const read = (name: string) => new RegExp(`${name}="?([^",]*)"?`).exec(header)?.[1] ?? '';
  const hash = (value: string) => createHash(options.algorithm === 'SHA-256' ? 'sha256' : 'md5').update(value).digest('hex');
  const first = hash(`${options.user}:cam:${options.password}`);
  const expected = hash(`${first}:abc123:${read('nc')}:${read('cnonce')}:auth:${hash(`${request.method}:${request.url}`)}`);
  return header.startsWith('Digest ') && read('opaque') === 'o' && /[ ,]response="([^"]*)"/.exec(header)?.[1] === expected;
}

function soap(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/soap+xml' });
  response.end(`<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema"><s:Body>${body}</s:Body></s:Envelope>`);
}
