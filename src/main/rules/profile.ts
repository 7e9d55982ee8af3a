import { z } from 'zod';
import { canonicalJson, sha256Hex } from '../../shared/base/index.ts';
import { breakKinds, cameraRoles, interruptionRemedies, legalClasses, mobileReasons, roles, unrecordedReasons } from '../../shared/domain/index.ts';

const ms = z.number().int().min(0);
const localized = z.object({ zh: z.string().min(1), en: z.string().min(1) }).strict();
const approvers = z.array(z.enum(roles)).min(1);
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');

/** How long a person may be held for questioning, counted from arrival, and who may extend it: one step after the other, never past the next one. */
const timeLimit = z
  .object({
    id: z.string().regex(/^[a-z0-9-]+$/),
    title: localized,
    limitMs: ms.min(60_000),
    steps: z.array(z.object({ toMs: ms, approvers, condition: localized }).strict()),
    /** The article it comes from. */
    source: z.string().min(1),
    /** Not checked against the text of the law. */
    unconfirmed: z.boolean().default(false),
  })
  .strict()
  .refine(({ limitMs, steps }) => steps.every(({ toMs }, index) => toMs > (steps[index - 1]?.toMs ?? limitMs)), 'each step must lie after the one before');

/** Meals, rest and what they are worth (article 28; requirements F4 to F6). */
const breakRules = z
  .object({
    /** What a break may be for. */
    allowedKinds: z.array(z.enum(breakKinds)).min(1),
    /** In this jurisdiction the recording stops for a break and a new one begins after it; otherwise it goes on. */
    breakStopsRecording: z.boolean(),
    /** Questioning without a break that counts: warning, alarm, and then the transcript locks until such a break has been held. */
    continuousQuestioning: z.object({ warnMs: ms, alarmMs: ms, lockMs: ms }).strict().refine(({ warnMs, alarmMs, lockMs }) => warnMs <= alarmMs && alarmMs <= lockMs, 'warning, alarm and lock must follow one another'),
    /** A break counts as rest when it is of one of these kinds and at least this long. */
    minimumMs: z.partialRecord(z.enum(breakKinds), ms),
    /** Room time, each day: somebody who is here for the whole window must have been given a meal by its end; `lockAfterMs` later the transcript locks. */
    mealWindows: z.array(z.object({ meal: z.enum(['breakfast', 'lunch', 'dinner']), from: clockTime, to: clockTime }).strict()),
    mealLockAfterMs: ms,
    /** More speech than this during a break, and it was no rest. */
    voidingSpeechMs: ms,
    /** Rest without a break in every 24 hours; null where none is prescribed. */
    dailyRestMs: ms.nullable(),
  })
  .strict();

const profileShape = z
  .object({
    id: z.string().regex(/^[a-z0-9-]+$/),
    version: z.number().int().min(1),
    /** `draft`: not checked by anyone who may; it must never be used for a real session. */
    standing: z.enum(['in-force', 'draft']),
    title: localized,
    /** Fields of this file whose numbers no text of the law was found for. */
    unconfirmed: z.array(z.string()),
    /** Cameras without which the session is not recorded as required (articles 24 and 25). */
    requiredCameraRoles: z.array(z.enum(cameraRoles)).min(1),
    requiresSound: z.boolean(),
    /** Whether what each camera sends is recorded untouched beside the stamped picture (requirement C4). */
    recordsNativeStreams: z.boolean().default(true),
    /** Whether a seal carries a second signature beside ECDSA P-256: SM2 with SM3, as the commercial cryptography rules ask of agencies. */
    secondSignature: z.enum(['none', 'sm2-sm3']).default('none'),
    /** How long a passed room check stays good before the start (articles 8 and 10). */
    roomCheckValidMs: z.number().int().min(60_000),
    /** Speech that must be heard before an interruption counts as explained aloud (article 30). */
    minimumExplanationSpeechMs: z.number().int().min(1_000),
    /** Speech that must be heard under the notice that recording is on, and under the telling of rights (requirements B2, B3). */
    minimumNoticeSpeechMs: z.number().int().min(1_000),
    /** How long no microphone may be heard before the session counts as interrupted. */
    maximumSilenceMs: z.number().int().min(5_000).default(10_000),
    /** How far the transcript's times may lie from the recording's (article 26); transcripts are written to the minute. */
    transcriptToleranceMs: z.number().int().min(0),
    /** Recording time that both disks must hold before the start (article 29). */
    reserveHours: z.number().int().min(1),
    /** Article 23: how wrong room time may be, and how far a camera's own clock may lie from it. */
    maximumClockErrorMs: z.number().int().min(1),
    maximumCameraClockOffsetMs: z.number().int().min(1),
    /** What else stands in the picture beside the time, the room and the camera (articles 23 and 26; requirement D6). */
    stampFields: z.array(z.enum(['caseNumber', 'temperature', 'humidity'])).default(['caseNumber', 'temperature', 'humidity']),
    /** Requirement B4: how many officers must be in the room, and how long fewer may be before it is an alarm and a lock. */
    officers: z.object({ minimum: z.number().int().min(1), absenceMs: ms }).strict(),
    /** Requirements B8 to B10. */
    minors: z.object({ adultAge: z.number().int().min(1), needsSuitableAdult: z.boolean(), femaleNeedsWomanOfficer: z.boolean() }).strict(),
    /** Requirements B2 and B3. */
    notices: z.object({ recording: z.boolean(), rightsAtFirstInterrogation: z.boolean() }).strict(),
    /** Article 22: where else than in a registered room a session may be held, and who agrees to it. */
    mobile: z.object({ reasons: z.array(z.enum(mobileReasons)), approvers }).strict(),
    /** Article 29: which classes may go on unrecorded, for which reasons, and who agrees; and the remedies in the order in which they are tried. */
    unrecorded: z.object({ classes: z.array(z.enum(legalClasses)), reasons: z.array(z.enum(unrecordedReasons)), approvers }).strict(),
    remedies: z.array(z.enum(interruptionRemedies)).min(1),
    /** Requirement E5: an interruption as long as `afterMs` is reported to an outside authority by the first of `levels`; when nobody does within `escalateAfterMs`, by the next. Null where none is prescribed. */
    outsideNotice: z.object({ afterMs: ms, escalateAfterMs: ms, levels: z.array(approvers).min(1) }).strict().nullable().default({ afterMs: 45_000, escalateAfterMs: 1_800_000, levels: [['supervisor'], ['chief']] }),
    timeLimits: z.array(timeLimit).min(1),
    /** How long before the end of a legal limit somebody is warned. */
    limitWarningsMs: z.array(ms),
    /** Requirement F3: a new summons of the same person sooner than this after the last one needs a reason and an approver; null where none is prescribed. */
    summonsInterval: z.object({ minimumMs: ms, approvers }).strict().nullable(),
    /** Requirement F7: a detained person is questioned for the first time within this time. */
    firstInterrogation: z.object({ limitMs: ms, warningsAfterMs: z.array(ms) }).strict().nullable(),
    breaks: breakRules,
  })
  .strict();

export type Profile = z.infer<typeof profileShape> & { readonly sha256: string };
export type TimeLimit = z.infer<typeof timeLimit>;

/** Takes a profile in; `sha256` is over its canonical bytes and goes into every session. @throws ZodError naming what does not fit */
export function parseProfile(text: string): Profile {
  const profile = profileShape.parse(JSON.parse(text));
  return { ...profile, sha256: sha256Hex(canonicalJson(profile)) };
}
