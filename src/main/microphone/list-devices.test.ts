import { describe, expect, it } from 'vitest';
import { avFoundationMicrophones } from './av-foundation-list.ts';
import { directShowMicrophones } from './direct-show-list.ts';
import { soundSystemsOf } from './list-devices.ts';
import { deviceArguments } from './sound-device.ts';
import { alsaMicrophones, pulseMicrophones } from './source-list.ts';

describe('the list of PulseAudio', () => {
  it('names its sources by their descriptions and leaves out what the machine plays', () => {
    const text = [
      'Auto-detected sources for pulse:', '  alsa_output.usb-room.analog-stereo.monitor [Monitor of Room [USB]] (none)', '* alsa_input.usb-room.mono [Room [USB] Mono] (none)', '  alsa_input.pci-0000_00_1b.0 [Built-in Audio] (audio)', '',
    ].join('\n');
    expect(pulseMicrophones(text)).toEqual([
      { kind: 'pulse', address: 'alsa_input.usb-room.mono', name: 'Room [USB] Mono', isDefault: true },
      { kind: 'pulse', address: 'alsa_input.pci-0000_00_1b.0', name: 'Built-in Audio', isDefault: false },
    ]);
  });
});

describe('the list of ALSA', () => {
  it('has each device once, in the form that takes any rate, by the first line of its description', () => {
    const text = [
      'Auto-detected sources for alsa:', '  null [Discard all samples (playback) or generate zero samples (capture)] (none)', '* default [Default Audio Device] (none)',
      '  hw:CARD=Device,DEV=0 [USB PnP Sound Device, USB Audio', 'Direct hardware device without any conversions] (none)',
      '  plughw:CARD=Device,DEV=0 [USB PnP Sound Device, USB Audio', 'Hardware device with all software conversions] (none)', '  dsnoop:CARD=Device,DEV=0 [USB PnP Sound Device, USB Audio', 'Direct sample snooping device] (none)', '',
    ].join('\n');
    expect(alsaMicrophones(text)).toEqual([
      { kind: 'alsa', address: 'default', name: 'Default Audio Device', isDefault: true },
      { kind: 'alsa', address: 'plughw:CARD=Device,DEV=0', name: 'USB PnP Sound Device, USB Audio', isDefault: false },
    ]);
  });
});

describe('the list of DirectShow', () => {
  it('gives each sound device its lasting name, and passes over cameras', () => {
    const text = [
      '[dshow @ 000001c8d2a1c8c0] "Integrated Camera" (video)', '[dshow @ 000001c8d2a1c8c0]   Alternative name "@device_pnp_\\\\?\\usb#vid_04f2&pid_b6d9"',
      '[dshow @ 000001c8d2a1c8c0] "麦克风 (USB: 一号)" (audio)', '[dshow @ 000001c8d2a1c8c0]   Alternative name "@device_cm_{33D9A762-90C8-11D0-BD43-00A0C911CE86}\\wave_{A1}"',
      '[dshow @ 000001c8d2a1c8c0] "Capture Card" (audio, video)', '[dshow @ 000001c8d2a1c8c0]   Alternative name "@device_sw_{B2}"',
      '[dshow @ 000001c8d2a1c8c0] "Empty" (none)', '[dshow @ 000001c8d2a1c8c0]   Alternative name "@device_sw_{C3}"', 'dummy: Immediate exit requested', '',
    ].join('\r\n');
    expect(directShowMicrophones(text)).toEqual([
      { kind: 'dshow', address: '@device_cm_{33D9A762-90C8-11D0-BD43-00A0C911CE86}\\wave_{A1}', name: '麦克风 (USB: 一号)', isDefault: false },
      { kind: 'dshow', address: '@device_sw_{B2}', name: 'Capture Card', isDefault: false },
    ]);
  });
});

describe('the list of AVFoundation', () => {
  it('opens by name, and by number where the name would be mistaken', () => {
    const text = [
      '[AVFoundation indev @ 0x7f9b0a704a80] AVFoundation video devices:', '[AVFoundation indev @ 0x7f9b0a704a80] [0] FaceTime HD Camera', '[AVFoundation indev @ 0x7f9b0a704a80] AVFoundation audio devices:',
      '[AVFoundation indev @ 0x7f9b0a704a80] [0] MacBook Pro Microphone', '[AVFoundation indev @ 0x7f9b0a704a80] [1] USB Mic', '[AVFoundation indev @ 0x7f9b0a704a80] [2] USB Mic', '[AVFoundation indev @ 0x7f9b0a704a80] [3] 4-Channel Interface',
      ': Input/output error', '',
    ].join('\n');
    expect(avFoundationMicrophones(text).map(({ address, name }) => [address, name])).toEqual([['MacBook Pro Microphone', 'MacBook Pro Microphone'], ['1', 'USB Mic'], ['2', 'USB Mic'], ['3', '4-Channel Interface']]);
  });
});

it('opens each kind of device by the arguments that its system takes', () => {
  const nowhere = () => 'tcp://127.0.0.1:4000';
  const last = (kind: Parameters<typeof deviceArguments>[0]['kind'], address: string) => deviceArguments({ kind, address }, nowhere).join(' ');
  expect(last('pulse', 'mic')).toMatch(/-f pulse .*-sample_rate 48000 -channels 2 -i mic$/);
  expect(last('alsa', 'plughw:1')).toMatch(/-f alsa .*-i plughw:1$/);
  expect(last('dshow', '@device_cm_{A}')).toMatch(/-f dshow .*-i audio=@device_cm_\{A\}$/);
  expect(last('avfoundation', 'USB Mic')).toMatch(/-f avfoundation .*-i :USB Mic$/);
  expect(last('training', 'near')).toMatch(/-f s16le .*-i tcp:\/\/127\.0\.0\.1:4000$/);
  expect((['linux', 'win32', 'darwin'] as const).map(soundSystemsOf)).toEqual([['pulse', 'alsa'], ['dshow'], ['avfoundation']]);
});
