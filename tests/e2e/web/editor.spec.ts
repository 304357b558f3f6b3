import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { startTestHost, type TestHost } from '../../support/host';
import { drawSteps, wires } from '../pages/drawing';
import { Workbench } from '../pages/workbench';

let host: TestHost | undefined;
let workbench: Workbench;

test.beforeEach(async ({ page }) => {
  host = await startTestHost();
  workbench = await Workbench.open(page, host.url);
  await workbench.newWorkflow();
  await drawSteps(workbench, { Look: { x: 160, y: 120 }, Judge: { x: 520, y: 120 } });
});
test.afterEach(() => host?.[Symbol.asyncDispose]());

test('a prompt completes variables on $ and a fix wires what it names', async ({ page }) => {
  const prompt = workbench.inspector.getByRole('textbox', { name: 'Prompt', exact: true });
  await prompt.fill('');
  await prompt.pressSequentially('Judge $lo');
  await page.getByRole('option', { name: /\$steps\.look\.text/ }).click();
  await expect(prompt).toHaveText('Judge $steps.look.text');
  await expect(prompt).toHaveAttribute('aria-invalid', 'true');
  await workbench.inspector.getByRole('button', { name: /wait for "look"/ }).click();
  await expect(wires(page)).toHaveCount(1);
  await expect(workbench.inspector.getByRole('checkbox', { name: 'Look' })).toBeChecked();
  await expect(prompt).toHaveAttribute('aria-invalid', 'false');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(wires(page)).toHaveCount(0);
  await expect(prompt).toHaveText('Judge $steps.look.text');
});

test('an id is renamed everywhere, and refused where it can not be', async ({ page }) => {
  await workbench.inspector.getByRole('textbox', { name: 'Prompt', exact: true }).fill('Judge $steps.look.text');
  await workbench.inspector.getByRole('checkbox', { name: 'Look' }).click();
  await workbench.step('Look').click();
  const id = workbench.inspector.getByRole('textbox', { name: 'Id', exact: true });
  await id.fill('judge');
  await id.press('Enter');
  await expect(id).toHaveAccessibleDescription(/choose another id/);
  await id.fill('first');
  await id.press('Enter');
  await workbench.step('Judge').click();
  await expect(workbench.inspector.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveText('Judge $steps.first.text');
  await expect(page.getByRole('img', { name: 'Wire from Look to Judge' })).toBeAttached();
});

test('choosing a problem goes to its field', async ({ page }) => {
  await workbench.inspector.getByRole('textbox', { name: 'Prompt', exact: true }).fill('');
  await workbench.step('Look').click();
  await page.keyboard.press('Control+Shift+M');
  await page
    .getByRole('list', { name: 'Problems' })
    .getByRole('button', { name: /"judge" has no prompt/ })
    .click();
  await expect(workbench.inspector.getByRole('heading', { name: 'Judge' })).toBeVisible();
  await expect(workbench.inspector.getByRole('textbox', { name: 'Prompt', exact: true })).toBeFocused();
});

test('parameters are declared, renamed in every prompt and removed', async ({ page }) => {
  await workbench.inspector.getByRole('textbox', { name: 'Prompt', exact: true }).fill('Judge $FOLDER');
  await workbench.inspector.getByRole('button', { name: 'Declare the parameter FOLDER' }).click();
  await page.locator('.react-flow__pane').click({ position: { x: 40, y: 300 } });
  const table = workbench.inspector.getByRole('table', { name: 'Parameters' });
  const name = table.getByRole('textbox', { name: 'Name of FOLDER' });
  await name.fill('PLACE');
  await name.press('Enter');
  await table.getByRole('combobox', { name: 'Type of PLACE' }).selectOption('number');
  await table.getByRole('textbox', { name: 'Default of PLACE' }).fill('4');
  await workbench.step('Judge').click();
  await expect(workbench.inspector.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveText('Judge $PLACE');
  await workbench.inspector.getByRole('button', { name: 'Resolved prompt' }).click();
  await expect(workbench.inspector.getByRole('region', { name: 'Resolved prompt' })).toHaveText('Judge 4');
});

test('what is typed into one field is one undo step', async ({ page }) => {
  const name = workbench.inspector.getByRole('textbox', { name: 'Name', exact: true });
  await workbench.step('Look').click();
  await name.fill('');
  await name.pressSequentially('Study');
  await expect(workbench.step('Study')).toHaveAttribute('data-step-id', 'study');
  await expect(name).toBeFocused();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(workbench.step('Look')).toHaveAttribute('data-step-id', 'look');
});

test('the JSON view edits the same document and says why something is not applied', async ({ page }) => {
  await page.getByRole('radio', { name: 'JSON' }).click();
  const json = page.getByRole('textbox', { name: 'Workflow as JSON' });
  await expect(json).toContainText('"description": "Judge"');
  await json.fill('{ "name": "typed", "steps": [');
  await expect(page.getByRole('status').filter({ hasText: 'Not applied yet' })).toContainText('not usable JSON');
  await json.fill('{ "name": "typed", "steps": [{ "id": "a", "prompt": "A" }, { "id": "b", "prompt": "B", "dependsOn": ["a"] }] }');
  await expect(page.getByRole('tab', { name: /typed/ })).toBeVisible();
  await page.getByRole('radio', { name: 'Visual' }).click();
  await expect(page.getByRole('img', { name: 'Wire from a to b' })).toBeAttached();
});

test('text that is no workflow yet stays with its document until it is applied or discarded', async ({ page }) => {
  const view = (name: string) => page.getByRole('radio', { name }).click();
  const json = page.getByRole('textbox', { name: 'Workflow as JSON' });
  const notYet = page.getByRole('status').filter({ hasText: 'Not applied yet' });
  await view('JSON');
  await json.fill('{ "name": "half", "steps": [');
  await expect(notYet).toBeVisible();
  await view('Visual');
  await workbench.step('Judge').click();
  await workbench.inspector.getByRole('textbox', { name: 'Name', exact: true }).fill('Weigh');
  await view('JSON');
  await expect(json).toHaveText('{ "name": "half", "steps": [');
  await expect(notYet).toContainText('The workflow was changed since');
  await page.getByRole('button', { name: 'Discard this text' }).click();
  await expect(json).toContainText('"description": "Weigh"');
  await expect(notYet).toBeHidden();
  await json.fill('{');
  await expect(notYet).toBeVisible();
  await page.keyboard.press('Control+Z');
  await expect(json).toContainText('"description": "Weigh"');
});

test('the outline shows, selects and deletes steps without a canvas', async ({ page }) => {
  await workbench.inspector.getByRole('checkbox', { name: 'Look' }).click();
  await page.getByRole('radio', { name: 'Outline' }).click();
  const outline = page.getByRole('tree', { name: 'Outline' });
  await expect(outline.getByRole('treeitem')).toHaveText([/Look/, /Judge.*after Look/]);
  await outline.getByRole('treeitem', { name: /^Not run Look$/ }).click();
  await page.keyboard.press('ArrowDown');
  await expect(outline.getByRole('treeitem', { name: 'Judge' })).toBeFocused();
  await page.keyboard.press('n');
  await expect(outline.getByRole('treeitem')).toHaveCount(3);
  await page.keyboard.press('Delete');
  await expect(outline.getByRole('treeitem')).toHaveCount(2);
});

test('canvas, outline and inspector hold no accessibility violations', async ({ page }) => {
  await workbench.inspector.getByRole('checkbox', { name: 'Look' }).click();
  const audit = () => new AxeBuilder({ page }).include('main').include('[aria-label="Inspector"]').analyze();
  expect((await audit()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  await page.getByRole('radio', { name: 'Outline' }).click();
  await expect(page.getByRole('tree', { name: 'Outline' })).toBeVisible();
  expect((await audit()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test('a second window in which nothing is typed shows what the first one saves', async ({ page, context }) => {
  await workbench.step('Judge').click();
  await expect(page.getByRole('tab', { name: 'untitled', exact: true })).toBeVisible();
  const other = await Workbench.open(await context.newPage(), host?.url ?? '');
  await other.row('Workflows', 'untitled').getByRole('button').first().click();
  await other.step('Look').click();
  await page.bringToFront();
  await workbench.inspector.getByRole('textbox', { name: 'Name', exact: true }).fill('Weigh');
  await expect(other.step('Weigh')).toBeVisible();
  await expect(other.inspector.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Look');
});

test('a reload right after typing loses nothing', async ({ page }) => {
  await workbench.inspector.getByRole('textbox', { name: 'Name', exact: true }).fill('Last words');
  await page.reload();
  await expect(workbench.step('Last words')).toBeVisible();
});

test('the code view shows what builds the same workflow', async ({ page }) => {
  await page.getByRole('radio', { name: 'Code' }).click();
  const code = page.getByRole('region', { name: 'Builder code' });
  await expect(code).toContainText(".define('untitled')");
  await expect(code).toContainText('Do what Judge does');
});
