import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openEchoedSession } from '../pages/echoedSession';

test('files kept with a checkpoint come back with it: what would change is shown, and what something else changed wants a word', async ({
  page,
}) => {
  await using opened = await openEchoedSession(page);
  const { repository, session } = opened;
  await session.say('Begin.', /Begin/);
  await session.saveCheckpoint('as it was', { files: true });
  const file = join(repository.path, 'src/sum.ts');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, 'export const sum = () => 0;\n');

  const dialog = await session.askToRestore('as it was');
  const restore = dialog.getByRole('button', { name: 'Restore' });
  await expect(dialog).toContainText('src/sum.ts');
  await dialog.getByRole('button', { name: /src\/sum.ts/ }).click();
  await expect(dialog.getByRole('region', { name: 'Changes in src/sum.ts' })).toContainText('removed: export const sum = () => 0;');
  await expect(restore).toBeDisabled();
  await dialog.getByRole('checkbox', { name: /Overwrite/ }).check();
  await restore.click();
  await expect(dialog).toBeHidden();
  expect(readFileSync(file, 'utf8')).toBe(before);
  await session.bar.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => readFileSync(file, 'utf8')).toBe('export const sum = () => 0;\n');

  await session.saveCheckpoint('as it is', { files: true });
  await session.point('Checkpoint as it is').click();
  await session.point('Checkpoint as it was').click({ modifiers: ['ControlOrMeta'] });
  await session.action('Compare').click();
  const comparison = page.getByRole('dialog', { name: 'Compare two points' });
  await comparison.getByRole('tab', { name: /^Files/ }).click();
  await comparison.getByRole('button', { name: /src\/sum.ts/ }).click();
  await expect(comparison.getByRole('region', { name: 'Changes in src/sum.ts' })).toContainText('added: export const sum = () => 0;');
});

test('agreeing to overwrite holds for what the dialog shows: what changes before the press is shown first, and asked about again', async ({
  page,
}) => {
  await using opened = await openEchoedSession(page);
  const { repository, host, session } = opened;
  await session.saveCheckpoint('as it was', { files: true });
  const [mine, theirs] = [join(repository.path, 'package.json'), join(repository.path, 'tsconfig.json')];
  const [before, other] = [readFileSync(mine, 'utf8'), readFileSync(theirs, 'utf8')];
  writeFileSync(mine, '{ "name": "mine" }\n');

  const dialog = await session.askToRestore('as it was');
  const restore = dialog.getByRole('button', { name: 'Restore' });
  const overwrite = dialog.getByRole('checkbox', { name: /Overwrite/ });
  await overwrite.check();
  await expect(dialog).not.toContainText('tsconfig.json');
  writeFileSync(theirs, '{ "theirs": true }\n');
  await restore.click();
  await expect(dialog.getByRole('alert')).toContainText('Files changed after this was shown, so nothing was restored.');
  await expect(dialog.getByRole('list', { name: 'Changed files' })).toContainText('tsconfig.json');
  await expect(overwrite).not.toBeChecked();
  await expect(restore).toBeDisabled();
  expect([mine, theirs].map((file) => readFileSync(file, 'utf8'))).toEqual(['{ "name": "mine" }\n', '{ "theirs": true }\n']);

  await overwrite.check();
  writeFileSync(mine, '{ "name": "again" }\n');
  await host.host.services.sessions.create({ title: 'Another' });
  await expect(dialog.getByText('Files changed after you agreed.')).toBeVisible();
  await expect(overwrite).not.toBeChecked();
  await overwrite.check();
  await restore.click();
  await expect(dialog).toBeHidden();
  expect([mine, theirs].map((file) => readFileSync(file, 'utf8'))).toEqual([before, other]);
});

test('messages are restored also where the files of the checkpoint cannot be looked at', async ({ page }) => {
  await using opened = await openEchoedSession(page);
  const { repository, session } = opened;
  await session.say('Begin.', /Begin/);
  await session.saveCheckpoint('as it was', { files: true });
  await session.say('Go on.', /Go on/);
  const moved = `${repository.path}-moved`;
  renameSync(repository.path, moved);

  const dialog = await session.askToRestore('as it was');
  await expect(dialog).toContainText('goes back by 2 messages');
  await expect(dialog).toContainText(`${repository.path} does not exist any more`);
  renameSync(moved, repository.path);
  await dialog.getByRole('button', { name: 'Look again' }).click();
  await expect(dialog).toContainText('nothing to bring back');
  renameSync(repository.path, moved);
  await page.keyboard.press('Escape');
  await session.askToRestore('as it was');
  await dialog.getByRole('button', { name: 'Restore without files' }).click();
  await expect(dialog).toBeHidden();
  await expect(session.transcript).not.toContainText('Go on.');
  renameSync(moved, repository.path);
});
