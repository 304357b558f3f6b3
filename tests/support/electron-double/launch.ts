import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { resolve } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { CHROMIUM_ARGS, chromiumPath } from '../browser';

/** What the double tells of the app; see `control.mjs`. */
export type AppState = {
  readonly opened: readonly string[];
  readonly dialogs: readonly string[];
  readonly errors: readonly { readonly title: string; readonly content: string }[];
  readonly notifications: readonly string[];
  readonly isSandboxEnabled: boolean;
  readonly menus: readonly string[];
  readonly privileges: Readonly<Record<string, unknown>>;
  readonly windows: readonly {
    readonly url: string;
    readonly isShown: boolean;
    readonly isFocused: boolean;
    readonly isMaximized: boolean;
    readonly bounds: { readonly width: number; readonly height: number };
  }[];
};

/** The built desktop app under way, with the double in place of Electron. */
export class DesktopApp {
  readonly #process: ChildProcess;
  readonly #exited: Promise<number | null>;
  readonly #port: number;
  #browser: Browser | undefined;
  #lastId = 0;

  private constructor(child: ChildProcess, port: number) {
    this.#process = child;
    this.#port = port;
    this.#exited = once(child, 'exit').then(([status]) => status);
  }

  /** `home` takes the place of the person's folders. */
  static async launch(home: string, environment: Readonly<Record<string, string>> = {}): Promise<DesktopApp> {
    const port = await freePort();
    const child = fork(resolve('out/main/main.js'), ['--db', `${home}/stepgraph.db`, '--workdir', resolve('.')], {
      execArgv: ['--import', resolve('tests/support/electron-double/register.mjs')],
      env: {
        ...withoutModel(process.env),
        ...environment,
        DOUBLE_HOME: home,
        DOUBLE_CDP_PORT: String(port),
        DOUBLE_CHROMIUM: await chromiumPath(),
        DOUBLE_CHROMIUM_ARGS: JSON.stringify(CHROMIUM_ARGS),
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    return new DesktopApp(child, port);
  }

  /** The window's page, once it has loaded. */
  async page(): Promise<Page> {
    await this.#message((message) => 'loaded' in message);
    this.#browser = await chromium.connectOverCDP(`http://127.0.0.1:${this.#port}`);
    const page = this.#browser.contexts()[0]?.pages()[0];
    if (!page) throw new Error('The app has no window');
    return page;
  }

  state(): Promise<AppState> {
    return this.command('state') as Promise<AppState>;
  }

  async command(command: string, argument?: unknown): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#process.send({ id, command, argument });
    return (await this.#message((message) => message.id === id)).result;
  }

  /** The status with which the app ends. */
  exit(): Promise<number | null> {
    return this.#exited;
  }

  /** Asks it to end, as a desktop does when the person logs out. */
  async quit(): Promise<number | null> {
    this.#process.kill('SIGTERM');
    return this.exit();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode === null) await this.quit();
  }

  #message(isWanted: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve, reject) => {
      const listen = (message: Message) => {
        if (!isWanted(message)) return;
        this.#process.off('message', listen);
        resolve(message);
      };
      this.#process.on('message', listen);
      void this.#exited.then((status) => reject(new Error(`The app ended with status ${status}`)));
    });
  }
}

type Message = { readonly id?: number; readonly result?: unknown; readonly loaded?: string };

/** A key of the person who runs the tests must not reach a model. */
function withoutModel(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('ANTHROPIC_')));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
