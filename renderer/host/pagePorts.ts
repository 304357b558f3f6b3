import { type Bridge, HANG_UP } from '../../shared/ipc/bridge';
import { framePort } from '../../shared/ipc/framePort';
import type { Port } from '../../shared/ipc/port';

/** The page's end of an open WebSocket. */
export function socketPort(socket: WebSocket): Port {
  return framePort(
    {
      send: (frame) => socket.readyState === WebSocket.OPEN && socket.send(frame),
      onFrame: (listener) => socket.addEventListener('message', ({ data }) => listener(data)),
      onClose: (listener) => socket.addEventListener('close', listener),
      close: () => socket.close(1000),
    },
    queueMicrotask,
  );
}

/** The page's end of Electron's bridge. */
export function bridgePort(bridge: Bridge): Port {
  let closed = () => {};
  return framePort(
    {
      send: bridge.send,
      onFrame: (listener) => bridge.onFrame((frame) => (frame === HANG_UP ? closed() : listener(frame))),
      onClose: (listener) => {
        closed = listener;
      },
      close() {
        bridge.send(HANG_UP);
        closed();
      },
    },
    queueMicrotask,
  );
}
