import { expect, it } from 'vitest';
import { deviceProblem } from './device-problem.ts';

it.each([
  ['[alsa @ 0x55] cannot open audio device plughw:1 (Device or resource busy)', 'MICROPHONE_BUSY'],
  ['[dshow @ 000001] Could not run graph (sometimes caused by a device already in use by other application)', 'MICROPHONE_BUSY'],
  ['[alsa @ 0x55] cannot open audio device hw:0 (Permission denied)', 'MICROPHONE_DENIED'],
  ['[avfoundation @ 0x7f] Failed to create AV capture input device: Not authorized to capture audio', 'MICROPHONE_DENIED'],
  ['usb_mic: No such process', 'MICROPHONE_UNREACHABLE'],
  ['[alsa @ 0x55] cannot open audio device plughw:9 (No such file or directory)', 'MICROPHONE_UNREACHABLE'],
  ['', 'MICROPHONE_UNREACHABLE'],
])('%s is %s', (said, code) => {
  expect(deviceProblem(said)).toBe(code);
});
