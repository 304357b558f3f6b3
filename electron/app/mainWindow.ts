import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';
import type { Port } from '../../shared/ipc/port';
import type { Host } from '../host/createHost';
import { APP_URL } from './appScheme';
import { electronPort } from './electronPort';
import { isFromOwnPage } from './guards';
import { readWindowState, writeWindowState } from './windowState';

export type MainWindowOptions = {
  readonly preload: string;
  /** Each document the window shows connects anew. */
  readonly onConnect: (port: Port) => void;
  readonly log: Host['log'];
};

/** Opens the window where it last was. */
export function openMainWindow({ preload, onConnect, log }: MainWindowOptions): BrowserWindow {
  const stateFile = join(app.getPath('userData'), 'window.json');
  const state = readWindowState(stateFile);
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 800,
    minHeight: 560,
    ...state?.bounds,
    show: false,
    backgroundColor: '#1A1A1D',
    title: 'Stepgraph',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: !app.isPackaged,
    },
  });
  if (state?.isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => writeWindowState(stateFile, window));
  connectEachDocument(window, onConnect);
  // Rejects when the window is closed meanwhile, which is no fault.
  window.loadURL(APP_URL).catch((error: unknown) => log.warn('The window could not be loaded', error));
  return window;
}

function connectEachDocument({ webContents }: BrowserWindow, onConnect: (port: Port) => void): void {
  const open = () => {
    if (!webContents.isDestroyed()) onConnect(electronPort(webContents, isFromOwnPage, open));
  };
  open();
}
