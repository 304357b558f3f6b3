import { app, type IpcMainEvent, type Session } from 'electron';
import { APP_ORIGIN, isOwnPage } from './appScheme';
import { openExternally } from './externalLinks';

/** Holds for every web contents there will ever be: it shows our page and nothing else, and opens no window of its own. */
export function guardNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', stayOnOwnPage);
    contents.on('will-redirect', stayOnOwnPage);
    contents.on('will-frame-navigate', stayOnOwnPage);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      void openExternally(url);
      return { action: 'deny' };
    });
  });
}

/** Reloading is fine; frames within the page are not. */
function stayOnOwnPage(event: { readonly url: string; readonly isMainFrame: boolean; preventDefault(): void }): void {
  if (!event.isMainFrame || !isOwnPage(event.url)) event.preventDefault();
}

/** Copying is all the page may ask of the machine: no camera, no notifications, no devices, no reading of the clipboard. */
export function guardPermissions(session: Session): void {
  const isAllowed = (permission: string) => permission === 'clipboard-sanitized-write';
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(isAllowed(permission)));
  session.setPermissionCheckHandler((_contents, permission) => isAllowed(permission));
  session.setDevicePermissionHandler(() => false);
}

/** True for a message from the top of a window that shows our own page. A frame that is gone already has no say. */
export function isFromOwnPage({ senderFrame }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && senderFrame.origin === APP_ORIGIN;
}
