import type { BreakDueSnapshot, SessionSnapshot } from '../../../shared/contract/index.ts';
import { clockTime, duration, Panel } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';

interface BoardDuesProps {
  readonly dues: NonNullable<SessionSnapshot['dues']>;
  readonly timeZone: string;
  readonly nowMs: number;
}

/** What is due next, counting down: rest, and the meal of this part of the day. */
export function BoardDues({ dues, timeZone, nowMs }: BoardDuesProps) {
  const { t } = useText();
  return (
    <Panel title={t('board.due')} testId="board-dues">
      <ul className="board-dues">
        <Due due={dues.rest} timeZone={timeZone} nowMs={nowMs} />
        {dues.meal !== null && <Due due={dues.meal} timeZone={timeZone} nowMs={nowMs} />}
      </ul>
    </Panel>
  );
}

function Due({ due, timeZone, nowMs }: { readonly due: BreakDueSnapshot; readonly timeZone: string; readonly nowMs: number }) {
  const { t } = useText();
  const { what, state, dueAtMs } = due;
  const leftMs = dueAtMs - nowMs;
  return (
    <li className={`due due-${state}`} data-testid={`due-${what}`} data-state={state}>
      <span>{what === 'rest' ? t('board.dueRest') : t(`board.${what}`)}</span>
      <strong>{leftMs >= 0 ? t('board.in', { time: duration(leftMs) }) : t('board.over', { time: duration(-leftMs) })}</strong>
      <span className="muted">{t('board.by', { time: clockTime(dueAtMs, timeZone).slice(0, 5) })}</span>
      {state === 'locked' && <em>{t('board.locked')}</em>}
    </li>
  );
}
