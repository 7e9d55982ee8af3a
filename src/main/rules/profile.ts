import { z } from 'zod';
import { canonicalJson, sha256Hex } from '../../shared/base/index.ts';
import { cameraRoles } from '../../shared/domain/index.ts';

const profileShape = z
  .object({
    id: z.string().regex(/^[a-z0-9-]+$/),
    version: z.number().int().min(1),
    title: z.object({ zh: z.string(), en: z.string() }),
    /** Cameras without which the session is not recorded as required (articles 24 and 25). */
    requiredCameraRoles: z.array(z.enum(cameraRoles)).min(1),
    requiresSound: z.boolean(),
    /** How long a passed room check stays good before the start (articles 8 and 10). */
    roomCheckValidMs: z.number().int().min(60_000),
    /** Speech that must be heard before an interruption counts as explained aloud (article 30). */
    minimumExplanationSpeechMs: z.number().int().min(1_000),
    /** How long no microphone may be heard before the session counts as interrupted. */
    maximumSilenceMs: z.number().int().min(5_000).default(10_000),
    /** How far the transcript's times may lie from the recording's (article 26); transcripts are written to the minute. */
    transcriptToleranceMs: z.number().int().min(0),
    /** Recording time that both disks must hold before the start (article 29). */
    reserveHours: z.number().int().min(1),
    /** Article 23: how wrong room time may be, and how far a camera's own clock may lie from it. */
    maximumClockErrorMs: z.number().int().min(1),
    maximumCameraClockOffsetMs: z.number().int().min(1),
  })
  .strict();

export type Profile = z.infer<typeof profileShape> & { readonly sha256: string };

/** Takes a profile in; `sha256` is over its canonical bytes and goes into every session. @throws ZodError naming what does not fit */
export function parseProfile(text: string): Profile {
  const profile = profileShape.parse(JSON.parse(text));
  return { ...profile, sha256: sha256Hex(canonicalJson(profile)) };
}
