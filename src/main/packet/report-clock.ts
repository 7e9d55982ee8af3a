import type { JsonObject, JsonValue } from '../../shared/base/index.ts';
import { formatRoomTime, zoneOffsetMs } from '../../shared/domain/index.ts';
import type { PacketPresentation } from './packet-input.ts';
import type { ReportCanvas } from './report-canvas.ts';
import type { Bilingual, ReportSheet, Row } from './report-sheet.ts';
import { durationText, tenthsText } from './report-words.ts';
import { timeStrips } from './time-scale.ts';

const plotHeight = 180;
const mostEvents = 6;
const mostPoints = 400;
const left = 46;

/** One minute of the certificate, or several of them taken together: the widest bound, and the offset that was farthest out. */
interface ErrorPoint {
  readonly atMs: number;
  readonly errorMs: number;
  /** What was measured: time server minus room clock; null where no server answered. */
  readonly offsetMs: number | null;
}

/** The clock certificate on one page: where room time came from, how wrong it can have been minute by minute, and everything that happened to a clock. */
export function clockPart(sheet: ReportSheet, presentation: PacketPresentation): void {
  const { clockCertificate: certificate, timeZone } = presentation;
  sheet.heading({ zh: '时钟证明', en: 'Clock certificate' });
  sheet.details(clockRows(certificate, presentation));
  const points = thinned(errorPoints(certificate));
  if (points.length > 0) {
    sheet.subheading({ zh: '时钟误差随时间变化(毫秒)', en: 'Error of the room clock over time, milliseconds' });
    sheet.drawing(plotHeight, (canvas) => plot(canvas, points, list(certificate, 'steps').concat(list(certificate, 'alignments')).map((each) => number(each, 'atMs') ?? 0), timeZone));
    sheet.paragraph('浅色带为误差上限(室内时间与标准时间之差不超过它);实线为实测偏差(时间服务器减室内时钟);竖线为校时。', 'The band is the bound: room time was not farther than this from true time. The line is what was measured (server minus room clock). Upright lines are corrections.');
  }
  const events = clockEvents(certificate);
  const shown: Row[] = events.slice(0, mostEvents).sort((a, b) => a.atMs - b.atMs).map((event) => eventRow(event, timeZone));
  if (events.length > mostEvents) shown.push(['…', '', `另有 ${events.length - mostEvents} 项见文件 more in the file`]);
  sheet.table([{ zh: '时间', en: 'time', share: 23 }, { zh: '事项', en: 'what', share: 34 }, { zh: '数值', en: 'figures', share: 46 }], shown, { zh: '没有校时、跳变或相机时钟记录。', en: 'No correction, jump or camera clock was noted.' });
}

function clockRows(certificate: JsonObject, { timeZone }: PacketPresentation): readonly (readonly [Bilingual, string])[] {
  const texts = (key: string) => (Array.isArray(certificate[key]) ? certificate[key] : []).map((each) => sourceWords[String(each)] ?? String(each)).join('、');
  const worst = number(certificate, 'worstErrorMs') ?? number(certificate, 'maximumErrorMs');
  const [fromMs, toMs] = [number(certificate, 'fromMs'), number(certificate, 'toMs')];
  const minutes = list(certificate, 'minutes');
  const sum = (key: string) => minutes.reduce((total, minute) => total + (number(minute, key) ?? 0), 0);
  return [
    [{ zh: '时间来源', en: 'Source' }, `${texts('sources')}   ${texts('servers')}`.trim()],
    [{ zh: '最大误差', en: 'Worst error' }, worst === null ? '未测得 not measured' : `±${worst} ms`],
    ...(fromMs === null || toMs === null ? [] : [[{ zh: '涵盖时段', en: 'Covers' }, `${tenthsText(fromMs, timeZone, true)} – ${tenthsText(toMs, timeZone, true)}`] as const]),
    [{ zh: '测量', en: 'Measurements' }, `${minutes.length} 分钟 minutes,有效 samples ${sum('samples')},失败 failed ${sum('failedRounds')},有争议 disputed ${sum('disputedRounds')}`],
    [{ zh: '被排除的服务器', en: 'Rejected servers' }, texts('rejectedServers') === '' ? '无 none' : texts('rejectedServers')],
    [{ zh: '录像与室内时钟', en: 'Media against room clock' }, runsText(certificate)],
    [{ zh: '全文', en: 'The whole of it' }, 'clock-certificate.json(其哈希值已封存 its hash is sealed)'],
  ];
}

const sourceWords: Readonly<Record<string, string>> = { sntp: '时间服务器 time server (SNTP)', operator: '人工对时 aligned by an operator', system: '本机时钟 clock of this machine' };

function runsText(certificate: JsonObject): string {
  const runs = list(certificate, 'runs');
  if (runs.length === 0) return '无 none';
  const worst = (key: string) => Math.max(...runs.map((run) => Math.abs(number(run, key) ?? 0)));
  const mediaMs = runs.reduce((total, run) => total + (number(run, 'mediaMs') ?? 0), 0);
  return `${runs.length} 次连续录制 runs,共 in all ${durationText(mediaMs)};最大漂移 drift at most ${worst('driftMs')} ms,画面时间误差 stamp within ±${worst('stampErrorMs')} ms`;
}

function errorPoints(certificate: JsonObject): readonly ErrorPoint[] {
  return list(certificate, 'minutes').flatMap((minute): ErrorPoint[] => {
    const [atMs, errorMs, offsetUs] = [number(minute, 'fromMs'), number(minute, 'errorMs'), number(minute, 'offsetUs')];
    return atMs === null || errorMs === null ? [] : [{ atMs, errorMs, offsetMs: offsetUs === null ? null : offsetUs / 1000 }];
  });
}

/** A session of days has more minutes than a page has points: each point then stands for several, with the worst of them. */
function thinned(points: readonly ErrorPoint[]): readonly ErrorPoint[] {
  const group = Math.ceil(points.length / mostPoints);
  return Array.from({ length: Math.ceil(points.length / Math.max(1, group)) }, (_, index) => {
    const some = points.slice(index * group, (index + 1) * group);
    const offsets = some.flatMap(({ offsetMs }) => (offsetMs === null ? [] : [offsetMs]));
    const farthest = offsets.reduce<number | null>((worst, each) => (worst === null || Math.abs(each) > Math.abs(worst) ? each : worst), null);
    return { atMs: some[0]?.atMs ?? 0, errorMs: Math.max(...some.map(({ errorMs }) => errorMs)), offsetMs: farthest };
  });
}

function plot(canvas: ReportCanvas, points: readonly ErrorPoint[], corrections: readonly number[], timeZone: string): void {
  const fromMs = points[0]?.atMs ?? 0;
  const toMs = Math.max((points.at(-1)?.atMs ?? 0) + 60_000, fromMs + 60_000);
  const top = roundUp(Math.max(1, ...points.flatMap(({ errorMs, offsetMs }) => [errorMs, Math.abs(offsetMs ?? 0)])));
  const bottomY = plotHeight - 26;
  const x = (ms: number) => left + ((ms - fromMs) / (toMs - fromMs)) * (canvas.width - left - 8);
  const y = (ms: number) => 6 + ((top - ms) / (2 * top)) * (bottomY - 6);
  const steps = points.flatMap((point, index) => [[point.atMs, point], [points[index + 1]?.atMs ?? toMs, point]] as const);
  canvas.area([...steps.map(([ms, { errorMs }]) => [x(ms), y(errorMs)] as const), ...[...steps].reverse().map(([ms, { errorMs }]) => [x(ms), y(-errorMs)] as const)], '#cfe0f3');
  for (const value of [-top, -top / 2, 0, top / 2, top]) {
    canvas.line([[left, y(value)], [canvas.width - 8, y(value)]], value === 0 ? '#5b6776' : '#d6dce4', 0.5);
    canvas.text(value > 0 ? `+${value}` : String(value), 0, y(value) - 5, { size: 7, width: left - 5, align: 'right' });
  }
  for (const atMs of corrections) if (atMs >= fromMs && atMs <= toMs) canvas.line([[x(atMs), 6], [x(atMs), bottomY]], '#b26a00', 0.8);
  for (const run of runsOf(points)) {
    canvas.line(run.map(({ atMs, offsetMs }) => [x(atMs + 30_000), y(offsetMs)] as const), '#1457a8', 1.1);
    if (run.length === 1) for (const { atMs, offsetMs } of run) canvas.box(x(atMs + 30_000) - 1.2, y(offsetMs) - 1.2, 2.4, 2.4, '#1457a8');
  }
  for (const tick of roundTimes(fromMs, toMs, zoneOffsetMs(fromMs, timeZone))) {
    canvas.line([[x(tick), bottomY], [x(tick), bottomY + 3]], '#1b2430', 0.7);
    canvas.text(formatRoomTime(tick, timeZone).slice(11, 16), Math.min(x(tick) - 10, canvas.width - 26), bottomY + 5, { size: 7 });
  }
}

/** At most nine moments of round room time: whole hours, or less where the whole is short. */
function roundTimes(fromMs: number, toMs: number, offsetMs: number): readonly number[] {
  const [strip] = timeStrips(fromMs, toMs, offsetMs);
  const hours = Math.ceil((toMs - fromMs) / (8 * 3_600_000));
  const step = Math.max(hours * 3_600_000, 1);
  const first = Math.ceil((fromMs + offsetMs) / step) * step - offsetMs;
  const whole = Array.from({ length: Math.max(0, Math.floor((toMs - first) / step) + 1) }, (_, index) => first + index * step);
  return (toMs - fromMs > 4 * 3_600_000 ? whole : (strip?.ticks ?? [])).filter((tick) => tick <= toMs);
}

/** Stretches in which every minute was measured: no line is drawn over a minute without an answer. */
function runsOf(points: readonly ErrorPoint[]): readonly (readonly { readonly atMs: number; readonly offsetMs: number }[])[] {
  const runs: { readonly atMs: number; readonly offsetMs: number }[][] = [[]];
  for (const { atMs, offsetMs } of points) {
    if (offsetMs === null) runs.push([]);
    else runs.at(-1)?.push({ atMs, offsetMs });
  }
  return runs.filter((run) => run.length > 0);
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 10].find((each) => each * power >= value) ?? 10) * power;
}

interface ClockEvent {
  readonly atMs: number;
  readonly what: string;
  readonly each: JsonObject;
}

/** What matters most first: a page has room for few. */
function clockEvents(certificate: JsonObject): readonly ClockEvent[] {
  const of = (key: string, zh: string, en: string) => list(certificate, key).map((each) => ({ atMs: number(each, 'atMs') ?? 0, what: `${zh} ${en}`, each }));
  return [...of('systemSteps', '本机时钟跳变', 'system clock jumped'), ...of('alignments', '人工对时', 'aligned by hand'), ...of('steps', '室内时钟校正', 'room clock corrected'), ...of('cameras', '相机时钟', 'clock of a camera')];
}

function eventRow({ atMs, what, each }: ClockEvent, timeZone: string): Row {
  return [tenthsText(atMs, timeZone, true), what, Object.entries(each).flatMap(([name, value]) => (figureWords[name] === undefined ? [] : [`${figureWords[name]} ${figureText(name, value)}`])).join('   ')];
}

const figureWords: Readonly<Record<string, string>> = { byMs: '量 by', offsetMs: '偏差 offset', errorMs: '误差 within', presses: '按键 presses', spreadMs: '离散 spread', action: '方式 how', cameraId: '相机 camera' };
const actionWords: Readonly<Record<string, string>> = { stepped: '一次校正 at once', slewed: '渐近 slowly', held: '未采用 not followed' };

function figureText(name: string, value: JsonValue): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return name.endsWith('Ms') ? `${text} ms` : (actionWords[text] ?? text);
}

function number(of: JsonObject, key: string): number | null {
  const value = of[key];
  return typeof value === 'number' ? value : null;
}

function list(of: JsonObject, key: string): readonly JsonObject[] {
  const value = of[key];
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter((each): each is JsonObject => typeof each === 'object' && each !== null && !Array.isArray(each)) : [];
}
