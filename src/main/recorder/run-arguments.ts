import { encoderArguments, filterValue, type EncoderArguments, type PictureEncoder } from '../ffmpeg/index.ts';
import { nativeShiftMs } from './native-fragments.ts';
import type { RecorderSettings } from './recorder-options.ts';

/** File descriptors of ffmpeg that the station reads. */
export const pipes = { media: 1, frames: 3, sound: 4, native: 5, soundTimes: 6 } as const;

/** The form in which the camera's own stream is written. G.711 sound has no place in an MP4 of ffmpeg, but in its sister of the same boxes. */
export const nativeForms = ['mp4', 'mov', 'none'] as const;
export type NativeForm = (typeof nativeForms)[number];

interface RunArguments {
  /** Without credentials: everybody on this machine can read it in the list of processes. */
  readonly address: string;
  readonly settings: RecorderSettings;
  readonly encoder: PictureEncoder;
  readonly withAudio: boolean;
  readonly native: NativeForm;
  /** Filters that draw the stamp; null when the camera has drawn it, and its pictures are recorded as they come. */
  readonly stamp: string | null;
}

/** One ffmpeg: RTSP in; stamped fragmented MP4, the camera's own stream, a line per picture and 16 kHz sound out. docs/adr tells why each option is there. */
export function runArguments({ address, settings, encoder, withAudio, native, stamp }: RunArguments): readonly string[] {
  const made = encoderArguments(encoder, settings);
  return [
    '-hide_banner', '-nostats', '-loglevel', 'warning',
    '-rtsp_transport', 'tcp', '-timeout', '5000000', '-analyzeduration', '100000', '-probesize', '500000', '-fpsprobesize', '0',
    ...(stamp === null ? [] : made.open), '-threads', '1', '-i', address,
    ...(stamp === null ? ['-map', '0:v:0', '-c:v', 'copy', ...asTheyCame] : picture(settings, made, stamp)),
    ...(withAudio ? ['-map', '0:a:0', '-c:a', 'aac', '-b:a', '96k', '-ar', '48000', '-af', `aresample=async=1,${timesOf('ametadata', pipes.soundTimes)}`] : []),
    '-max_interleave_delta', '500000', ...(stamp === null ? cutSoon : ['-movflags', '+frag_keyframe+empty_moov+default_base_moof']), '-flush_packets', '1',
    '-f', 'mp4', `pipe:${pipes.media}`,
    ...(stamp === null ? ['-map', '0:v:0', '-c', 'copy', '-flush_packets', '1', '-f', 'framecrc', `pipe:${pipes.frames}`] : []),
    ...(withAudio ? ['-map', '0:a:0', '-af', 'aresample=16000,asetnsamples=n=4000:p=0', '-f', 's16le', '-ar', '16000', '-ac', '1', '-flush_packets', '1', `pipe:${pipes.sound}`] : []),
    ...(native === 'none' ? [] : ownStream(native, withAudio)),
  ];
}

/** Times stay as they came, but for the shift. */
const asTheyCame = ['-output_ts_offset', String(nativeShiftMs / 1000), '-avoid_negative_ts', 'disabled', '-use_editlist', '0'] as const;
/** Cut at the camera's key frames, and after a second at the latest, however long its groups of pictures are. */
const cutSoon = ['-movflags', '+frag_keyframe+empty_moov+default_base_moof+frag_discont', '-frag_duration', '1000000'] as const;

function ownStream(form: 'mp4' | 'mov', withAudio: boolean): readonly string[] {
  return [
    '-map', '0:v:0', ...(withAudio ? ['-map', '0:a:0'] : []), '-c', 'copy', ...asTheyCame, '-max_interleave_delta', '500000', ...cutSoon,
    '-flush_packets', '1', '-f', form, `pipe:${pipes.native}`,
  ];
}

/** A line with the media time of everything that passes, on a pipe. */
function timesOf(filter: 'metadata' | 'ametadata', pipe: number): string {
  return `${filter}=mode=add:key=f:value=1,${filter}=mode=print:file=${filterValue(`pipe:${pipe}`)}:direct=1`;
}

function picture({ fragmentSeconds }: RecorderSettings, { upload, encode }: EncoderArguments, stamp: string): readonly string[] {
  const filters = [timesOf('metadata', pipes.frames), stamp, ...(upload === null ? [] : [upload])].join(',');
  // Short fragments in the first seconds: less is thrown away while media time is being tied to room time.
  const interval = `if(lt(t,3),${startFragmentSeconds},${fragmentSeconds - halfFrameSeconds})`;
  return [
    '-map', '0:v:0', '-vf', filters, '-fps_mode', 'passthrough', '-enc_time_base', '1:90000', '-video_track_timescale', '90000', ...encode,
    '-force_key_frames', `expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+${interval}))`,
  ];
}

const startFragmentSeconds = 0.24;
/** Camera clocks jitter by a few milliseconds: a key frame must not slip to the next picture for that. */
const halfFrameSeconds = 0.02;
