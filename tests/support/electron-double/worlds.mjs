/**
 * The two JavaScript worlds of a window. They share the document and nothing else, and talk by events on it, whose details Chromium copies.
 * A function that crosses is a number on the other side.
 */

/** Runs in the page: shows what the preload script exposes. */
export function pageWorld() {
  return `(() => {
    const callbacks = [];
    const encode = (value) => (typeof value === 'function' ? { callback: callbacks.push(value) - 1 } : { value });
    const post = (detail) => document.dispatchEvent(new CustomEvent('double:to-preload', { detail }));
    document.addEventListener('double:to-page', ({ detail }) => {
      if (detail.kind === 'callback') return callbacks[detail.callback](...detail.args);
      const api = Object.fromEntries(detail.functions.map((name) => [name, (...args) => post({ api: detail.name, name, args: args.map(encode) })]));
      Object.defineProperty(window, detail.name, { value: Object.freeze(api), enumerable: true });
    });
  })();`;
}

/** Runs in a world of its own: the preload script, with what Electron lets a sandboxed one have. */
export function preloadWorld(preload) {
  return `(() => {
    if (window !== top) return; // preload scripts run in the main frame only
    const exposed = new Map();
    const listeners = new Map();
    const toPage = (detail) => document.dispatchEvent(new CustomEvent('double:to-page', { detail }));
    const decode = ({ callback, value }) => (callback === undefined ? value : (...args) => toPage({ kind: 'callback', callback, args }));
    document.addEventListener('double:to-preload', ({ detail }) => exposed.get(detail.api)[detail.name](...detail.args.map(decode)));
    globalThis.__receive = ([channel, ...args]) => {
      for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
    };
    const ipcRenderer = {
      send: (channel, ...args) => globalThis.__post(JSON.stringify([channel, ...args])),
      on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
      removeAllListeners: (channel) => listeners.delete(channel),
    };
    const contextBridge = {
      exposeInMainWorld(name, api) {
        exposed.set(name, api);
        toPage({ kind: 'expose', name, functions: Object.keys(api) });
      },
    };
    const require = (id) => {
      if (id === 'electron') return { contextBridge, ipcRenderer };
      throw new Error('A sandboxed preload script cannot require ' + id);
    };
    (function (exports, require, module) { ${preload}\n })({}, require, { exports: {} });
  })();`;
}
