import type { WebSocket } from 'ws';
import { framePort } from '../../shared/ipc/framePort';
import type { Port } from '../../shared/ipc/port';

/** The host's end of a browser's WebSocket. */
export function webSocketPort(socket: WebSocket): Port {
  // A broken socket closes right after; without a listener its error would end the process.
  socket.on('error', () => {});
  return framePort(
    {
      send: (frame) => socket.readyState === socket.OPEN && socket.send(frame),
      onFrame: (listener) => socket.on('message', (data, isBinary) => listener(isBinary ? undefined : String(data))),
      onClose: (listener) => socket.on('close', listener),
      close: () => socket.close(1000),
    },
    setImmediate,
  );
}
