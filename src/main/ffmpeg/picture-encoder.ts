/** What can make H.264 of pictures: x264 on the processor, or a part of the machine that is built for it. */
export const pictureEncoders = ['nvenc', 'qsv', 'vaapi', 'videotoolbox', 'x264'] as const;
export type PictureEncoderKind = (typeof pictureEncoders)[number];

export interface PictureEncoder {
  readonly kind: PictureEncoderKind;
  /** The node by which it is opened, such as `/dev/dri/renderD128`; empty where the driver finds it. */
  readonly device: string;
}

export interface PictureQuality {
  /** x264's own; the others have none that means the same. */
  readonly preset: string;
  /** x264's rate factor, and the quantiser of the others: 0 to 51, lower is better. */
  readonly crf: number;
}

export interface EncoderArguments {
  /** Before the inputs. */
  readonly open: readonly string[];
  /** The last filter: brings the picture to where the encoder reads it. null: it reads what the filters before it give. */
  readonly upload: string | null;
  readonly encode: readonly string[];
}

export const software: PictureEncoder = { kind: 'x264', device: '' };

/** ffmpeg's name of each encoder. */
export const encoderNames: Readonly<Record<PictureEncoderKind, string>> = { nvenc: 'h264_nvenc', qsv: 'h264_qsv', vaapi: 'h264_vaapi', videotoolbox: 'h264_videotoolbox', x264: 'libx264' };

/**
 * Arguments that make every encoder do the same: 4:2:0 of eight bits, no picture that refers to a later one, none held back longer than
 * the encoder must, key frames where they are asked for and only there, quality before bit rate.
 */
export function encoderArguments({ kind, device }: PictureEncoder, { preset, crf }: PictureQuality): EncoderArguments {
  const common = ['-c:v', encoderNames[kind], '-bf', '0', '-g', '600'];
  switch (kind) {
    case 'x264':
      return { open: [], upload: null, encode: [...common, '-preset', preset, '-crf', String(crf), '-tune', 'zerolatency', '-sc_threshold', '0', '-pix_fmt', 'yuv420p'] };
    case 'nvenc':
      return { open: [], upload: null, encode: [...common, '-preset', 'p4', '-tune', 'll', '-rc', 'constqp', '-qp', String(crf), '-forced-idr', '1', '-zerolatency', '1', '-delay', '0', '-pix_fmt', 'yuv420p'] };
    case 'qsv':
      return { open: ['-init_hw_device', device === '' ? 'qsv=hw' : `qsv=hw,child_device=${device}`], upload: 'format=nv12', encode: [...common, '-preset', 'veryfast', '-global_quality', String(crf), '-forced_idr', '1', '-async_depth', '1', '-look_ahead', '0'] };
    case 'vaapi':
      return { open: ['-vaapi_device', device], upload: 'format=nv12,hwupload', encode: [...common, '-rc_mode', 'CQP', '-qp', String(crf), '-async_depth', '1'] };
    case 'videotoolbox':
      return { open: [], upload: null, encode: [...common, '-allow_sw', '0', '-realtime', '1', '-q:v', String(videotoolboxQuality(crf)), '-pix_fmt', 'yuv420p'] };
  }
}

/** VideoToolbox counts the other way round, from 1 to 100. */
function videotoolboxQuality(crf: number): number {
  return Math.round(100 - (crf * 100) / 52);
}
