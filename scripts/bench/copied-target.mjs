// What the row "copied" of the bench measures, in a process of its own: so many cameras that stamp their own pictures, recorded by copy to two
// folders, and looked at as a station looks. No ledger and no console. Arguments: bundle, camera as JSON, how many, folder.
import { join } from 'node:path';

const [bundle, cameraJson, count, folder] = process.argv.slice(2);
const { createLogger, decodeLooks, findFfmpeg, LookDecoder, lookAtFragments, lookPace, nodeFileOps, Recorder, systemClock } = await import(bundle);
const { rtspUrl, user, password } = JSON.parse(cameraJson);
const log = createLogger('bench', () => undefined);
const tools = await findFfmpeg();
const offsetMs = systemClock.wallMs() - systemClock.monotonicMs();
const roomClock = {
  at: (ms) => ({ atMs: Math.round(ms + offsetMs), errorMs: 5 }), now: () => roomClock.at(systemClock.monotonicMs()), monotonicMs: () => systemClock.monotonicMs(),
};

const recorders = Array.from({ length: Number(count) }, (_, n) => {
  const recorder = new Recorder({
    camera: { cameraId: `cam-${n}`, name: `camera ${n}`, url: rtspUrl, user, password, hasAudio: true, stampLabel: () => '' }, tools, roomClock, timeZone: 'UTC', fileOps: nodeFileOps,
    folders: { primary: join(folder, 'primary'), mirror: join(folder, 'mirror') }, log, settings: { stampedBy: 'camera', native: false },
  });
  const decoder = new LookDecoder(tools, log);
  let [init, busy, lookedAtMs] = [undefined, false, 0];
  recorder.events.on('init', (event) => (init = event.init.bytes));
  recorder.events.on('fragment', ({ runId, roomMs, media }) => {
    if (busy || !media.startsWithKey || systemClock.monotonicMs() - lookedAtMs < lookPace.restMs) return;
    [busy, lookedAtMs] = [true, systemClock.monotonicMs()];
    const sound = media.parts.find(({ track }) => track.kind === 'audio');
    const soundMs = sound === undefined ? 0 : (sound.durationTicks * 1000) / sound.track.timescale;
    const fragment = { runId, changeShare: 1, bytes: media.bytes, hasKey: true, roomMs, durationMs: media.durationMs, soundMs, soundFromMs: roomMs };
    const decode = async ([request]) => [(await decoder.decode(request)) ?? (await decodeLooks(tools, [request]))[0] ?? null];
    void lookAtFragments(decode, [{ init, fragments: [fragment], expectSound: true, hasSound: true, hasPicture: true, letters: undefined, timeZone: 'UTC' }]).then(() => (busy = false));
  });
  let hasProven = false;
  recorder.events.on('proven', () => {
    if (hasProven) return;
    hasProven = true;
    process.stdout.write('proven\n');
  });
  let isKept = false;
  recorder.events.on('state', ({ phase }) => {
    if (phase !== 'live' || isKept) return;
    isKept = true;
    void recorder.keep(`ses-${n}`);
  });
  return { recorder, decoder };
});
process.stdout.write('started\n');
process.on('SIGINT', () => {
  void Promise.all(recorders.flatMap(({ recorder, decoder }) => [recorder.close(), decoder.close()])).then(() => process.exit(0));
});
