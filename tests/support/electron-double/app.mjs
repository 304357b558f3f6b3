import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { closeBrowser } from './browser.mjs';
import { preventable } from './events.mjs';

/** The windows, as `BrowserWindow` keeps them. */
export const windows = new Set();

class App extends EventEmitter {
  isPackaged = false;
  isSandboxEnabled = false;
  #isQuitting = false;

  async whenReady() {}

  requestSingleInstanceLock() {
    return process.env.DOUBLE_SECOND_INSTANCE !== '1';
  }

  getPath(name) {
    return join(process.env.DOUBLE_HOME, name);
  }

  enableSandbox() {
    this.isSandboxEnabled = true;
  }

  /** Closes all windows, then asks `will-quit`; whoever prevents that quits again later. */
  async quit() {
    if (this.#isQuitting) return;
    this.#isQuitting = true;
    for (const window of [...windows]) window.close();
    const event = preventable();
    this.emit('will-quit', event);
    this.#isQuitting = false;
    if (!event.defaultPrevented) await this.exit(0);
  }

  async exit(status = 0) {
    await closeBrowser();
    process.exit(status);
  }
}

export const app = new App();
process.on('SIGTERM', () => app.quit());
