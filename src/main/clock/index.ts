export type { RoomClock } from './room-clock.ts';
