export { Pseudonyms } from './pseudonyms.ts';
export { HeardRooms, RoomBoard } from './room-board.ts';
export { Accounts, type NewAccount, type PinPolicy } from './accounts.ts';
export { OfficerRegistry, type LeaseOutcome, type LeaseRequest, type OfficerLease } from './officer-registry.ts';
export { nextAfter, NumberRegistry } from './number-registry.ts';
export { StayRegistry, type ForeignStay } from './stay-registry.ts';
