import { streamIdOf, type StreamId } from '../../shared/domain/index.ts';
import { MicrophoneRun } from './microphone-run.ts';
import type { MicrophoneRecorderOptions, RecorderSettings } from './recorder-options.ts';
import type { RunHooks, RunStarter, StartedRun } from './run-starter.ts';

/** The runs of a microphone. It has one stream, and nothing that it could do without. */
export class MicrophoneRuns implements RunStarter {
  readonly sourceId: string;
  readonly streamId: StreamId;
  readonly nativeStreamId = undefined;
  readonly lacks = { sound: false, native: false } as const;
  readonly #options: MicrophoneRecorderOptions;
  readonly #settings: RecorderSettings;

  constructor(options: MicrophoneRecorderOptions, settings: RecorderSettings) {
    this.#options = options;
    this.#settings = settings;
    this.sourceId = options.microphone.microphoneId;
    this.streamId = streamIdOf(options.microphone.microphoneId, 'microphone');
  }

  start(hooks: RunHooks): Promise<StartedRun> {
    const { tools, roomClock, log, microphone } = this.#options;
    return Promise.resolve(new MicrophoneRun({ tools, roomClock, log: log.child(microphone.microphoneId), settings: this.#settings, microphone, ...hooks }));
  }

  learn(): boolean {
    return true;
  }
}
