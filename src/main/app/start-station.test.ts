import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStationDatabase } from '../database/index.ts';
import { createLogger } from '../platform/index.ts';
import { openKeyFileVault, Settings } from '../settings/index.ts';
import { openDataFolder } from './data-folder.ts';
import { startStation } from './start-station.ts';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'shilu-start-'))));
afterEach(() => rmSync(root, { recursive: true }));

describe('a data folder of the training room', () => {
  it('never becomes that of a real room: its accounts have PINs that everybody knows', async () => {
    const folder = await openDataFolder(root);
    const database = openStationDatabase(folder.database);
    new Settings(database, [await openKeyFileVault(folder.keys)]).writeTraining({ firstPort: 1, xaddrs: {} });
    database.close();
    await expect(startStation({ dataFolder: root, training: false, log: createLogger('test', () => undefined) })).rejects.toMatchObject({ code: 'TRAINING_FOLDER' });
    openStationDatabase(folder.database).close();
  });
});
