import type { IpcMainEvent, WebContents } from 'electron';
import { HANG_UP, TO_HOST, TO_PAGE } from '../../shared/ipc/bridge';
import { framePort } from '../../shared/ipc/framePort';
import type { Port } from '../../shared/ipc/port';

/**
 * The host's end for one document of a window. It closes when that document goes: by reload, navigation, a crash of the page or the closing of
 * the window. `isTrusted` says whether a message comes from our own page; all others are dropped. `onLeave` is told when it has closed.
 */
export function electronPort(page: WebContents, isTrusted: (event: IpcMainEvent) => boolean, onLeave: () => void = () => {}): Port {
  let receive: (frame: unknown) => void = () => {};
  let closed = () => {};
  let isOpen = true;
  const onMessage = (event: IpcMainEvent, frame: unknown) => {
    if (!isTrusted(event)) return;
    if (frame === HANG_UP) leave();
    else receive(frame);
  };
  const leave = () => {
    if (!isOpen) return;
    isOpen = false;
    page.ipc.off(TO_HOST, onMessage);
    page.off('destroyed', leave).off('render-process-gone', leave).off('did-navigate', leave);
    closed();
    onLeave();
  };
  page.ipc.on(TO_HOST, onMessage);
  page.on('destroyed', leave).on('render-process-gone', leave).on('did-navigate', leave);
  const send = (frame: string) => isOpen && !page.isDestroyed() && page.send(TO_PAGE, frame);
  return framePort(
    {
      send,
      onFrame: (listener) => {
        receive = listener;
      },
      onClose: (listener) => {
        closed = listener;
      },
      close() {
        send(HANG_UP);
        leave();
      },
    },
    setImmediate,
  );
}
