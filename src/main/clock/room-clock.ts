import type { RoomInstant } from '../../shared/domain/index.ts';

/** The time authority of the room, as the rest of the station sees it. Room time never goes back and never steps while it is being read for a stamp: corrections are slewed. */
export interface RoomClock {
  /** Room time now. */
  now(): RoomInstant;
  /** Room time at a moment of this machine's monotonic clock (`Clock.monotonicMs`), past or near future. */
  at(monotonicMs: number): RoomInstant;
  /** The monotonic clock it is built on. */
  monotonicMs(): number;
}
