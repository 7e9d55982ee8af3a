/** Least time between two readings of the disks, and between two looks at a camera with which all is well: alone, and where a decoder is started for another anyway. */
export const lookPace = { readMs: 300, restMs: 2_400, joinMs: 1_200 } as const;

export interface LookOccasion {
  /** Since this one was looked at last: another with a fault that lasts is looked at all the time, and must not put off the rest. */
  readonly sinceLookMs: number;
  /** Something is suspected of the camera, or lasts. */
  readonly isBusy: boolean;
  /** A fragment since then is out of line. */
  readonly isUnusual: boolean;
}

/**
 * Whether what was read is decoded now. To start a decoder costs as much as one camera's pictures, so it rests between looks: five seconds
 * after the beginning of a fault are kept because what was passed over is decoded as soon as the newest fragment is not as it should be.
 */
export function isLookDue({ sinceLookMs, isBusy, isUnusual }: LookOccasion): boolean {
  return isBusy || isUnusual || sinceLookMs >= lookPace.restMs;
}
