import { EventEmitter } from 'node:events';
import { handlers, privileges } from './schemes.mjs';

/** What the app has asked of the world outside; the test reads it. */
export const asked = { opened: [], dialogs: [], errors: [], notifications: [] };
/** The buttons a test will press, in turn; after that, each dialog's cancel button. */
export const answers = [];

export const shell = {
  async openExternal(url) {
    asked.opened.push(url);
  },
};

export const dialog = {
  async showMessageBox(options) {
    asked.dialogs.push(options.message);
    return { response: answers.shift() ?? options.cancelId };
  },
  showErrorBox(title, content) {
    asked.errors.push({ title, content });
  },
};

export const protocol = {
  registerSchemesAsPrivileged(schemes) {
    for (const entry of schemes) privileges.set(entry.scheme, entry.privileges);
  },
  handle: (scheme, handler) => handlers.set(scheme, handler),
};

class Session {
  permissionRequest = (_contents, _permission, answer) => answer(true);
  permissionCheck = () => true;
  devicePermission = () => true;
  setPermissionRequestHandler(handler) {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler) {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler) {
    this.devicePermission = handler;
  }
}
export const session = { defaultSession: new Session() };

/** A machine without a keychain, as most are that run tests. */
export const safeStorage = { isAsyncEncryptionAvailable: async () => false };

export const screen = { getDisplayMatching: () => ({ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }) };

export const Menu = {
  application: null,
  setApplicationMenu(menu) {
    Menu.application = menu;
  },
  buildFromTemplate: (items) => ({ items }),
};

export class Notification extends EventEmitter {
  static isSupported = () => true;
  #text;
  constructor({ title, body }) {
    super();
    this.#text = `${title}: ${body}`;
  }
  show() {
    asked.notifications.push(this.#text);
  }
}
