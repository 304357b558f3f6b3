import { expect, test } from '@playwright/test';
import { startTestHost } from '../../support/host';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text } from '../../support/modelServer/reply';
import { openSessions, row } from '../pages/sessionsPage';
import { smallRepository } from '../pages/smallRepository';
import { talk } from '../pages/talk';

test('a session becomes idle before one’s eyes: in the list, in the status bar, for Close idle and for Prune', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: text('Noted.') });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  await talk(host, 'One', ['Hello']);
  await openSessions(page, host);
  await expect(row(page, 'One')).toContainText('Active');
  const closeIdle = page.getByRole('button', { name: 'Close idle' });
  await expect(closeIdle).toBeDisabled();
  await page.getByRole('button', { name: 'Prune…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Prune sessions' });
  await dialog.getByLabel('State').selectOption('idle');
  await expect(dialog).toContainText('nothing would go');
  // A setting makes it idle in a while that nothing but time goes by in.
  const { app } = host.host.services;
  await app.saveSettings({ sessionManager: { ...app.settings().sessionManager, idleTimeoutMs: 15_000 } });
  await expect(dialog.getByRole('button', { name: 'Prune 1 session' })).toBeEnabled({ timeout: 20_000 });
  await page.keyboard.press('Escape');
  await expect(row(page, 'One')).toContainText('Idle');
  await expect(page.getByTitle('Show all sessions')).toContainText('1 idle');
  await closeIdle.click();
  await expect(row(page, 'One')).toContainText('Closed');
});
