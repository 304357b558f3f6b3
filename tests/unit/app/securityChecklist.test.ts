import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { APP_URL, isOwnPage, registerAppScheme } from '../../../electron/app/appScheme';
import { guardNavigation, guardPermissions, isFromOwnPage } from '../../../electron/app/guards';
import { openMainWindow } from '../../../electron/app/mainWindow';
import { PAGE_HEADERS } from '../../../electron/ipc/pageFiles';

/**
 * Electron's own checklist (https://www.electronjs.org/docs/latest/tutorial/security), a test a line. What only a real page can show is in
 * tests/e2e/electron/shell.spec.ts: the policy against 28 violations, the bridge, links, navigation.
 */

type Listener = (...values: unknown[]) => unknown;

const electron = vi.hoisted(() => ({
  listeners: new Map<string, Listener>(),
  windows: [] as { webPreferences: Record<string, unknown> }[],
  loaded: [] as string[],
  schemes: [] as { scheme: string; privileges: Record<string, boolean> }[],
  dialogs: [] as { message: string }[],
  opened: [] as string[],
}));

vi.mock('electron', () => ({
  app: {
    isPackaged: true,
    getPath: () => '/nowhere',
    on: (name: string, listener: Listener) => electron.listeners.set(name, listener),
  },
  protocol: { registerSchemesAsPrivileged: (schemes: typeof electron.schemes) => electron.schemes.push(...schemes) },
  dialog: {
    showMessageBox: async (options: { message: string }) => {
      electron.dialogs.push(options);
      return { response: 1 };
    },
  },
  shell: { openExternal: async (url: string) => electron.opened.push(url) },
  screen: {},
  BrowserWindow: class {
    webContents = { isDestroyed: () => true, on: () => this };
    constructor(options: (typeof electron.windows)[number]) {
      electron.windows.push(options);
    }
    on() {}
    once() {}
    maximize() {}
    async loadURL(url: string) {
      electron.loaded.push(url);
    }
  },
}));

beforeEach(() => {
  for (const list of [electron.windows, electron.loaded, electron.schemes, electron.dialogs, electron.opened]) list.length = 0;
});

const preferences = () => {
  openMainWindow({ preload: '/preload.cjs', onConnect: () => {}, log: { warn: () => {}, error: () => {} } });
  return electron.windows[0]?.webPreferences ?? {};
};

/** All that runs with Electron's powers, as written. */
const appSource = [...readdirSync('electron/app').map((name) => join('electron/app', name)), 'electron/main.ts', 'electron/preload.ts']
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
const pageSource = readdirSync('renderer', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(tsx?|html)$/.test(entry.name))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  .join('\n');

/** A web contents, as Electron tells of each new one, and what its listeners do. */
function newContents() {
  const listeners = new Map<string, Listener>();
  let openHandler: Listener = () => undefined;
  guardNavigation();
  electron.listeners.get('web-contents-created')?.(
    {},
    {
      on: (name: string, listener: Listener) => listeners.set(name, listener),
      setWindowOpenHandler: (handler: Listener) => {
        openHandler = handler;
      },
    },
  );
  return {
    isPrevented(name: string, event: { url?: string; isMainFrame?: boolean } = {}): boolean {
      let prevented = false;
      const listener = listeners.get(name);
      if (!listener) throw new Error(`Nobody listens to ${name}`);
      listener({
        ...event,
        preventDefault: () => {
          prevented = true;
        },
      });
      return prevented;
    },
    open: (url: string) => openHandler({ url }),
  };
}

const ELSEWHERE = [
  'https://evil.example/',
  'http://127.0.0.1:9/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'blob:app://stepgraph/x',
  'about:blank',
  'app://other/index.html',
  'app://stepgraph/other.html',
  'app://stepgraph/index.html?x',
  'app://stepgraph/index.html/../other.html',
  'app://stepgraph.evil.example/index.html',
  'APP://STEPGRAPH/INDEX.HTML',
  ' app://stepgraph/index.html',
  '',
];

describe('Electron’s security checklist', () => {
  it('1. loads nothing but its own page', () => {
    preferences();
    expect(electron.loaded).toEqual([APP_URL]);
    expect(appSource).not.toMatch(/loadURL\((?!APP_URL\))|loadFile\(|https?:\/\/(?!www\.electronjs)/);
  });

  it('2, 3, 4. has no Node in the page, an isolated preload script and a sandbox', () => {
    expect(preferences()).toMatchObject({ nodeIntegration: false, contextIsolation: true, sandbox: true });
    expect(appSource).toContain('app.enableSandbox()');
    expect(appSource).not.toMatch(/nodeIntegrationIn(Worker|SubFrames)|no-sandbox/);
  });

  it('5. answers every request for a permission itself', () => {
    const handlers: Record<string, Listener> = {};
    const setter = (name: string) => (handler: Listener) => {
      handlers[name] = handler;
    };
    guardPermissions({
      setPermissionRequestHandler: setter('request'),
      setPermissionCheckHandler: setter('check'),
      setDevicePermissionHandler: setter('device'),
    } as never); // what of a session it uses
    for (const permission of ['media', 'clipboard-read', 'geolocation', 'fileSystem', 'openExternal', 'hid', 'serial', 'made-up']) {
      const answers: unknown[] = [handlers.check?.(undefined, permission), handlers.device?.({ deviceType: permission })];
      handlers.request?.(undefined, permission, (answer: unknown) => answers.push(answer));
      expect([permission, ...answers]).toEqual([permission, false, false, false]);
    }
  });

  it('6, 8, 9, 10. leaves web security on and experiments off', () => {
    preferences();
    const names = Object.keys(electron.windows[0]?.webPreferences ?? {}).join();
    for (const name of ['webSecurity', 'allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures']) {
      expect(names).not.toContain(name);
      expect(appSource).not.toContain(name);
    }
    expect(appSource).not.toMatch(/commandLine\.appendSwitch|ignore-certificate|disable-web-security|setCertificateVerifyProc/);
  });

  it('7. sends a policy with every page that lets only its own files run', () => {
    const policy = PAGE_HEADERS['content-security-policy'];
    expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|\*|https?:/);
  });

  it('11, 12. has no webview and lets none be attached', () => {
    expect(preferences()).toMatchObject({ webviewTag: false });
    expect(pageSource).not.toMatch(/<webview|allowpopups/);
    expect(newContents().isPrevented('will-attach-webview')).toBe(true);
  });

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('13. goes nowhere else, by %s', (name) => {
    const contents = newContents();
    for (const url of ELSEWHERE) expect([url, contents.isPrevented(name, { url, isMainFrame: true })]).toEqual([url, true]);
    expect(contents.isPrevented(name, { url: APP_URL, isMainFrame: false })).toBe(true);
    expect(contents.isPrevented(name, { url: `${APP_URL}#part`, isMainFrame: true })).toBe(false);
  });

  it('14, 15. opens no window, and outside of the app only what is https or mail, once the person has agreed', async () => {
    const contents = newContents();
    const addresses = [
      ...ELSEWHERE,
      'https://docs.example/',
      'mailto:a@b.example',
      'smb://x',
      'ms-settings:',
      'vbscript:x',
      '\\\\server\\x',
    ];
    for (const url of addresses) expect(contents.open(url)).toEqual({ action: 'deny' });
    await vi.waitFor(() =>
      expect(electron.dialogs.map(({ message }) => message)).toEqual([
        'Open evil.example?',
        'Open docs.example?',
        'Open a mail to a@b.example?',
      ]),
    );
    expect(electron.opened).toEqual([]);
  });

  it('16. is built on one exact version of a current Electron', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
    expect(Number.parseInt(devDependencies.electron, 10)).toBeGreaterThanOrEqual(45);
  });

  it('17. hears only the top frame of its own page', () => {
    const own = { parent: null, origin: 'app://stepgraph' };
    const isHeard = (senderFrame: unknown) => isFromOwnPage({ senderFrame } as never); // of the event only its frame counts
    expect(isHeard(own)).toBe(true);
    expect([null, { ...own, parent: own }, { ...own, origin: 'null' }, { ...own, origin: 'file://' }].map(isHeard)).toEqual(
      Array(4).fill(false),
    );
    expect(appSource).not.toMatch(/ipcMain\b/);
  });

  it('18. is served by a scheme of its own, with the origins of the web and no power over file:', () => {
    registerAppScheme();
    expect(electron.schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
    expect(ELSEWHERE.filter(isOwnPage)).toEqual([]);
    expect(appSource).not.toContain('file://');
  });

  it('20. gives the page two functions and nothing of Electron', () => {
    const preload = readFileSync('electron/preload.ts', 'utf8');
    expect(preload.match(/exposeInMainWorld/g)).toHaveLength(1);
    expect(preload.match(/from '([^']+)'/g)).toEqual(["from 'electron'", "from '../shared/ipc/bridge'"]);
    expect(preload).not.toMatch(/(send|onFrame): ipcRenderer/);
    expect(pageSource).not.toMatch(/from 'electron'|require\(/);
  });
});
