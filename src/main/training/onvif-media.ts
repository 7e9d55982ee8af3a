import type { OnvifOperation, OnvifSubject } from './onvif-device.ts';
import { osdOperations } from './onvif-osd.ts';
import { framesPerSecond, soundSamplesPerSecond, type Scene } from './scene.ts';
import { escapeXml, textOf, type SoapFault, type XmlElement } from './soap-message.ts';

const profileToken = 'main';
const noSuchProfile: SoapFault = { code: 'Sender', subcodes: ['InvalidArgVal', 'NoProfile'], reason: 'The requested media profile does not exist' };

/** Media Service (ONVIF Media Service Specification): one fixed media profile. */
export const mediaOperations: Readonly<Record<string, OnvifOperation>> = {
  ...osdOperations,
  GetServiceCapabilities: () =>
    '<trt:GetServiceCapabilitiesResponse><trt:Capabilities SnapshotUri="true" OSD="true"><trt:ProfileCapabilities MaximumNumberOfProfiles="1"/><trt:StreamingCapabilities RTPMulticast="false" RTP_TCP="true" RTP_RTSP_TCP="true"/></trt:Capabilities></trt:GetServiceCapabilitiesResponse>',
  GetProfiles: ({ scene }) => `<trt:GetProfilesResponse>${mediaProfile('trt:Profiles', scene)}</trt:GetProfilesResponse>`,
  GetProfile: ({ scene }, request) => forProfile(request, () => `<trt:GetProfileResponse>${mediaProfile('trt:Profile', scene)}</trt:GetProfileResponse>`),
  GetStreamUri: ({ rtspUrl }, request) => forProfile(request, () => uriResponse('GetStreamUri', rtspUrl())),
  GetSnapshotUri: ({ snapshotUrl }, request) => forProfile(request, () => uriResponse('GetSnapshotUri', snapshotUrl())),
  GetVideoSources: ({ scene }: OnvifSubject) =>
    `<trt:GetVideoSourcesResponse><trt:VideoSources token="video"><tt:Framerate>${framesPerSecond}</tt:Framerate>${resolution(scene)}</trt:VideoSources></trt:GetVideoSourcesResponse>`,
  GetAudioSources: ({ scene }) =>
    `<trt:GetAudioSourcesResponse>${scene.hasSound ? '<trt:AudioSources token="audio"><tt:Channels>1</tt:Channels></trt:AudioSources>' : ''}</trt:GetAudioSourcesResponse>`,
  GetVideoSourceConfigurations: ({ scene }) => `<trt:GetVideoSourceConfigurationsResponse>${videoSource('trt:Configurations', scene)}</trt:GetVideoSourceConfigurationsResponse>`,
  GetVideoEncoderConfigurations: ({ scene }) => `<trt:GetVideoEncoderConfigurationsResponse>${videoEncoder('trt:Configurations', scene)}</trt:GetVideoEncoderConfigurationsResponse>`,
};

function forProfile(request: XmlElement, answer: () => string): string | SoapFault {
  return textOf(request, 'ProfileToken') === profileToken ? answer() : noSuchProfile;
}

function uriResponse(operation: string, uri: string): string {
  return `<trt:${operation}Response><trt:MediaUri><tt:Uri>${escapeXml(uri)}</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect><tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout></trt:MediaUri></trt:${operation}Response>`;
}

function mediaProfile(element: string, scene: Scene): string {
  return `<${element} token="${profileToken}" fixed="true"><tt:Name>main</tt:Name>${videoSource('tt:VideoSourceConfiguration', scene)}`
    + (scene.hasSound ? audioSource : '')
    + videoEncoder('tt:VideoEncoderConfiguration', scene)
    + (scene.hasSound ? audioEncoder : '')
    + `</${element}>`;
}

function videoSource(element: string, scene: Scene): string {
  return `<${element} token="video-source"><tt:Name>video</tt:Name><tt:UseCount>1</tt:UseCount><tt:SourceToken>video</tt:SourceToken><tt:Bounds x="0" y="0" width="${scene.width}" height="${scene.height}"/></${element}>`;
}

function videoEncoder(element: string, scene: Scene): string {
  return `<${element} token="video-encoder"><tt:Name>H.264</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>H264</tt:Encoding>${resolution(scene)}<tt:Quality>5</tt:Quality>`
    + `<tt:RateControl><tt:FrameRateLimit>${framesPerSecond}</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>8000</tt:BitrateLimit></tt:RateControl>`
    + `<tt:H264><tt:GovLength>${framesPerSecond}</tt:GovLength><tt:H264Profile>Baseline</tt:H264Profile></tt:H264>${noMulticast}<tt:SessionTimeout>PT60S</tt:SessionTimeout></${element}>`;
}

function resolution(scene: Scene): string {
  return `<tt:Resolution><tt:Width>${scene.width}</tt:Width><tt:Height>${scene.height}</tt:Height></tt:Resolution>`;
}

const noMulticast = '<tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type><tt:IPv4Address>0.0.0.0</tt:IPv4Address></tt:Address><tt:Port>0</tt:Port><tt:TTL>0</tt:TTL><tt:AutoStart>false</tt:AutoStart></tt:Multicast>';
const audioSource = '<tt:AudioSourceConfiguration token="audio-source"><tt:Name>audio</tt:Name><tt:UseCount>1</tt:UseCount><tt:SourceToken>audio</tt:SourceToken></tt:AudioSourceConfiguration>';
const audioEncoder = '<tt:AudioEncoderConfiguration token="audio-encoder"><tt:Name>AAC</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>AAC</tt:Encoding><tt:Bitrate>64</tt:Bitrate>'
  + `<tt:SampleRate>${soundSamplesPerSecond / 1000}</tt:SampleRate>${noMulticast}<tt:SessionTimeout>PT60S</tt:SessionTimeout></tt:AudioEncoderConfiguration>`;
