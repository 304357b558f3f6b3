import { protocol } from 'electron';
import { PAGE_HEADERS, readPageFile } from '../ipc/pageFiles';

export const APP_ORIGIN = 'app://stepgraph';
export const APP_URL = `${APP_ORIGIN}/index.html`;

/** Before Electron is ready: makes `app:` a scheme with origins, as https is, so that 'self' and same-origin mean something. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** Serves the built renderer, and nothing beside it, under `APP_ORIGIN`. */
export function serveRenderer(folder: string): void {
  protocol.handle('app', async ({ url, method }) => {
    const { host, pathname } = new URL(url);
    const file = host === new URL(APP_ORIGIN).host && method === 'GET' ? await readPageFile(folder, pathname) : undefined;
    if (!file) return new Response(null, { status: 404, headers: PAGE_HEADERS });
    return new Response(new Uint8Array(file.body), { headers: { ...PAGE_HEADERS, 'content-type': file.contentType } });
  });
}

/** True for the one page of ours, wherever in it. */
export function isOwnPage(url: string): boolean {
  return url === APP_URL || url.startsWith(`${APP_URL}#`);
}
