import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionSnapshot, TimelineItem } from '../../src/shared/contract/index.ts';
import { HeldSession } from '../support/held-session.ts';
import { StationProcess } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

interface Place {
  readonly streamId: string;
  readonly segment: string;
  readonly mediaMs: number;
}
interface Segment {
  readonly streamId: string;
  readonly segment: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

// Pain 13: markers, and the times of the transcript, that lead to another moment of the recording than the one they are about.
describe('markers and spans', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-places-'));
  let station: StationProcess;
  let held: HeldSession;

  beforeAll(async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'));
    held = await HeldSession.start(station.ready.rpc);
  });
  afterAll(async () => {
    expect(await station.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('lie in the media where room time says, also after a camera was away, and never in a gap', async () => {
    const { officer, sessionId } = held;
    await held.recordFor(2_000);
    await officer.call('session.mark', { sessionId, kind: 'exhibit', text: '中断之前' });
    const { spans } = await officer.call<SessionSnapshot>('session.spanOpen', { sessionId, kind: 'exhibit', text: '一号物证' });
    await held.recordFor(3_000);
    await officer.call('session.spanClose', { sessionId, spanId: spans.at(-1)?.spanId });
    await officer.call('training.fault', { camera: 'interviewee', fault: 'drop', on: true });
    await waitUntil('the interruption', 60_000, async () => (await held.snapshot()).interrupted);
    await officer.call('session.mark', { sessionId, kind: 'note', text: '中断之中' });
    await officer.call('training.fault', { camera: 'interviewee', fault: 'drop', on: false });
    await waitUntil('recording to resume', 60_000, async () => !(await held.snapshot()).interrupted);
    await held.recordFor(2_000);
    await officer.call('session.mark', { sessionId, kind: 'identification', text: '中断之后' });
    await held.recordFor(2_000);
    await held.explainAll();
    await officer.call('session.finish', { sessionId, reason: '训练,提前结束' });
    const { session, timeline } = await officer.call<{ session: SessionSnapshot; timeline: TimelineItem[] }>('session.get', { sessionId });
    const segments = timeline.flatMap(({ type, detail }) => (type === 'segment.finalized' ? [detail as unknown as Segment] : []));
    const places: { readonly what: string; readonly atMs: number; readonly place: Place }[] = [
      ...session.markers.flatMap(({ text, atMs, media }) => media.map((place) => ({ what: text, atMs, place }))),
      ...session.spans.flatMap(({ text, fromMs, toMs, from, to }) => [...from.map((place) => ({ what: `${text} from`, atMs: fromMs, place })), ...to.map((place) => ({ what: `${text} to`, atMs: toMs ?? 0, place }))]),
    ];
    const [gap] = session.interruptionList;
    const lostStream = timeline.find(({ type }) => type === 'gap.opened')?.detail['streamId'];
    expect(places.filter(({ what, place }) => what === '中断之中' && place.streamId === lostStream)).toEqual([]);
    expect(gap?.toMs).toBeGreaterThan(gap?.fromMs ?? Infinity);
    expect(new Set(places.map(({ what }) => what))).toEqual(new Set(['中断之前', '中断之中', '中断之后', '一号物证 from', '一号物证 to']));
    for (const { what, atMs, place } of places) {
      const segment = segments.find((each) => each.streamId === place.streamId && each.segment === place.segment);
      expect(segment, `${what}: ${place.segment} is no segment of ${place.streamId}`).toBeDefined();
      expect(Math.abs((segment?.startsAtMs ?? 0) + place.mediaMs - atMs), `${what} in ${place.streamId}`).toBeLessThan(500);
      expect(place.mediaMs).toBeLessThanOrEqual((segment?.endsAtMs ?? 0) - (segment?.startsAtMs ?? 0) + 500);
    }
  });
});
