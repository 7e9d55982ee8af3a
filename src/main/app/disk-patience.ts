/** A disk that does not answer in this time is not there. */
export const answerMs = 5_000;
/**
 * One that takes what is recorded is given longer: on a machine out of breath its answer is late, not absent, and to part from it would leave the
 * session one copy or none. That it takes nothing more the recorder finds by itself, from what it writes.
 */
export const recordingAnswerMs = 20_000;

export interface DiskUse {
  readonly isRecorded: boolean;
  readonly takesPart: boolean;
}

/** How long the answer of a disk is waited for. */
export function diskPatienceMs({ isRecorded, takesPart }: DiskUse): number {
  return isRecorded && takesPart ? recordingAnswerMs : answerMs;
}
