import { AppError } from '../../shared/base/index.ts';
import type { SignsAs } from '../../shared/ledger/index.ts';
import type { KeptTranscript, PageOutcome, SessionState } from '../session/index.ts';

export interface Signer {
  readonly name: string;
  readonly signsAs: SignsAs;
}

const nothing: KeptTranscript = { phase: 'writing', begun: [], pasted: [], links: [], versions: [], pages: [], read: [], outcomes: [], issued: [] };

export function keptOf({ kept }: SessionState): KeptTranscript {
  return kept ?? nothing;
}

/** @throws AppError TRANSCRIPT_PHASE */
export function requirePhase({ phase }: KeptTranscript, ...allowed: readonly KeptTranscript['phase'][]): void {
  if (!allowed.includes(phase)) throw new AppError('TRANSCRIPT_PHASE', { phase });
}

/** Who signs every page: the interviewee, and every interpreter and guardian who was present. */
export function signersOf({ interviewee, present }: SessionState): readonly Signer[] {
  const others = present.flatMap(({ name, capacity }): Signer[] => {
    if (capacity === 'interpreter') return [{ name, signsAs: 'interpreter' }];
    return capacity === 'guardian' || capacity === 'suitable-adult' ? [{ name, signsAs: 'guardian' }] : [];
  });
  return [{ name: interviewee, signsAs: 'interviewee' }, ...others.filter(({ name, signsAs }, index) => others.findIndex((each) => each.name === name && each.signsAs === signsAs) === index)];
}

export function outcomeOf(state: SessionState, pageSha256: string, { name, signsAs }: Signer): PageOutcome | undefined {
  return keptOf(state).outcomes.find((each) => each.pageSha256 === pageSha256 && each.name === name && each.signsAs === signsAs);
}
