import { Button } from 'antd';
import { breakKinds } from '../../../shared/domain/index.ts';
import type { SessionSnapshot } from '../../../shared/contract/index.ts';
import { duration, Panel, Refusal, UndoOutlined, WarningFilled } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';
import { useBoardKeys } from './board-keys.ts';

interface BoardBreaksProps {
  readonly session: SessionSnapshot;
  readonly nowMs: number;
  readonly acts: boolean;
}

/** One tap begins a break of a kind, one tap ends it, and for ten seconds one tap takes it back. */
export function BoardBreaks({ session, nowMs, acts }: BoardBreaksProps) {
  const { t } = useText();
  const start = useCall('session.breakStart');
  const end = useCall('session.breakEnd');
  const undo = useCall('session.breakUndo');
  const { sessionId } = session;
  const open = session.breaks.find(({ endedAtMs }) => endedAtMs === null);
  const undoable = session.breakUndo !== null && nowMs <= session.breakUndo.untilMs ? session.breakUndo : null;
  const begin = (kind: (typeof breakKinds)[number]) => (acts && open === undefined ? () => void start.run({ sessionId, kind }) : undefined);
  const finish = acts && open !== undefined ? () => void end.run({ sessionId }) : undefined;
  const takeBack = acts && undoable !== null ? () => void undo.run({ sessionId }) : undefined;
  useBoardKeys({ ...Object.fromEntries(breakKinds.map((kind, index) => [String(index + 1), begin(kind)])), 0: finish, z: takeBack });
  const busy = start.busy || end.busy || undo.busy;
  return (
    <Panel title={t('board.breaks')} testId="board-breaks">
      {open === undefined ? (
        <div className="board-kinds">
          {breakKinds.map((kind, index) => (
            <Button key={kind} className="board-target" disabled={!acts || busy} aria-keyshortcuts={String(index + 1)} aria-label={t('board.begin', { kind: t(`breakKind.${kind}`) })} data-testid={`board-begin-${kind}`} onClick={begin(kind)}>
              <kbd aria-hidden>{index + 1}</kbd> {t(`breakKind.${kind}`)}
            </Button>
          ))}
        </div>
      ) : (
        <div className="board-open" data-testid="board-break-open">
          <p><strong>{t('board.lasting', { kind: t(`breakKind.${open.kind}`) })}</strong> <span className="board-timer">{t('board.lastsFor', { time: duration(nowMs - open.startedAtMs) })}</span></p>
          {open.voided && <p className="board-voided" role="alert" data-testid="board-voided"><WarningFilled aria-hidden /> {t('board.voided', { seconds: Math.round(open.heardMs / 1000) })}</p>}
          <Button type="primary" block className="board-target" disabled={!acts || busy} aria-keyshortcuts="0" data-testid="board-end" onClick={finish}><kbd aria-hidden>0</kbd> {t('board.end', { kind: t(`breakKind.${open.kind}`) })}</Button>
        </div>
      )}
      {takeBack !== undefined && undoable !== null && (
        <Button block className="board-target board-undo" icon={<UndoOutlined />} disabled={busy} aria-keyshortcuts="z" data-testid="board-undo" onClick={takeBack}>
          {t('board.undo', { what: t(`breakUndoes.${undoable.undoes}`), seconds: Math.max(0, Math.ceil((undoable.untilMs - nowMs) / 1000)) })}
        </Button>
      )}
      <Refusal error={start.error ?? end.error ?? undo.error} />
    </Panel>
  );
}
