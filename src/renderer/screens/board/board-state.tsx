import type { RoomSnapshot } from '../../../shared/contract/index.ts';
import { clockTime } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import type { Stage } from '../../stores/index.ts';

/** Whether this room records, and since when that is proven: readable from the door. */
export function BoardState({ room, stage }: { readonly room: RoomSnapshot; readonly stage: Stage }) {
  const { t } = useText();
  const { session } = room;
  const oneCopy = stage === 'recording' && room.copies < 2;
  return (
    <section className={`board-state board-state-${stage}`} data-testid="board-state" data-stage={stage} aria-label={t(`stage.${stage}`)}>
      <strong role="status">{stage === 'recording' && <span className="rec" aria-hidden />}{oneCopy ? t('room.oneCopy') : t(`stage.${stage}`)}</strong>
      {session !== null && session.provenUntilMs !== null && (
        <dl><dt>{t('board.provenUntil')}</dt><dd data-testid="board-proven">{clockTime(session.provenUntilMs, room.timeZone)}</dd></dl>
      )}
      {session !== null && <dl><dt>{t('board.interviewee')}</dt><dd>{session.interviewee}</dd></dl>}
      {session === null && <p>{t('board.noSession')}</p>}
    </section>
  );
}
