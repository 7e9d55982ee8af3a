import { AppError, isAppError } from '../../shared/base/index.ts';
import type { OnvifLink } from './onvif-link.ts';
import { attribute, child, children, escapeXml, text, wholeNumber } from './xml-node.ts';

export type VideoCodec = 'h264' | 'h265';

/** A media profile (ONVIF's word) that can be recorded. */
export interface MediaProfile {
  readonly token: string;
  readonly videoCodec: VideoCodec;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly hasAudio: boolean;
}

export interface MediaAddresses {
  /** Without credentials. */
  readonly rtspUrl: string;
  readonly snapshotUrl: string | null;
}

export interface RecordableMedia {
  readonly profile: MediaProfile;
  readonly addresses: MediaAddresses;
}

const media2 = { namespace: 'http://www.onvif.org/ver20/media/wsdl', xmlns: ['xmlns:tr2="http://www.onvif.org/ver20/media/wsdl"'] } as const;

/**
 * The best media profile that can be recorded, and where its stream is. The older Media service is asked first; a camera that offers
 * only H.265 tells it to the Media2 service alone (ONVIF Profile T), which is asked when nothing else was found.
 * @throws AppError CAMERA_NO_H264 when neither has H.264 or H.265
 */
export async function findRecordableMedia(link: OnvifLink, capabilities: unknown): Promise<RecordableMedia> {
  const mediaAddress = text(child(capabilities, 'Media', 'XAddr'), 512);
  const found = mediaAddress === '' ? null : await fromMedia(link, mediaAddress);
  const media = found ?? (await fromMedia2(link));
  if (media === null) throw new AppError('CAMERA_NO_H264', { address: link.address });
  return media;
}

/** The larger picture, then H.264 before H.265 (every browser and player reads it), then the one with sound, then more pictures a second. */
export function bestProfile(profiles: readonly MediaProfile[]): MediaProfile | null {
  const worth = (profile: MediaProfile) => [profile.width * profile.height, Number(profile.videoCodec === 'h264'), Number(profile.hasAudio), profile.fps];
  const better = (one: MediaProfile, other: MediaProfile) => {
    const [a, b] = [worth(one), worth(other)];
    const at = a.findIndex((value, index) => value !== b[index]);
    return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0);
  };
  return profiles.reduce<MediaProfile | null>((best, profile) => (best === null || better(profile, best) ? profile : best), null);
}

async function fromMedia(link: OnvifLink, xaddr: string): Promise<RecordableMedia | null> {
  const service = link.media(xaddr);
  const { data } = await link.call(() => service.getProfiles());
  const profiles = children(data, 'GetProfilesResponse', 'Profiles').flatMap((node) => readProfile(node, child(node, 'VideoEncoderConfiguration'), child(node, 'AudioEncoderConfiguration')));
  const profile = bestProfile(profiles);
  if (profile === null) return null;
  const ProfileToken = escapeXml(profile.token);
  const stream = await link.call(() => service.getStreamUri({ ProfileToken, Protocol: 'RTSP' }));
  const rtspUrl = streamAddress(link, text(child(stream.data, 'GetStreamUriResponse', 'MediaUri', 'Uri'), 1024));
  const snapshotUrl = await optional(async () => {
    const answer = await link.call(() => service.getSnapshotUri({ ProfileToken }));
    return snapshotAddress(link, text(child(answer.data, 'GetSnapshotUriResponse', 'MediaUri', 'Uri'), 1024));
  });
  return { profile, addresses: { rtspUrl, snapshotUrl } };
}

async function fromMedia2(link: OnvifLink): Promise<RecordableMedia | null> {
  const xaddr = await optional(() => media2Address(link));
  if (xaddr === null) return null;
  const ask = (method: string, body: string) => link.ask(xaddr, method, body, media2.xmlns);
  const data = await ask('GetProfiles', '<tr2:GetProfiles><tr2:Type>VideoEncoder</tr2:Type><tr2:Type>AudioEncoder</tr2:Type></tr2:GetProfiles>');
  const profiles = children(data, 'GetProfilesResponse', 'Profiles').flatMap((node) =>
    readProfile(node, child(node, 'Configurations', 'VideoEncoder'), child(node, 'Configurations', 'AudioEncoder')));
  const profile = bestProfile(profiles);
  if (profile === null) return null;
  const token = `<tr2:ProfileToken>${escapeXml(profile.token)}</tr2:ProfileToken>`;
  const stream = await ask('GetStreamUri', `<tr2:GetStreamUri><tr2:Protocol>RTSP</tr2:Protocol>${token}</tr2:GetStreamUri>`);
  const snapshotUrl = await optional(async () => {
    const answer = await ask('GetSnapshotUri', `<tr2:GetSnapshotUri>${token}</tr2:GetSnapshotUri>`);
    return snapshotAddress(link, text(child(answer, 'GetSnapshotUriResponse', 'Uri'), 1024));
  });
  return { profile, addresses: { rtspUrl: streamAddress(link, text(child(stream, 'GetStreamUriResponse', 'Uri'), 1024)), snapshotUrl } };
}

async function media2Address(link: OnvifLink): Promise<string | null> {
  const data = await link.ask(link.xaddr, 'GetServices', '<tds:GetServices><tds:IncludeCapability>false</tds:IncludeCapability></tds:GetServices>', ['xmlns:tds="http://www.onvif.org/ver10/device/wsdl"']);
  const service = children(data, 'GetServicesResponse', 'Service').find((node) => text(child(node, 'Namespace'), 256) === media2.namespace);
  return service === undefined ? null : text(child(service, 'XAddr'), 512);
}

function readProfile(node: unknown, video: unknown, audio: unknown): readonly MediaProfile[] {
  const token = attribute(node, 'token');
  const videoCodec = codecOf(text(child(video, 'Encoding')));
  const width = wholeNumber(child(video, 'Resolution', 'Width'), 1, 16_384);
  const height = wholeNumber(child(video, 'Resolution', 'Height'), 1, 16_384);
  if (token === '' || videoCodec === null || width === null || height === null) return [];
  const fps = wholeNumber(child(video, 'RateControl', 'FrameRateLimit'), 1, 240) ?? 25;
  return [{ token, videoCodec, width, height, fps, hasAudio: text(child(audio, 'Encoding')) !== '' }];
}

function codecOf(encoding: string): VideoCodec | null {
  if (/^H\.?264$/i.test(encoding)) return 'h264';
  return /^(H\.?265|HEVC)$/i.test(encoding) ? 'h265' : null;
}

function streamAddress(link: OnvifLink, uri: string): string {
  const url = link.onThisHost(uri);
  if (url.protocol !== 'rtsp:' && url.protocol !== 'rtsps:') throw new AppError('CAMERA_NOT_ONVIF', { address: link.address }, new Error(`the stream is not RTSP: ${url.protocol}`));
  return url.href;
}

function snapshotAddress(link: OnvifLink, uri: string): string | null {
  const url = link.onThisHost(uri);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
}

/** What a camera may lack. A camera that is gone or refuses is another matter. */
async function optional<T>(question: () => Promise<T | null>): Promise<T | null> {
  try {
    return await question();
  } catch (error) {
    if (isAppError(error) && error.code === 'CAMERA_NOT_ONVIF') return null;
    throw error;
  }
}
