import { app, windows } from './app.mjs';
import { tellTest } from './events.mjs';
import { privileges } from './schemes.mjs';
import { answers, asked, Menu, session } from './services.mjs';

/** What a test may ask for or have done; each message has the name of one of these. */
const COMMANDS = {
  state: () => ({
    ...asked,
    isSandboxEnabled: app.isSandboxEnabled,
    menus: Menu.application?.items.map((item) => item.label ?? item.role) ?? [],
    privileges: Object.fromEntries(privileges),
    windows: [...windows].map((window) => ({
      url: window.webContents.url,
      isShown: window.isShown,
      isFocused: window.isFocused,
      isMaximized: window.isMaximized(),
      bounds: window.getNormalBounds(),
    })),
  }),
  answer: (button) => void answers.push(button),
  permission(name) {
    const { permissionCheck, permissionRequest, devicePermission } = session.defaultSession;
    let isGranted;
    permissionRequest(null, name, (granted) => {
      isGranted = granted;
    });
    return { request: isGranted, check: permissionCheck(null, name), device: devicePermission({ deviceType: name }) };
  },
  secondInstance: () => void app.emit('second-instance'),
  maximize() {
    for (const window of windows) window.maximize();
  },
  closeWindows() {
    for (const window of windows) window.close();
  },
};

process.on('message', ({ id, command, argument }) => tellTest({ id, result: COMMANDS[command](argument) }));
