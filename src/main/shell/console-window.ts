import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { app, BrowserWindow, ipcMain, protocol, session, type IpcMainInvokeEvent } from 'electron';
import { projectRoot, type Logger } from '../platform/index.ts';
import { channels } from './channels.ts';
import { consoleAddress, consoleFile, consoleScheme, contentSecurityPolicy, isConsoleAddress } from './console-address.ts';
import { ConsoleLine, type Connection, type ConsoleEars } from './console-line.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.json': 'application/json', '.woff2': 'font/woff2', '.ttf': 'font/ttf', '.wasm': 'application/wasm',
};

/** Must run before Electron is ready (Electron's rule for privileged schemes). */
export function declareConsoleScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: consoleScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } }]);
}

/** Shuts every door of Chromium that the console does not need. Once, before the first window. */
export function lockDown(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
  session.defaultSession.on('will-download', (event) => event.preventDefault());
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
  protocol.handle(consoleScheme, (request) => serve(request.url));
}

async function serve(address: string): Promise<Response> {
  const file = consoleFile(address, join(projectRoot, 'dist', 'renderer'));
  if (file === undefined) return new Response(null, { status: 404 });
  try {
    const headers = {
      'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
    };
    return new Response(new Uint8Array(await readFile(file)), { headers });
  } catch {
    return new Response(null, { status: 404 });
  }
}

/**
 * Opens the console's window with a line of its own to the station. A page that crashes is loaded again; recording does not
 * depend on it.
 */
export async function openConsoleWindow(connect: (ears: ConsoleEars) => Connection, logger: Logger): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    width: 1440, height: 900, minWidth: 1024, minHeight: 700, show: false, autoHideMenuBar: true, title: 'Shilu 实录',
    webPreferences: {
      preload: join(projectRoot, 'dist', 'preload', 'preload.cjs'),
      sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false, spellcheck: false, devTools: !app.isPackaged,
    },
  });
  const line = new ConsoleLine(
    () => connect(earsOf(window)),
    ({ address, isMainFrame }) => isMainFrame && isConsoleAddress(address),
    (error) => logger.error('a call failed unexpectedly', error),
  );
  const hangUp = () => void line.hangUp().catch((error: unknown) => logger.error('line not closed', error));
  ipcMain.handle(channels.call, (event, message: unknown) => line.answer(senderOf(event, window), message));
  window.webContents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) hangUp();
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    logger.warn('the console page ended; loading it again', { reason });
    hangUp();
    if (reason !== 'clean-exit') window.webContents.reload();
  });
  window.once('ready-to-show', () => window.show());
  window.once('closed', () => {
    ipcMain.removeHandler(channels.call);
    hangUp();
  });
  await window.loadURL(consoleAddress);
  return window;
}

function senderOf(event: IpcMainInvokeEvent, window: BrowserWindow): { readonly address: string; readonly isMainFrame: boolean } {
  const isMainFrame = event.senderFrame !== null && event.senderFrame === window.webContents.mainFrame;
  return { address: event.senderFrame?.url ?? '', isMainFrame };
}

/** A page that hangs gets no pictures: they would pile up in memory. It gets them again when it answers. */
function earsOf(window: BrowserWindow): ConsoleEars {
  let isAnswering = true;
  window.on('unresponsive', () => (isAnswering = false));
  window.on('responsive', () => (isAnswering = true));
  const tell = (channel: string, body: unknown) => {
    if (!window.isDestroyed()) window.webContents.send(channel, body);
  };
  return {
    push: (push) => tell(channels.push, push),
    preview: (message) => {
      if (isAnswering) tell(channels.preview, message);
    },
  };
}
