import type { ReactNode } from 'react';
import type { InterruptionSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import { breakRemarks, clockTime, dateTime, duration, Panel } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';

interface SessionListsProps {
  readonly session: SessionSnapshot;
  readonly timeZone: string;
}

/** Interruptions, breaks, markers and people of a session. */
export function SessionLists({ session, timeZone }: SessionListsProps) {
  const { t } = useText();
  const time = (ms: number | null): string => (ms === null ? '…' : clockTime(ms, timeZone));
  return (
    <>
      <List title={t('sessions.interruptions')} empty={t('sessions.noInterruptions')}>
        {session.interruptionList.map((interruption) => <InterruptionLine key={interruption.interruptionId} interruption={interruption} timeZone={timeZone} />)}
      </List>
      <List title={t('sessions.breaks')} empty={t('sessions.noBreaks')}>
        {session.breaks.map((item) => (
          <li key={item.breakId}>
            <strong>{t(`breakKind.${item.kind}`)}</strong> {time(item.startedAtMs)} {t('common.to')} {time(item.endedAtMs)}
            {item.endedAtMs !== null && <span className="muted"> {duration(item.endedAtMs - item.startedAtMs)}</span>}
            {breakRemarks(item, t).map((remark) => <div key={remark} className="problem">{remark}</div>)}
            <div className="muted">{[item.offered, item.answered, item.note].filter((part) => part !== '').join(' · ')}</div>
          </li>
        ))}
      </List>
      <List title={t('sessions.markers')} empty={t('sessions.noMarkers')}>
        {session.markers.map((marker) => <li key={marker.markerId}><time>{time(marker.atMs)}</time> <strong>{t(`markerKind.${marker.kind}`)}</strong> {marker.text} <span className="muted">{marker.by}</span></li>)}
      </List>
      <List title={t('sessions.persons')} empty={t('sessions.noPersons')}>
        {session.present.map((person) => (
          <li key={`${person.personId} ${person.enteredAtMs}`}><strong>{person.name}</strong> {t(`capacity.${person.capacity}`)} <span className="muted">{t('sessions.enteredLeft', { entered: dateTime(person.enteredAtMs, timeZone), left: time(person.leftAtMs) })}</span></li>
        ))}
      </List>
    </>
  );
}

function InterruptionLine({ interruption, timeZone }: { readonly interruption: InterruptionSnapshot; readonly timeZone: string }) {
  const { t, codeText } = useText();
  const { fromMs, toMs, cause, heardMs, explainedBy, note, notes, unrecorded, statement, remedies } = interruption;
  const tried = remedies.filter((remedy) => remedy.tried.length > 0);
  return (
    <li className="log-alarm">
      <strong>{dateTime(fromMs, timeZone)} {t('common.to')} {toMs === null ? '…' : clockTime(toMs, timeZone)}</strong> {toMs !== null && <span className="muted">{duration(toMs - fromMs)}</span>}
      <div>{codeText(interruption.reason)}</div>
      <div>
        {t(`interruptionState.${interruption.state}`)}
        {cause !== null && ` · ${t(`cause.${cause}`)}`}{note !== '' && ` · ${note}`}{heardMs !== null && ` · ${t('sessions.heard', { seconds: (heardMs / 1000).toFixed(1) })}`}{explainedBy !== null && ` · ${explainedBy}`}
      </div>
      {tried.length > 0 && <div className="muted">{t('rules.remediesTried', { remedies: tried.map(({ remedy }) => t(`remedy.${remedy}`)).join(t('room.lockAnd')) })}</div>}
      {unrecorded !== null && <div>{t('rules.wentOnUnrecorded', { reason: t(`unrecordedReason.${unrecorded.reason}`), approver: unrecorded.approvedBy })}</div>}
      {notes.map(({ atMs, by, text }) => <div key={`${atMs} ${text}`} className="muted">{t('rules.note')}: {text} · {by}</div>)}
      {statement?.outcome != null && <div className="muted">{t(statement.outcome.outcome === 'signed' ? 'rules.statementSigned' : 'rules.statementRefused', { time: clockTime(fromMs, timeZone) })}</div>}
    </li>
  );
}

function List({ title, empty, children }: { readonly title: string; readonly empty: string; readonly children: readonly ReactNode[] }) {
  return (
    <Panel title={title}>
      {children.length === 0 ? <p className="muted">{empty}</p> : <ul className="plain-list">{children}</ul>}
    </Panel>
  );
}
