/**
 * A double of Electron's main-process module, as much of it as the app uses: the life of the program in Node, windows as pages of a real
 * Chromium. A test talks to it over the child process's channel (see `control.mjs`).
 */
export { app } from './app.mjs';
export { BrowserWindow } from './browserWindow.mjs';
export { dialog, Menu, Notification, protocol, safeStorage, screen, session, shell } from './services.mjs';

import './control.mjs';
