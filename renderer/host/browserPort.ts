import { Batch, readBatch } from '../../shared/ipc/batch';
import type { Port } from '../../shared/ipc/port';

/** The page's end of an open WebSocket; all messages of one task travel in one frame. */
export function browserPort(socket: WebSocket): Port {
  const batch = new Batch(queueMicrotask, (frame) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(frame);
  });
  return {
    send: (message) => batch.add(message),
    onMessage(listener) {
      socket.addEventListener('message', ({ data }) => {
        for (const message of (typeof data === 'string' && readBatch(data)) || []) listener(message);
      });
    },
    onClose(listener) {
      socket.addEventListener('close', listener);
    },
    close() {
      batch.flush();
      socket.close(1000);
    },
  };
}
