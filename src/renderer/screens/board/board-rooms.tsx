import { useEffect, useState } from 'react';
import type { BreakDueSnapshot, OtherRoomSnapshot } from '../../../shared/contract/index.ts';
import { clockTime, duration, PhoneFilled, WarningFilled } from '../../components/index.ts';
import { useText } from '../../i18n/index.ts';
import { useCall } from '../../stores/index.ts';

const askEveryMs = 3_000;

/** The other rooms of the site, as they say that they are. A room that is silent is shown as unknown, never as it was. */
export function BoardRooms({ connected, nowMs }: { readonly connected: boolean; readonly nowMs: number }) {
  const { t } = useText();
  const rooms = useOtherRooms(connected);
  if (rooms.length === 0) return null;
  return (
    <section className="board-rooms" aria-label={t('board.otherRooms')} data-testid="board-rooms">
      <h2>{t('board.otherRooms')}</h2>
      <ul>{rooms.map((room) => <OtherRoom key={room.stationId} room={connected ? room : { ...room, heard: false }} nowMs={nowMs} />)}</ul>
    </section>
  );
}

function OtherRoom({ room, nowMs }: { readonly room: OtherRoomSnapshot; readonly nowMs: number }) {
  const { t, pick } = useText();
  const { roomName, timeZone, heard, inside, dues, alarms, calls } = room;
  const state = !heard ? 'unknown' : room.interrupted ? 'interrupted' : room.recording ? 'recording' : 'idle';
  return (
    <li className={`other-room other-room-${state}`} tabIndex={0} data-testid={`other-room-${roomName}`} data-state={state}>
      <p className="other-room-head"><strong>{roomName}</strong> <em>{state === 'recording' && <span className="rec" aria-hidden />}{t(`board.room-${state}`)}</em></p>
      {!heard && <p>{t('board.roomLast', { time: clockTime(room.atMs, timeZone) })}</p>}
      {heard && calls > 0 && <p className="other-room-call" role="status" data-testid={`other-room-call-${roomName}`}><PhoneFilled aria-hidden /> {t('board.roomCalls')}</p>}
      {heard && alarms.map(({ code, message }) => <p key={code} className="other-room-alarm"><WarningFilled aria-hidden /> {pick(message)}</p>)}
      {heard && room.break !== null && <p>{t('board.lasting', { kind: t(`breakKind.${room.break.kind}`) })} {t('board.lastsFor', { time: duration(Math.max(0, nowMs - room.break.startedAtMs)) })}</p>}
      {heard && inside.map(({ name, capacity, enteredAtMs }) => (
        <p key={`${name} ${enteredAtMs}`}><strong>{name}</strong> <span className="muted">{t(`capacity.${capacity}`)} · {t('board.since', { time: clockTime(enteredAtMs, timeZone).slice(0, 5) })}</span></p>
      ))}
      {heard && dues !== null && <p className="other-room-dues"><DueTime due={dues.rest} timeZone={timeZone} />{dues.meal !== null && <DueTime due={dues.meal} timeZone={timeZone} />}</p>}
    </li>
  );
}

function DueTime({ due, timeZone }: { readonly due: BreakDueSnapshot; readonly timeZone: string }) {
  const { t } = useText();
  const { what, state, dueAtMs } = due;
  return <span className={`due-${state}`}>{what === 'rest' ? t('board.dueRest') : t(`board.${what}`)} {t('board.by', { time: clockTime(dueAtMs, timeZone).slice(0, 5) })}</span>;
}

/** Asks again and again while the board is shown; rooms are told nowhere else. */
function useOtherRooms(connected: boolean): readonly OtherRoomSnapshot[] {
  const [rooms, setRooms] = useState<readonly OtherRoomSnapshot[]>([]);
  const { run } = useCall('room.others');
  useEffect(() => {
    if (!connected) return;
    let isGone = false;
    const ask = async (): Promise<void> => {
      const answer = await run({});
      if (!isGone && answer !== undefined) setRooms(answer.rooms);
    };
    void ask();
    const timer = setInterval(() => void ask(), askEveryMs);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [connected, run]);
  return rooms;
}
