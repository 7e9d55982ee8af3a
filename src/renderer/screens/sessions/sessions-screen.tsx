import { Button } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import type { SessionSummary } from '../../../shared/contract/index.ts';
import { dateTime, Panel, Refusal, ReloadOutlined } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall, useStation, type LoggedIn } from '../../stores/index.ts';
import { LedgerHead } from './ledger-head.tsx';
import { SessionDetail } from './session-detail.tsx';
import { VerifyPacket } from './verify-packet.tsx';

interface SessionsScreenProps {
  readonly person: LoggedIn;
  readonly timeZone: string;
}

/** Every session of this station, and one of them with every fact. */
export function SessionsScreen({ person, timeZone }: SessionsScreenProps) {
  const { t } = useText();
  const [openId, setOpenId] = useState<string | null>(null);
  if (openId !== null) return <SessionDetail key={openId} sessionId={openId} person={person} timeZone={timeZone} onBack={() => setOpenId(null)} />;
  return (
    <main className="page" data-testid="screen-sessions">
      <header className="page-head"><h1>{t('sessions.title')}</h1></header>
      <SessionTable person={person} timeZone={timeZone} onOpen={setOpenId} />
      {person.role !== 'attendant' && <VerifyPacket />}
      {person.role !== 'attendant' && <LedgerHead timeZone={timeZone} />}
    </main>
  );
}

interface SessionTableProps extends SessionsScreenProps {
  readonly onOpen: (sessionId: string) => void;
}

function SessionTable({ person, timeZone, onOpen }: SessionTableProps) {
  const { t } = useText();
  const { run, busy, error } = useCall('session.list');
  const [sessions, setSessions] = useState<readonly SessionSummary[] | null>(null);
  const current = useStation((view) => `${view.room?.session?.sessionId ?? ''} ${view.room?.session?.status ?? ''}`);
  const read = useCallback(async () => {
    const list = await run({});
    if (list !== undefined) setSessions(list.sessions);
  }, [run]);
  useEffect(() => void read(), [read, current]);
  return (
    <Panel title={t('sessions.title')} testId="session-list" extra={<Button size="small" icon={<ReloadOutlined />} loading={busy} onClick={() => void read()}>{t('sessions.refresh')}</Button>}>
      <Refusal error={error} />
      {sessions?.length === 0 && <p className="muted">{t('sessions.empty')}</p>}
      {sessions !== null && sessions.length > 0 && (
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col">{t('room.caseNumber')}</th><th scope="col">{t('room.interviewee')}</th><th scope="col">{t('open.kind')}</th><th scope="col">{t('room.place')}</th><th scope="col">{t('sessions.status')}</th>
              <th scope="col">{t('sessions.started')}</th><th scope="col">{t('sessions.finished')}</th><th scope="col">{t('sessions.interruptions')}</th><th scope="col">{t('sessions.sealCode')}</th><th scope="col"><span className="hidden">{t('sessions.details')}</span></th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <tr key={session.sessionId} data-testid="session-row" data-status={session.status}>
                <th scope="row">{session.caseNumber}</th><td>{session.interviewee}</td><td>{t(`sessionKind.${session.kind}`)}</td><td>{session.place}</td>
                <td><span className={`tag tag-${session.status}`}>{t(`status.${session.status}`)}</span></td>
                <td className="nowrap">{dateTime(session.startedAtMs, timeZone)}</td><td className="nowrap">{dateTime(session.finishedAtMs, timeZone)}</td><td>{session.interruptions}</td><td className="mono">{session.sealCode ?? '—'}</td>
                <td>{person.role !== 'administrator' && <Button size="small" data-testid="session-open" aria-label={t('sessions.open', { caseNumber: session.caseNumber })} onClick={() => onOpen(session.sessionId)}>{t('sessions.details')}</Button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
