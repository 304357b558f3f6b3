import { contextBridge, ipcRenderer } from 'electron';
import { BRIDGE, type Bridge, TO_HOST, TO_PAGE } from '../shared/ipc/bridge';

// All that the page gets from Electron. What it sends is parsed and checked in the main process.
const bridge: Bridge = {
  send: (frame) => ipcRenderer.send(TO_HOST, frame),
  onFrame: (listener) => {
    ipcRenderer.removeAllListeners(TO_PAGE);
    ipcRenderer.on(TO_PAGE, (_event, frame: unknown) => listener(frame));
  },
};

contextBridge.exposeInMainWorld(BRIDGE, bridge);
