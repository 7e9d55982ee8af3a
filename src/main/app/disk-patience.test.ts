import { describe, expect, it } from 'vitest';
import { defaultRecorderSettings } from '../recorder/index.ts';
import { answerMs, diskPatienceMs, recordingAnswerMs } from './disk-patience.ts';

describe('the patience with a disk', () => {
  it('is longer only with one that takes what is recorded', () => {
    expect(diskPatienceMs({ isRecorded: true, takesPart: true })).toBe(recordingAnswerMs);
    for (const use of [{ isRecorded: false, takesPart: true }, { isRecorded: true, takesPart: false }, { isRecorded: false, takesPart: false }]) expect(diskPatienceMs(use)).toBe(answerMs);
  });

  it('ends before what waits for that disk fills the memory that the recorder gives it', () => {
    expect(recordingAnswerMs).toBeLessThan(defaultRecorderSettings.queueMs);
  });
});
