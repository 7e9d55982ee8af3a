import { AppError, isAppError } from '../../shared/base/index.ts';
import { sleep } from '../platform/index.ts';
import { withOnvifLink, type CameraAccess, type OnvifLink } from './onvif-link.ts';
import { child, escapeXml, wholeNumber } from './xml-node.ts';

export interface CameraClockReading {
  /** Camera clock minus room time, ms. */
  readonly offsetMs: number;
  /** Bound of its error, the room clock's own included. */
  readonly errorMs: number;
  /** Room time of the reading. */
  readonly atMs: number;
}

/** ms by which the camera may be ahead of room time. */
interface Bounds {
  readonly leastMs: number;
  readonly mostMs: number;
}

/**
 * Reads the camera's clock, `probes` times at the most. ONVIF gives whole seconds, so one reading says no more than ±500 ms; each
 * further one is sent at the moment when, by the middle of what is still possible, the second turns over: the answer is either the old
 * second or the new one, and halves what is possible, down to the time the question takes. Takes about half a second a probe.
 * @throws AppError CAMERA_UNREACHABLE, CAMERA_NOT_ONVIF, CAMERA_UNAUTHORIZED
 */
export function readCameraClock(access: CameraAccess, probes = 7): Promise<CameraClockReading> {
  return withOnvifLink(access, (link) => measureCameraClock(link, probes));
}

/** As `readCameraClock`, within a conversation that is open. */
export async function measureCameraClock(link: OnvifLink, probes: number): Promise<CameraClockReading> {
  let bounds = await probe(link);
  let roundTripMs = bounds.roundTripMs;
  const worthwhile = () => bounds.mostMs - bounds.leastMs > roundTripMs * 1.5 + 5 && link.remainingMs() > 1200 + roundTripMs * 3;
  for (let count = 1; count < probes && worthwhile(); count += 1) {
    await sleep(untilTheSecondTurns(link, (bounds.leastMs + bounds.mostMs) / 2, roundTripMs));
    const next = await probe(link);
    roundTripMs = Math.min(roundTripMs, next.roundTripMs);
    const leastMs = Math.max(bounds.leastMs, next.leastMs);
    const mostMs = Math.min(bounds.mostMs, next.mostMs);
    // They contradict each other: the camera was set in between, or it rounds. Then only the newest counts.
    bounds = leastMs <= mostMs ? { ...next, leastMs, mostMs } : next;
  }
  const now = link.time.now();
  return {
    offsetMs: Math.round((bounds.leastMs + bounds.mostMs) / 2),
    errorMs: Math.ceil((bounds.mostMs - bounds.leastMs) / 2 + 0.5) + now.errorMs,
    atMs: now.atMs,
  };
}

/**
 * Sets the camera's clock to room time (SetSystemDateAndTime, UTC, manual). The message is sent so that it arrives as a second begins,
 * because it can carry only whole seconds.
 * @param zone of the room, as POSIX writes it (`UTC-8` is eight hours east): a camera that stamps its own picture shows local time
 * @returns the camera's clock as it is read back afterwards: what was asked for and what came of it are two things
 */
export function setCameraClock(access: CameraAccess, probes = 7, zone?: string): Promise<CameraClockReading> {
  return withOnvifLink(access, async (link) => {
    const { offsetMs } = await measureCameraClock(link, 1);
    link.setCameraAhead(offsetMs);
    const { roundTripMs } = await probe(link);
    await sleep(untilTheSecondTurns(link, 0, roundTripMs));
    const second = Math.round((link.time.now().atMs + roundTripMs / 2) / 1000) * 1000;
    // A camera that refuses is answered by what is read back.
    await sendTime(link, second, zone).catch((error: unknown) => {
      if (!isAppError(error) || error.code !== 'CAMERA_NOT_ONVIF') throw error;
    });
    return measureCameraClock(link, probes);
  });
}

function sendTime(link: OnvifLink, second: number, zone: string | undefined): Promise<unknown> {
  const at = new Date(second);
  if (zone === undefined) return link.call(() => link.device.setSystemDateAndTime({ DateTimeType: 'Manual', DaylightSavings: false, UTCDateTime: at }));
  // node-onvif refuses the names of zones that are not whole hours away.
  const body = `<tds:SetSystemDateAndTime><tds:DateTimeType>Manual</tds:DateTimeType><tds:DaylightSavings>false</tds:DaylightSavings><tds:TimeZone><tt:TZ>${escapeXml(zone)}</tt:TZ></tds:TimeZone>`
    + `<tds:UTCDateTime><tt:Time><tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute><tt:Second>${at.getUTCSeconds()}</tt:Second></tt:Time>`
    + `<tt:Date><tt:Year>${at.getUTCFullYear()}</tt:Year><tt:Month>${at.getUTCMonth() + 1}</tt:Month><tt:Day>${at.getUTCDate()}</tt:Day></tt:Date></tds:UTCDateTime></tds:SetSystemDateAndTime>`;
  return link.ask(link.xaddr, 'SetSystemDateAndTime', body, ['xmlns:tds="http://www.onvif.org/ver10/device/wsdl"', 'xmlns:tt="http://www.onvif.org/ver10/schema"']);
}

/** Pause after which a question sent now will be half way when a clock that is `aheadMs` before room time begins a second. */
function untilTheSecondTurns(link: OnvifLink, aheadMs: number, roundTripMs: number): number {
  const cameraMs = link.time.now().atMs + aheadMs + roundTripMs / 2;
  return 1000 - (((cameraMs % 1000) + 1000) % 1000);
}

async function probe(link: OnvifLink): Promise<Bounds & { readonly roundTripMs: number }> {
  const { value, sentMonotonicMs, answeredMonotonicMs } = await link.timedUnsigned(() => link.device.getSystemDateAndTime());
  const secondMs = readUtc(value.data);
  if (secondMs === null) throw new AppError('CAMERA_NOT_ONVIF', { address: link.address }, new Error('it gives no UTC date and time'));
  // The camera read its clock between question and answer, and cut off the fraction of the second.
  return {
    leastMs: secondMs - link.time.at(answeredMonotonicMs).atMs,
    mostMs: secondMs + 1000 - link.time.at(sentMonotonicMs).atMs,
    roundTripMs: answeredMonotonicMs - sentMonotonicMs,
  };
}

function readUtc(data: unknown): number | null {
  const utc = child(data, 'GetSystemDateAndTimeResponse', 'SystemDateAndTime', 'UTCDateTime');
  const read = (part: 'Date' | 'Time', name: string, least: number, most: number) => wholeNumber(child(utc, part, name), least, most);
  const [year, month, day] = [read('Date', 'Year', 1970, 9999), read('Date', 'Month', 1, 12), read('Date', 'Day', 1, 31)];
  const [hour, minute, second] = [read('Time', 'Hour', 0, 23), read('Time', 'Minute', 0, 59), read('Time', 'Second', 0, 60)];
  if (year === null || month === null || day === null || hour === null || minute === null || second === null) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
