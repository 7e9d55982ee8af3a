import { filterValue } from '../ffmpeg/index.ts';
import { nativeShiftMs } from './native-fragments.ts';

/** File descriptors of ffmpeg that the station reads. */
export const microphonePipes = { media: 1, times: 3, sound: 4 } as const;
/** The length of every piece of sound that passes with its media time. */
export const soundPieceMs = 20;

const samplesPerSecond = 48_000;

/**
 * One ffmpeg: a sound device in; AAC in fragmented MP4, a line per piece of sound and 16 kHz sound out. Media time is counted in samples: what
 * devices say about time follows the steps of the system clock (PulseAudio, ALSA), and is worth nothing beside when the sound arrives.
 */
export function microphoneArguments(input: readonly string[]): readonly string[] {
  const samples = (soundPieceMs * samplesPerSecond) / 1000;
  const times = `ametadata=mode=add:key=f:value=1,ametadata=mode=print:file=${filterValue(`pipe:${microphonePipes.times}`)}:direct=1`;
  const filters = `aresample=${samplesPerSecond},asetnsamples=n=${samples}:p=0,asetpts=N/SR/TB,${times}`;
  return [
    '-hide_banner', '-nostats', '-loglevel', 'warning', '-thread_queue_size', '512', ...input,
    '-map', '0:a:0', '-af', filters, '-c:a', 'aac', '-b:a', '128k', '-ar', String(samplesPerSecond),
    '-output_ts_offset', String(nativeShiftMs / 1000), '-avoid_negative_ts', 'disabled', '-use_editlist', '0',
    '-movflags', '+empty_moov+default_base_moof+frag_discont', '-frag_duration', '1000000', '-flush_packets', '1', '-f', 'mp4', `pipe:${microphonePipes.media}`,
    '-map', '0:a:0', '-af', 'asetpts=N/SR/TB', '-f', 's16le', '-ar', '16000', '-ac', '1', '-flush_packets', '1', `pipe:${microphonePipes.sound}`,
  ];
}
