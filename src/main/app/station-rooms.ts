import type { RoomClockService } from '../clock/index.ts';
import type { Accounts, Pseudonyms } from '../custody/index.ts';
import type { FfmpegTools } from '../ffmpeg/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Logger } from '../platform/index.ts';
import type { KeyStore } from '../seal/index.ts';
import type { Settings } from '../settings/index.ts';
import type { TrainingRoom } from '../training/index.ts';
import type { DataFolder } from './data-folder.ts';
import type { RoomProfiles } from './room-profiles.ts';
import type { SecondKeys } from './second-keys.ts';

/** What a station is built of. */
export interface StationRooms {
  readonly log: Logger;
  readonly folder: DataFolder;
  readonly tools: FfmpegTools;
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly accounts: Accounts;
  readonly roomClock: RoomClockService;
  readonly profiles: RoomProfiles;
  readonly pseudonyms: Pseudonyms;
  readonly keys: KeyStore;
  readonly secondKeys: SecondKeys;
  readonly training: TrainingRoom | null;
  readonly registryFolder: string | undefined;
  readonly idleLockMs: number;
}
