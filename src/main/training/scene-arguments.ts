import { framesPerSecond, soundSamplesPerSecond, type Scene } from './scene.ts';

export const clipSamplesPerSecond = 16_000;

export interface SceneFiles {
  readonly folder: string;
  readonly font: string;
  readonly timeText: string;
  readonly dateText: string;
  /** What the camera itself writes into its picture: above and below at the left. */
  readonly osd: { readonly above: string; readonly below: string };
}

/**
 * An ffmpeg that paints a scene and encodes it in real time: H.264 with an access unit delimiter before every picture, to stdout.
 * Every still is decoded once and kept; a constant quantiser makes equal pictures equal bits.
 */
export function sceneArguments(scene: Scene, files: SceneFiles): readonly string[] {
  return [
    '-hide_banner', '-loglevel', 'warning', '-nostats',
    // Nothing of it is seen: it only sets the pace.
    '-re', '-f', 'lavfi', '-i', `color=c=black:s=16x16:r=${framesPerSecond}`,
    '-i', `${files.folder}/${scene.background}`,
    ...scene.motions.flatMap((motion) => ['-i', `${files.folder}/${motion.strip}`]),
    '-filter_threads', '1', '-filter_complex_threads', '1', '-filter_complex', sceneFilter(scene, files),
    '-map', '[picture]', '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-threads', '1', '-qp', '24',
    '-g', String(framesPerSecond), '-keyint_min', String(framesPerSecond), '-sc_threshold', '0', '-aud', '1', '-pix_fmt', 'yuv420p',
    '-flush_packets', '1', '-f', 'h264', 'pipe:1',
  ];
}

/**
 * An ffmpeg that encodes the room's sound from stdin to AAC in ADTS on stdout. It is a process of its own, because one ffmpeg with both
 * would hold picture and sound to the same pace from the first sample on, and whatever one was late at the start it stays late for ever.
 */
export const soundArguments: readonly string[] = [
  '-hide_banner', '-loglevel', 'warning', '-nostats', '-f', 's16le', '-ar', String(clipSamplesPerSecond), '-ac', '1', '-i', 'pipe:0',
  '-c:a', 'aac', '-b:a', '64k', '-ar', String(soundSamplesPerSecond), '-ac', '1', '-flush_packets', '1', '-f', 'adts', 'pipe:1',
];

/** What can come between the room and the sensor. Switched on and off while the camera runs. */
export const veils = ['black', 'cover', 'defocus'] as const;
export type Veil = (typeof veils)[number];

/** The filter of each, by the name under which ffmpeg takes its commands. */
const veilFilters: Readonly<Record<Veil, string>> = {
  black: `${veilName('black')}=c=black:t=fill`, cover: `${veilName('cover')}=c=0x6b6b6b:t=fill`, defocus: `${veilName('defocus')}=sigma=18:steps=1`,
};

export function veilName(veil: Veil): string {
  return `${veil === 'defocus' ? 'gblur' : 'drawbox'}@${veil}`;
}

function sceneFilter(scene: Scene, files: SceneFiles): string {
  const still = `format=yuv420p,loop=loop=-1:size=1:start=0,setpts=N/(${framesPerSecond}*TB)`;
  const parts = [`[1:v]${still}[room]`, '[room][0:v]overlay=x=-16:y=0:eof_action=endall[scene0]'];
  scene.motions.forEach((motion, index) => {
    const { width, height, x, y } = motion;
    parts.push(
      `[${2 + index}:v]${still},crop@${motionName(index)}=${width}:${height}:0:'${motionExpression(motion)}'[motion${index}]`,
      `[scene${index}][motion${index}]overlay=x=${x}:y=${y}[scene${index + 1}]`,
    );
  });
  const { clock } = scene;
  parts.push(`[scene${scene.motions.length}]${[
    digits(files.font, files.timeText, { centerX: clock.centerX, top: clock.timeTop, size: clock.timeSize }),
    digits(files.font, files.dateText, { centerX: clock.centerX, top: clock.dateTop, size: clock.dateSize }),
    ...veils.map((veil) => `${veilFilters[veil]}:enable=0`),
    osdText(files.font, files.osd.above, 'y=h/36'),
    osdText(files.font, files.osd.below, 'y=h-h/12'),
  ].join(',')}[picture]`);
  return parts.join(';');
}

export function motionName(index: number): string {
  return `motion${index}`;
}

/** The top edge of the picture of the strip that is shown at time `t`. */
export function motionExpression(motion: Scene['motions'][number]): string {
  return `${motion.height}*mod(floor(t*${motion.picturesPerSecond}),${motion.pictures})`;
}

function digits(font: string, textFile: string, at: { readonly centerX: number; readonly top: number; readonly size: number }): string {
  return `drawtext=fontfile=${quoted(font)}:textfile=${quoted(textFile)}:reload=1:expansion=none:fontcolor=0xff4b3a:fontsize=${at.size}:x=${at.centerX}-text_w/2:y=${at.top}`;
}

/** White with a black edge, as cameras write; in another size and at another place than the station's stamp. */
function osdText(font: string, textFile: string, y: string): string {
  return `drawtext=fontfile=${quoted(font)}:textfile=${quoted(textFile)}:reload=1:expansion=none:fontcolor=white:borderw=2:bordercolor=black:fontsize=h/24:x=w/48:${y}`;
}

/** A path as a value of a filter option inside a filter graph: escaped for the option, then quoted for the graph. */
function quoted(path: string): string {
  const escaped = path.replaceAll('\\', '/').replace(/[':]/g, (character) => `\\${character}`);
  return `'${escaped.replaceAll("'", String.raw`'\''`)}'`;
}
