import type { SoundDevice } from './sound-device.ts';

const entry = /^\[AVFoundation [^\]]*\] \[(\d+)\] (.+?)\s*$/;

/**
 * Reads what `ffmpeg -f avfoundation -list_devices true -i ""` says on stderr. The number of a device changes with what is plugged in, so it is
 * opened by name; by number only where the name would be taken for one, or another device bears it as well.
 */
export function avFoundationMicrophones(text: string): readonly SoundDevice[] {
  const [, audio = ''] = text.split(/AVFoundation audio devices:\s*/);
  const listed = audio.split(/\r?\n/).flatMap((line) => {
    const [, index, name] = entry.exec(line) ?? [];
    return index === undefined || name === undefined ? [] : [{ index, name }];
  });
  return listed.map(({ index, name }) => {
    // ffmpeg takes the first device whose name begins so.
    const isClear = !/^\d/.test(name) && !name.includes(':') && listed.filter((other) => other.name.startsWith(name)).length === 1;
    return { kind: 'avfoundation', address: isClear ? name : index, name, isDefault: false };
  });
}
