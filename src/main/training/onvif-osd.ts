import type { OnvifOperation, OnvifSubject } from './onvif-device.ts';
import { osdPlaces, type OsdContent, type OsdPlace } from './osd-display.ts';
import { attributeOf, elementOf, escapeXml, textOf, unescapeXml, type SoapFault, type XmlElement } from './soap-message.ts';

const sourceToken = 'video-source';
const formats = { date: 'yyyy-MM-dd', time: 'HH:mm:ss' } as const;
const mostCharacters = 64;

const noConfig: SoapFault = { code: 'Sender', subcodes: ['InvalidArgVal', 'NoConfig'], reason: 'The requested configuration does not exist' };
const noOsd: SoapFault = { code: 'Sender', subcodes: ['InvalidArgVal', 'NoConfig'], reason: 'The requested OSD does not exist' };
const tooMany: SoapFault = { code: 'Receiver', subcodes: ['Action', 'MaxOSDs'], reason: 'Something is drawn at this place already' };
const notSupported: SoapFault = { code: 'Receiver', subcodes: ['ActionNotSupported'], reason: 'This device has no on-screen display' };
const unfit: SoapFault = { code: 'Sender', subcodes: ['InvalidArgVal', 'ConfigModify'], reason: 'These parameters cannot be set' };

const operations: Readonly<Record<string, OnvifOperation>> = {
  GetOSDOptions: (_subject, request) => (textOf(request, 'ConfigurationToken') === sourceToken ? options : noConfig),
  GetOSDs: (subject, request) => {
    const asked = textOf(request, 'ConfigurationToken');
    if (asked !== '' && asked !== sourceToken) return noConfig;
    return `<trt:GetOSDsResponse>${osdPlaces.map((place) => osd('trt:OSDs', subject, place)).join('')}</trt:GetOSDsResponse>`;
  },
  GetOSD: (subject, request) => {
    const place = placeOf(textOf(request, 'OSDToken'));
    return place === undefined || subject.osd.content(place) === undefined ? noOsd : `<trt:GetOSDResponse>${osd('trt:OSD', subject, place)}</trt:GetOSDResponse>`;
  },
  CreateOSD: (subject, request) => {
    const given = elementOf(request, 'OSD');
    const place = osdPlaces.find((name) => name === textOf(elementOf(given, 'Position'), 'Type'));
    const content = contentOf(given);
    if (place === undefined || content === undefined || textOf(given, 'VideoSourceConfigurationToken') !== sourceToken) return unfit;
    if (subject.osd.content(place) !== undefined) return tooMany;
    subject.osd.draw(place, content);
    return `<trt:CreateOSDResponse><trt:OSDToken>${tokenOf(place)}</trt:OSDToken></trt:CreateOSDResponse>`;
  },
  SetOSD: (subject, request) => {
    const given = elementOf(request, 'OSD');
    const place = placeOf(attributeOf(given, 'token'));
    const content = contentOf(given);
    if (place === undefined || subject.osd.content(place) === undefined) return noOsd;
    if (content === undefined) return unfit;
    subject.osd.draw(place, content);
    return '<trt:SetOSDResponse/>';
  },
  DeleteOSD: (subject, request) => {
    const place = placeOf(textOf(request, 'OSDToken'));
    if (place === undefined || subject.osd.content(place) === undefined) return noOsd;
    subject.osd.draw(place, undefined);
    return '<trt:DeleteOSDResponse/>';
  },
};

const changing: ReadonlySet<string> = new Set(['CreateOSD', 'SetOSD', 'DeleteOSD']);

/** The OSD operations of the Media Service (ONVIF Media Service Specification, 5.15 and 5.16): date and time, or a plain text, at two places. */
export const osdOperations: Readonly<Record<string, OnvifOperation>> = Object.fromEntries(Object.entries(operations).map(([name, operation]): [string, OnvifOperation] => [name, (subject, request) => {
  const { missing, refuses } = subject.osd.faults;
  if (missing) return notSupported;
  return refuses && changing.has(name) ? unfit : operation(subject, request);
}]));

function contentOf(given: XmlElement | undefined): OsdContent | undefined {
  const string = elementOf(given, 'TextString');
  if (textOf(given, 'Type') !== 'Text') return undefined;
  if (textOf(string, 'Type') === 'Plain') return { kind: 'text', text: Array.from(unescapeXml(textOf(string, 'PlainText'))).slice(0, mostCharacters).join('') };
  if (textOf(string, 'Type') !== 'DateAndTime' || textOf(string, 'DateFormat') !== formats.date || textOf(string, 'TimeFormat') !== formats.time) return undefined;
  return { kind: 'time' };
}

function osd(element: string, { osd: display }: OnvifSubject, place: OsdPlace): string {
  const content = display.content(place);
  if (content === undefined) return '';
  const text = content.kind === 'time'
    ? `<tt:Type>DateAndTime</tt:Type><tt:DateFormat>${formats.date}</tt:DateFormat><tt:TimeFormat>${formats.time}</tt:TimeFormat>`
    : `<tt:Type>Plain</tt:Type><tt:PlainText>${escapeXml(content.text)}</tt:PlainText>`;
  return `<${element} token="${tokenOf(place)}"><tt:VideoSourceConfigurationToken>${sourceToken}</tt:VideoSourceConfigurationToken><tt:Type>Text</tt:Type>`
    + `<tt:Position><tt:Type>${place}</tt:Type></tt:Position><tt:TextString>${text}</tt:TextString></${element}>`;
}

function tokenOf(place: OsdPlace): string {
  return `osd-${place}`;
}

function placeOf(token: string): OsdPlace | undefined {
  return osdPlaces.find((place) => tokenOf(place) === token);
}

const options = '<trt:GetOSDOptionsResponse><trt:OSDOptions><tt:MaximumNumberOfOSDs Total="2" PlainText="2" DateAndTime="2"/><tt:Type>Text</tt:Type>'
  + osdPlaces.map((place) => `<tt:PositionOption>${place}</tt:PositionOption>`).join('')
  + `<tt:TextOption><tt:Type>Plain</tt:Type><tt:Type>DateAndTime</tt:Type><tt:DateFormat>${formats.date}</tt:DateFormat><tt:TimeFormat>${formats.time}</tt:TimeFormat></tt:TextOption></trt:OSDOptions></trt:GetOSDOptionsResponse>`;
