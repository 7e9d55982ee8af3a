import { useMemo } from 'react';
import type { SessionSnapshot } from '../../../shared/contract/index.ts';
import { breakRemarks, clockTime, duration, Panel } from '../../components/index.ts';
import { useText, type Text } from '../../i18n/index.ts';

interface SessionLogProps {
  readonly session: SessionSnapshot;
  readonly timeZone: string;
  readonly nowMs: number;
}

interface LogLine {
  readonly key: string;
  readonly atMs: number;
  readonly text: string;
  readonly tone: 'plain' | 'alarm';
}

/** What was noted in this session, newest first. */
export function SessionLog({ session, timeZone }: SessionLogProps) {
  const text = useText();
  const lines = useMemo(() => linesOf(session, timeZone, text), [session, timeZone, text]);
  return (
    <Panel title={text.t('record.log')} testId="session-log">
      {lines.length === 0 && <p className="muted">{text.t('record.emptyLog')}</p>}
      <ol className="log" tabIndex={0}>
        {lines.map((line) => <li key={line.key} className={`log-${line.tone}`}><time>{clockTime(line.atMs, timeZone)}</time> <span>{line.text}</span></li>)}
      </ol>
    </Panel>
  );
}

function linesOf(session: SessionSnapshot, timeZone: string, { t, codeText }: Text): readonly LogLine[] {
  const time = (ms: number): string => clockTime(ms, timeZone);
  const lines: LogLine[] = [
    ...session.markers.map((m) => ({ key: m.markerId, atMs: m.atMs, text: `${t(`markerKind.${m.kind}`)} · ${m.text}`, tone: 'plain' as const })),
    ...session.spans.map((span) => ({
      key: span.spanId, atMs: span.fromMs, tone: 'plain' as const,
      text: [t(`spanKind.${span.kind}`), ...(span.text === '' ? [] : [span.text]), span.toMs === null ? t('common.stillOn') : `${t('common.to')} ${time(span.toMs)}`, ...(span.heardMs === null ? [] : [t('sessions.heard', { seconds: (span.heardMs / 1000).toFixed(1) })])].join(' · '),
    })),
    ...session.breaks.map((b) => ({
      key: b.breakId, atMs: b.startedAtMs, tone: b.voided ? 'alarm' as const : 'plain' as const,
      text: [t(`breakKind.${b.kind}`), b.endedAtMs === null ? t('common.stillOn') : `${t('common.to')} ${time(b.endedAtMs)} (${duration(b.endedAtMs - b.startedAtMs)})`, ...breakRemarks(b, t)].join(' · '),
    })),
    ...session.present.flatMap((p) => {
      const who = { name: p.name, capacity: t(`capacity.${p.capacity}`) };
      const came = { key: `${p.personId} in ${p.enteredAtMs}`, atMs: p.enteredAtMs, text: t('fact.person.entered', who), tone: 'plain' as const };
      return p.leftAtMs === null ? [came] : [came, { key: `${p.personId} out ${p.enteredAtMs}`, atMs: p.leftAtMs, text: t('fact.person.left', who), tone: 'plain' as const }];
    }),
    ...session.interruptionList.map((i) => ({
      key: i.interruptionId, atMs: i.fromMs, tone: 'alarm' as const,
      text: `${t('stage.interrupted')} ${time(i.fromMs)} ${t('common.to')} ${i.toMs === null ? '…' : time(i.toMs)} · ${codeText(i.reason)} · ${t(`interruptionState.${i.state}`)}`,
    })),
  ];
  return lines.sort((a, b) => b.atMs - a.atMs);
}
