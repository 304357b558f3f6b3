import { expect, test } from '@playwright/test';
import { startTestHost } from '../../support/host';
import { startModelServer } from '../../support/modelServer/modelServer';
import { echo, openEchoedSession, promptsOf } from '../pages/echoedSession';
import { SessionPage } from '../pages/sessionPage';
import { smallRepository } from '../pages/smallRepository';
import { openStartedRun } from '../pages/startedRun';
import { tabTo } from '../pages/tabTo';

test('going back to a checkpoint: what came after it is not sent any more, and can be come back to (4.1)', async ({ page }) => {
  await using opened = await openEchoedSession(page);
  const { model, session } = opened;
  await session.say('Remember: the API runs on port 8080.', /^Answer.*8080/s);
  await session.say('The database schema is in db/schema.sql.', /schema/);
  await session.saveCheckpoint('before-refactor');
  await session.say('Rename all API endpoints from /api to /v2.', /v2/);

  const dialog = await session.askToRestore('before-refactor');
  await expect(dialog).toContainText('goes back by 2 messages');
  await expect(dialog).toContainText('Rename all API endpoints from /api to /v2.');
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(session.transcript).not.toContainText('Rename');
  await expect(session.point('Automatic checkpoint Before restoring “before-refactor”')).toBeVisible();

  await session.say('What port does the API run on?', /what port/i);
  expect(promptsOf(model)).toEqual([
    'Remember: the API runs on port 8080.',
    'The database schema is in db/schema.sql.',
    'What port does the API run on?',
  ]);
  await session.restore('Before restoring “before-refactor”');
  await expect(session.transcript).toContainText('Rename all API endpoints from /api to /v2.');
});

test('a restore and a branch are taken back, and a checkpoint deleted, with the keyboard alone, which always stays where one is', async ({
  page,
}) => {
  await using opened = await openEchoedSession(page);
  const { model, session } = opened;
  const { keyboard } = page;
  const goTo = async (row: 'first' | 'one') => {
    await tabTo(session.timeline);
    await keyboard.press('Home');
    for (let step = 0; step < (row === 'one' ? 1 : 2); step += 1) await keyboard.press('ArrowRight');
    await expect(session.point(row === 'one' ? /One/ : 'Checkpoint first')).toHaveAttribute('aria-selected', 'true');
  };
  const act = async (action: Parameters<SessionPage['action']>[0]) => {
    await tabTo(session.action(action), 'Shift+Tab');
    await keyboard.press('Enter');
  };
  const undo = session.bar.getByRole('button', { name: 'Undo' });
  await keyboard.type('One.');
  await keyboard.press('Enter');
  await expect(session.point(/One/)).toHaveAttribute('aria-current', 'true');
  await tabTo(session.action('Save checkpoint'));
  await keyboard.press('Enter');
  await keyboard.type('first');
  await keyboard.press('Enter');
  await expect(session.point('Checkpoint first')).toBeVisible();
  await expect(session.action('Save checkpoint')).toBeFocused();
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  await tabTo(session.message, 'Shift+Tab');
  await keyboard.type('Two.');
  await keyboard.press('Enter');
  await expect(session.point(/Two/)).toHaveAttribute('aria-current', 'true');

  await goTo('first');
  await act('Restore');
  await expect(page.getByRole('dialog', { name: 'Restore “first”' })).toContainText('goes back by 2 messages');
  await keyboard.press('Enter');
  await expect(session.point(/One/)).toHaveAttribute('aria-current', 'true');
  await expect(session.action('Restore')).toBeFocused();
  await tabTo(undo);
  await keyboard.press('Enter');
  await expect(session.point(/Two/)).toHaveAttribute('aria-current', 'true');
  await expect(session.timeline).toBeFocused();

  await goTo('one');
  await keyboard.press('Enter');
  await expect(page.getByText('You are looking at another point')).toBeVisible();
  await expect(session.transcript).not.toContainText('Two.');
  await act('Branch here');
  await keyboard.type('one way');
  await keyboard.press('Enter');
  await expect(session.point('Checkpoint one way')).toBeVisible();
  await expect(session.action('Branch here')).toBeFocused();
  await tabTo(undo);
  await keyboard.press('Enter');
  await expect(session.point(/Two/)).toHaveAttribute('aria-current', 'true');
  await expect(session.timeline).toBeFocused();
  await act('Branch here');
  await keyboard.type('another way');
  await keyboard.press('Enter');
  await expect(session.point('Checkpoint another way')).toBeVisible();
  await tabTo(session.message, 'Shift+Tab');
  await keyboard.type('Three.');
  await keyboard.press('Enter');
  await expect(session.point(/Three/)).toHaveAttribute('aria-current', 'true');
  expect(promptsOf(model)).toEqual(['One.', 'Three.']);

  await goTo('first');
  await keyboard.press('Delete');
  await expect(session.point('Checkpoint first')).toHaveCount(0);
  await expect(session.point(/One/)).toHaveAttribute('aria-selected', 'true');
  await expect(session.timeline).toBeFocused();
  await keyboard.press('F8');
  await tabTo(
    page
      .getByRole('listitem')
      .filter({ hasText: /first.* is deleted/ })
      .getByRole('button', { name: 'Undo' }),
  );
  await keyboard.press('Enter');
  await expect(session.point('Checkpoint first')).toBeVisible();
  await expect(session.timeline).toBeFocused();

  await keyboard.press('Home');
  await keyboard.press('Space');
  await keyboard.press('End');
  await act('Compare');
  await expect(page.getByRole('dialog', { name: 'Compare two points' })).toContainText('added: Three.');
  await keyboard.press('Escape');
  await expect(session.action('Compare')).toBeFocused();

  await goTo('first');
  await act('Delete');
  await expect(session.point('Checkpoint first')).toHaveCount(0);
  await expect(session.action('Delete')).toBeFocused();
});

test('what is copied is the conversation one looks at', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await using opened = await openEchoedSession(page);
  const { session } = opened;
  await session.say('One.', /One/);
  await session.say('Two.', /Two/);
  const copied = async (toast: number) => {
    await page
      .getByRole('region', { name: /^Session / })
      .getByRole('button', { name: 'More actions' })
      .click();
    await page.getByRole('menuitem', { name: 'Copy conversation' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Conversation copied.' })).toHaveCount(toast);
    return page.evaluate(() => navigator.clipboard.readText());
  };
  expect(await copied(1)).toContain('Noted: Two.');
  await session.point(/One/).dblclick();
  await expect(session.transcript).not.toContainText('Two.');
  const earlier = await copied(2);
  expect(earlier).toContain('Noted: One.');
  expect(earlier).not.toContain('Two.');
});

test('a step of a run is taken back in the panel below, and runs again with what depends on it, also after a reload', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: echo });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const definition = {
    name: 'chain',
    description: '',
    steps: [
      { id: 'look', description: 'Look', prompt: 'Look around' },
      { id: 'judge', description: 'Judge', prompt: 'Judge $steps.look.text', dependsOn: ['look'] },
    ],
  };
  const { workbench, runId } = await openStartedRun(page, host, definition);
  await workbench.expectStatus('Judge', 'completed');
  await workbench.row('Steps', 'Look').getByRole('button').click();
  await workbench.tab('Timeline').click();
  const session = new SessionPage(page);
  await session.point(/^Look around/).click();
  await session.action('Branch here').click();
  await page.getByRole('dialog', { name: 'Branch here' }).getByRole('button', { name: 'Branch here' }).click();
  const rerun = page.getByRole('button', { name: 'Re-run this step and what depends on it' });
  await expect(rerun).toBeVisible();
  await session.bar.getByRole('button', { name: 'Undo' }).click();
  await expect(rerun).toBeHidden(); // it stands where the run has the answer from
  await session.restore('Branch');
  await page.reload();
  await workbench.row('Steps', 'Look').getByRole('button').click();
  await workbench.tab('Timeline').click();
  const before = model.requests.length;
  await rerun.click();
  await expect.poll(() => model.requests.length).toBe(before + 2);
  await workbench.expectStatus('Judge', 'completed');
  expect(host.host.store.runs.get(runId)?.status).toBe('completed');
});
