import { expect, test } from '@playwright/test';
import { startTestHost } from '../../support/host';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { SessionPage } from '../pages/sessionPage';
import { openSessions, row } from '../pages/sessionsPage';
import { smallRepository } from '../pages/smallRepository';
import { say, talk } from '../pages/talk';

test('in a small window the conversation keeps its place beside a long draft, and nothing is cut off that cannot be scrolled to', async ({
  page,
}) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: text('Yes.') });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  await talk(host, 'Talk', ['One', 'Two', 'Three', 'Four']);
  await openSessions(page, host);
  await page.setViewportSize({ width: 420, height: 700 });
  await expect.poll(() => page.evaluate(outOfReach)).toEqual([]);
  await page.setViewportSize({ width: 700, height: 600 });
  await row(page, 'Talk').getByRole('button', { name: 'Talk' }).click();
  const session = new SessionPage(page);
  await session.message.fill('word '.repeat(300));
  await expect.poll(() => session.transcript.evaluate((list) => list.parentElement?.clientHeight)).toBeGreaterThan(100);
  await page.setViewportSize({ width: 420, height: 700 });
  await session.point('Two').click();
  await session.action('Branch here').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Branch here' }).click();
  await expect(session.bar).toBeVisible();
  await expect.poll(() => page.evaluate(outOfReach)).toEqual([]);
});

test('made small, the window leaves names room: beside a graph of many branches, in the list of sessions, and over the explorer’s lists', async ({
  page,
}) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: text('Yes.') });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const { sessions } = host.host.services;
  const id = await talk(host, 'Talk', ['One']);
  const base = await sessions.saveCheckpoint({ id, label: 'base', files: false });
  for (let way = 0; way < 9; way += 1) {
    await say(host, id, ['Another way']);
    await sessions.restoreCheckpoint({ id, checkpointId: base.id, files: false, force: false });
  }
  await openSessions(page, host);
  await row(page, 'Talk').getByRole('button', { name: 'Talk' }).click();
  const session = new SessionPage(page);
  const graph = session.point('One').locator('svg');
  const graphWidth = async () => (await graph.boundingBox())?.width ?? 0;
  for (const width of [1440, 700]) {
    await page.setViewportSize({ width, height: 700 });
    await expect.poll(graphWidth).toBeGreaterThan(120);
  }
  await page.setViewportSize({ width: 420, height: 700 });
  await expect.poll(graphWidth).toBeLessThan(90);

  await page.getByRole('tab', { name: 'Sessions', exact: true }).click();
  const table = page.getByRole('table', { name: 'All sessions' });
  await expect.poll(() => table.evaluate(({ parentElement: around }) => (around?.scrollWidth ?? 0) - (around?.clientWidth ?? 0))).toBe(0);

  await page.getByRole('tab', { name: 'release-check' }).click();
  const heading = page.getByRole('navigation', { name: 'Explorer' }).getByRole('button', { name: 'Workflows', exact: true });
  await expect.poll(() => heading.evaluate((button) => button.scrollWidth - button.clientWidth)).toBe(0); // its buttons stand beside it
});

/** Buttons and fields of which a part lies outside of the window, or of what is around them, where nothing scrolls to it. */
function outOfReach(): string[] {
  const isCut = (control: Element): boolean => {
    const { left, right, width } = control.getBoundingClientRect();
    if (width <= 1) return false;
    if (right > window.innerWidth + 1 || left < -1) return true;
    for (let around = control.parentElement; around; around = around.parentElement) {
      const { overflowX } = getComputedStyle(around);
      if (overflowX === 'auto' || overflowX === 'scroll') return false;
      if (overflowX !== 'hidden') continue;
      const box = around.getBoundingClientRect();
      if (right > box.right + 1 || left < box.left - 1) return true;
    }
    return false;
  };
  const scrolls = (control: Element): boolean => {
    for (let around = control.parentElement; around; around = around.parentElement)
      if (/auto|scroll/.test(getComputedStyle(around).overflowX) && around.scrollWidth > around.clientWidth) return true;
    return false;
  };
  return [...document.querySelectorAll('button, input, select, textarea')]
    .filter((control) => isCut(control) && !scrolls(control))
    .map((control) => control.getAttribute('aria-label') ?? control.textContent ?? '');
}
