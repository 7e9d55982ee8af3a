export type { RoomClock } from './room-clock.ts';
export { RoomClockService, type SampleNews } from './room-clock-service.ts';
export type { ClockStep } from './disciplined-clock.ts';
export type { SystemStep } from './system-step-watch.ts';
export type { ClockMark, ClockMinute, ClockStore, StoredMark } from './clock-certificate.ts';
