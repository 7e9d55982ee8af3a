import { Button } from 'antd';
import { useState } from 'react';
import { lineKinds, type KeyFactKind, type LineKind } from '../../../shared/domain/index.ts';
import { Panel, PlayedSpan, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { EditedLine, type LinkedSpan } from './edited-line.tsx';
import type { TranscriptPart } from './transcript-part.ts';
import type { Draft } from './use-draft.ts';

interface LineEditorProps extends TranscriptPart {
  readonly draft: Draft;
}

/** Questions and answers, each begun at a moment that the station measures; saved by itself shortly after every change. */
export function LineEditor({ session, kept, draft, isOpen, timeZone, onKept }: LineEditorProps) {
  const { t } = useText();
  const begin = useCall('transcript.begin');
  const link = useCall('transcript.linkFact');
  /** Which fact was to be linked last: what the station says of it stands there, however long the transcript is. */
  const [asked, setAsked] = useState<{ readonly lineId: string; readonly keyFact: KeyFactKind } | null>(null);
  const linkFact = async (lineId: string, keyFact: KeyFactKind, span: LinkedSpan): Promise<void> => {
    setAsked({ lineId, keyFact });
    if (!(await draft.save('asked'))) return;
    const next = await link.run({ sessionId: session.sessionId, lineId, keyFact, span });
    if (next !== undefined) onKept(next);
  };
  const add = async (kind: LineKind): Promise<void> => {
    const begun = await begin.run({ sessionId: session.sessionId, kind });
    if (begun !== undefined) draft.add({ ...begun, kind });
  };
  const [played, setPlayed] = useState<{ readonly fromMs: number; readonly toMs: number } | null>(null);
  const known = new Map(kept.lines.map((line) => [line.lineId, line]));
  const state = <span className={draft.state === 'unsaved' ? 'bad' : 'muted'} role="status" data-testid="kept-saved" data-saved={draft.state === 'saved'}>{t(`editor.${draft.state}`)}</span>;
  return (
    <Panel title={t('editor.lines')} testId="kept-lines" extra={state}>
      {draft.lines.length === 0 && <p className="empty">{t('editor.empty')}</p>}
      {draft.lines.map((line) => (
        <EditedLine
          key={line.lineId} line={line} known={known.get(line.lineId)} problems={kept.problems.filter(({ lineId }) => lineId === line.lineId)} isOpen={isOpen} timeZone={timeZone} isLinking={link.busy}
          onChange={(change) => draft.change(line.lineId, change)} onPaste={(characters) => draft.paste(line.lineId, characters)}
          onPlay={setPlayed} onLink={(keyFact, span) => void linkFact(line.lineId, keyFact, span)} refused={link.error !== null && asked?.lineId === line.lineId ? { keyFact: asked.keyFact, error: link.error } : null}
        />
      ))}
      {played !== null && <PlayedSpan sessionId={session.sessionId} fromMs={played.fromMs} toMs={played.toMs} timeZone={timeZone} onClose={() => setPlayed(null)} />}
      <Refusal error={draft.error ?? begin.error} />
      <div className="line-buttons">
        {lineKinds.map((kind) => (
          <Button key={kind} type={kind === 'question' ? 'primary' : 'default'} size="large" disabled={!isOpen} loading={begin.busy} data-testid={`action-line-${kind}`} onClick={() => void add(kind)}>{t(`editor.add.${kind}`)}</Button>
        ))}
        {draft.state === 'unsaved' && <Button size="large" disabled={!isOpen} data-testid="action-save" onClick={() => void draft.save('asked')}>{t('editor.saveNow')}</Button>}
      </div>
    </Panel>
  );
}
