import { formatRoomTime, zoneOffsetMs } from '../../shared/domain/index.ts';
import { boundsOf } from './accounting.ts';
import { roomTimeOf } from './media-place.ts';
import type { PacketPresentation } from './packet-input.ts';
import type { ReportCanvas } from './report-canvas.ts';
import type { ReportSheet } from './report-sheet.ts';
import { timeStrips, type TimeStrip } from './time-scale.ts';

export const timelineColours = { recorded: '#2e7d5b', interruption: '#c62828', break: '#b26a00', explanation: '#1457a8', marker: '#6a3fb5', keyFact: '#00695c' } as const;
const labelWidth = 92;
const laneHeight = 11;
const laneGap = 4;
const eventHeight = 12;
const axisHeight = 14;
const quiet = '#5b6776';

interface TimelineSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly label: string;
}

interface Timeline {
  readonly lanes: readonly { readonly name: string; readonly spans: readonly TimelineSpan[] }[];
  readonly interruptions: readonly TimelineSpan[];
  readonly breaks: readonly TimelineSpan[];
  readonly explanations: readonly TimelineSpan[];
  readonly markers: readonly TimelineSpan[];
  readonly keyFacts: readonly TimelineSpan[];
}

/** The whole session to scale: one lane for each camera and microphone, what happened above it, room time beneath. */
export function timelinePart(sheet: ReportSheet, presentation: PacketPresentation): void {
  const { startMs, endMs } = boundsOf(presentation);
  const timeline = timelineOf(presentation, endMs);
  const strips = timeStrips(startMs, endMs, zoneOffsetMs(startMs, presentation.timeZone));
  sheet.heading({ zh: '时间轴(按比例)', en: 'Timeline, drawn to scale' });
  sheet.paragraph(
    '横向为室内时间,各段比例相同。绿色为有录像;红色斜线为录制中断;黄色为休息(期间录制不停);蓝色为口头说明;紫色为标记;青色为关键事实。编号与后面各表一致;短于一点的时段按一点画出。',
    'Room time runs from left to right, all strips are to the same scale. Green: recorded. Red, hatched: interruption. Amber: break (recording went on). Blue: spoken explanation. Violet: marker. Teal: key fact. Numbers are those of the tables; anything shorter is drawn one point wide.',
  );
  const rows = [['口头说明 explanations', timeline.explanations], ['休息 breaks', timeline.breaks], ['标记 markers', timeline.markers], ['关键事实 key facts', timeline.keyFacts]] as const;
  const shown = rows.filter(([, spans]) => spans.length > 0);
  const height = eventHeight + shown.length * eventHeight + timeline.lanes.length * (laneHeight + laneGap) + axisHeight + 16;
  for (const strip of strips) sheet.drawing(height, (canvas) => drawStrip(canvas, strip, timeline, { endMs, timeZone: presentation.timeZone }));
}

function timelineOf(presentation: PacketPresentation, endMs: number): Timeline {
  const { session, segments, transcriptLines } = presentation;
  const streams = [...new Map(segments.filter(({ kind }) => kind !== 'native').map(({ streamId, name }) => [streamId, name]))];
  const numbered = (prefix: string, spans: readonly Omit<TimelineSpan, 'label'>[]) => spans.map((span, index) => ({ ...span, label: `${prefix}${index + 1}` }));
  const spoken = session.interruptionList.flatMap(({ spokenFrom, spokenTo }, index) => {
    const fromMs = roomTimeOf(presentation, spokenFrom);
    return fromMs === null ? [] : [{ fromMs, toMs: roomTimeOf(presentation, spokenTo) ?? fromMs, label: `中${index + 1}` }];
  });
  return {
    lanes: streams.map(([streamId, name]) => ({ name, spans: segments.filter((each) => each.streamId === streamId).map(({ startsAtMs, endsAtMs }) => ({ fromMs: startsAtMs, toMs: endsAtMs, label: '' })) })),
    interruptions: numbered('中', session.interruptionList.map(({ fromMs, toMs }) => ({ fromMs, toMs: toMs ?? endMs }))),
    breaks: numbered('休', session.breaks.map(({ startedAtMs, endedAtMs }) => ({ fromMs: startedAtMs, toMs: endedAtMs ?? endMs }))),
    explanations: spoken,
    markers: numbered('标', session.markers.map(({ atMs }) => ({ fromMs: atMs, toMs: atMs }))),
    keyFacts: numbered('事', transcriptLines.flatMap(({ keyFacts }) => keyFacts)),
  };
}

function drawStrip(canvas: ReportCanvas, strip: TimeStrip, timeline: Timeline, { endMs, timeZone }: { readonly endMs: number; readonly timeZone: string }): void {
  const width = canvas.width - labelWidth;
  const x = (ms: number) => labelWidth + (Math.min(Math.max(ms, strip.fromMs), strip.toMs) - strip.fromMs) / (strip.toMs - strip.fromMs) * width;
  const seen = (spans: readonly TimelineSpan[]) => spans.filter(({ fromMs, toMs }) => toMs >= strip.fromMs && fromMs <= strip.toMs);
  let y = eventHeight;
  const events = (name: string, spans: readonly TimelineSpan[], colour: string) => {
    if (spans.length === 0) return;
    canvas.text(name, 0, y + 1.5, { size: 6.6, colour: quiet, width: labelWidth - 6 });
    labelled(canvas, seen(spans), x, y, colour);
    y += eventHeight;
  };
  canvas.text('录制中断 interruptions', 0, 1.5, { size: 6.6, colour: quiet, width: labelWidth - 6 });
  const stripEnd = Math.min(strip.toMs, endMs);
  // Under what is written about it: the breadth of an interruption is seen in every row.
  const lower = eventHeight * (1 + [timeline.explanations, timeline.breaks, timeline.markers, timeline.keyFacts].filter((spans) => spans.length > 0).length);
  for (const { fromMs, toMs } of seen(timeline.interruptions)) canvas.box(x(fromMs), 0, Math.max(1, x(toMs) - x(fromMs)), lower, timelineColours.interruption, 0.14);
  events('口头说明 explanations', timeline.explanations, timelineColours.explanation);
  events('休息 breaks', timeline.breaks, timelineColours.break);
  events('标记 markers', timeline.markers, timelineColours.marker);
  events('关键事实 key facts', timeline.keyFacts, timelineColours.keyFact);
  const lanesTop = y;
  for (const lane of timeline.lanes) {
    canvas.text(lane.name, 0, y + 1, { size: 7.5, width: labelWidth - 6 });
    canvas.box(labelWidth, y, x(stripEnd) - labelWidth, laneHeight, '#e7ecf2');
    for (const span of seen(lane.spans)) canvas.box(x(span.fromMs), y, Math.max(0.3, x(span.toMs) - x(span.fromMs)), laneHeight, timelineColours.recorded);
    y += laneHeight + laneGap;
  }
  for (const { fromMs, toMs } of seen(timeline.interruptions)) {
    const extent = Math.max(1, x(toMs) - x(fromMs));
    canvas.box(x(fromMs), lanesTop, extent, y - lanesTop, '#ffffff');
    canvas.box(x(fromMs), lanesTop, extent, y - lanesTop, timelineColours.interruption, 0.25);
    if (extent > 3) canvas.hatch(x(fromMs), lanesTop, extent, y - lanesTop, timelineColours.interruption);
    else canvas.box(x(fromMs), 0, 1, y, timelineColours.interruption);
  }
  labelled(canvas, seen(timeline.interruptions), x, 0, timelineColours.interruption);
  axis(canvas, strip, x, y, { withSeconds: strip.toMs - strip.fromMs < 600_000, timeZone });
}

/** Bars with their numbers; a number that would cover the one before is left out, the bar never is. */
function labelled(canvas: ReportCanvas, spans: readonly TimelineSpan[], x: (ms: number) => number, y: number, colour: string): void {
  let free = 0;
  for (const { fromMs, toMs, label } of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const left = x(fromMs);
    const extent = Math.max(1, x(toMs) - left);
    canvas.box(left, y + 1, extent, eventHeight - 3, colour, extent > 16 ? 0.25 : 1);
    canvas.box(left, y + 1, 1, eventHeight - 3, colour);
    if (left < free) continue;
    const room = 6.4 * label.length;
    const isAtEdge = left + room > canvas.width;
    canvas.text(label, isAtEdge ? left - room - 1 : left + (extent > 16 ? 2 : extent + 1), y + 1, { size: 6.6, colour });
    free = left + extent + room;
  }
}

function axis(canvas: ReportCanvas, strip: TimeStrip, x: (ms: number) => number, y: number, { withSeconds, timeZone }: { readonly withSeconds: boolean; readonly timeZone: string }): void {
  canvas.line([[labelWidth, y], [canvas.width, y]], '#1b2430', 0.8);
  const text = (ms: number) => formatRoomTime(ms, timeZone).slice(11, withSeconds ? 19 : 16);
  for (const tick of strip.ticks) {
    canvas.line([[x(tick), y], [x(tick), y + 3]], '#1b2430', 0.8);
    const half = withSeconds ? 16 : 10;
    canvas.text(text(tick), Math.min(Math.max(x(tick) - half, labelWidth), canvas.width - 2 * half - 2), y + 4, { size: 6.6 });
  }
  canvas.text(formatRoomTime(strip.fromMs, timeZone).slice(0, 10), 0, y + 4, { size: 6.6, colour: quiet });
}
