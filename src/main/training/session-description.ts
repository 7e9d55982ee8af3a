import { nalType, typeOf } from './access-unit.ts';

interface VideoDescription {
  readonly payloadType: number;
  readonly framesPerSecond: number;
  readonly parameterSets: readonly Buffer[];
}

interface AudioDescription {
  readonly payloadType: number;
  readonly samplesPerSecond: number;
  readonly channels: number;
  /** AudioSpecificConfig */
  readonly config: Buffer;
}

export interface StreamDescription {
  readonly name: string;
  readonly host: string;
  readonly video: VideoDescription;
  readonly audio: AudioDescription | null;
}

/** The SDP (RFC 4566) of a live stream, with the parameters of RFC 6184 section 8.2 and RFC 3640 section 4.1. */
export function sessionDescription(stream: StreamDescription, sessionNumber: number): string {
  const lines = [
    'v=0',
    `o=- ${sessionNumber} 1 IN IP4 ${stream.host}`,
    `s=${stream.name}`,
    'c=IN IP4 0.0.0.0',
    't=0 0',
    'a=control:*',
    'a=range:npt=now-',
    ...videoLines(stream.video),
    ...(stream.audio === null ? [] : audioLines(stream.audio)),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function videoLines({ payloadType, framesPerSecond, parameterSets }: VideoDescription): readonly string[] {
  const sps = parameterSets.find((unit) => typeOf(unit) === nalType.sps);
  if (sps === undefined) throw new Error('No sequence parameter set');
  const profileLevel = sps.subarray(1, 4).toString('hex').toUpperCase();
  const sets = parameterSets.map((unit) => unit.toString('base64')).join(',');
  return [
    `m=video 0 RTP/AVP ${payloadType}`,
    `a=rtpmap:${payloadType} H264/90000`,
    `a=fmtp:${payloadType} packetization-mode=1;profile-level-id=${profileLevel};sprop-parameter-sets=${sets}`,
    `a=framerate:${framesPerSecond}`,
    'a=control:video',
  ];
}

function audioLines({ payloadType, samplesPerSecond, channels, config }: AudioDescription): readonly string[] {
  return [
    `m=audio 0 RTP/AVP ${payloadType}`,
    `a=rtpmap:${payloadType} MPEG4-GENERIC/${samplesPerSecond}/${channels}`,
    `a=fmtp:${payloadType} streamtype=5;profile-level-id=1;mode=AAC-hbr;config=${config.toString('hex').toUpperCase()};sizelength=13;indexlength=3;indexdeltalength=3`,
    'a=control:audio',
  ];
}
