import { BrowserWindow, Notification } from 'electron';
import { requestWords } from '../../shared/catalog/requestWords';
import type { PermissionService } from '../ipc/hostServices';

/** Tells a person who looks elsewhere, once for each request, that a call waits for their answer. `onClick` brings them to it. */
export function noticeRequests(permissions: Pick<PermissionService, 'pending' | 'onChange'>, onClick: () => void): void {
  let told: ReadonlySet<string> = new Set();
  permissions.onChange(() => {
    const pending = permissions.pending();
    const news = pending.filter(({ requestId }) => !told.has(requestId));
    told = new Set(pending.map(({ requestId }) => requestId));
    if (BrowserWindow.getFocusedWindow() !== null || !Notification.isSupported()) return;
    for (const { sessionTitle, tool, input } of news) {
      const notice = new Notification({
        title: 'Stepgraph waits for your answer',
        body: `${sessionTitle} asks to ${requestWords(tool, input)}`,
      });
      notice.on('click', onClick);
      notice.show();
    }
  });
}
