import { streamIdOf, type StreamId } from '../../shared/domain/index.ts';
import { software, type PictureEncoder } from '../ffmpeg/index.ts';
import type { RecorderSettings, CameraRecorderOptions, StampedBy } from './recorder-options.ts';
import { nativeForms, type NativeForm } from './run-arguments.ts';
import { Run } from './run.ts';
import type { RunEnd } from './run-end.ts';
import type { RunHooks, RunStarter, StartedRun } from './run-starter.ts';

/** The runs of a camera: without its sound where it announced some and has none, and with its own stream in the form that it fits. */
export class CameraRuns implements RunStarter {
  readonly sourceId: string;
  readonly streamId: StreamId;
  readonly nativeStreamId: StreamId | undefined;
  readonly #options: CameraRecorderOptions;
  readonly #settings: RecorderSettings;
  #nativeForm: NativeForm;
  #soundMissing = false;
  /** Of the run that was started last. */
  #encoder: PictureEncoder = software;

  constructor(options: CameraRecorderOptions, settings: RecorderSettings) {
    const { cameraId } = options.camera;
    this.#options = options;
    this.#settings = settings;
    this.sourceId = cameraId;
    this.streamId = streamIdOf(cameraId, 'stamped');
    this.nativeStreamId = settings.native ? streamIdOf(cameraId, 'native') : undefined;
    this.#nativeForm = settings.native ? nativeForms[0] : 'none';
  }

  get lacks(): RunStarter['lacks'] {
    return { sound: this.#soundMissing, native: this.#settings.native && this.#nativeForm === 'none' };
  }

  start(hooks: RunHooks, stampedBy: StampedBy): Promise<StartedRun> {
    const { tools, roomClock, timeZone, log, camera, encoder } = this.#options;
    this.#encoder = stampedBy === 'station' ? (encoder?.current ?? software) : software;
    return Run.start({
      tools, roomClock, timeZone, camera, log: log.child(camera.cameraId), settings: this.#settings, encoder: this.#encoder, native: this.#nativeForm, withAudio: camera.hasAudio && !this.#soundMissing, stampedBy, ...hooks,
    });
  }

  learn({ reason, detail }: RunEnd): boolean {
    // A graphics card that was right at the start may be gone after a driver's update, or full.
    if ((reason === 'ffmpeg-failed' || reason === 'media-broken') && this.#options.encoder?.giveUp(this.#encoder, detail ?? reason) === true) return false;
    this.#soundMissing ||= reason === 'no-audio';
    if (reason === 'native-refused') this.#tryNextForm();
    // Nothing is wrong with the camera when only the form was, its stamp, or the encoder here: there is nothing to wait for.
    return reason !== 'native-refused' && reason !== 'stamp-refused' && reason !== 'encoder-refused';
  }

  #tryNextForm(): void {
    this.#nativeForm = nativeForms[nativeForms.indexOf(this.#nativeForm) + 1] ?? 'none';
    this.#options.log.warn('the stream of the camera has no place in this form', { next: this.#nativeForm });
  }
}
