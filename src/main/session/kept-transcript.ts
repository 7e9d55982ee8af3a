import type { LineId, LineKind, MediaPosition, SigningMethod } from '../../shared/domain/index.ts';
import type { FactPayloads, LedgerEntry, SignsAs } from '../../shared/ledger/index.ts';

export interface LineBeginning {
  readonly lineId: LineId;
  readonly kind: LineKind;
  readonly begunAtMs: number;
  readonly media: readonly MediaPosition[];
}

export interface PastedText {
  readonly lineId: LineId;
  readonly characters: number;
  readonly atMs: number;
}

export type KeyFactLink = FactPayloads['keyFact.linked'] & { readonly linkedAtMs: number; readonly linkedBy: string };
export type TranscriptVersion = FactPayloads['transcript.versionSaved'] & { readonly savedAtMs: number; readonly savedBy: string };
type IssuedDocument = FactPayloads['transcript.issued'] & { readonly issuedAtMs: number };

/** What became of one page for one person. It holds for exactly the page with this hash. */
export type PageOutcome = {
  readonly pageSha256: string;
  readonly page: number;
  readonly name: string;
  readonly signsAs: SignsAs;
  readonly atMs: number;
} & (
  | { readonly outcome: 'signed'; readonly method: SigningMethod; readonly imageSha256: string }
  | { readonly outcome: 'refused'; readonly reason: string; readonly notedBy: readonly [string, string] }
);

/** What the ledger says about the transcript that is kept in Shilu; its words lie in the file of the last version. */
export interface KeptTranscript {
  readonly phase: 'writing' | 'reading' | 'finalised';
  readonly begun: readonly LineBeginning[];
  readonly pasted: readonly PastedText[];
  readonly links: readonly KeyFactLink[];
  readonly versions: readonly TranscriptVersion[];
  /** Hashes of the pages that are to be read and signed; empty while it is being written. */
  readonly pages: readonly string[];
  readonly read: readonly { readonly pageSha256: string; readonly dwellMs: number; readonly aloud: boolean }[];
  readonly outcomes: readonly PageOutcome[];
  readonly issued: readonly IssuedDocument[];
}

const empty: KeptTranscript = { phase: 'writing', begun: [], pasted: [], links: [], versions: [], pages: [], read: [], outcomes: [], issued: [] };

/** The transcript after one more fact; the same object when the fact says nothing about it. Nothing but its documents follows a finalised one. */
export function applyTranscriptEntry(before: KeptTranscript | null, entry: LedgerEntry): KeptTranscript | null {
  const kept = before ?? empty;
  const atMs = entry.at.atMs;
  const by = entry.actor.kind === 'person' ? entry.actor.name : '';
  if (kept.phase === 'finalised' && entry.type !== 'transcript.issued') return before;
  switch (entry.type) {
    case 'transcript.lineBegun': return { ...kept, begun: [...kept.begun, { ...entry.payload, begunAtMs: atMs, media: entry.media }] };
    case 'transcript.textPasted': return { ...kept, pasted: [...kept.pasted, { ...entry.payload, atMs }] };
    case 'transcript.versionSaved': return { ...kept, versions: [...kept.versions, { ...entry.payload, savedAtMs: atMs, savedBy: by }] };
    case 'keyFact.linked':
      return { ...kept, links: [...kept.links.filter(({ lineId, keyFact }) => lineId !== entry.payload.lineId || keyFact !== entry.payload.keyFact), { ...entry.payload, linkedAtMs: atMs, linkedBy: by }] };
    case 'transcript.closed': return { ...kept, phase: 'reading', pages: entry.payload.pages };
    case 'transcript.reopened': return { ...kept, phase: 'writing', pages: [] };
    case 'page.read': return { ...kept, read: [...kept.read, entry.payload] };
    case 'page.signed': {
      const { pageSha256, page, name, signsAs, method, imageSha256 } = entry.payload;
      return { ...kept, outcomes: [...kept.outcomes, { pageSha256, page, name, signsAs, atMs, outcome: 'signed', method, imageSha256 }] };
    }
    case 'signing.refused': {
      const { pageSha256, page, name, signsAs, reason, approvedBy } = entry.payload;
      return { ...kept, outcomes: [...kept.outcomes, { pageSha256, page, name, signsAs, atMs, outcome: 'refused', reason, notedBy: [by, approvedBy.name] }] };
    }
    case 'transcript.finalised': return { ...kept, phase: 'finalised' };
    case 'transcript.issued': return { ...kept, issued: [...kept.issued, { ...entry.payload, issuedAtMs: atMs }] };
    default: return before;
  }
}
