import type { SoundDevice } from './sound-device.ts';

const device = /^\[[^\]]*\]\s+"(.+)" \(([^)]*)\)\s*$/;
const alternative = /^\[[^\]]*\]\s+Alternative name "(.+)"\s*$/;

/**
 * Reads what `ffmpeg -f dshow -list_devices true -i dummy` says on stderr: each device with what it gives, then its lasting name. Names may be the
 * same for two devices and may hold colons, which separate devices in an input of DirectShow; the lasting name is neither.
 */
export function directShowMicrophones(text: string): readonly SoundDevice[] {
  const found: SoundDevice[] = [];
  let name: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, named, gives] = device.exec(line) ?? [];
    if (named !== undefined) name = gives?.split(', ').includes('audio') === true ? named : undefined;
    const address = alternative.exec(line)?.[1];
    if (address === undefined || name === undefined) continue;
    found.push({ kind: 'dshow', address, name, isDefault: false });
    name = undefined;
  }
  return found;
}
