import type { ErrorCode } from '../../shared/base/index.ts';
import type { RelayStatus } from '../camera/index.ts';
import { connectionProblem } from '../ffmpeg/index.ts';
import { deviceProblem } from '../microphone/index.ts';

/** Why a run ended. It never mends itself: the recorder starts another. */
export type RunEndReason =
  /** Asked for. */
  | 'stopped'
  /** The camera closed the connection, or it broke. */
  | 'stream-lost'
  /** The connection stood, but nothing came. */
  | 'stalled'
  /** No connection came about. */
  | 'not-connected'
  /** Media time lost its zero. */
  | 'clock-jump'
  /** A sound device gave less sound than time has passed. */
  | 'samples-lost'
  /** What ffmpeg wrote made no sense. */
  | 'media-broken'
  /** The camera announced sound and has none. */
  | 'no-audio'
  /** The camera's own stream cannot be written in the form that was tried. */
  | 'native-refused'
  /** The stamp of the camera is absent, wrong or unreadable: the station stamps from now on. */
  | 'stamp-refused'
  /** Another run took over, whose pictures another encoder makes. */
  | 'encoder-refused'
  | 'ffmpeg-failed';

/** Why a run is ended that nothing has ended: at a person's wish, or because another takes its place. */
export type StopReason = Extract<RunEndReason, 'stopped' | 'stamp-refused' | 'encoder-refused'>;

export interface RunEnd {
  readonly reason: RunEndReason;
  readonly problem: ErrorCode | null;
  readonly wasLive: boolean;
  /** What went wrong, in one line for an engineer, when the problem is FFMPEG_FAILED. */
  readonly detail?: string;
}

/** What the relay saw of a connection that did not come about; undefined when it knows nothing against the camera. */
export function judgeRelay({ problem }: Pick<RelayStatus, 'problem'>, wasLive: boolean): RunEnd | undefined {
  return problem === null || wasLive ? undefined : { reason: 'not-connected', problem: problem.code, wasLive };
}

const detailCharacters = 200;

/** Without the copied stream none of these can come: what is encoded here always fits its form. */
const nativeProblem = /Could not find tag for codec|codec not currently supported in container|Could not write header for output file #\d+ \(incorrect codec parameters|Malformed AAC bitstream|av_interleaved_write_frame\(\): Invalid data/;

export interface ExitFacts {
  readonly stderr: string;
  readonly exitCode: number | null;
  readonly wasLive: boolean;
  readonly withAudio: boolean;
  readonly withNative: boolean;
}

/** Judges a process that ended by itself from what it said last. */
export function judgeExit({ stderr, exitCode, wasLive, withAudio, withNative }: ExitFacts): RunEnd {
  if (withNative && nativeProblem.test(stderr)) return { reason: 'native-refused', problem: 'NATIVE_REFUSED', wasLive };
  if (withAudio && !wasLive && /Stream map '0:a:0' matches no streams/.test(stderr)) return { reason: 'no-audio', problem: 'SOUND_MISSING', wasLive };
  if (wasLive) return { reason: 'stream-lost', problem: 'STREAM_LOST', wasLive };
  const problem = connectionProblem(stderr);
  if (problem !== undefined) return { reason: 'not-connected', problem, wasLive };
  if (exitCode === 0) return { reason: 'not-connected', problem: 'CAMERA_UNREACHABLE', wasLive };
  return { reason: 'ffmpeg-failed', problem: 'FFMPEG_FAILED', wasLive, detail: lastLine(stderr) ?? `exit ${exitCode ?? 'by signal'}` };
}

/** Judges a capture that ended by itself. ALSA and PulseAudio give errno texts; DirectShow and AVFoundation sentences of their own. */
export function judgeMicrophoneExit({ stderr, exitCode, wasLive }: Pick<ExitFacts, 'stderr' | 'exitCode' | 'wasLive'>): RunEnd {
  if (wasLive) return { reason: 'stream-lost', problem: 'MICROPHONE_LOST', wasLive };
  return { reason: 'not-connected', problem: deviceProblem(stderr), wasLive, detail: lastLine(stderr) ?? `exit ${exitCode ?? 'by signal'}` };
}

function lastLine(text: string): string | undefined {
  const line = text.split(/[\r\n]+/).map((each) => each.trim()).findLast((each) => each !== '');
  return line?.replace(/\.$/, '').slice(0, detailCharacters);
}
