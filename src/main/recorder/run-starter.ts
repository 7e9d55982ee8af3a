import type { RunId, StreamId } from '../../shared/domain/index.ts';
import type { Init } from '../segments/index.ts';
import type { RunFragment } from './run.ts';
import type { StampedBy } from './recorder-options.ts';
import type { RunEnd, StopReason } from './run-end.ts';
import type { SoundStep } from './step-meter.ts';

/** What a run tells its recorder. */
export interface RunHooks {
  /** Whether room time may leap in what is recorded: true only while nothing is kept. */
  readonly mayStep: () => boolean;
  /** Once, before the first fragment. */
  readonly onLive: (init: Init) => void;
  /** Every fragment of the first stream whose room time is right. */
  readonly onFragment: (fragment: RunFragment) => void;
  /** Every fragment of the camera's own stream, once the run is live. */
  readonly onNative: (init: Init, fragment: RunFragment) => void;
  readonly onLevel: (dbfs: number) => void;
  /** How sound and pictures lay in time, about once a second, while the run is live. */
  readonly onStep: (step: SoundStep) => void;
}

export interface StartedRun {
  readonly runId: RunId;
  /** Resolves when the process has gone and everything it wrote has been given out. Never rejects. */
  readonly ended: Promise<RunEnd>;
  /** Ends it: what is under way comes out as a last, shorter fragment. */
  stop(as?: StopReason): Promise<RunEnd>;
}

/** Starts the runs of one device, and remembers from one to the next what it does without. */
export interface RunStarter {
  /** For the log. */
  readonly sourceId: string;
  /** What a run gives: the first stream always, the camera's own where it is recorded. */
  readonly streamId: StreamId;
  readonly nativeStreamId: StreamId | undefined;
  readonly lacks: { readonly sound: boolean; readonly native: boolean };
  start(hooks: RunHooks, stampedBy: StampedBy): Promise<StartedRun>;
  /** Takes in why a run ended. @returns whether there is something to wait for before the next */
  learn(end: RunEnd): boolean;
}
