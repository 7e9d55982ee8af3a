import onvif from 'node-onvif';
import OnvifServiceMedia from 'node-onvif/lib/modules/service-media.js';
import onvifSoap from 'node-onvif/lib/modules/soap.js';
import { AppError, isAppError } from '../../shared/base/index.ts';
import { startTimer, type Clock } from '../platform/index.ts';
import { CameraHttp, UnfitAnswer } from './camera-http.ts';
import type { Credentials } from './digest-authorization.ts';
import { usernameToken } from './ws-security.ts';
import { child } from './xml-node.ts';

/** Room time, as this room needs it. The room clock is one. */
export interface TimeOfRoom {
  now(): { readonly atMs: number; readonly errorMs: number };
  at(monotonicMs: number): { readonly atMs: number; readonly errorMs: number };
  monotonicMs(): number;
}

export interface CameraAccess {
  /** Address of the ONVIF device service, such as `http://192.0.2.10/onvif/device_service`. */
  readonly xaddr: string;
  /** Empty when the camera asks for none. */
  readonly user: string;
  readonly password: string;
  readonly time: TimeOfRoom;
  /** Everything ends within this time. */
  readonly deadlineMs: number;
}

/** Request and answer times of an exchange, on the monotonic clock. */
export interface Timed<T> {
  readonly value: T;
  readonly sentMonotonicMs: number;
  readonly answeredMonotonicMs: number;
}

type DeviceService = InstanceType<(typeof onvif)['OnvifDevice']>['services']['device'];
type MediaService = InstanceType<typeof OnvifServiceMedia>;

const mostSoapBytes = 512 * 1024;
const refusal = /NotAuthorized|FailedAuthentication|InvalidSecurity|not\s+authori[sz]ed|unauthori[sz]ed/i;

/**
 * node-onvif writes the questions and reads the answers; the way between is ours. Its own transport reads bodies without end, knows
 * neither TLS nor HTTP digest nor a deadline, and signs with the system clock, which may step.
 */
const links = new WeakMap<object, OnvifLink>();
onvifSoap._request = (oxaddr, soap) => {
  const link = links.get(oxaddr);
  if (link === undefined) throw new Error('A service without a link');
  return link.carry(oxaddr, soap);
};

/** A conversation with one camera. Owned by whoever opened it, through `withOnvifLink`. */
export class OnvifLink {
  readonly device: DeviceService;
  readonly time: TimeOfRoom;
  readonly xaddr: string;
  /** host:port, for people and errors. */
  readonly address: string;
  readonly #home: URL;
  readonly #http: CameraHttp;
  readonly #credentials: Credentials | null;
  readonly #urls = new WeakMap<object, URL>();
  readonly #endsMonotonicMs: number;
  #signs: boolean;
  #cameraAheadMs = 0;
  #last = { sentMonotonicMs: 0, answeredMonotonicMs: 0 };

  constructor(access: CameraAccess, signal: AbortSignal) {
    this.#home = homeUrl(access.xaddr);
    this.xaddr = this.#home.href;
    this.address = this.#home.host;
    this.time = access.time;
    const clock: Clock = { wallMs: () => access.time.now().atMs, monotonicMs: () => access.time.monotonicMs() };
    this.#http = new CameraHttp(clock, signal);
    this.#credentials = access.user === '' ? null : { user: access.user, password: access.password };
    this.#signs = this.#credentials !== null;
    this.#endsMonotonicMs = access.time.monotonicMs() + access.deadlineMs;
    this.device = this.#adopt(new onvif.OnvifDevice({ xaddr: this.#home.href }).services.device, this.#home);
  }

  /** The media service at the path the camera names, on the host that the administrator named. */
  media(xaddr: string): MediaService {
    const url = this.onThisHost(xaddr);
    return this.#adopt(new OnvifServiceMedia({ xaddr: url.href }), url);
  }

  /** A question that node-onvif has no words for. */
  ask(xaddr: string, method: string, body: string, xmlns: readonly string[]): Promise<unknown> {
    const service = this.#adopt({ oxaddr: {} }, this.onThisHost(xaddr));
    return this.call(async () => (await onvifSoap.requestCommand(service.oxaddr, method, onvifSoap.createRequestSoap({ body, xmlns }))).data);
  }

  /**
   * A camera behind an address translation, or one that lies, names another host; credentials go only where the administrator sent them.
   * @throws AppError CAMERA_NOT_ONVIF when it is no address at all
   */
  onThisHost(address: string): URL {
    if (!URL.canParse(address)) throw new AppError('CAMERA_NOT_ONVIF', { address: this.address }, new Error(`not an address: ${address.slice(0, 200)}`));
    const url = new URL(address);
    const foreign = url.hostname !== this.#home.hostname;
    const web = url.protocol === 'http:' || url.protocol === 'https:';
    if (web && foreign) return new URL(`${url.pathname}${url.search}`, this.#home);
    url.hostname = this.#home.hostname;
    url.username = '';
    url.password = '';
    return url;
  }

  /** How far the camera's clock is ahead of room time: tokens are dated by the camera's clock. */
  setCameraAhead(ms: number): void {
    this.#cameraAheadMs = ms;
  }

  /** The result of a question; whatever goes wrong comes out as an AppError of this camera. */
  async call<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      throw this.#explain(error);
    }
  }

  /**
   * Asks without a signature what a camera tells anybody (access class PRE_AUTH): the clock must be known before a token can be dated.
   * Signed only when the camera will not have it otherwise.
   */
  async timedUnsigned<T>(question: () => Promise<T>): Promise<Timed<T>> {
    const signs = this.#signs;
    try {
      this.#signs = false;
      return { value: await this.call(question), ...this.#last };
    } catch (error) {
      if (!signs || !isAppError(error) || error.code !== 'CAMERA_UNAUTHORIZED') throw error;
    } finally {
      this.#signs = signs;
    }
    return { value: await this.call(question), ...this.#last };
  }

  /** What is left until the deadline. */
  remainingMs(): number {
    return this.#endsMonotonicMs - this.time.monotonicMs();
  }

  /** For node-onvif alone: takes a message where it belongs. */
  async carry(oxaddr: object, soap: string): Promise<string> {
    const url = this.#urls.get(oxaddr);
    if (url === undefined) throw new Error('A service that is not of this link');
    const message = { method: 'POST', url, contentType: 'application/soap+xml; charset=utf-8' } as const;
    let answer = await this.#http.exchange({ ...message, body: this.#signs ? this.#signed(soap) : soap }, mostSoapBytes, this.#signs ? null : this.#credentials);
    if (answer.status === 401 && this.#signs) {
      // It wants HTTP digest: from now on it gets that alone, because some refuse a message that carries both.
      answer = await this.#http.exchange({ ...message, body: soap }, mostSoapBytes, this.#credentials);
      if (answer.status !== 401) this.#signs = false;
    }
    this.#last = { sentMonotonicMs: answer.sentMonotonicMs, answeredMonotonicMs: answer.answeredMonotonicMs };
    const xml = answer.body.toString('utf8');
    await this.#refuseIfRefused(answer.status, xml);
    return xml;
  }

  close(): void {
    this.#http.close();
  }

  #signed(soap: string): string {
    if (this.#credentials === null) return soap;
    const token = usernameToken(this.#credentials, this.time.now().atMs + this.#cameraAheadMs);
    return soap.replace('<s:Header></s:Header>', () => `<s:Header>${token}</s:Header>`);
  }

  async #refuseIfRefused(status: number, xml: string): Promise<void> {
    const envelope = /<(?:[\w-]+:)?Envelope[\s>]/.test(xml) ? await onvifSoap.parse(xml) : undefined;
    const fault = child(envelope, 'Body', 'Fault');
    if (status === 401 || (fault !== undefined && refusal.test(JSON.stringify(fault).slice(0, 4096)))) throw new AppError('CAMERA_UNAUTHORIZED', { address: this.address });
    if (fault !== undefined) throw new UnfitAnswer(`it refuses: ${JSON.stringify(fault).slice(0, 500)}`);
    if (envelope === undefined || status !== 200) throw new UnfitAnswer(`HTTP ${status}, ${envelope === undefined ? 'not SOAP' : 'SOAP'}`);
  }

  #adopt<S extends { readonly oxaddr: object }>(service: S, url: URL): S {
    links.set(service.oxaddr, this);
    this.#urls.set(service.oxaddr, url);
    return service;
  }

  #explain(error: unknown): AppError {
    if (isAppError(error)) return error;
    const code = error instanceof Error && isNetworkFailure(error) ? 'CAMERA_UNREACHABLE' : 'CAMERA_NOT_ONVIF';
    return new AppError(code, { address: this.address }, error);
  }
}

/** Opens a link, works with it, and closes it whatever happens; ends within the deadline as CAMERA_UNREACHABLE. */
export async function withOnvifLink<T>(access: CameraAccess, work: (link: OnvifLink) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const cancel = startTimer(access.deadlineMs, () => controller.abort());
  const link = new OnvifLink(access, controller.signal);
  try {
    return await work(link);
  } finally {
    cancel();
    link.close();
  }
}

function homeUrl(xaddr: string): URL {
  const url = URL.canParse(xaddr) ? new URL(xaddr) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) throw new AppError('CAMERA_UNREACHABLE', { address: xaddr.replace(/\/\/[^/]*@/, '//').slice(0, 200) });
  url.username = '';
  url.password = '';
  return url;
}

/** Everything of the network has a system code; an ended deadline is an AbortError. */
export function isNetworkFailure(error: Error): boolean {
  if (error.name === 'AbortError') return true;
  // EPROTO: it speaks, but not TLS.
  return 'code' in error && typeof error.code === 'string' && /^E[A-Z]+(_[A-Z]+)?$/.test(error.code) && error.code !== 'EPROTO' && !error.code.startsWith('ERR_');
}
