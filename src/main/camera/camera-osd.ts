import { AppError } from '../../shared/base/index.ts';
import { measureCameraClock } from './camera-clock.ts';
import { withOnvifLink, type CameraAccess, type OnvifLink } from './onvif-link.ts';
import { attribute, child, children, escapeXml, text, wholeNumber } from './xml-node.ts';

/** What a camera can be told to write into its picture. */
export type OsdContent = { readonly kind: 'time' } | { readonly kind: 'text'; readonly text: string };

/** Date and time above, what people have written below: two lines that cannot push each other. */
export type OsdLine = 'time' | 'label';

/** What this camera writes into its own picture (ONVIF OSD), within one conversation. */
export interface CameraOsd {
  /** Whether it has room for a line of text beside the time. */
  readonly hasLabel: boolean;
  /** Resolves when the camera has taken it. @throws AppError CAMERA_STAMP_UNSUPPORTED, CAMERA_UNREACHABLE, CAMERA_UNAUTHORIZED, CAMERA_NOT_ONVIF */
  show(line: OsdLine, content: OsdContent): Promise<void>;
  /** Takes away what `show` or somebody before wrote at this place. A camera that refuses keeps it. */
  clear(line: OsdLine): Promise<void>;
}

interface Place {
  readonly position: string;
  token: string;
}

interface OsdOptions {
  readonly dateFormat: string;
  readonly timeFormat: string;
  readonly positions: readonly string[];
  readonly total: number;
  readonly plain: boolean;
}

const xmlns = ['xmlns:trt="http://www.onvif.org/ver10/media/wsdl"', 'xmlns:tt="http://www.onvif.org/ver10/schema"'];
/** Only what reads as the station's own stamp reads: year first, 24 hours. ONVIF names patterns, whose letters makers write in several ways. */
const isoDate = /^yyyy-MM-dd$/i;
const fullTime = /^HH:mm:ss$/;

/**
 * Opens the on-screen display of the video source that is recorded (ONVIF Media Service Specification, 5.15: GetOSDOptions, GetOSDs, CreateOSD,
 * SetOSD, DeleteOSD), and works with it.
 * @throws AppError CAMERA_STAMP_UNSUPPORTED when it has none that can show `2026-11-23 14:03:07`; CAMERA_UNREACHABLE, CAMERA_UNAUTHORIZED, CAMERA_NOT_ONVIF
 */
export function withCameraOsd<T>(access: CameraAccess, work: (osd: CameraOsd) => Promise<T>): Promise<T> {
  return withOnvifLink(access, async (link) => {
    link.setCameraAhead((await measureCameraClock(link, 1)).offsetMs);
    const capabilities = child((await link.call(() => link.device.getCapabilities())).data, 'GetCapabilitiesResponse', 'Capabilities');
    const xaddr = text(child(capabilities, 'Media', 'XAddr'), 512);
    if (xaddr === '') throw unsupported(link, 'it has no media service');
    const surface = new OsdSurface(link, xaddr);
    await surface.open();
    return work(surface);
  });
}

class OsdSurface implements CameraOsd {
  readonly #link: OnvifLink;
  readonly #xaddr: string;
  readonly #places = new Map<OsdLine, Place>();
  #source = '';
  #options: OsdOptions | undefined;

  constructor(link: OnvifLink, xaddr: string) {
    this.#link = link;
    this.#xaddr = xaddr;
  }

  get hasLabel(): boolean {
    return this.#options?.plain === true && this.#places.has('label');
  }

  async open(): Promise<void> {
    const profiles = await this.#ask('GetProfiles', '<trt:GetProfiles/>');
    const tokens = children(profiles, 'GetProfilesResponse', 'Profiles').map((profile) => attribute(child(profile, 'VideoSourceConfiguration'), 'token'));
    this.#source = tokens.find((token) => token !== '') ?? '';
    if (this.#source === '') throw unsupported(this.#link, 'it names no video source configuration');
    this.#options = await this.#readOptions();
    await this.#findPlaces(this.#options);
  }

  async show(line: OsdLine, content: OsdContent): Promise<void> {
    const place = this.#places.get(line);
    if (place === undefined) throw unsupported(this.#link, `it has no place for the ${line}`);
    const osd = (token: string) => this.#osd(token, place.position, content);
    try {
      if (place.token !== '') await this.#ask('SetOSD', `<trt:SetOSD>${osd(place.token)}</trt:SetOSD>`);
      else {
        const created = await this.#ask('CreateOSD', `<trt:CreateOSD>${osd('')}</trt:CreateOSD>`);
        place.token = text(child(created, 'CreateOSDResponse', 'OSDToken'), 64);
        if (place.token === '') throw unsupported(this.#link, 'it names no token for what it was told to write');
      }
    } catch (error) {
      // A camera that answers and will not is told from one that is gone.
      if (error instanceof AppError && error.code === 'CAMERA_NOT_ONVIF') throw unsupported(this.#link, 'it refuses', error);
      throw error;
    }
  }

  async clear(line: OsdLine): Promise<void> {
    const place = this.#places.get(line);
    if (place === undefined || place.token === '') return;
    await this.#ask('DeleteOSD', `<trt:DeleteOSD><trt:OSDToken>${escapeXml(place.token)}</trt:OSDToken></trt:DeleteOSD>`).then(() => (place.token = ''), (error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'CAMERA_NOT_ONVIF') throw error;
    });
  }

  async #readOptions(): Promise<OsdOptions> {
    const answer = await this.#ask('GetOSDOptions', `<trt:GetOSDOptions><trt:ConfigurationToken>${escapeXml(this.#source)}</trt:ConfigurationToken></trt:GetOSDOptions>`).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'CAMERA_NOT_ONVIF') throw unsupported(this.#link, 'it has no on-screen display', error);
      throw error;
    });
    const given = child(answer, 'GetOSDOptionsResponse', 'OSDOptions');
    const option = child(given, 'TextOption');
    const texts = (name: string) => children(option, name).map((node) => text(node, 64));
    const dateFormat = texts('DateFormat').find((format) => isoDate.test(format));
    const timeFormat = texts('TimeFormat').find((format) => fullTime.test(format));
    if (!texts('Type').includes('DateAndTime') || dateFormat === undefined || timeFormat === undefined) throw unsupported(this.#link, 'it cannot write date and 24-hour time in this form');
    const total = wholeNumber(attribute(child(given, 'MaximumNumberOfOSDs'), 'Total'), 0, 64) ?? 1;
    const positions = children(given, 'PositionOption').map((node) => text(node, 32)).filter((name) => /^[A-Za-z]+$/.test(name));
    return { dateFormat, timeFormat, positions, total, plain: texts('Type').includes('Plain') };
  }

  /** What is written there already is taken over: many cameras have a fixed number, and refuse a second one at a place. */
  async #findPlaces({ positions, total, plain }: OsdOptions): Promise<void> {
    const answer = await this.#ask('GetOSDs', `<trt:GetOSDs><trt:ConfigurationToken>${escapeXml(this.#source)}</trt:ConfigurationToken></trt:GetOSDs>`);
    const known = children(answer, 'GetOSDsResponse', 'OSDs').map((node) => ({ token: attribute(node, 'token'), position: text(child(node, 'Position', 'Type'), 32) }));
    if (!positions.includes('UpperLeft')) throw unsupported(this.#link, 'it cannot write at the upper left');
    const at = (position: string): Place => ({ position, token: known.find((one) => one.position === position)?.token ?? '' });
    this.#places.set('time', at('UpperLeft'));
    if (plain && total >= 2 && positions.includes('LowerLeft')) this.#places.set('label', at('LowerLeft'));
  }

  #osd(token: string, position: string, content: OsdContent): string {
    const { dateFormat = '', timeFormat = '' } = this.#options ?? {};
    const written = content.kind === 'time'
      ? `<tt:Type>DateAndTime</tt:Type><tt:DateFormat>${escapeXml(dateFormat)}</tt:DateFormat><tt:TimeFormat>${escapeXml(timeFormat)}</tt:TimeFormat>`
      : `<tt:Type>Plain</tt:Type><tt:PlainText>${escapeXml(content.text)}</tt:PlainText>`;
    return `<trt:OSD token="${escapeXml(token)}"><tt:VideoSourceConfigurationToken>${escapeXml(this.#source)}</tt:VideoSourceConfigurationToken><tt:Type>Text</tt:Type>`
      + `<tt:Position><tt:Type>${position}</tt:Type></tt:Position><tt:TextString>${written}</tt:TextString></trt:OSD>`;
  }

  #ask(method: string, body: string): Promise<unknown> {
    return this.#link.ask(this.#xaddr, method, body, xmlns);
  }
}

function unsupported(link: OnvifLink, why: string, cause?: unknown): AppError {
  return new AppError('CAMERA_STAMP_UNSUPPORTED', { address: link.address }, new Error(why, { cause }));
}
