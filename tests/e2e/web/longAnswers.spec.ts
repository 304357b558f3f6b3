import { expect, type Locator, type Page, test } from '@playwright/test';
import { startTestHost } from '../../support/host';
import { paced } from '../../support/modelServer/faults';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { SessionPage } from '../pages/sessionPage';
import { openNewSession, openSessions, row } from '../pages/sessionsPage';
import { smallRepository } from '../pages/smallRepository';
import { talk } from '../pages/talk';

test.setTimeout(90_000);

const answer = (parts: number) =>
  Array.from(
    { length: parts },
    (_, part) => `## Part ${part}\n\nSome **words** with \`code\` ${'and text '.repeat(8)}\n\n- a\n- b\n\n`,
  ).join('');

/** Milliseconds that no window hangs for, even where other work keeps the machine busy. */
const HANGS = 1_000;

/** Answers the longest time between two frames since it was asked last. */
async function watchFrames(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const gaps: number[] = [];
    Object.assign(window, { gaps });
    let last = performance.now();
    const tick = () => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    tick();
  });
  return () => page.evaluate(() => Math.max(...Reflect.get(window, 'gaps').splice(0)));
}

/** How far the list is scrolled, and how high it is, in pixels. */
const scrolled = (transcript: Locator) =>
  transcript.locator('..').evaluate(({ scrollTop, scrollHeight }) => ({ top: scrollTop, height: scrollHeight }));

/** Where it stands once it has stood there for two looks. */
async function placeAtRest(element: Locator): Promise<number> {
  let y = Number.NaN;
  await expect
    .poll(async () => {
      const last = y;
      y = (await element.boundingBox())?.y ?? Number.NaN;
      return y === last;
    })
    .toBe(true);
  return y;
}

test('a long answer is drawn as it comes, in short frames', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: paced({ ...text(answer(2_500)), chunkSize: 600 }, 20) });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const session = await openNewSession(page, host);
  const longestFrame = await watchFrames(page);
  await session.message.fill('Go');
  await session.message.press('Enter');
  const headings = session.transcript.getByRole('heading');
  await expect(headings.filter({ hasText: /^Part \d{3,}$/ }).first()).toBeVisible({ timeout: 30_000 });
  expect(await headings.count()).toBeLessThan(120);

  // Whoever reads further up is left alone.
  const end = await scrolled(session.transcript);
  await session.transcript.hover();
  await page.mouse.wheel(0, -6_000);
  await expect.poll(async () => (await scrolled(session.transcript)).top).toBeLessThan(end.top - 2_000);
  const inSight = headings.filter({ visible: true }).nth(10);
  const before = { text: (await inSight.textContent()) ?? '', y: await placeAtRest(inSight) };
  const { height } = await scrolled(session.transcript);
  const more = 200; // of pixels below: some of the answer has come meanwhile
  await expect.poll(async () => (await scrolled(session.transcript)).height, { timeout: 20_000 }).toBeGreaterThan(height + more);
  const place = await headings.filter({ hasText: new RegExp(`^${before.text}$`) }).boundingBox();
  expect(place?.y).toBeCloseTo(before.y, 0);
  expect(await longestFrame()).toBeLessThan(HANGS);
});

test('answers of 98 kB open and scroll in short frames', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: { ...text(answer(800)), chunkSize: 100_000 } });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  await talk(host, 'Big', ['a', 'b', 'c', 'd', 'e', 'f']);
  await openSessions(page, host);
  const longestFrame = await watchFrames(page);
  await row(page, 'Big').getByRole('button', { name: 'Big' }).click();
  const session = new SessionPage(page);
  const headings = session.transcript.getByRole('heading');
  await expect(headings.last()).toHaveText('Part 799');
  await expect(headings.last()).toBeInViewport();
  await session.transcript.hover();
  for (let turn = 0; turn < 60; turn += 1) {
    await page.mouse.wheel(0, -4_000);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await expect(session.transcript.locator('[aria-busy]')).toHaveCount(0);
  expect(await headings.count()).toBeGreaterThan(4);
  expect(await headings.count()).toBeLessThan(120);
  expect(await longestFrame()).toBeLessThan(HANGS);
});
