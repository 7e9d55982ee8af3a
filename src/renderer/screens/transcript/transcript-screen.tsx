import { Button } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import type { KeptTranscriptSnapshot, RoomSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import { clockTime, dateTime, Locks, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { Documents } from './documents.tsx';
import { LineEditor } from './line-editor.tsx';
import { PageReader } from './page-reader.tsx';
import { Problems } from './problems.tsx';
import { Versions } from './versions.tsx';

/** The transcript that is written in Shilu: writing, then reading and signing page by page, then its documents. */
export function TranscriptScreen({ room }: { readonly room: RoomSnapshot }) {
  const { t } = useText();
  const { session } = room;
  if (session === null || session.status === 'open') return <main className="page" data-testid="screen-transcript"><h1>{t('editor.title')}</h1><p className="empty">{t('editor.notYet')}</p></main>;
  return <OfSession key={session.sessionId} session={session} timeZone={room.timeZone} />;
}

function OfSession({ session, timeZone }: { readonly session: SessionSnapshot; readonly timeZone: string }) {
  const { t } = useText();
  const { sessionId } = session;
  const [kept, setKept] = useState<KeptTranscriptSnapshot | null>(null);
  const get = useCall('transcript.get');
  const { run } = get;
  const load = useCallback(async () => {
    const next = await run({ sessionId });
    if (next !== undefined) setKept(next);
  }, [run, sessionId]);
  useEffect(() => void load(), [load, session.status]);
  if (kept === null) return <main className="page" data-testid="screen-transcript"><h1>{t('editor.title')}</h1><Refusal error={get.error} /></main>;
  const locks = session.locks.filter((lock) => lock.locks === 'transcript');
  const isOpen = session.status === 'recording' && locks.length === 0;
  return (
    <main className="page transcript-page" data-testid="screen-transcript" data-phase={kept.phase} data-version={kept.version}>
      <h1>{t('editor.title')} <span className="muted">{t(`editor.phase.${kept.phase}`)}</span></h1>
      <dl className="facts transcript-head">
        <dt>{t('rowItem.start')}</dt><dd className="nowrap" data-testid="kept-start">{dateTime(kept.startsAtMs, timeZone)}</dd>
        <dt>{t('rowItem.end')}</dt><dd data-testid="kept-end">{kept.endsAtMs === null ? t('editor.endByRecorder') : dateTime(kept.endsAtMs, timeZone)}</dd>
        <dt>{t('room.interviewee')}</dt><dd>{session.interviewee}</dd>
        <dt>{t('room.officers')}</dt><dd>{session.officers.map(({ name }) => name).join('、')}</dd>
      </dl>
      <Locks locks={locks} />
      <div className="transcript-columns">
        <div>
          {kept.phase === 'writing' && <LineEditor session={session} kept={kept} isOpen={isOpen} timeZone={timeZone} onKept={setKept} />}
          {kept.phase === 'reading' && <PageReader session={session} kept={kept} isOpen={isOpen} timeZone={timeZone} onKept={setKept} />}
          {kept.phase === 'finalised' && <Panel title={t('editor.phase.finalised')} tone="good" testId="kept-finalised"><p>{t(session.status === 'recording' ? 'editor.finaliseDone' : 'editor.issued')}</p></Panel>}
        </div>
        <aside>
          <PhaseSteps session={session} kept={kept} isOpen={isOpen} onKept={setKept} />
          <Problems kept={kept} />
          <Documents session={session} kept={kept} />
          <Versions kept={kept} time={(ms) => clockTime(ms, timeZone)} />
        </aside>
      </div>
    </main>
  );
}

interface PhaseStepsProps {
  readonly session: SessionSnapshot;
  readonly kept: KeptTranscriptSnapshot;
  readonly isOpen: boolean;
  readonly onKept: (kept: KeptTranscriptSnapshot) => void;
}

/** The one way on from here, and the way back. */
function PhaseSteps({ session: { sessionId }, kept, isOpen, onKept }: PhaseStepsProps) {
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
          <Button type="primary" size="large" block disabled={!isOpen} loading={close.busy} data-testid="action-kept-close" onClick={() => void close.run({ sessionId }).then(take)}>{t('editor.close')}</Button>
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
