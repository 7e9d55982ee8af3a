import type { RoomSnapshot } from '../../../shared/contract/index.ts';
import { AlarmList } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { stageOf, useRoomTimeMs, useStation, type LoggedIn } from '../../stores/index.ts';
import { BoardActions } from './board-actions.tsx';
import { BoardBreaks } from './board-breaks.tsx';
import { BoardDues } from './board-dues.tsx';
import { BoardPeople } from './board-people.tsx';
import { BoardRooms } from './board-rooms.tsx';
import { BoardState } from './board-state.tsx';

interface BoardScreenProps {
  readonly room: RoomSnapshot;
  readonly person: LoggedIn;
}

/** The attendant's screen, for somebody who stands, wears gloves or is in a hurry: one look, one tap. A supervisor sees the same and taps nothing. */
export function BoardScreen({ room, person }: BoardScreenProps) {
  const { t } = useText();
  const connected = useStation((view) => view.connection === 'connected');
  const nowMs = useRoomTimeMs() ?? room.clock.roomTimeMs;
  const { session } = room;
  const acts = connected && person.role === 'attendant';
  const recording = session?.status === 'recording';
  return (
    <main className="board" data-testid="screen-board">
      <h1 className="hidden">{t('board.title')} {room.roomName}</h1>
      <BoardState room={room} stage={stageOf(room, connected, nowMs)} />
      {room.alarms.length > 0 && <AlarmList alarms={room.alarms} timeZone={room.timeZone} />}
      <div className="board-columns">
        <div className="board-column">
          {session !== null && recording && <BoardBreaks session={session} nowMs={nowMs} acts={acts} />}
          {session?.dues != null && <BoardDues dues={session.dues} timeZone={room.timeZone} nowMs={nowMs} />}
          <BoardActions room={room} acts={acts} calls={connected && (acts || person.role === 'supervisor')} />
        </div>
        <div className="board-column">
          {session !== null && (recording || session.status === 'open') && <BoardPeople session={session} timeZone={room.timeZone} acts={acts} />}
        </div>
      </div>
      <BoardRooms connected={connected} nowMs={nowMs} />
      {acts && <p className="board-keys" data-testid="board-keys">{t('board.keys')}</p>}
    </main>
  );
}
