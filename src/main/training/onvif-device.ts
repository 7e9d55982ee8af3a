import { posixZone, zoneOffsetMs } from '../../shared/domain/index.ts';
import type { CalendarClock } from './calendar-clock.ts';
import type { OsdDisplay } from './osd-display.ts';
import { onvifDateTime, parseOnvifDateTime } from './onvif-time.ts';
import type { Scene } from './scene.ts';
import { elementOf, escapeXml, textOf, type SoapFault, type XmlElement } from './soap-message.ts';

/** What the ONVIF services of one camera speak about. */
export interface OnvifSubject {
  readonly scene: Scene;
  readonly clock: CalendarClock;
  readonly osd: OsdDisplay;
  readonly timeZone: string;
  readonly serial: string;
  readonly host: string;
  /** The addresses of this camera; known when its servers listen. */
  readonly deviceUrl: () => string;
  readonly mediaUrl: () => string;
  readonly rtspUrl: () => string;
  readonly snapshotUrl: () => string;
}

/** One operation: the XML of its response, or a fault. */
export type OnvifOperation = (subject: OnvifSubject, request: XmlElement) => string | SoapFault;

export const scopesOf = (scene: Scene): readonly string[] => [
  'onvif://www.onvif.org/type/video_encoder',
  ...(scene.hasSound ? ['onvif://www.onvif.org/type/audio_encoder'] : []),
  'onvif://www.onvif.org/Profile/Streaming',
  'onvif://www.onvif.org/location/training',
  'onvif://www.onvif.org/hardware/ShiluTrainingCamera',
  `onvif://www.onvif.org/name/${encodeURIComponent(scene.title)}`,
];

/** Device Management Service (ONVIF Core Specification, chapter 8): the part that a recorder asks for. */
export const deviceOperations: Readonly<Record<string, OnvifOperation>> = {
  GetSystemDateAndTime: ({ clock, timeZone }) => {
    const nowMs = clock.nowMs();
    return '<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime>'
      + `<tt:DateTimeType>Manual</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings><tt:TimeZone><tt:TZ>${posixZone(nowMs, timeZone)}</tt:TZ></tt:TimeZone>`
      + `<tt:UTCDateTime>${onvifDateTime(nowMs)}</tt:UTCDateTime><tt:LocalDateTime>${onvifDateTime(nowMs + zoneOffsetMs(nowMs, timeZone))}</tt:LocalDateTime>`
      + '</tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>';
  },
  SetSystemDateAndTime: ({ clock, osd }, request) => {
    if (textOf(request, 'DateTimeType') !== 'Manual') return { code: 'Sender', subcodes: ['InvalidArgVal', 'NtpServerUndefined'], reason: 'This device has no time server; set the time manually' };
    const atMs = parseOnvifDateTime(elementOf(request, 'UTCDateTime'));
    if (atMs === undefined) return { code: 'Sender', subcodes: ['InvalidArgVal', 'InvalidDateTime'], reason: 'An invalid date or time was specified' };
    clock.setTo(atMs);
    osd.refresh();
    return '<tds:SetSystemDateAndTimeResponse/>';
  },
  GetDeviceInformation: ({ serial }) =>
    '<tds:GetDeviceInformationResponse><tds:Manufacturer>Shilu</tds:Manufacturer><tds:Model>Training Camera</tds:Model><tds:FirmwareVersion>1.0</tds:FirmwareVersion>'
    + `<tds:SerialNumber>${serial}</tds:SerialNumber><tds:HardwareId>ShiluTrainingCamera</tds:HardwareId></tds:GetDeviceInformationResponse>`,
  GetCapabilities: ({ deviceUrl, mediaUrl }) =>
    '<tds:GetCapabilitiesResponse><tds:Capabilities>'
    + `<tt:Device><tt:XAddr>${escapeXml(deviceUrl())}</tt:XAddr><tt:System><tt:DiscoveryResolve>false</tt:DiscoveryResolve><tt:DiscoveryBye>false</tt:DiscoveryBye><tt:RemoteDiscovery>false</tt:RemoteDiscovery><tt:SystemBackup>false</tt:SystemBackup><tt:SystemLogging>false</tt:SystemLogging><tt:FirmwareUpgrade>false</tt:FirmwareUpgrade><tt:SupportedVersions><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tt:SupportedVersions></tt:System></tt:Device>`
    + `<tt:Media><tt:XAddr>${escapeXml(mediaUrl())}</tt:XAddr><tt:StreamingCapabilities><tt:RTPMulticast>false</tt:RTPMulticast><tt:RTP_TCP>true</tt:RTP_TCP><tt:RTP_RTSP_TCP>true</tt:RTP_RTSP_TCP></tt:StreamingCapabilities></tt:Media>`
    + '</tds:Capabilities></tds:GetCapabilitiesResponse>',
  GetServices: ({ deviceUrl, mediaUrl }) => {
    const service = (namespace: string, url: string) => `<tds:Service><tds:Namespace>${namespace}</tds:Namespace><tds:XAddr>${escapeXml(url)}</tds:XAddr><tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version></tds:Service>`;
    return `<tds:GetServicesResponse>${service('http://www.onvif.org/ver10/device/wsdl', deviceUrl())}${service('http://www.onvif.org/ver10/media/wsdl', mediaUrl())}</tds:GetServicesResponse>`;
  },
  GetServiceCapabilities: () =>
    '<tds:GetServiceCapabilitiesResponse><tds:Capabilities><tds:Network/><tds:Security UsernameToken="true" HttpDigest="true"/><tds:System/></tds:Capabilities></tds:GetServiceCapabilitiesResponse>',
  GetScopes: ({ scene }) =>
    `<tds:GetScopesResponse>${scopesOf(scene).map((scope) => `<tds:Scopes><tt:ScopeDef>Fixed</tt:ScopeDef><tt:ScopeItem>${scope}</tt:ScopeItem></tds:Scopes>`).join('')}</tds:GetScopesResponse>`,
  GetHostname: ({ scene }) =>
    `<tds:GetHostnameResponse><tds:HostnameInformation><tt:FromDHCP>false</tt:FromDHCP><tt:Name>training-${scene.key}</tt:Name></tds:HostnameInformation></tds:GetHostnameResponse>`,
  GetNetworkInterfaces: ({ host }) =>
    '<tds:GetNetworkInterfacesResponse><tds:NetworkInterfaces token="net"><tt:Enabled>true</tt:Enabled><tt:Info><tt:Name>net</tt:Name><tt:HwAddress>02:00:00:00:00:01</tt:HwAddress></tt:Info>'
    + `<tt:IPv4><tt:Enabled>true</tt:Enabled><tt:Config><tt:Manual><tt:Address>${host}</tt:Address><tt:PrefixLength>8</tt:PrefixLength></tt:Manual><tt:DHCP>false</tt:DHCP></tt:Config></tt:IPv4></tds:NetworkInterfaces></tds:GetNetworkInterfacesResponse>`,
};
