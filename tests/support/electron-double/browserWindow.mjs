import { EventEmitter } from 'node:events';
import { app, windows } from './app.mjs';
import { preventable, tellTest } from './events.mjs';
import { WebContents } from './webContents.mjs';

export class BrowserWindow extends EventEmitter {
  static getAllWindows() {
    return [...windows];
  }

  static getFocusedWindow() {
    return [...windows].find((window) => window.isFocused) ?? null;
  }

  isShown = false;
  isFocused = false;
  isGone = false;
  #bounds;
  #isMaximized = false;

  constructor({ x = 0, y = 0, width, height, show = true, webPreferences }) {
    super();
    this.#bounds = { x, y, width, height };
    this.isShown = show;
    this.webContents = new WebContents(webPreferences);
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show', preventable()));
    windows.add(this);
  }

  async loadURL(url) {
    await this.webContents.loadURL(url, { width: this.#bounds.width, height: this.#bounds.height });
    tellTest({ loaded: url });
  }

  show() {
    this.isShown = true;
  }

  focus() {
    this.isFocused = true;
  }

  isMinimized() {
    return false;
  }

  maximize() {
    this.#isMaximized = true;
  }

  isMaximized() {
    return this.#isMaximized;
  }

  getNormalBounds() {
    return this.#bounds;
  }

  close() {
    const event = preventable();
    this.emit('close', event);
    if (event.defaultPrevented) return;
    windows.delete(this);
    this.webContents.destroy();
    this.emit('closed');
    if (windows.size === 0) app.emit('window-all-closed');
  }
}
