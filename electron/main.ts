import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { app, BrowserWindow, dialog, session } from 'electron';
import { contract } from '../shared/ipc/contract';
import { serve } from '../shared/ipc/serve';
import { isAppError } from '../shared/lib/appError';
import { registerAppScheme, serveRenderer } from './app/appScheme';
import { reportCrashes } from './app/crashes';
import { guardNavigation, guardPermissions } from './app/guards';
import { openKeychain } from './app/keychain';
import { openMainWindow } from './app/mainWindow';
import { setMenu } from './app/menu';
import { noticeRequests } from './app/requestNotices';
import { createHost, type Host } from './host/createHost';
import { findInstallation, type Installation } from './host/installation';
import { createHandlers } from './ipc/handlers';
import { fileLog } from './platform/log';

/** Entry of the desktop app: a host and a window that shows it. */

app.enableSandbox();
registerAppScheme();
guardNavigation();

if (app.requestSingleInstanceLock()) await start();
else app.quit();

async function start(): Promise<void> {
  await app.whenReady();
  const logFile = join(app.getPath('logs'), 'stepgraph.log');
  const log = fileLog(logFile);
  reportCrashes(log, logFile);
  const installation = findInstallation();
  const host = await openHost(log);
  guardPermissions(session.defaultSession);
  serveRenderer(installation.rendererDir);
  setMenu();
  showWindow(host, installation);
  noticeRequests(host.services.permissions, () => focusWindow() || showWindow(host, installation));
  app.on('activate', () => BrowserWindow.getAllWindows().length > 0 || showWindow(host, installation));
  app.on('second-instance', () => focusWindow() || showWindow(host, installation));
  app.on('window-all-closed', () => process.platform === 'darwin' || app.quit());
  closeBeforeQuit(host);
}

async function openHost(log: Host['log']): Promise<Host> {
  const { values } = parseArgs({
    args: process.argv.slice(app.isPackaged ? 1 : 2),
    options: { db: { type: 'string' }, workdir: { type: 'string' } },
    strict: false, // Chromium's own switches come this way too
  });
  try {
    return await createHost({
      cipher: await openKeychain(),
      isAttended: true,
      database: optionText(values.db),
      // Started from a menu, a program is in a folder nobody chose.
      workDir: optionText(values.workdir) ?? (app.isPackaged ? app.getPath('home') : undefined),
      log,
    });
  } catch (error) {
    log.error('The host could not be started', error);
    dialog.showErrorBox('Stepgraph could not start', isAppError(error) ? error.message : 'Its log says why. Please report it.');
    app.exit(1);
    throw error;
  }
}

function optionText(value: string | boolean | (string | boolean)[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function showWindow(host: Host, { preload }: Installation): void {
  const handlers = createHandlers(host.services, 'electron');
  const { log } = host;
  openMainWindow({ preload, onConnect: (port) => serve(contract, handlers, port, { log }), log });
}

/** False when there is none. */
function focusWindow(): boolean {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized()) window.restore();
  window?.focus();
  return window !== undefined;
}

/** Quitting waits until what runs has stopped and all is stored. */
function closeBeforeQuit(host: Host): void {
  let isClosed = false;
  app.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    void host.close().finally(() => {
      isClosed = true;
      app.quit();
    });
  });
}
