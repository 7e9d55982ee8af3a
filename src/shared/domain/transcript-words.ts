export const lineKinds = ['question', 'answer', 'remark'] as const;
export type LineKind = (typeof lineKinds)[number];

/** The facts that decide a case, which must stand in the transcript as they were said (standard, article 27). */
export const keyFactKinds = ['time', 'place', 'means', 'tool', 'victim', 'intent'] as const;
export type KeyFactKind = (typeof keyFactKinds)[number];

/** Why a version of the transcript was kept. */
export type SavingCause = 'typing' | 'asked' | 'correction' | 'reading';

/** `pad`: on the console; `paper`: with pen and finger on the printed page, in the picture. */
export const signingMethods = ['pad', 'paper'] as const;
export type SigningMethod = (typeof signingMethods)[number];

/** Lines of the reconciliation. Those of a break or an interruption name it by its id. */
export const reconciledItems = [
  'start', 'end', 'place', 'interviewee', 'officers', 'recorder', 'interpreter', 'guardian',
  'break', 'interruption-start', 'interruption-end', 'interruption-reason', 'interruption-spoken', 'interruption-signed',
] as const;
export type ReconciledItem = (typeof reconciledItems)[number];

/** Where the times of a linked transcript come from: its own words, a person who read them off a scan, or the recorder. */
export const timesSources = ['document', 'typed', 'recorder'] as const;
export type TimesSource = (typeof timesSources)[number];
