import { useState } from 'react';
import type { SessionSnapshot } from '../../../shared/contract/index.ts';
import { ChooseFile, clockTime, dateTime, Panel, ReconciliationTable, Refusal, FileTextOutlined, type ChosenFile } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { ExplainDifferences } from './explain-differences.tsx';
import { TypedTimes } from './typed-times.tsx';

interface TranscriptStepProps {
  readonly session: SessionSnapshot;
  readonly timeZone: string;
  /** True once the transcript agrees and only stands here to be seen or replaced. */
  readonly linked?: boolean;
}

/** Refusals after which the same file can be linked with times that a person types. */
const wantsTypedTimes = new Set(['TRANSCRIPT_NO_TEXT', 'TRANSCRIPT_NO_TIMES']);

/** Links the transcript and lays it beside the recording. */
export function TranscriptStep({ session, timeZone, linked = false }: TranscriptStepProps) {
  const { t } = useText();
  const { run, busy, error } = useCall('transcript.link');
  const [chosen, setChosen] = useState<ChosenFile | null>(null);
  const { recordingStartMs, recordingEndMs, transcript, reconciliation } = session;
  const link = async (next: ChosenFile): Promise<void> => {
    setChosen(next);
    await run({ sessionId: session.sessionId, ...next });
  };
  const choose = t(busy ? 'transcript.linking' : transcript === null ? 'transcript.choose' : 'transcript.replace');
  return (
    <>
      <Panel title={linked ? t('sessions.transcript') : t('transcript.title')} tone={linked ? 'plain' : 'next'} testId="transcript-panel">
        {!linked && <p>{t('transcript.hint')}</p>}
        {recordingStartMs !== null && recordingEndMs !== null && <p data-testid="recorded-bounds">{t('transcript.recorded', { start: dateTime(recordingStartMs, timeZone), end: clockTime(recordingEndMs, timeZone) })}</p>}
        {transcript !== null && <p data-testid="transcript-name"><FileTextOutlined aria-hidden /> {t('transcript.chosen', { file: transcript.fileName })}</p>}
        {transcript?.timesFrom === 'typed' && <p className="muted" data-testid="transcript-typed">{t('transcript.typedBy', { name: transcript.linkedBy })}</p>}
        {reconciliation !== null && <ReconciliationTable reconciliation={reconciliation} timeZone={timeZone} />}
        <ChooseFile id="transcript" label={t('transcript.choose')} accept=".docx,.pdf,.txt" button={{ type: linked ? 'default' : 'primary', size: 'large', block: true, loading: busy }} onChosen={(file) => void link(file)}>{choose}</ChooseFile>
        <Refusal error={error} />
        {error !== null && wantsTypedTimes.has(error.code) && chosen !== null && <TypedTimes timeZone={timeZone} busy={busy} onTyped={(typed) => void run({ sessionId: session.sessionId, ...chosen, typed })} />}
      </Panel>
      {reconciliation !== null && <ExplainDifferences session={session} reconciliation={reconciliation} />}
    </>
  );
}
