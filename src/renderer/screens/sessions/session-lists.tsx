import type { ReactNode } from 'react';
import type { InterruptionSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import { clockTime, dateTime, duration, Panel } from '../../components/index.ts';
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
  const { fromMs, toMs, cause, heardMs, explainedBy, note } = interruption;
  return (
    <li className="log-alarm">
      <strong>{dateTime(fromMs, timeZone)} {t('common.to')} {toMs === null ? '…' : clockTime(toMs, timeZone)}</strong> {toMs !== null && <span className="muted">{duration(toMs - fromMs)}</span>}
      <div>{codeText(interruption.reason)}</div>
      <div>
        {t(`interruptionState.${interruption.state}`)}
        {cause !== null && ` · ${t(`cause.${cause}`)}`}{note !== '' && ` · ${note}`}{heardMs !== null && ` · ${t('sessions.heard', { seconds: (heardMs / 1000).toFixed(1) })}`}{explainedBy !== null && ` · ${explainedBy}`}
      </div>
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
