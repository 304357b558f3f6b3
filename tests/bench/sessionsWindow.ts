import { type Browser, chromium, type Page } from '@playwright/test';
import { CHROMIUM_ARGS, chromiumPath } from '../support/browser';
import { middleOf } from './manySessions';
import { installPageTimer, timeTo } from './pageTimer';

const ROUNDS = 7;
const FRAMES = 240;
const TRANSCRIPT = 'ol[aria-label="Transcript"]';

export type Figures = readonly (readonly [name: string, value: number])[];

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await chromiumPath(), args: CHROMIUM_ARGS });
}

/** What a person waits for in the window of the built app: from the press of a key or button to the frame that shows the answer. */
export async function measureWindow(browser: Browser, url: string, size: number): Promise<Figures> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await page.addInitScript(installPageTimer);
    await page.goto(url);
    await page
      .getByRole('navigation', { name: 'Explorer' })
      .getByRole('button', { name: /^Sessions/ })
      .click();
    await page.getByRole('navigation', { name: 'Explorer' }).getByText('The long one').waitFor();
    const waits: Figures = [
      ['list opens', await median(() => openList(page))],
      ['search, common words', await median(() => search(page, 'refactor component'))],
      ['search, a rare word', await median(() => search(page, `unusual${size - 2}`))],
      ['conversation opens', await median(() => openConversation(page, size))],
      ['restored checkpoint is seen', await median(() => restore(page, size))],
    ];
    await openConversation(page, size);
    const scrolls = [...(await scroll(page, 'read')), ...(await scroll(page, 'leaf')), ...(await scroll(page, 'jump'))];
    return [...waits, ...scrolls, ['heap after that, MB', await heap(page)]];
  } finally {
    await page.close();
  }
}

async function openList(page: Page): Promise<number> {
  await closeTabs(page);
  return timeTo(page, { selector: '[aria-label="All sessions"] td', text: 'The long one' }, () =>
    page.getByRole('button', { name: 'Show all sessions' }).click(),
  );
}

/** Until the place where the words were said is shown below a title. */
async function search(page: Page, words: string): Promise<number> {
  const field = page.getByRole('searchbox', { name: 'Search sessions' });
  await field.fill('');
  await page.waitForFunction(() => document.querySelector('[aria-label="All sessions"] mark') === null);
  await field.fill(words.slice(0, -1));
  await page.waitForFunction(() => document.querySelector('[aria-label="All sessions"] mark') !== null);
  await field.fill('');
  await page.waitForFunction(() => document.querySelector('[aria-label="All sessions"] mark') === null);
  await field.evaluate(
    (input: HTMLInputElement, text) => {
      // As if all but the last letter had been typed; React learns of it with that letter.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
      input.setSelectionRange(text.length, text.length);
    },
    words.slice(0, -1),
  );
  await field.focus();
  return timeTo(page, { selector: '[aria-label="All sessions"] mark', text: words.split(' ')[0] ?? '' }, () =>
    page.keyboard.type(words.slice(-1)),
  );
}

async function openConversation(page: Page, size: number): Promise<number> {
  await closeTabs(page);
  return timeTo(page, { selector: TRANSCRIPT, text: `Message ${size}.` }, () =>
    page.getByRole('navigation', { name: 'Explorer' }).getByText('The long one').click(),
  );
}

/** From the press of the button in the dialog until the conversation ends in its middle; then it is taken back. */
async function restore(page: Page, size: number): Promise<number> {
  const tree = page.getByRole('tree', { name: 'Timeline' });
  await tree.evaluate((element) => element.parentElement?.scrollTo({ top: element.scrollHeight / 2 }));
  await page.getByRole('treeitem', { name: 'Checkpoint middle' }).click();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  const button = page.getByRole('dialog').getByRole('button', { name: 'Restore' });
  await button.and(page.locator(':enabled')).waitFor();
  const took = await timeTo(page, { selector: TRANSCRIPT, text: `Message ${middleOf(size)}.` }, () => button.click());
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await page.locator(TRANSCRIPT).getByText(`Message ${size}.`).waitFor();
  return took;
}

async function scroll(page: Page, how: 'read' | 'leaf' | 'jump'): Promise<Figures> {
  const name = { read: 'reading', leaf: 'a page a frame', jump: 'dragging the bar' }[how];
  const frames = await page.evaluate(([kind, selector, count]) => window.pageTimer.frames(kind, selector, count), [
    how,
    TRANSCRIPT,
    FRAMES,
  ] as const);
  const sorted = frames.toSorted((a, b) => a - b);
  return [
    [`p95 of frames, ${name}`, sorted[Math.floor(FRAMES * 0.95)] ?? Number.NaN],
    [`worst frame, ${name}`, sorted.at(-1) ?? Number.NaN],
  ];
}

async function closeTabs(page: Page): Promise<void> {
  const tabs = page.getByRole('tablist', { name: 'Open documents' }).getByRole('tab');
  while ((await tabs.count()) > 0) {
    await tabs.first().focus();
    await page.keyboard.press('Delete');
  }
}

/** What the page still holds once everything that can go is gone. */
async function heap(page: Page): Promise<number> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devTools.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}

async function median(measure: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await measure());
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
}
