import { Button, Input } from 'antd';
import { useState } from 'react';
import type { TranscriptPageSnapshot } from '../../../shared/contract/index.ts';
import { Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import type { TranscriptPart } from './transcript-part.ts';

interface CorrectionsProps extends Omit<TranscriptPart, 'timeZone'> {
  readonly page: TranscriptPageSnapshot;
}

/** What the reader wants changed on this page: the old words are crossed out and stay readable, and the page is signed again. */
export function Corrections({ session, kept, page, isOpen, onKept }: CorrectionsProps) {
  const { t } = useText();
  const { run, busy, error } = useCall('transcript.save');
  const [corrected, setCorrected] = useState<{ readonly lineId: string; readonly text: string } | null>(null);
  const onPage = kept.lines.filter(({ lineId }) => page.rows.some((row) => row.lineId === lineId));
  const save = async (): Promise<void> => {
    const lines = kept.lines.map(({ lineId, kind, text, keyFacts }) => ({ lineId, kind, keyFacts, text: corrected?.lineId === lineId ? corrected.text : text }));
    const next = await run({ sessionId: session.sessionId, version: kept.version, cause: 'asked', lines });
    if (next === undefined) return;
    setCorrected(null);
    onKept(next);
  };
  return (
    <details className="corrections" data-testid="corrections">
      <summary>{t('editor.correct')}</summary>
      <p className="muted">{t('editor.correctHint')}</p>
      {onPage.map(({ lineId, kind, text }) => (
        <div key={lineId} className="transcript-line">
          <strong>{t(`lineKind.${kind}`)}</strong>
          {corrected?.lineId === lineId
            ? <Input.TextArea value={corrected.text} autoSize data-testid="correction-text" aria-label={t('editor.correct')} onChange={({ target }) => setCorrected({ lineId, text: target.value })} />
            : <button type="button" className="line-choice" disabled={!isOpen} data-testid="correction-line" onClick={() => setCorrected({ lineId, text })}>{text}</button>}
        </div>
      ))}
      {corrected !== null && <Button type="primary" loading={busy} disabled={!isOpen} data-testid="action-correct" onClick={() => void save()}>{t('editor.saveCorrection')}</Button>}
      <Refusal error={error} />
    </details>
  );
}
