import { AppError, CloseStack } from '../../shared/base/index.ts';
import { disks } from '../../shared/domain/index.ts';
import { RoomClockService } from '../clock/index.ts';
import { Accounts, Pseudonyms } from '../custody/index.ts';
import { openStationDatabase } from '../database/index.ts';
import { findFfmpeg, openChildRecord } from '../ffmpeg/index.ts';
import { Ledger } from '../ledger/index.ts';
import { createLogger, resourcePath, startTimer, systemClock, type Logger } from '../platform/index.ts';
import { KeyStore } from '../seal/index.ts';
import { isKept } from '../session/index.ts';
import { openKeyFileVault, Settings, type SecretVault } from '../settings/index.ts';
import { openClockStore } from './clock-store.ts';
import { makeDataFolder, openDataFolder, type DataFolder } from './data-folder.ts';
import { isDatabaseGone, rescueDatabase, rescueReason, type DatabaseRescue } from './database-rescue.ts';
import { reopenSession } from './reopen-session.ts';
import { openRoomProfiles } from './room-profiles.ts';
import { SecondKeys } from './second-keys.ts';
import { StateCopy } from './state-copy.ts';
import { Station } from './station.ts';
import { trainingAccounts } from './training-accounts.ts';
import { openTrainingRoom } from './training-addresses.ts';

export interface StationOptions {
  readonly dataFolder: string;
  /** Where the second copy goes; by default a folder beside the first, with a warning. */
  readonly mirrorFolder?: string;
  readonly training: boolean;
  /** A folder that the rooms of the site share, so that no officer is in two sessions at a time. */
  readonly registryFolder?: string;
  readonly idleLockMs?: number;
  /** The site's own signed profiles and the public key of who signs them; by default those that ship with the program. */
  readonly profilesFolder?: string;
  /** Which profile; by default the one that the room was set to. */
  readonly profileId?: string;
  /** Keeps the logins of cameras; the station's own key file where none is given. */
  readonly vault?: SecretVault;
  readonly log?: Logger;
}

const defaultIdleLockMs = 5 * 60_000;

/**
 * Starts a station. When it resolves, the ledger has been verified, a session that a crash cut off has been taken up again, and the cameras are connecting.
 * @throws AppError when the folder, ffmpeg or the ledger cannot be used; nothing is left running
 */
export async function startStation(options: StationOptions): Promise<Station> {
  const log = options.log ?? createLogger('station');
  const folder = await openDataFolder(options.dataFolder, options.mirrorFolder);
  const rescue = (await isDatabaseGone(folder)) ? await rescueDatabase(folder, 'DATABASE_MISSING', log) : undefined;
  try {
    return await assembleOrClose(options, folder, log, rescue);
  } catch (error) {
    const code = rescue === undefined ? rescueReason(error) : undefined;
    const rescued = code === undefined ? undefined : await rescueDatabase(folder, code, log);
    if (rescued === undefined) throw error;
    return assembleOrClose(options, folder, log, rescued);
  }
}

async function assembleOrClose(options: StationOptions, folder: DataFolder, log: Logger, rescue: DatabaseRescue | undefined): Promise<Station> {
  const closing = new CloseStack(startTimer, 20_000);
  try {
    return await assemble(options, folder, log, closing, rescue);
  } catch (error) {
    await closing.close();
    throw error;
  }
}

async function assemble(options: StationOptions, folder: DataFolder, log: Logger, closing: CloseStack, rescue: DatabaseRescue | undefined): Promise<Station> {
  const ffmpeg = await findFfmpeg();
  const database = openStationDatabase(folder.database);
  closing.add('database', () => Promise.resolve(void database.close()));
  const ledger = new Ledger(database);
  // Only now is it certain that no other station uses the folder.
  const tools = { ...ffmpeg, children: await openChildRecord(folder.children, log.child('ffmpeg')) };
  const keyFile = await openKeyFileVault(folder.keys);
  const vaults: readonly [SecretVault, ...SecretVault[]] = options.vault === undefined ? [keyFile] : [options.vault, keyFile];
  const settings = new Settings(database, vaults);
  // Its accounts have PINs that everybody knows, and what it holds is no evidence.
  if (!options.training && settings.readTraining() !== undefined) throw new AppError('TRAINING_FOLDER', { path: folder.root });
  // Where nothing was ever recorded no disk can be away: a folder that cannot be made is a wrong folder, and is said at once.
  if (ledger.entriesOfType('session.opened').length === 0) for (const disk of disks) if (settings.disks[disk] === undefined) await makeDataFolder(folder.disks[disk]);
  const accounts = new Accounts(database, systemClock, options.training ? 'training' : 'strict');
  if (options.training) {
    for (const account of trainingAccounts) await accounts.ensure(account);
    if (ledger.head.seq === 0) settings.room = { ...settings.room, roomName: '训练讯问室', kind: 'case-area' };
  }
  const roomClock = new RoomClockService({ clock: systemClock, log: log.child('clock'), store: openClockStore(database, systemClock.wallMs()) });
  closing.add('room clock', () => roomClock.close());
  const { clock } = settings;
  roomClock.start(clock);
  await roomClock.ready(4_000);
  const keyOptions = () => ({ stationName: settings.room.roomName, notBeforeMs: Math.round(roomClock.now().atMs) });
  const keys = await KeyStore.open(folder.keys, keyOptions(), vaults);
  const secondKeys = new SecondKeys(() => KeyStore.openSecond(folder.keys, keyOptions(), vaults));
  const pseudonyms = await Pseudonyms.open(options.registryFolder === undefined ? [folder.keys] : [options.registryFolder, folder.keys]);
  const training = options.training ? await openTrainingRoom(settings, tools, log.child('training')) : null;
  if (training !== null) closing.add('training room', () => training.close());
  const profiles = await openRoomProfiles({
    folder: options.profilesFolder ?? resourcePath('profiles'), keptFolder: folder.profiles, profileId: options.profileId ?? settings.room.profileId, training: options.training, ledger, log,
  });

  const station = new Station({ log, folder, tools, ledger, settings, accounts, roomClock, profiles, pseudonyms, keys, secondKeys, training, registryFolder: options.registryFolder, idleLockMs: options.idleLockMs ?? defaultIdleLockMs }, closing);
  closing.add('loop watch', () => station.loop.close());
  await station.ledgerKeeper.check();
  const last = ledger.last();
  closing.add('ledger', () => station.ledgerKeeper.close());
  station.facts.write('', 'station.started', { version: station.version, unclean: last !== undefined && last.type !== 'station.stopped' }, 'station');
  closing.add('last fact', () => Promise.resolve(void station.facts.write('', 'station.stopped', { reason: 'shutdown' }, 'station')));
  closing.add('refusals', () => station.refusals.close());
  closing.add('stays', () => station.stays.close());
  closing.add('officer leases', () => station.leases.close());
  closing.add('other rooms', () => station.otherRooms.close());
  closing.add('rules', () => station.rules.close());
  closing.add('storage watch', () => station.storage.close());
  closing.add('reading masters again', () => station.reread.close());
  closing.add('verifying sessions', () => station.verifier.close());
  closing.add('health', () => station.health.close());
  closing.add('cameras', () => station.cameras.close());
  closing.add('microphones', () => station.microphones.close());
  closing.add('stamps of cameras', () => station.stamps.close());
  closing.add('ears', () => station.ears.close());
  closing.add('recording', () => station.recording.close());
  closing.add('break watch', () => station.breaks.close());
  training?.onDidChange(() => station.pushTraining());
  station.clockWatch.start(last?.at.atMs);
  closing.add('clock watch', () => station.clockWatch.close());
  await station.climate.start();
  closing.add('climate', () => station.climate.close());
  await station.exports.recover();
  closing.add('exports', () => station.exports.close());
  await station.disks.open();
  closing.add('disks', () => station.disks.close());
  if (rescue !== undefined) station.ledgerKeeper.noteRescue(rescue);
  await station.ledgerKeeper.start(new StateCopy(database, (text) => station.ledgerKeeper.sign(text)));
  await station.storage.start();
  await reopenSession(station);
  station.rules.start();
  await station.encoder.start();
  station.cameras.start();
  station.microphones.start();
  station.recording.start();
  station.health.start();
  station.stamps.start();
  station.loop.start();
  await station.keyWatch.start();
  closing.add('key watch', () => station.keyWatch.close());
  const state = station.controller?.state;
  if (state !== undefined) station.leases.takeUp(state);
  if (state !== undefined && isKept(state)) await station.recording.keep(state.sessionId);
  await station.stays.tell();
  station.reread.follow();
  station.disks.start();
  station.breaks.start();
  station.verifier.lookAtStart();
  station.otherRooms.start();
  return station;
}
