import type { Page } from '@playwright/test';

/** What has to be in the page: an element, with a text in it where one is given. */
export type Sight = { readonly selector: string; readonly text?: string };

declare global {
  interface Window {
    pageTimer: {
      start(sight: Sight): void;
      readonly took: Promise<number>;
      frames(scroll: 'read' | 'leaf' | 'jump', selector: string, count: number): Promise<readonly number[]>;
    };
  }
}

/** Milliseconds from the first key or click of `act` to the moment at which the frame that shows `sight` is on the screen. */
export async function timeTo(page: Page, sight: Sight, act: () => Promise<void>): Promise<number> {
  await page.evaluate((wanted) => window.pageTimer.start(wanted), sight);
  await act();
  return page.evaluate(() => window.pageTimer.took);
}

/**
 * Runs in the page before the app: keeps the time as a person would, who presses something and looks until it is there. Self-contained, since
 * it travels as text.
 */
export function installPageTimer(): void {
  const isThere = ({ selector, text }: Sight) =>
    [...document.querySelectorAll(selector)].some((element) => text === undefined || element.textContent?.includes(text));
  /** After the frame in which it is called was drawn. */
  const painted = () =>
    new Promise<number>((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now());
      channel.port2.postMessage(null);
    });
  const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const firstInput = () =>
    new Promise<number>((resolve) => {
      const inputs = ['pointerdown', 'keydown'] as const;
      const note = (event: Event) => {
        for (const name of inputs) removeEventListener(name, note, true);
        resolve(event.timeStamp);
      };
      for (const name of inputs) addEventListener(name, note, true);
    });
  const measure = async (sight: Sight) => {
    const began = await firstInput();
    do await nextFrame();
    while (!isThere(sight));
    return (await painted()) - began;
  };
  let took = Promise.resolve(Number.NaN);
  window.pageTimer = {
    start(sight) {
      took = measure(sight);
    },
    get took() {
      return took;
    },
    /** The lengths of the frames while what holds an element is scrolled upwards: as one reads, a page each frame, or anywhere at all. */
    async frames(scroll, selector, count) {
      const element = document.querySelector(selector)?.parentElement;
      if (!element) throw new Error(`Nothing is ${selector}`);
      const frames: number[] = [];
      let before = await nextFrame();
      for (let frame = 0; frame < count; frame += 1) {
        if (scroll === 'read') element.scrollTop -= 40;
        else if (scroll === 'leaf') element.scrollTop -= element.clientHeight * 0.9;
        else if (frame % 10 === 0) element.scrollTop = element.scrollHeight * ((0.618 * (frame / 10 + 1)) % 1);
        const now = await nextFrame();
        frames.push(now - before);
        before = now;
      }
      return frames;
    },
  };
}
