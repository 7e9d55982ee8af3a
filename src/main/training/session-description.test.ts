import { expect, it } from 'vitest';
import { sessionDescription } from './session-description.ts';

const parameterSets = [Buffer.from('6742c028d9', 'hex'), Buffer.from('68cb83cb20', 'hex')];
const video = { payloadType: 96, framesPerSecond: 25, parameterSets };

it('describes picture and sound so that a decoder can be set up before the first packet', () => {
  const text = sessionDescription({ name: 'camera', host: '127.0.0.1', video, audio: { payloadType: 97, samplesPerSecond: 48_000, channels: 1, config: Buffer.from('1188', 'hex') } }, 7);
  expect(text.split('\r\n')).toEqual([
    'v=0', 'o=- 7 1 IN IP4 127.0.0.1', 's=camera', 'c=IN IP4 0.0.0.0', 't=0 0', 'a=control:*', 'a=range:npt=now-',
    'm=video 0 RTP/AVP 96', 'a=rtpmap:96 H264/90000', 'a=fmtp:96 packetization-mode=1;profile-level-id=42C028;sprop-parameter-sets=Z0LAKNk=,aMuDyyA=', 'a=framerate:25', 'a=control:video',
    'm=audio 0 RTP/AVP 97', 'a=rtpmap:97 MPEG4-GENERIC/48000/1',
    'a=fmtp:97 streamtype=5;profile-level-id=1;mode=AAC-hbr;config=1188;sizelength=13;indexlength=3;indexdeltalength=3', 'a=control:audio', '',
  ]);
});

it('speaks of no sound where there is none', () => {
  expect(sessionDescription({ name: 'camera', host: '127.0.0.1', video, audio: null }, 7)).not.toContain('audio');
});
