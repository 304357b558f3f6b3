import { expect, test } from '@playwright/test';
import { startTestHost, type TestHost } from '../../support/host';
import { centre, drag, drawSteps, wires } from '../pages/drawing';
import { Workbench } from '../pages/workbench';

let host: TestHost | undefined;
let workbench: Workbench;

test.beforeEach(async ({ page }) => {
  host = await startTestHost();
  workbench = await Workbench.open(page, host.url);
  await workbench.newWorkflow();
  await drawSteps(workbench, { Look: { x: 160, y: 120 }, Judge: { x: 520, y: 120 }, Report: { x: 520, y: 320 } });
});
test.afterEach(() => host?.[Symbol.asyncDispose]());

test('a wire that would close a cycle is refused with the cycle spelt out', async ({ page }) => {
  await workbench.wire('Look', 'Judge');
  await workbench.wire('Judge', 'Report');
  await workbench.wire('Report', 'Look');
  await expect(page.getByRole('alert')).toContainText('Report → Look → Judge → Report');
  await expect(wires(page)).toHaveCount(2);
  await workbench.wire('Look', 'Report');
  await expect(page.getByRole('alert')).toBeHidden();
  await expect(wires(page)).toHaveCount(3);
});

test('a wire dropped on empty canvas gets a step of its own', async ({ page }) => {
  const start = await centre(workbench.step('Report').locator('.source'));
  await drag(page, start, { x: start.x + 60, y: start.y + 90 });
  await expect(workbench.step('Step 4')).toBeVisible();
  await expect(page.getByRole('img', { name: 'Wire from Report to Step 4' })).toBeAttached();
});

test('deleting, undoing and redoing bring steps and wires away and back', async ({ page }) => {
  await workbench.wire('Look', 'Judge');
  await workbench.wire('Judge', 'Report');
  await workbench.step('Judge').click();
  await page.keyboard.press('Delete');
  await expect(workbench.step('Judge')).toBeHidden();
  await expect(wires(page)).toHaveCount(0);
  await page.keyboard.press('Control+Z');
  await expect(workbench.step('Judge')).toBeVisible();
  await expect(wires(page)).toHaveCount(2);
  await page.keyboard.press('Control+Shift+Z');
  await expect(workbench.step('Judge')).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await workbench.step('Judge').click();
  await page.keyboard.press('Control+Backspace');
  await expect(page.getByRole('img', { name: 'Wire from Look to Report' })).toBeAttached();
});

test('a wire can be selected and deleted', async ({ page }) => {
  await workbench.wire('Look', 'Judge');
  const [from, to] = [await centre(workbench.step('Look').locator('.source')), await centre(workbench.step('Judge').locator('.target'))];
  await page.mouse.click((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.keyboard.press('Delete');
  await expect(wires(page)).toHaveCount(0);
  await expect(workbench.step('Judge')).toBeVisible();
});

test('a step dropped on a wire is spliced into it, as one undo step', async ({ page }) => {
  await workbench.wire('Look', 'Judge');
  const [from, to] = [await centre(workbench.step('Look').locator('.source')), await centre(workbench.step('Judge').locator('.target'))];
  const card = await centre(workbench.step('Report'));
  await drag(page, { x: card.x, y: card.y - 40 }, { x: (from.x + to.x) / 2, y: from.y - 30 });
  await expect(page.getByRole('img', { name: 'Wire from Look to Report' })).toBeAttached();
  await expect(page.getByRole('img', { name: 'Wire from Report to Judge' })).toBeAttached();
  await expect(wires(page)).toHaveCount(2);
  await page.keyboard.press('Control+Z');
  await expect(page.getByRole('img', { name: 'Wire from Look to Judge' })).toBeAttached();
  expect((await centre(workbench.step('Report'))).y).toBeCloseTo(card.y, 0);
});

test('a drag is one undo step and survives a reload', async ({ page }) => {
  const before = await centre(workbench.step('Report'));
  await drag(page, before, { x: before.x - 200, y: before.y + 80 });
  const after = await centre(workbench.step('Report'));
  expect(after.x).toBeLessThan(before.x - 150);
  await page.keyboard.press('Control+Z');
  expect((await centre(workbench.step('Report'))).x).toBeCloseTo(before.x, 0);
  await page.keyboard.press('Control+Y');
  await expect(page.getByLabel('Unsaved')).toBeHidden();
  await page.reload();
  await expect(workbench.step('Report')).toBeVisible();
  const [look, report] = [await centre(workbench.step('Look')), await centre(workbench.step('Report'))];
  expect(report.x - look.x).toBeLessThan(250);
});

test('everything can be drawn with the keyboard alone', async ({ page }) => {
  await workbench.step('Look').click();
  await page.keyboard.press('n');
  await page.keyboard.press('F2');
  await page.keyboard.type('Summary');
  await page.keyboard.press('Escape');
  await expect(workbench.step('Summary')).toBeVisible();
  await workbench.step('Look').focus();
  await workbench.step('Look').click();
  await page.keyboard.press('l');
  await expect(page.getByRole('status').filter({ hasText: 'should wait for Look' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(wires(page)).toHaveCount(1);
  const before = await centre(workbench.step('Look'));
  await page.keyboard.press('ArrowLeft');
  await expect(workbench.step('Look')).toBeFocused();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  expect((await centre(workbench.step('Look'))).y).toBeCloseTo(before.y + 16, 0);
  await page.keyboard.press('Control+Z');
  expect((await centre(workbench.step('Look'))).y).toBeCloseTo(before.y, 0);
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await expect(page.getByText('Draw your first step')).toBeVisible();
});

test('steps are copied into another workflow with the wires between them', async ({ page }) => {
  await workbench.wire('Look', 'Judge');
  await workbench.step('Look').click();
  await workbench.step('Judge').click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+C');
  await workbench.newWorkflow();
  await expect(page.getByText('Draw your first step')).toBeVisible();
  await page.keyboard.press('Control+V');
  await expect(page.getByRole('img', { name: 'Wire from Look to Judge' })).toBeAttached();
  await page.keyboard.press('Control+D');
  await expect(page.getByRole('group', { name: 'Look' })).toHaveCount(2);
});

test('Tidy puts every step right of what it waits for, and undo puts all back', async ({ page }) => {
  await workbench.wire('Look', 'Judge');
  await workbench.wire('Judge', 'Report');
  await page.getByRole('button', { name: 'Tidy' }).click();
  await expect(async () => {
    const [judge, report] = [await centre(workbench.step('Judge')), await centre(workbench.step('Report'))];
    expect(report.x).toBeGreaterThan(judge.x + 200);
  }).toPass();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(async () => {
    const [judge, report] = [await centre(workbench.step('Judge')), await centre(workbench.step('Report'))];
    expect(report.x).toBeCloseTo(judge.x, 0);
  }).toPass();
});

test('zoomed out, cards become plain boxes that keep name and status', async ({ page }) => {
  await expect(workbench.step('Look')).toHaveAttribute('data-detail', 'full');
  const zoomOut = page.getByRole('button', { name: 'Zoom out' });
  while (!(await page.getByRole('button', { name: /Zoom (1|2)\d %/ }).isVisible())) await zoomOut.click();
  await expect(workbench.step('Look')).toHaveAttribute('data-detail', 'overview');
  await expect(workbench.step('Look')).toHaveAttribute('data-status', 'idle');
  await workbench.canvas.focus();
  await page.keyboard.press('1');
  await expect(workbench.step('Look')).toHaveAttribute('data-detail', 'full');
});

test('in a small window the minimap makes way for cards and buttons', async ({ page }) => {
  const minimap = page.getByRole('img', { name: 'Minimap' });
  await expect(minimap).toBeVisible();
  await page.setViewportSize({ width: 900, height: 600 });
  await expect(minimap).toBeHidden();
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(minimap).toBeVisible();
});
