import { Button } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import type { SessionSnapshot, TimelineItem } from '../../../shared/contract/index.ts';
import { dateTime, Locks, Panel, ReconciliationTable, Refusal, SealCode, SealSheetButton, ArrowLeftOutlined, ReloadOutlined } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall, type LoggedIn } from '../../stores/index.ts';
import { ClipForm } from './clip-form.tsx';
import { ExportPacket } from './export-packet.tsx';
import { SessionLists } from './session-lists.tsx';
import { Timeline } from './timeline.tsx';
import { VerifySession } from './verify-session.tsx';

interface SessionDetailProps {
  readonly sessionId: string;
  readonly person: LoggedIn;
  readonly timeZone: string;
  readonly onBack: () => void;
}

/** One session with every fact of it. */
export function SessionDetail({ sessionId, person, timeZone, onBack }: SessionDetailProps) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.get');
  const [detail, setDetail] = useState<{ readonly session: SessionSnapshot; readonly timeline: readonly TimelineItem[] } | null>(null);
  const read = useCallback(async () => {
    const found = await run({ sessionId });
    if (found !== undefined) setDetail(found);
  }, [run, sessionId]);
  useEffect(() => void read(), [read]);
  return (
    <main className="page" data-testid="screen-session">
      <header className="page-head">
        <Button icon={<ArrowLeftOutlined />} data-testid="session-back" onClick={onBack}>{t('sessions.back')}</Button>
        <h1>{detail === null ? t('sessions.title') : `${detail.session.caseNumber} · ${detail.session.interviewee}`}</h1>
        <Button icon={<ReloadOutlined />} loading={busy} onClick={() => void read()}>{t('sessions.refresh')}</Button>
      </header>
      <Refusal error={error} />
      {detail !== null && (
        <>
          <div className="columns">
            <div>
              <SessionFacts session={detail.session} person={person} timeZone={timeZone} />
              {detail.session.reconciliation !== null && <Panel title={t('sessions.transcript')}><ReconciliationTable reconciliation={detail.session.reconciliation} timeZone={timeZone} /></Panel>}
            </div>
            <div>
              {detail.session.recordingStartMs !== null && mayVerify(person, detail.session) && <VerifySession sessionId={sessionId} timeZone={timeZone} />}
              {person.role === 'legal' && <ExportPacket session={detail.session} onWritten={() => void read()} />}
              {person.role === 'legal' && <ClipForm session={detail.session} timeline={detail.timeline} timeZone={timeZone} onMade={() => void read()} />}
              <SessionLists session={detail.session} timeZone={timeZone} />
              <Locks locks={detail.session.locks} />
            </div>
          </div>
          <Timeline items={detail.timeline} timeZone={timeZone} />
        </>
      )}
    </main>
  );
}

/** The station decides; here it is only not offered to who would be refused. */
function mayVerify({ role, personId }: LoggedIn, { officers }: SessionSnapshot): boolean {
  return role === 'legal' || role === 'supervisor' || (role === 'officer' && officers.some((officer) => officer.personId === personId));
}

function SessionFacts({ session, person, timeZone }: { readonly session: SessionSnapshot; readonly person: LoggedIn; readonly timeZone: string }) {
  const { t } = useText();
  return (
    <Panel title={t('sessions.facts')} testId="session-facts">
      <dl className="facts">
        <div><dt>{t('sessions.status')}</dt><dd><span className={`tag tag-${session.status}`}>{t(`status.${session.status}`)}</span></dd></div>
        <div><dt>{t('open.kind')}</dt><dd>{t(`sessionKind.${session.kind}`)} · <span data-testid="interviewee-number">{t('room.nth', { number: session.intervieweeNumber })}</span> · {t(`legalClass.${session.legalClass}`)}</dd></div>
        <div><dt>{t('room.place')}</dt><dd>{session.place}{session.placeKind !== 'registered' && ` · ${t(`placeKind.${session.placeKind}`)}`}</dd></div>
        <div><dt>{t('room.officers')}</dt><dd>{session.officers.map(({ name }) => name).join(' / ')}</dd></div>
        {session.abandoned !== null && <div><dt>{t('status.abandoned')}</dt><dd data-testid="abandoned-reason">{session.abandoned.reason} · {session.abandoned.by}</dd></div>}
        <div><dt>{t('sessions.recorded')}</dt><dd data-testid="recorded-bounds">{dateTime(session.recordingStartMs, timeZone)} {t('common.to')} {dateTime(session.recordingEndMs, timeZone)}</dd></div>
        {session.transcript !== null && <div><dt>{t('transcript.inTranscript')}</dt><dd>{session.transcript.fileName}</dd></div>}
      </dl>
      {session.seal !== null && (
        <>
          <SealCode code={session.seal.sealCode} />
          <dl className="facts">
            <div><dt>{t('stage.sealed')}</dt><dd>{t('seal.sealedAt', { time: dateTime(session.seal.sealedAtMs, timeZone), name: session.seal.sealedBy })} · {`${t('signer.interviewee')} ${t(session.seal.intervieweeSigned ? 'signing.signed' : 'signing.refused')}`}</dd></div>
            <div><dt>{t('seal.manifest')}</dt><dd className="mono wrap">{session.seal.manifestSha256}</dd></div>
          </dl>
          {(person.role === 'legal' || person.role === 'officer') && <SealSheetButton sessionId={session.sessionId} />}
        </>
      )}
    </Panel>
  );
}
