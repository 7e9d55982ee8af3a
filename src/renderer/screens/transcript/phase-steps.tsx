import { Button } from 'antd';
import type { KeptTranscriptSnapshot } from '../../../shared/contract/index.ts';
import { Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import type { TranscriptPart } from './transcript-part.ts';

interface PhaseStepsProps extends Omit<TranscriptPart, 'timeZone'> {
  /** Saves what was typed a moment ago: what is read must be what was written. False when it is refused. */
  readonly save: () => Promise<boolean>;
}

/** The one way on from here, and the way back. */
export function PhaseSteps({ session: { sessionId }, kept, isOpen, onKept, save }: PhaseStepsProps) {
  const { t } = useText();
  const close = useCall('transcript.close');
  const reopen = useCall('transcript.reopen');
  const finalise = useCall('transcript.finalise');
  const take = (next: KeptTranscriptSnapshot | undefined): void => {
    if (next !== undefined) onKept(next);
  };
  if (kept.phase === 'finalised') return null;
  return (
    <Panel title={t('room.nextStep')} tone="next" testId="kept-steps">
      {kept.phase === 'writing' && (
        <>
          <p>{t('editor.closeHint')}</p>
          <Button type="primary" size="large" block disabled={!isOpen} loading={close.busy} data-testid="action-kept-close" onClick={() => void save().then((isSaved) => (isSaved ? close.run({ sessionId }) : undefined)).then(take)}>{t('editor.close')}</Button>
          <Refusal error={close.error} />
        </>
      )}
      {kept.phase === 'reading' && (
        <>
          <p>{t('editor.finaliseHint')}</p>
          <Button type="primary" size="large" block disabled={!isOpen} loading={finalise.busy} data-testid="action-kept-finalise" onClick={() => void finalise.run({ sessionId }).then(take)}>{t('editor.finalise')}</Button>
          <Refusal error={finalise.error} />
          <Button size="large" block disabled={!isOpen} loading={reopen.busy} className="spaced" data-testid="action-kept-reopen" onClick={() => void reopen.run({ sessionId }).then(take)}>{t('editor.reopen')}</Button>
          <Refusal error={reopen.error} />
        </>
      )}
    </Panel>
  );
}
