import type { WebSocket } from 'ws';
import { Batch, readBatch } from '../../shared/ipc/batch';
import type { Port } from '../../shared/ipc/port';

/** The host's end of a browser's WebSocket; all messages of one turn of the event loop travel in one frame. */
export function webSocketPort(socket: WebSocket): Port {
  const batch = new Batch(setImmediate, (frame) => {
    if (socket.readyState === socket.OPEN) socket.send(frame);
  });
  return {
    send: (message) => batch.add(message),
    onMessage(listener) {
      socket.on('message', (data, isBinary) => {
        const messages = isBinary ? undefined : readBatch(String(data));
        if (!messages) socket.close(1003);
        for (const message of messages ?? []) listener(message);
      });
    },
    onClose(listener) {
      socket.on('close', listener);
      // A broken socket closes right after; without a listener the error would end the process.
      socket.on('error', () => {});
    },
    close() {
      batch.flush();
      socket.close(1000);
    },
  };
}
