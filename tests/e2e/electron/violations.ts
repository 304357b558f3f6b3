import type { Page } from '@playwright/test';

/**
 * Things no page of ours may do, each tried from within the page. Answers those that the page's policy did not report as stopped by the
 * directive that is there for it, and whatever code ran all the same.
 */
export async function tryViolations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const unstopped: string[] = [];
    const ran = (name: string) => `(parent ?? window).__ran('${name}')`;
    Object.assign(window, { __ran: (name: string) => unstopped.push(`${name}, which ran`) });

    const stoppedBy = (directive: string) =>
      new Promise<boolean>((resolve) => {
        const listen = (event: SecurityPolicyViolationEvent) => event.effectiveDirective.startsWith(directive) && settle(true);
        const timer = setTimeout(() => settle(false), 2000);
        const settle = (isStopped: boolean) => {
          clearTimeout(timer);
          document.removeEventListener('securitypolicyviolation', listen);
          resolve(isStopped);
        };
        document.addEventListener('securitypolicyviolation', listen);
      });
    const attempt = async (name: string, directive: string, act: (name: string) => unknown) => {
      const stopped = stoppedBy(directive);
      // In a task of its own: code that a debugger evaluates may call eval, whatever the policy says.
      setTimeout(async () => {
        try {
          await act(name);
        } catch {
          // How it fails is not the point; whether the policy stopped it is.
        }
      });
      if (!(await stopped)) unstopped.push(name);
    };

    const add = (html: string) => document.body.append(document.createRange().createContextualFragment(html));
    const element = (name: string, fields: object) => document.body.append(Object.assign(document.createElement(name), fields));
    const dataUrl = (text: string) => `data:text/javascript,${encodeURIComponent(text)}`;
    const blobUrl = (text: string) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
    const elsewhere = 'http://127.0.0.1:9/';

    // biome-ignore lint/security/noGlobalEval: to see that it is stopped
    await attempt('eval', 'script-src', (name) => globalThis.eval(ran(name)));
    await attempt('new Function', 'script-src', (name) => new Function(ran(name))());
    await attempt('new async Function', 'script-src', (name) => Object.getPrototypeOf(async () => {}).constructor(ran(name))());
    await attempt('text for setTimeout', 'script-src', (name) => setTimeout(ran(name) as never, 0));
    await attempt('inline script', 'script-src', (name) => add(`<script>${ran(name)}</script>`));
    await attempt('inline script element', 'script-src', (name) => element('script', { textContent: ran(name) }));
    await attempt('inline module', 'script-src', (name) => element('script', { type: 'module', textContent: ran(name) }));
    await attempt('handler attribute', 'script-src', (name) => add(`<img src="data:x" onerror="${ran(name)}">`));
    await attempt('javascript: link', 'script-src', (name) => {
      element('a', { href: `javascript:${ran(name)}`, id: 'violation' });
      document.getElementById('violation')?.click();
    });
    await attempt('data: script', 'script-src', (name) => element('script', { src: dataUrl(ran(name)) }));
    await attempt('blob: script', 'script-src', (name) => element('script', { src: blobUrl(ran(name)) }));
    await attempt('script from elsewhere', 'script-src', () => element('script', { src: `${elsewhere}x.js` }));
    await attempt('import of a blob', 'script-src', (name) => import(/* @vite-ignore */ blobUrl(ran(name))));
    await attempt('blob: worker', 'worker-src', (name) => new Worker(blobUrl(ran(name))));
    await attempt('data: worker', 'worker-src', (name) => new Worker(dataUrl(ran(name))));
    await attempt('frame', 'frame-src', () => element('iframe', { src: elsewhere }));
    await attempt('object', 'object-src', () => element('object', { data: 'data:text/html,x' }));
    await attempt('embed', 'object-src', () => element('embed', { src: 'data:text/html,x' }));
    await attempt('image from elsewhere', 'img-src', () => element('img', { src: `${elsewhere}x.png` }));
    await attempt('sound', 'media-src', () => element('audio', { src: `${elsewhere}x.mp3` }));
    await attempt('style from elsewhere', 'style-src', () => element('link', { rel: 'stylesheet', href: `${elsewhere}x.css` }));
    await attempt('font from elsewhere', 'font-src', () => new FontFace('x', `url(${elsewhere}x.woff2)`).load());
    await attempt('fetch elsewhere', 'connect-src', () => fetch(elsewhere, { mode: 'no-cors' }));
    await attempt('socket elsewhere', 'connect-src', () => new WebSocket('ws://127.0.0.1:9/'));
    await attempt('event source elsewhere', 'connect-src', () => new EventSource(elsewhere));
    await attempt('beacon elsewhere', 'connect-src', () => navigator.sendBeacon(elsewhere, 'x'));
    await attempt('form', 'form-action', () => {
      element('form', { action: elsewhere, method: 'post', id: 'violation-form' });
      (document.getElementById('violation-form') as HTMLFormElement).submit();
    });
    await attempt('base address', 'base-uri', () =>
      document.head.append(Object.assign(document.createElement('base'), { href: elsewhere })),
    );
    return unstopped;
  });
}
