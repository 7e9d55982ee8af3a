import { z } from 'zod';
import { keyFactKinds, lineKinds, signingMethods } from '../domain/index.ts';

const ms = z.number().int();
const localized = z.object({ zh: z.string(), en: z.string() });

export const signsAs = z.enum(['interviewee', 'interpreter', 'guardian']);

/** A signature as it was drawn: SVG path data in a box of 300 by 100. */
export const signaturePath = z.string().min(8).max(60_000).regex(/^M[MLQC0-9 .,-]+$/);

export const keptLine = z.object({
  lineId: z.string(), kind: z.enum(lineKinds), text: z.string(),
  was: z.array(z.string()).describe('crossed out by corrections while it was read, oldest first; printed so that it stays readable'),
  keyFacts: z.array(z.enum(keyFactKinds)),
  begunAtMs: ms.describe('measured by the station when the line was begun'),
  pastedCharacters: z.number().int(),
  links: z.array(z.object({ keyFact: z.enum(keyFactKinds), fromMs: ms, toMs: ms })),
});

export const transcriptPage = z.object({
  number: z.number().int(), sha256: z.string(),
  rows: z.array(z.object({ kind: z.enum([...lineKinds, 'header', 'closing']), lineId: z.string(), runs: z.array(z.object({ text: z.string(), struck: z.boolean() })) })),
  read: z.boolean(), dwellMs: ms,
  signers: z.array(z.object({ name: z.string(), signsAs, outcome: z.enum(['open', 'signed', 'refused']), atMs: ms.nullable(), reason: z.string() })),
});

/** The transcript that is written in Shilu. */
export const keptTranscript = z.object({
  phase: z.enum(['writing', 'reading', 'finalised']),
  version: z.number().int().describe('0 while nothing was saved'),
  savedAtMs: ms.nullable(),
  startsAtMs: ms.nullable().describe('first recorded second; filled in by the recorder'),
  endsAtMs: ms.nullable(),
  lines: z.array(keptLine),
  problems: z.array(z.object({ code: z.string(), lineId: z.string(), message: localized, hint: localized })),
  pages: z.array(transcriptPage).describe('what is to be read and signed; empty while it is being written'),
  versions: z.array(z.object({ version: z.number().int(), cause: z.string(), savedAtMs: ms, savedBy: z.string(), sha256: z.string(), characters: z.number().int() })).describe('newest first, at most 100; all of them are kept'),
  documents: z.array(z.object({ format: z.enum(['docx', 'pdf']), fileName: z.string(), sha256: z.string() })),
});

export const savedLine = z.object({ lineId: z.string().min(1).max(80), kind: z.enum(lineKinds), text: z.string().max(20_000), keyFacts: z.array(z.enum(keyFactKinds)).max(6) }).strict();
export const pastedText = z.object({ lineId: z.string().min(1).max(80), characters: z.number().int().min(1).max(1_000_000) }).strict();
export const signingMethod = z.enum(signingMethods);

export type KeptLineSnapshot = z.infer<typeof keptLine>;
export type KeptTranscriptSnapshot = z.infer<typeof keptTranscript>;
export type TranscriptPageSnapshot = z.infer<typeof transcriptPage>;
