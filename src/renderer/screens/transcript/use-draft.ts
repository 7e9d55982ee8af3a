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
  /** `unsaved`: refused or locked, so that it stays on the screen until it is asked for or typed on. */
  readonly state: 'saved' | 'saving' | 'unsaved';
  readonly error: WireError | null;
  readonly add: (line: { readonly lineId: string; readonly kind: LineKind; readonly begunAtMs: number }) => void;
  readonly change: (lineId: string, change: Partial<Pick<DraftLine, 'text' | 'keyFacts'>>) => void;
  readonly paste: (lineId: string, characters: number) => void;
  /** Saves what is on the screen when this runs, after every save before it; true when the station has it all. */
  readonly save: (cause: 'typing' | 'asked') => Promise<boolean>;
}

/** Typing rests for this long before it is saved: short, because a console may die at any moment. */
const saveAfterMs = 1_200;

/** What is on the screen and not yet a version of the station. Saves follow one another, and the page is not left without one. */
export function useDraft(sessionId: string, kept: KeptTranscriptSnapshot, isOpen: boolean, onKept: (kept: KeptTranscriptSnapshot) => void): Draft {
  const [lines, setLines] = useState<readonly DraftLine[]>(() => kept.lines.map(({ lineId, kind, text, keyFacts, begunAtMs }) => ({ lineId, kind, text, keyFacts, begunAtMs })));
  const [savedLines, setSavedLines] = useState(lines);
  const [refusedLines, setRefusedLines] = useState<readonly DraftLine[] | null>(null);
  const latest = useRef(lines);
  const saved = useRef(lines);
  const pasted = useRef<{ lineId: string; characters: number }[]>([]);
  const version = useRef(kept.version);
  const turn = useRef<Promise<boolean>>(Promise.resolve(true));
  const { run, busy, error } = useCall('transcript.save');

  const save = useCallback((cause: 'typing' | 'asked') => {
    const saveNow = async (): Promise<boolean> => {
      const saving = latest.current;
      if (saving === saved.current) return true;
      const pastes = pasted.current;
      pasted.current = [];
      const next = await run({ sessionId, version: version.current, cause, lines: saving.map(({ lineId, kind, text, keyFacts }) => ({ lineId, kind, text, keyFacts: [...keyFacts] })), pasted: pastes });
      if (next === undefined) {
        pasted.current = [...pastes, ...pasted.current];
        setRefusedLines(saving);
        return false;
      }
      version.current = next.version;
      saved.current = saving;
      setSavedLines(saving);
      onKept(next);
      return true;
    };
    turn.current = turn.current.then(saveNow, saveNow);
    return turn.current;
  }, [onKept, run, sessionId]);

  const isWaiting = lines !== savedLines && lines !== refusedLines && isOpen;
  useEffect(() => {
    if (!isWaiting || busy) return undefined;
    const timer = setTimeout(() => void save('typing'), saveAfterMs);
    return () => clearTimeout(timer);
  }, [lines, isWaiting, busy, save]);
  useEffect(() => () => void save('typing'), [save]);

  const edit = (next: readonly DraftLine[]): void => {
    latest.current = next;
    setLines(next);
  };
  return {
    lines, error, save, state: busy || isWaiting ? 'saving' : lines === savedLines ? 'saved' : 'unsaved',
    add: (line) => edit([...latest.current, { ...line, text: '', keyFacts: [] }]),
    change: (lineId, part) => edit(latest.current.map((line) => (line.lineId === lineId ? { ...line, ...part } : line))),
    paste: (lineId, characters) => void pasted.current.push({ lineId, characters }),
  };
}
