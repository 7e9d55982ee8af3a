import type { ErrorParams } from '../../shared/base/index.ts';
import type { MicrophoneSnapshot } from '../../shared/contract/index.ts';
import { parseId, type MicrophoneId, type RecordedStream } from '../../shared/domain/index.ts';
import { deviceArguments } from '../microphone/index.ts';
import { nodeFileOps } from '../platform/index.ts';
import { Recorder, type RecorderEvents } from '../recorder/index.ts';
import type { MicrophoneSetting } from '../settings/index.ts';
import { RecordedSource } from './recorded-source.ts';
import type { Station } from './station.ts';

/** One microphone of the room with its recorder: a sound device of this machine, recorded as a track of its own. */
export class RosterMicrophone {
  readonly source: RecordedSource;
  readonly #station: Station;
  readonly #microphoneId: MicrophoneId;
  readonly #recorder: Recorder;
  #setting: MicrophoneSetting;
  #levelDb: number | null = null;

  /** @param trainingUrl where a simulated microphone is now; @param isThere whether its system still lists the device */
  constructor(station: Station, setting: MicrophoneSetting, trainingUrl: (address: string) => string, isThere: () => Promise<boolean>) {
    this.#station = station;
    this.#setting = setting;
    this.#microphoneId = parseId<MicrophoneId>(setting.microphoneId);
    this.#recorder = new Recorder({
      microphone: { microphoneId: this.#microphoneId, name: setting.name, input: () => deviceArguments(setting, trainingUrl), isThere },
      tools: station.tools, roomClock: station.roomClock, timeZone: station.settings.room.timeZone, fileOps: nodeFileOps, folders: station.disks.folders, log: station.log.child('recorder'),
      signer: station.headSigner,
    });
    this.source = new RecordedSource(station, {
      sourceId: setting.microphoneId, name: () => this.#setting.name, recorder: this.#recorder, streams: () => [this.#stream], hasSound: true, problemParams: () => this.#problemParams,
      onProven: (sessionId, { streamId, segment }) => station.health.noteProven({ sourceId: setting.microphoneId, name: this.#setting.name, streamId, hasPicture: false, hasSound: true, awayFromMs: () => this.source.awayFromMs }, sessionId, segment),
      onReleased: () => station.health.forget(setting.microphoneId),
    });
    this.#recorder.events.on('state', (state) => this.#stateChanged(state));
    this.#recorder.events.on('level', ({ dbfs }) => {
      this.#levelDb = Math.round(dbfs);
      this.#station.changed();
    });
  }

  get setting(): MicrophoneSetting {
    return this.#setting;
  }

  rename(name: string): void {
    this.#station.alarms.clear(this.#setting.name);
    this.#setting = { ...this.#setting, name };
  }

  snapshot(): MicrophoneSnapshot {
    const { microphoneId, name, kind, address } = this.#setting;
    const { phase, problem } = this.#recorder.state;
    const faults = this.#station.health.faults(microphoneId).map(({ fault }) => fault);
    return {
      microphoneId, name, kind, address, state: phase, problem, levelDb: phase === 'live' ? this.#levelDb : null, faults: [...faults],
      lastMediaAtMs: this.source.lastMediaAtMs, provenUntilMs: this.source.provenUntilMs,
    };
  }

  /** Init and the last seconds, as they are being recorded; undefined while nothing comes. */
  get recentMedia(): Uint8Array | undefined {
    const { recent } = this.#recorder;
    return recent === undefined ? undefined : Buffer.concat([recent.init.bytes, ...recent.fragments.map(({ media }) => media.bytes)]);
  }

  close(): Promise<void> {
    return this.source.close();
  }

  /** One lost microphone is an alarm; that none is heard any more is what interrupts a session (requirement D8). */
  get #stream(): RecordedStream {
    return { streamId: this.#recorder.streamId, kind: 'microphone', sourceId: this.#microphoneId, name: this.#setting.name, role: 'sound', required: false };
  }

  get #problemParams(): ErrorParams {
    const { name, address } = this.#setting;
    return { microphone: name, camera: name, address, detail: this.#recorder.state.detail };
  }

  #stateChanged({ phase, problem }: RecorderEvents['state']): void {
    if (phase === 'live') this.#station.alarms.clear(this.#setting.name);
    else if (problem !== null && phase === 'backoff') this.source.alarm(problem);
    this.#station.changed();
  }
}
