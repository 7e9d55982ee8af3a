import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FfmpegTools } from '../../src/main/ffmpeg/index.ts';

/** What this machine's graphics card does to the pictures: nothing, or what is known of broken drivers. */
export const encoderDefects = {
  sound: '',
  black: 'filter="$filter,lutyuv=y=16:u=128:v=128"',
  green: 'filter="$filter,lutyuv=y=0:u=0:v=0"',
  'upside down': 'filter="$filter,vflip"',
  'a picture late': 'filter="$filter,tpad=start=1,trim=end_frame=25"',
  'one picture short': 'filter="$filter,select=not(eq(n\\,12))"; more=(-fps_mode passthrough)',
  'refers to later pictures': 'more=(-bf 3 -tune film -b_strategy 0)',
  'ignores key frames': 'drop=-force_key_frames',
  'another codec': 'codec=(-c:v libx265 -preset ultrafast -x265-params log-level=none:bframes=0:keyint=5)',
  'ten bits': 'more=(-pix_fmt yuv420p10le)',
  torn: 'filter="$filter,shuffleplanes,noise=alls=90"',
  crashes: 'kill -SEGV $$',
  hangs: 'exec sleep 60',
  // Works when it is tried, and never again.
  'dies after its trial': 'case "$*" in *testsrc2*) ;; *) echo "Failed to upload frame to the device" >&2; exit 1;; esac',
} as const;
export type EncoderDefect = keyof typeof encoderDefects;

/**
 * A machine with a VAAPI encoder, on one that has none: a program that stands in for ffmpeg when pictures are to be made by `h264_vaapi`, and
 * has x264 make them; every other call is ffmpeg's own. `wrapper` is that program, for a recorder bench; `close` removes `tools`.
 */
export function pretendEncoder(tools: FfmpegTools, defect: EncoderDefect): { readonly tools: FfmpegTools; readonly wrapper: string; readonly close: () => void } {
  const script = `
case " $* " in *" h264_vaapi "*) ;; *) exec "$REAL_FFMPEG" "$@";; esac
filter=format=yuv420p codec=(-c:v libx264 -preset ultrafast -tune zerolatency -sc_threshold 0) more=() drop=
${encoderDefects[defect]}
args=()
while [ $# -gt 0 ]; do
  case "$1" in
    -vaapi_device|-rc_mode|-async_depth|-qp|"$drop") shift 2;;
    -c:v) if [ "$2" = h264_vaapi ]; then args+=("\${codec[@]}"); else args+=("$1" "$2"); fi; shift 2;;
    -bf) args+=(-bf 0 "\${more[@]}"); shift 2;;
    -vf) args+=(-vf "\${2/format=nv12,hwupload/$filter}"); shift 2;;
    *) args+=("$1"); shift;;
  esac
done
exec "$REAL_FFMPEG" "\${args[@]}"`;
  const wrapper = `#!/bin/bash\n${script}\n`;
  const folder = mkdtempSync(join(tmpdir(), 'shilu-encoder-'));
  const path = join(folder, 'ffmpeg');
  writeFileSync(path, wrapper.replaceAll('$REAL_FFMPEG', tools.ffmpegPath), { mode: 0o755 });
  return { tools: { ...tools, ffmpegPath: path }, wrapper, close: () => rmSync(folder, { recursive: true }) };
}
