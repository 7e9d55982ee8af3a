import type { HeardLately } from './heard-lately.ts';
import { soundShift } from './sound-shift.ts';
import type { StepWindow } from './step-watch.ts';

/** So much of what was heard is laid side by side: enough for a few syllables. */
const windowMs = 2_000;
/** Windows overlap: what is looked at every few seconds must still be told within five. */
const everyMs = 500;

/** How late one microphone was against a camera in each window that both have heard since `afterMs` (room time). In a silent room nothing is known. */
export function heardTogether(camera: HeardLately, microphone: HeardLately, afterMs: number): { readonly windows: readonly StepWindow[]; readonly untilMs: number } {
  const endMs = Math.min(camera.endMs ?? 0, microphone.endMs ?? 0);
  const windows: StepWindow[] = [];
  let untilMs = Math.max(afterMs, endMs - windowMs - everyMs);
  while (untilMs + everyMs <= endMs) {
    untilMs += everyMs;
    const [reference, other] = [camera, microphone].map((heard) => heard.stretch(untilMs - windowMs, untilMs));
    const lateMs = reference === undefined || other === undefined ? undefined : soundShift(reference, other);
    if (lateMs !== undefined) windows.push({ lateMs, fromMs: untilMs - windowMs, toMs: untilMs });
  }
  return { windows, untilMs };
}
