import type { LedgerEntry } from '../../shared/ledger/index.ts';

/** A file of the transcript that lies under its hash in the session's folder on both disks. */
export interface TranscriptFile {
  /** `linked`: written elsewhere and linked; `kept`: a version written in Shilu; `issued`: the finalised one as a document; `signature`: drawn on the pad. */
  readonly kind: 'linked' | 'kept' | 'issued' | 'signature';
  /** A name for it in a packet; unique within one session. */
  readonly fileName: string;
  readonly sha256: string;
  readonly atMs: number;
  readonly by: string;
}

/** Every version of the transcript that was ever linked, saved or issued, and every signature, in order. None is ever left out. */
export function transcriptFiles(entries: readonly LedgerEntry[]): readonly TranscriptFile[] {
  let linked = 0;
  return entries.flatMap((entry): TranscriptFile[] => {
    const { at: { atMs }, actor } = entry;
    const by = actor.kind === 'person' ? actor.name : '';
    switch (entry.type) {
      case 'transcript.linked': return entry.payload.timesFrom === 'recorder' ? [] : [{ kind: 'linked', fileName: `linked-${++linked}-${entry.payload.fileName}`, sha256: entry.payload.sha256, atMs, by }];
      case 'transcript.versionSaved': return [{ kind: 'kept', fileName: `version-${String(entry.payload.version).padStart(4, '0')}.json`, sha256: entry.payload.sha256, atMs, by }];
      case 'transcript.issued': return [{ kind: 'issued', fileName: entry.payload.fileName, sha256: entry.payload.sha256, atMs, by }];
      case 'interruption.signed':
      case 'attendance.signed':
      case 'page.signed': return entry.payload.imageSha256 === '' ? [] : [{ kind: 'signature', fileName: `signature-${entry.payload.imageSha256.slice(0, 16)}.svg`, sha256: entry.payload.imageSha256, atMs, by }];
      default: return [];
    }
  });
}
