/** Least time between two readings of the disks, and between two looks at a camera with which all is well. */
export const lookPace = { readMs: 300, restMs: 2_400 } as const;

export interface LookOccasion {
  /** Since a decoder was started last. */
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
