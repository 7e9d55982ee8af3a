import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoomSnapshot, SessionSnapshot } from '../../src/shared/contract/index.ts';
import { disks } from '../../src/shared/domain/index.ts';
import { HeldSession } from '../support/held-session.ts';
import { ffmpegChildren, figuresOf, median, type ProcessFigures } from '../support/process-figures.ts';
import { recordedOnDisk, uncovered, type Span } from '../support/recorded-on-disk.ts';
import { StationProcess } from '../support/station-process.ts';
import { waitUntil } from '../support/wait-until.ts';

const minutes = Number(process.env['SHILU_SOAK_MINUTES'] ?? 120);
const betweenFaultsMs = Number(process.env['SHILU_SOAK_FAULT_SECONDS'] ?? 180) * 1_000;
const sampleMs = 5_000;
/** Between the last picture of one fragment and the first of the next lies one picture interval. */
const boundaryMs = 100;
/** What a heap that is collected now and then may differ by, and a few handles that are open at the moment of looking. */
const heapSwayMb = 60;
const handleSway = 12;

interface TimelineItem {
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

describe(`${minutes} minutes of two cameras with a fault every ${betweenFaultsMs / 1_000} seconds`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-soak-'));
  const mirror = join(folder, 'usb', 'mirror');
  const samples: ProcessFigures[] = [];
  const faults: string[] = [];
  let station: StationProcess;
  let held: HeldSession;
  let finished: SessionSnapshot;

  beforeAll(async () => {
    station = await StationProcess.start(join(folder, 'data'), join(folder, 'station.log'), ['--training', '--mirror', mirror]);
    held = await HeldSession.start(station.ready.rpc);
    await held.recordFor(10_000);
  });
  afterAll(async () => {
    await station.stop();
    rmSync(folder, { recursive: true });
  });

  const room = () => held.officer.call<RoomSnapshot>('room.status');
  const training = (camera: string, fault: string) => async () => {
    await held.officer.call('training.fault', { camera, fault, on: true });
    await pause(8_000);
    await held.officer.call('training.fault', { camera, fault, on: false });
  };
  const kills = (signal: NodeJS.Signals) => () => {
    const [recorder] = ffmpegChildren(station.pid, 'rtsp://');
    if (recorder === undefined) throw new Error('no ffmpeg reads a camera');
    process.kill(recorder, signal);
    return Promise.resolve();
  };
  const plan: readonly (readonly [string, () => Promise<void>])[] = [
    ['a camera drops its connections', training('overview', 'drop')],
    ['ffmpeg is killed', kills('SIGKILL')],
    ['a picture freezes', training('interviewee', 'freeze')],
    ['the mirror is unplugged', async () => {
      renameSync(mirror, `${mirror}-away`);
      await pause(10_000);
      renameSync(`${mirror}-away`, mirror);
    }],
    ['ffmpeg is stopped and mute', kills('SIGSTOP')],
    ['a camera is slow', training('interviewee', 'slow')],
    ['a microphone is silent', training('overview', 'silence')],
  ];

  it('records on after every fault', async () => {
    const endsAt = performance.now() + minutes * 60_000;
    let nextFaultAt = performance.now() + betweenFaultsMs;
    for (let n = 0; performance.now() < endsAt; ) {
      samples.push(figuresOf(station.pid));
      await pause(sampleMs);
      if (performance.now() < nextFaultAt) continue;
      const [name, cause] = plan[n % plan.length] ?? ['none', () => Promise.resolve()];
      faults.push(name);
      await cause();
      await waitUntil(`everything to be well after: ${name}`, 120_000, async () => {
        const { cameras, copies, session } = await room();
        return cameras.every((camera) => camera.state === 'live') && copies === 2 && session?.interrupted === false;
      });
      n += 1;
      nextFaultAt = performance.now() + betweenFaultsMs;
    }
    expect(faults.length).toBeGreaterThanOrEqual(Math.floor((minutes * 60_000) / (betweenFaultsMs + 130_000)));
  });

  it('needs no more memory and no more handles at the end than at the beginning', () => {
    const quarter = Math.floor(samples.length / 4);
    const part = (from: number, figure: keyof ProcessFigures) => median(samples.slice(from, from + quarter).map((sample) => sample[figure]));
    const [before, after] = [quarter, samples.length - quarter];
    const line = (figure: keyof ProcessFigures) => `${figure} ${Math.round(part(before, figure))} -> ${Math.round(part(after, figure))}`;
    process.stdout.write(`\nsoak: ${minutes} min, ${faults.length} faults, ${samples.length} samples: ${line('residentMb')}, ${line('handles')}, ${line('threads')}\n`);
    expect(part(after, 'residentMb')).toBeLessThan(part(before, 'residentMb') + heapSwayMb);
    expect(part(after, 'handles')).toBeLessThanOrEqual(part(before, 'handles') + handleSway);
    expect(part(after, 'threads')).toBeLessThanOrEqual(part(before, 'threads') + handleSway);
  });

  it('seals: every interruption is explained, both copies are whole', async () => {
    await held.explainAll();
    finished = await held.finishAndSeal();
    expect(finished.status).toBe('sealed');
  });

  it('accounts for every second of every camera, on both disks: recorded, or a gap that the ledger names', async () => {
    const { timeline } = await held.officer.call<{ timeline: readonly TimelineItem[] }>('session.get', { sessionId: held.sessionId });
    const gaps = timeline.filter(({ type }) => type === 'gap.closed').map(({ detail }) => ({ streamId: String(detail['streamId']), fromMs: Number(detail['fromMs']), toMs: Number(detail['toMs']) }));
    const whole: Span = { fromMs: finished.recordingStartMs ?? Number.NaN, toMs: finished.recordingEndMs ?? Number.NaN };
    expect(whole.toMs - whole.fromMs).toBeGreaterThan(minutes * 60_000);
    for (const disk of disks) {
      const recorded = await recordedOnDisk(disk === 'mirror' ? mirror : join(folder, 'data', 'primary'), held.sessionId);
      expect(recorded.length).toBeGreaterThanOrEqual(2);
      for (const { name, spans, problems } of recorded) {
        expect(problems, `${disk} ${name}`).toEqual([]);
        expect(uncovered(whole, [...spans, ...gaps.filter(({ streamId }) => streamId === name)], boundaryMs), `${disk} ${name}`).toEqual([]);
      }
    }
  });
});
