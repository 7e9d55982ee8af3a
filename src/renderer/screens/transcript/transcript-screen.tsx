import { Button } from 'antd';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { KeptTranscriptSnapshot, RoomSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import { ArrowRightOutlined, clockTime, dateTime, Locks, Panel, Refusal } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { Documents } from './documents.tsx';
import { LineEditor } from './line-editor.tsx';
import { PageReader } from './page-reader.tsx';
import { PhaseSteps } from './phase-steps.tsx';
import { Problems } from './problems.tsx';
import type { TranscriptPart } from './transcript-part.ts';
import { useDraft } from './use-draft.ts';
import { Versions } from './versions.tsx';

/** The transcript that is written in Shilu: writing, then reading and signing page by page, then its documents. */
export function TranscriptScreen({ room, onGoToRoom }: { readonly room: RoomSnapshot; readonly onGoToRoom: () => void }) {
  const { t } = useText();
  const { session } = room;
  if (session === null || session.status === 'open') return <main className="page" data-testid="screen-transcript"><h1>{t('editor.title')}</h1><p className="empty">{t('editor.notYet')}</p></main>;
  return <OfSession key={session.sessionId} session={session} timeZone={room.timeZone} onGoToRoom={onGoToRoom} />;
}

function OfSession({ session, timeZone, onGoToRoom }: { readonly session: SessionSnapshot; readonly timeZone: string; readonly onGoToRoom: () => void }) {
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
  const isOver = session.status !== 'recording' && kept.phase !== 'finalised';
  const locks = session.locks.filter((lock) => lock.locks.includes('transcript'));
  const part: TranscriptPart = { session, kept, isOpen: session.status === 'recording' && locks.length === 0, timeZone, onKept: setKept };
  const facts = [
    ['kept-start', t('rowItem.start'), kept.startsAtMs === null ? '' : dateTime(kept.startsAtMs, timeZone)],
    ['kept-end', t('rowItem.end'), kept.endsAtMs === null ? t('editor.endByRecorder') : dateTime(kept.endsAtMs, timeZone)],
    ['kept-interviewee', t('room.interviewee'), session.interviewee],
    ['kept-officers', t('room.officers'), session.officers.map(({ name }) => name).join('、')],
  ] as const;
  return (
    <main className="page transcript-page" data-testid="screen-transcript" data-phase={kept.phase} data-version={kept.version}>
      <h1>{t('editor.title')} <span className="muted">{t(`editor.phase.${kept.phase}`)}</span></h1>
      <dl className="transcript-head">
        {facts.map(([testId, label, value]) => <div key={testId}><dt className="muted">{label}</dt><dd data-testid={testId}>{value}</dd></div>)}
      </dl>
      <Locks locks={locks} />
      {isOver && <p className="notice" data-testid="kept-over">{t('editor.over')}</p>}
      {/* What opens a lock, and where a signed transcript is linked, stands on the other page. */}
      {(locks.length > 0 || isOver) && <p><Button icon={<ArrowRightOutlined aria-hidden />} data-testid="action-go-room" onClick={onGoToRoom}>{t('editor.goRoom')}</Button></p>}
      {kept.phase === 'writing' && <Writing {...part} />}
      {kept.phase === 'reading' && <Columns {...part} save={nothingToSave}><PageReader {...part} /></Columns>}
      {kept.phase === 'finalised' && (
        <Columns {...part} save={nothingToSave}>
          <Panel title={t('editor.phase.finalised')} tone="good" testId="kept-finalised"><p>{t(session.status === 'recording' ? 'editor.finaliseDone' : 'editor.issued')}</p></Panel>
        </Columns>
      )}
    </main>
  );
}

const nothingToSave = () => Promise.resolve(true);

function Writing(part: TranscriptPart) {
  const draft = useDraft(part.session.sessionId, part.kept, part.isOpen, part.onKept);
  return <Columns {...part} save={() => draft.save('asked')}><LineEditor {...part} draft={draft} /></Columns>;
}

function Columns({ session, kept, isOpen, timeZone, onKept, save, children }: TranscriptPart & { readonly save: () => Promise<boolean>; readonly children: ReactNode }) {
  const settled = kept.pages.flatMap(({ signers }) => signers).filter(({ outcome }) => outcome !== 'open').length;
  return (
    <div className="transcript-columns">
      <div>{children}</div>
      <aside>
        {/* What was refused before no longer holds once something in its way is gone. */}
        <PhaseSteps key={`${kept.phase} ${kept.problems.length} ${settled}`} session={session} kept={kept} isOpen={isOpen} onKept={onKept} save={save} />
        <Problems kept={kept} />
        <Documents session={session} kept={kept} />
        <Versions kept={kept} time={(ms) => clockTime(ms, timeZone)} />
      </aside>
    </div>
  );
}
