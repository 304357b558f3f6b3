import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { app } from './app.mjs';
import { newPage } from './browser.mjs';
import { preventable } from './events.mjs';
import { answerFor, fromChromium, toChromium } from './schemes.mjs';
import { pageWorld, preloadWorld } from './worlds.mjs';

/** A page with a preload script in a JavaScript world of its own, as with `sandbox` and `contextIsolation`. */
export class WebContents extends EventEmitter {
  ipc = new EventEmitter();
  isGone = false;
  #preload;
  #isLoading = false;
  #worlds = new Set();
  #openHandler = () => ({ action: 'allow' });
  #page;
  #devtools;
  #ready;

  constructor({ preload, sandbox, contextIsolation, nodeIntegration, webviewTag }) {
    super();
    if (!sandbox || !contextIsolation || nodeIntegration || webviewTag) throw new Error('The double only stands in for sandboxed windows');
    this.#preload = preload;
    this.#ready = this.#open();
    app.emit('web-contents-created', preventable(), this);
  }

  isDestroyed() {
    return this.isGone;
  }

  setWindowOpenHandler(handler) {
    this.#openHandler = handler;
  }

  /** To the preload script. */
  send(channel, ...args) {
    const message = JSON.stringify([channel, ...args]);
    for (const world of this.#worlds) this.#evaluate(world, `__receive(${message})`);
  }

  async loadURL(url, size) {
    await this.#ready;
    await this.#page.setViewportSize(size);
    this.#isLoading = true;
    await this.#page.goto(toChromium(url));
    this.#isLoading = false;
  }

  get url() {
    return fromChromium(this.#page?.url() ?? '');
  }

  destroy() {
    this.isGone = true;
    void this.#page?.close().catch(() => {});
    this.emit('destroyed');
  }

  async #open() {
    const { page, devtools } = await newPage();
    this.#page = page;
    this.#devtools = devtools;
    devtools.on('Runtime.executionContextCreated', ({ context }) => context.name === 'preload' && this.#worlds.add(context.id));
    devtools.on('Runtime.executionContextDestroyed', ({ executionContextId }) => this.#worlds.delete(executionContextId));
    devtools.on('Runtime.executionContextsCleared', () => this.#worlds.clear());
    devtools.on('Runtime.bindingCalled', ({ name, payload }) => name === '__post' && this.#receive(JSON.parse(payload)));
    devtools.on('Page.windowOpen', ({ url }) => this.#openHandler({ url: fromChromium(url) }));
    await devtools.send('Page.enable');
    await devtools.send('Runtime.enable');
    await devtools.send('Runtime.addBinding', { name: '__post', executionContextName: 'preload' });
    await devtools.send('Page.addScriptToEvaluateOnNewDocument', { source: pageWorld() });
    const source = preloadWorld(readFileSync(this.#preload, 'utf8'));
    await devtools.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: 'preload' });
    await page.route('**/*', (route) => this.#route(route));
    page.on('popup', (popup) => popup.close().catch(() => {})); // the app denies every window
    page.on('framenavigated', (frame) => frame === page.mainFrame() && this.emit('did-navigate', preventable(), this.url));
    page.on('load', () => this.emit('did-finish-load', preventable()));
    page.on('crash', () => this.emit('render-process-gone', preventable(), { reason: 'crashed' }));
  }

  async #route(route) {
    const request = route.request();
    const url = fromChromium(request.url());
    if (request.isNavigationRequest() && !this.#isLoading && this.#isNavigationPrevented(url, request.frame() === this.#page.mainFrame()))
      return route.abort('aborted');
    const answer = await answerFor(url, request.method());
    return answer ? route.fulfill(answer) : route.abort('blockedbyclient');
  }

  #isNavigationPrevented(url, isMainFrame) {
    const events = isMainFrame ? ['will-frame-navigate', 'will-navigate'] : ['will-frame-navigate'];
    return events.some((name) => {
      const event = preventable({ url, isMainFrame });
      this.emit(name, event);
      return event.defaultPrevented;
    });
  }

  #receive([channel, ...args]) {
    const { origin } = /^(?<origin>[a-z]+:\/\/[^/]+)/.exec(this.url)?.groups ?? { origin: 'null' };
    this.ipc.emit(channel, { sender: this, senderFrame: { parent: null, origin, url: this.url } }, ...args);
  }

  #evaluate(contextId, expression) {
    this.#devtools.send('Runtime.evaluate', { contextId, expression }).catch(() => {}); // the world may be gone already
  }
}
