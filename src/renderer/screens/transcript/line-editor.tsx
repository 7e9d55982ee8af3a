import { Button } from 'antd';
import { lineKinds, type LineKind } from '../../../shared/domain/index.ts';
import type { KeptTranscriptSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import { Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { EditedLine } from './edited-line.tsx';
import { useDraft } from './use-draft.ts';

interface LineEditorProps {
  readonly session: SessionSnapshot;
  readonly kept: KeptTranscriptSnapshot;
  readonly isOpen: boolean;
  readonly timeZone: string;
  readonly onKept: (kept: KeptTranscriptSnapshot) => void;
}

/** Questions and answers, each begun at a moment that the station measures; saved by itself shortly after every change. */
export function LineEditor({ session, kept, isOpen, timeZone, onKept }: LineEditorProps) {
  const { t } = useText();
  const begin = useCall('transcript.begin');
  const link = useCall('transcript.linkFact');
  const draft = useDraft(session.sessionId, kept, isOpen, onKept);
  const add = async (kind: LineKind): Promise<void> => {
    const begun = await begin.run({ sessionId: session.sessionId, kind });
    if (begun !== undefined) draft.add({ ...begun, kind });
  };
  const known = new Map(kept.lines.map((line) => [line.lineId, line]));
  return (
    <Panel title={t('editor.lines')} testId="kept-lines" extra={<span className="muted" role="status" data-testid="kept-saved" data-saved={draft.isSaved}>{t(draft.isSaved ? 'editor.saved' : 'editor.saving')}</span>}>
      {draft.lines.length === 0 && <p className="empty">{t('editor.empty')}</p>}
      {draft.lines.map((line) => (
        <EditedLine
          key={line.lineId} line={line} known={known.get(line.lineId)} problems={kept.problems.filter(({ lineId }) => lineId === line.lineId)} isOpen={isOpen} timeZone={timeZone} isLinking={link.busy}
          onChange={(change) => draft.change(line.lineId, change)} onPaste={(characters) => draft.paste(line.lineId, characters)}
          onLink={(keyFact, lastSeconds) => void draft.save('asked').then(() => link.run({ sessionId: session.sessionId, lineId: line.lineId, keyFact, span: { lastSeconds } })).then((next) => next !== undefined && onKept(next))}
        />
      ))}
      <Refusal error={draft.error ?? link.error ?? begin.error} />
      <div className="line-buttons">
        {lineKinds.map((kind) => (
          <Button key={kind} type={kind === 'question' ? 'primary' : 'default'} size="large" disabled={!isOpen} loading={begin.busy} data-testid={`action-line-${kind}`} onClick={() => void add(kind)}>{t(`editor.add.${kind}`)}</Button>
        ))}
      </div>
    </Panel>
  );
}
