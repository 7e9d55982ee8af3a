/** Least time between two readings of the disks, and between two looks at a camera with which all is well. */
export const lookPace = { readMs: 300, restMs: 1_500 } as const;

export interface LookOccasion {
  /** Since this one was looked at last: another with a fault that lasts is looked at all the time, and must not put off the rest. */
  readonly sinceLookMs: number;
  /** Something is suspected of the camera, or lasts. */
  readonly isBusy: boolean;
  /** A fragment since then is out of line. */
  readonly isUnusual: boolean;
}

/**
 * Whether what was read is decoded now. Every second fragment is enough: what was passed over is decoded as soon as the newest is not as it
 * should be. From the beginning of a fault to its first bad fragment on the disks are 2 s and the proof, to the end of the rest 1.8 s more.
 */
export function isLookDue({ sinceLookMs, isBusy, isUnusual }: LookOccasion): boolean {
  return isBusy || isUnusual || sinceLookMs >= lookPace.restMs;
}
