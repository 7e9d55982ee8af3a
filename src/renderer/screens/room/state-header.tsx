import type { ReactNode } from 'react';
import type { RoomSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import { clockTime, duration, CheckCircleOutlined, ClockCircleOutlined, DisconnectOutlined, ExclamationCircleFilled, FormOutlined, LockFilled, HomeOutlined, StopOutlined } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import type { Stage } from '../../stores/index.ts';
import { LegalClock } from './legal-limit.tsx';

const signs: Readonly<Record<Stage, ReactNode>> = {
  unknown: <DisconnectOutlined />, idle: <HomeOutlined />, preparing: <FormOutlined />, starting: <ClockCircleOutlined />, recording: <span className="rec" />,
  interrupted: <ExclamationCircleFilled />, held: <StopOutlined />, finished: <StopOutlined />, sealing: <FormOutlined />, sealed: <LockFilled />,
};

/** Proof is about a second behind by nature; more than this is told. */
const lagWorthTellingMs = 4_000;

interface StateHeaderProps {
  readonly room: RoomSnapshot;
  readonly stage: Stage;
  readonly nowMs: number;
}

/** The big state, what is proven, and whose session it is: readable from across the room. */
export function StateHeader({ room, stage, nowMs }: StateHeaderProps) {
  const { t } = useText();
  const { session } = room;
  // With one copy the big word must not be the one that stands for two.
  const oneCopy = stage === 'recording' && room.copies < 2;
  return (
    <section className={`state state-${stage}`} data-testid="state-header" aria-label={t(`stage.${stage}`)}>
      <div className="state-name" role="status">
        <span className="state-sign" aria-hidden>{oneCopy ? <ExclamationCircleFilled /> : signs[stage]}</span>
        <strong data-testid="state-title" data-stage={stage} data-copies={room.copies}>{oneCopy ? t('room.oneCopy') : t(`stage.${stage}`)}</strong>
      </div>
      {session === null ? <p className="state-none">{t('room.noSession')}</p> : <SessionFacts session={session} copies={room.copies} stage={stage} nowMs={nowMs} timeZone={room.timeZone} />}
    </section>
  );
}

interface SessionFactsProps {
  readonly copies: number;
  readonly session: SessionSnapshot;
  readonly stage: Stage;
  readonly nowMs: number;
  readonly timeZone: string;
}

function SessionFacts({ session, copies, stage, nowMs, timeZone }: SessionFactsProps) {
  const { t } = useText();
  const { provenUntilMs, recordingStartMs, recordingEndMs } = session;
  const lagMs = provenUntilMs === null ? 0 : nowMs - provenUntilMs;
  const running = stage === 'recording' || stage === 'interrupted' || stage === 'finished' || stage === 'sealing';
  return (
    <>
      {session.status !== 'open' && (
        <dl className="state-proof" title={t(running && copies < 2 ? 'room.provenMeaningOne' : 'room.provenMeaning')}>
          <dt><CheckCircleOutlined aria-hidden /> {t('room.provenUntil')} {running && lagMs > lagWorthTellingMs && <span className="state-lag">{t('room.provenLag', { seconds: Math.floor(lagMs / 1000) })}</span>}</dt>
          <dd data-testid="proven-until" className={provenUntilMs === null ? 'state-unproven' : undefined}>{provenUntilMs === null ? t('room.provenNone') : clockTime(provenUntilMs, timeZone)}</dd>
        </dl>
      )}
      {recordingStartMs !== null && (
        <dl className="state-elapsed">
          <dt>{t('room.elapsed')}</dt>
          <dd data-testid="elapsed">{duration((recordingEndMs ?? provenUntilMs ?? recordingStartMs) - recordingStartMs)}</dd>
        </dl>
      )}
      {session.legalClock !== null && (session.status === 'open' || session.status === 'recording') && <LegalClock clock={session.legalClock} timeZone={timeZone} nowMs={nowMs} />}
      <dl className="state-session">
        <div><dt>{t('room.caseNumber')}</dt><dd data-testid="case-number">{session.caseNumber}</dd></div>
        <div><dt>{t('room.interviewee')}</dt><dd>{session.interviewee} · {t(`sessionKind.${session.kind}`)} · <span data-testid="interviewee-number">{t('room.nth', { number: session.intervieweeNumber })}</span></dd></div>
        <div><dt>{t('room.officers')}</dt><dd>{session.officers.map(({ name }) => name).join(' / ')}</dd></div>
      </dl>
    </>
  );
}
