import { expect, test } from '@playwright/test';
import { damage } from '../../support/damage';
import { openEchoedSession } from '../pages/echoedSession';

test('a damaged checkpoint is named in the timeline, and deleted from there', async ({ page }) => {
  await using opened = await openEchoedSession(page);
  const { host, session } = opened;
  await session.say('One.', /One/);
  await session.saveCheckpoint('whole');
  await session.saveCheckpoint('cut off');
  damage(host.database, "UPDATE checkpoints SET settings = '{' WHERE label = 'cut off'");
  await page.reload();
  await expect(session.point('Checkpoint whole')).toBeVisible();
  await expect(session.point('Checkpoint cut off')).toHaveCount(0);
  const damaged = page.getByRole('list', { name: 'Damaged checkpoints' });
  await expect(damaged).toContainText(/The checkpoint “.?cut off.?” cannot be read/);
  await damaged.getByRole('button', { name: 'Delete the damaged checkpoint' }).click();
  await expect(damaged).toHaveCount(0);
  await page.getByText('Undo', { exact: true }).click();
  await expect(damaged).toContainText('cut off');
});
