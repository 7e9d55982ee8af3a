import { useEffect, useState } from 'react';
import { atNextSecond, localMs, startTick } from '../api/index.ts';
import { useStation } from './station.ts';

/** Room time now, moved on locally since the last snapshot; null before the first one and while the line is lost. */
export function useRoomTimeMs(): number | null {
  const room = useStation((view) => view.room);
  const arrivedMs = useStation((view) => view.roomArrivedMs);
  const connection = useStation((view) => view.connection);
  const nowMs = useTickMs();
  if (room === null || connection !== 'connected') return null;
  return room.clock.roomTimeMs + Math.max(0, nowMs - arrivedMs);
}

/** Local milliseconds, moving four times a second. */
export function useTickMs(): number {
  const [nowMs, setNowMs] = useState(localMs);
  useEffect(() => startTick(() => setNowMs(localMs())), []);
  return nowMs;
}

/** Room time at this very moment; null before the first snapshot and while the line is lost. */
export function roomTimeNow(): number | null {
  const { room, roomArrivedMs, connection } = useStation.getState();
  return room === null || connection !== 'connected' ? null : room.clock.roomTimeMs + Math.max(0, localMs() - roomArrivedMs);
}

/** The second of room time, changing as it begins: what a camera may be aligned by. */
export function useRoomSecondMs(): number | null {
  const [nowMs, setNowMs] = useState(roomTimeNow);
  useEffect(() => atNextSecond(roomTimeNow, setNowMs), []);
  return nowMs;
}
