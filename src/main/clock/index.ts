export type { RoomClock } from './room-clock.ts';
export { RoomClockService, type ClockConfig, type ClockStatus, type SampleNews } from './room-clock-service.ts';
export type { ClockStep } from './disciplined-clock.ts';
export type { ClockSample } from './clock-sample.ts';
export type { SystemStep } from './system-step-watch.ts';
