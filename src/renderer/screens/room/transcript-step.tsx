import { Button } from 'antd';
import { useRef } from 'react';
import type { SessionSnapshot } from '../../../shared/contract/index.ts';
import { clockTime, dateTime, Panel, ReconciliationTable, Refusal, FileTextOutlined } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { base64Of } from './base64.ts';

interface TranscriptStepProps {
  readonly session: SessionSnapshot;
  readonly timeZone: string;
  /** True once the transcript agrees and only stands here to be seen or replaced. */
  readonly linked?: boolean;
}

/** Links the transcript and lays it beside the recording. */
export function TranscriptStep({ session, timeZone, linked = false }: TranscriptStepProps) {
  const { t } = useText();
  const { run, busy, error } = useCall('transcript.link');
  const input = useRef<HTMLInputElement>(null);
  const { recordingStartMs, recordingEndMs } = session;
  const link = async (file: File): Promise<void> => {
    const contentBase64 = base64Of(new Uint8Array(await file.arrayBuffer()));
    await run({ sessionId: session.sessionId, fileName: file.name, contentBase64 });
  };
  const choose = t(busy ? 'transcript.linking' : session.transcript === null ? 'transcript.choose' : 'transcript.replace');
  return (
    <Panel title={linked ? t('sessions.transcript') : t('transcript.title')} tone={linked ? 'plain' : 'next'} testId="transcript-panel">
      {!linked && <p>{t('transcript.hint')}</p>}
      {recordingStartMs !== null && recordingEndMs !== null && <p data-testid="recorded-bounds">{t('transcript.recorded', { start: dateTime(recordingStartMs, timeZone), end: clockTime(recordingEndMs, timeZone) })}</p>}
      {session.transcript !== null && <p data-testid="transcript-name"><FileTextOutlined aria-hidden /> {t('transcript.chosen', { file: session.transcript.fileName })}</p>}
      {session.reconciliation !== null && <ReconciliationTable reconciliation={session.reconciliation} />}
      <input
        ref={input} type="file" className="hidden" tabIndex={-1} data-testid="transcript-file" aria-label={t('transcript.choose')} accept=".docx"
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = '';
          if (file !== undefined) void link(file);
        }}
      />
      <Button type={linked ? 'default' : 'primary'} size="large" block loading={busy} data-testid="action-transcript" onClick={() => input.current?.click()}>{choose}</Button>
      <Refusal error={error} />
    </Panel>
  );
}
