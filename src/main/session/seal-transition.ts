import type { LedgerEntry } from '../../shared/ledger/index.ts';
import type { SealingState, SessionState, SignatureState } from './session-state.ts';

type SealEntry = Extract<LedgerEntry, { readonly type: 'seal.begun' | 'seal.signed' | 'seal.withdrawn' | 'session.sealed' }>;

/** The closing act, fact by fact. A fact that does not fit the stage changes nothing. */
export function applySealEntry(state: SessionState, entry: SealEntry): SessionState {
  const atMs = entry.at.atMs;
  const by = entry.actor.kind === 'person' ? entry.actor.name : '';
  switch (entry.type) {
    case 'seal.begun': return beginSeal(state, { ...entry.payload, begunAtMs: atMs, begunBy: by, signatures: [] });
    case 'seal.signed': return sign(state, { ...entry.payload, atMs, by, approvedBy: entry.payload.approvedBy?.name ?? null, media: entry.media });
    case 'seal.withdrawn': return withdrawSeal(state);
    case 'session.sealed': return seal(state, entry.payload, atMs, by);
  }
}

function beginSeal(state: SessionState, sealing: SealingState): SessionState {
  const { stage } = state;
  if (stage.status !== 'finished' && stage.status !== 'sealing') return state;
  const { startedAtMs, finishedAtMs, reason } = stage;
  return { ...state, stage: { status: 'sealing', startedAtMs, finishedAtMs, reason, sealing } };
}

/** The latest word of a person counts; earlier ones stay in the ledger. */
function sign(state: SessionState, signature: SignatureState): SessionState {
  const { stage } = state;
  if (stage.status !== 'sealing') return state;
  const others = stage.sealing.signatures.filter((other) => other.name !== signature.name || other.capacity !== signature.capacity);
  return { ...state, stage: { ...stage, sealing: { ...stage.sealing, signatures: [...others, signature] } } };
}

function withdrawSeal(state: SessionState): SessionState {
  const { stage } = state;
  if (stage.status !== 'sealing') return state;
  const { startedAtMs, finishedAtMs, reason } = stage;
  return { ...state, stage: { status: 'finished', startedAtMs, finishedAtMs, reason } };
}

function seal(state: SessionState, payload: Extract<SealEntry, { readonly type: 'session.sealed' }>['payload'], sealedAtMs: number, sealedBy: string): SessionState {
  const { stage } = state;
  if (stage.status !== 'sealing' || stage.sealing.manifestSha256 !== payload.manifestSha256) return state;
  const { startedAtMs, finishedAtMs, reason, sealing } = stage;
  return { ...state, stage: { status: 'sealed', startedAtMs, finishedAtMs, reason, seal: { ...payload, signatures: sealing.signatures, sealedAtMs, sealedBy } } };
}
