import { requestWords } from '../../../shared/catalog/requestWords';
import type { PendingPermission } from '../../../shared/ipc/contract/permissions';

/** Tells a person who looks elsewhere that something waits for them, where the browser was told that it may. The desktop app does so by itself. */
export function notifyWhenAway({ requestId, sessionTitle, tool, input }: PendingPermission): void {
  if (document.hasFocus() || typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  const notification = new Notification('Stepgraph waits for your answer', {
    body: `${sessionTitle} asks to ${requestWords(tool, input)}`,
    tag: requestId,
  });
  notification.addEventListener('click', () => window.focus());
}
