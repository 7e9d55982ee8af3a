import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { app, dialog, Menu, powerSaveBlocker, safeStorage, type BrowserWindow } from 'electron';
import { errorCatalog, toWireError, type ErrorCode } from '../../shared/base/index.ts';
import { defaultDataFolder, startStation, type Station } from '../app/index.ts';
import { createLogger, startTimer } from '../platform/index.ts';
import { declareConsoleScheme, lockDown, openConsoleWindow } from './console-window.ts';
import { KeepAwake } from './keep-awake.ts';
import { keyRingVault } from './key-ring.ts';

const logger = createLogger('shell');
const recordingLookMs = 1_000;

interface ShellOptions {
  readonly dataFolder: string;
  readonly training: boolean;
}

/**
 * Runs the station and its window in this Electron process; a second instance on the same data only brings the first to the front.
 * Everything that Electron wants before it is ready is done when this returns; nobody may await more, for Electron becomes ready
 * only after the entry file has been evaluated.
 */
export function runShell(): void {
  const options = readOptions();
  const browserFolder = join(options.dataFolder, 'window');
  mkdirSync(browserFolder, { recursive: true });
  app.setPath('userData', browserFolder);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.enableSandbox();
  declareConsoleScheme();
  Menu.setApplicationMenu(null);
  void open(options);
}

async function open(options: ShellOptions): Promise<void> {
  try {
    await app.whenReady();
    lockDown();
    const vault = keyRingVault(safeStorage, process.platform);
    await hold(await startStation({ ...options, ...(vault === undefined ? {} : { vault }), log: logger.child('station') }));
  } catch (error) {
    logger.error('Shilu did not start', error);
    await explain(error);
    app.exit(1);
  }
}

async function hold(station: Station): Promise<void> {
  const keepAwake = new KeepAwake({
    isRecording: () => isRecording(station),
    block: () => powerSaveBlocker.start('prevent-display-sleep'),
    release: (id) => void powerSaveBlocker.stop(id),
    after: (look) => startTimer(recordingLookMs, look),
  });
  const window = await openConsoleWindow((ears) => station.connect(ears), logger);
  let isClosed = false;
  const leave = async () => {
    keepAwake.stop();
    await station.close().catch((error: unknown) => logger.error('the station did not close in order', error));
    isClosed = true;
    app.quit();
  };
  window.on('close', (event) => refuseWhileRecording(event, station, window));
  app.on('before-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    if (!refuseWhileRecording(event, station, window)) void leave();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('second-instance', () => bringToFront(window));
  // Whoever ends the process from outside has decided; the recording is still closed in order.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void leave());
}

function refuseWhileRecording(event: { preventDefault(): void }, station: Station, window: BrowserWindow): boolean {
  if (!isRecording(station)) return false;
  event.preventDefault();
  bringToFront(window);
  void dialog.showMessageBox(window, { type: 'warning', title: 'Shilu 实录', ...bilingual('QUIT_WHILE_RECORDING') });
  return true;
}

function isRecording(station: Station): boolean {
  return station.glance().recording;
}

async function explain(error: unknown): Promise<void> {
  const { message, hint } = toWireError(error);
  await dialog.showMessageBox({ type: 'error', title: 'Shilu 实录', message: `${message.zh}\n${message.en}`, detail: `${hint.zh}\n${hint.en}` });
}

function bilingual(code: ErrorCode): { readonly message: string; readonly detail: string } {
  const { zh, en } = errorCatalog[code];
  return { message: `${zh.message}\n${en.message}`, detail: `${zh.hint}\n${en.hint}` };
}

function bringToFront(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}

function readOptions(): ShellOptions {
  const { values } = parseArgs({
    args: process.argv.slice(app.isPackaged ? 1 : 2), strict: false, allowPositionals: true,
    options: { data: { type: 'string' }, training: { type: 'boolean' } },
  });
  const training = values.training === true;
  return { dataFolder: typeof values.data === 'string' ? values.data : defaultDataFolder(training), training };
}
