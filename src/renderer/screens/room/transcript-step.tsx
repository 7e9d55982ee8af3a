import { Button } from 'antd';
import { useRef, useState } from 'react';
import type { SessionSnapshot } from '../../../shared/contract/index.ts';
import { clockTime, dateTime, Panel, ReconciliationTable, Refusal, FileTextOutlined } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { base64Of } from './base64.ts';
import { ExplainDifferences } from './explain-differences.tsx';
import { TypedTimes } from './typed-times.tsx';

interface TranscriptStepProps {
  readonly session: SessionSnapshot;
  readonly timeZone: string;
  /** True once the transcript agrees and only stands here to be seen or replaced. */
  readonly linked?: boolean;
}

interface ChosenFile {
  readonly fileName: string;
  readonly contentBase64: string;
}

/** Refusals after which the same file can be linked with times that a person types. */
const wantsTypedTimes = new Set(['TRANSCRIPT_NO_TEXT', 'TRANSCRIPT_NO_TIMES']);

/** Links the transcript and lays it beside the recording. */
export function TranscriptStep({ session, timeZone, linked = false }: TranscriptStepProps) {
  const { t } = useText();
  const { run, busy, error } = useCall('transcript.link');
  const [chosen, setChosen] = useState<ChosenFile | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const { recordingStartMs, recordingEndMs, transcript, reconciliation } = session;
  const link = async (file: File): Promise<void> => {
    const next = { fileName: file.name, contentBase64: base64Of(new Uint8Array(await file.arrayBuffer())) };
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
        <input
          ref={input} type="file" className="hidden" tabIndex={-1} data-testid="transcript-file" aria-label={t('transcript.choose')} accept=".docx,.pdf,.txt"
          onChange={({ target }) => {
            const file = target.files?.[0];
            target.value = '';
            if (file !== undefined) void link(file);
          }}
        />
        <Button type={linked ? 'default' : 'primary'} size="large" block loading={busy} data-testid="action-transcript" onClick={() => input.current?.click()}>{choose}</Button>
        <Refusal error={error} />
        {error !== null && wantsTypedTimes.has(error.code) && chosen !== null && <TypedTimes timeZone={timeZone} busy={busy} onTyped={(typed) => void run({ sessionId: session.sessionId, ...chosen, typed })} />}
      </Panel>
      {reconciliation !== null && <ExplainDifferences session={session} reconciliation={reconciliation} />}
    </>
  );
}
