import { useCallback, useEffect, useRef, useState } from 'react';
import type { WireError } from '../../../shared/base/index.ts';
import type { KeptTranscriptSnapshot } from '../../../shared/contract/index.ts';
import type { KeyFactKind, LineKind } from '../../../shared/domain/index.ts';
import { useCall } from '../../stores/index.ts';

export interface DraftLine {
  readonly lineId: string;
  readonly kind: LineKind;
  readonly text: string;
  readonly keyFacts: readonly KeyFactKind[];
  readonly begunAtMs: number;
}

export interface Draft {
  readonly lines: readonly DraftLine[];
  readonly isSaved: boolean;
  readonly error: WireError | null;
  readonly add: (line: { readonly lineId: string; readonly kind: LineKind; readonly begunAtMs: number }) => void;
  readonly change: (lineId: string, change: Partial<Pick<DraftLine, 'text' | 'keyFacts'>>) => void;
  readonly paste: (lineId: string, characters: number) => void;
  readonly save: (cause: 'typing' | 'asked') => Promise<void>;
}

/** Typing rests for this long before it is saved: short, because a console may die at any moment. */
const saveAfterMs = 1_200;

/** What is on the screen and not yet a version of the station. Words typed while a save is under way go with the next one. */
export function useDraft(sessionId: string, kept: KeptTranscriptSnapshot, isOpen: boolean, onKept: (kept: KeptTranscriptSnapshot) => void): Draft {
  const [lines, setLines] = useState<readonly DraftLine[]>(() => kept.lines.map(({ lineId, kind, text, keyFacts, begunAtMs }) => ({ lineId, kind, text, keyFacts, begunAtMs })));
  const [savedLines, setSavedLines] = useState(lines);
  const pasted = useRef<{ lineId: string; characters: number }[]>([]);
  const version = useRef(kept.version);
  const { run, busy, error } = useCall('transcript.save');

  const save = useCallback(async (cause: 'typing' | 'asked') => {
    const pastes = pasted.current;
    pasted.current = [];
    const next = await run({ sessionId, version: version.current, cause, lines: lines.map(({ lineId, kind, text, keyFacts }) => ({ lineId, kind, text, keyFacts: [...keyFacts] })), pasted: pastes });
    if (next === undefined) {
      pasted.current = [...pastes, ...pasted.current];
      return;
    }
    version.current = next.version;
    setSavedLines(lines);
    onKept(next);
  }, [lines, onKept, run, sessionId]);

  useEffect(() => {
    if (lines === savedLines || busy || !isOpen || error !== null) return undefined;
    const timer = setTimeout(() => void save('typing'), saveAfterMs);
    return () => clearTimeout(timer);
  }, [lines, savedLines, busy, isOpen, error, save]);

  const change: Draft['change'] = (lineId, part) => setLines((all) => all.map((line) => (line.lineId === lineId ? { ...line, ...part } : line)));
  return {
    lines, isSaved: lines === savedLines && !busy, error, change, save,
    add: (line) => setLines((all) => [...all, { ...line, text: '', keyFacts: [] }]),
    paste: (lineId, characters) => void pasted.current.push({ lineId, characters }),
  };
}
