import { EventEmitter } from 'node:events';
import type { Bridge } from '../../../shared/ipc/bridge';

/**
 * The part of Electron that messages travel through, joined in one process: `ipcRenderer` and `contextBridge` for a preload script, a
 * `webContents` for the main process. Arguments are copied by structured clone and arrive in a later turn, as in Electron.
 */
export class ElectronDouble {
  readonly page = Object.assign(new EventEmitter(), {
    ipc: new EventEmitter(),
    isDestroyed: () => this.#isDestroyed,
    send: (channel: string, ...args: unknown[]) => this.#carry(this.#renderer, channel, args),
  });
  readonly exposed = new Map<string, unknown>();
  readonly #renderer = new EventEmitter();
  #isDestroyed = false;

  /** What a sandboxed preload script finds in the module `electron`. */
  readonly module = {
    contextBridge: { exposeInMainWorld: (name: string, api: unknown) => this.exposed.set(name, Object.freeze(api)) },
    ipcRenderer: {
      removeAllListeners: (channel: string) => this.#renderer.removeAllListeners(channel),
      on: (channel: string, listener: (...args: unknown[]) => void) => this.#renderer.on(channel, listener),
      send: (channel: string, ...args: unknown[]) => this.#carry(this.page.ipc, channel, args),
    },
  };

  bridge(name: string): Bridge {
    return this.exposed.get(name) as Bridge;
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.page.emit('destroyed');
  }

  #carry(to: EventEmitter, channel: string, args: readonly unknown[]): void {
    const copies = structuredClone(args);
    setImmediate(() => to.emit(channel, { sender: this.page }, ...copies));
  }
}
