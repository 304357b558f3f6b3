import { expect, test } from '@playwright/test';
import { startTestHost } from '../../support/host';
import { startModelServer } from '../../support/modelServer/modelServer';
import { message, text, toolUseBlock } from '../../support/modelServer/reply';
import { SessionPage } from '../pages/sessionPage';
import { openSessions, rows } from '../pages/sessionsPage';
import { smallRepository } from '../pages/smallRepository';
import { talk } from '../pages/talk';

test('what a tool read is found, unfolded and marked, from the list and in the conversation', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({
    script: ({ body }) =>
      body.messages.at(-1)?.content.some(({ type }) => type === 'tool_result')
        ? text('Done.')
        : message([toolUseBlock('read', { file_path: 'tsconfig.json' }), toolUseBlock('read', { file_path: 'package.json' })]),
  });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  await talk(host, 'Reads', ['a', 'b', 'c', 'd', 'e', 'f']);
  await openSessions(page, host);
  await page.getByRole('searchbox', { name: 'Search sessions' }).fill('pocket-calculator');
  await expect(rows(page)).toHaveCount(1);
  await rows(page).first().getByRole('button').first().click();
  const session = new SessionPage(page);
  const { transcript } = session;
  const found = transcript.locator('[data-found]');
  await expect(found).toHaveCount(1);
  await expect(found).toContainText('pocket-calculator');
  await expect(found.getByRole('button', { expanded: true }).first()).toBeInViewport();

  await page.getByRole('button', { name: 'Find in conversation' }).click();
  const find = page.getByRole('searchbox', { name: 'Find in conversation' });
  await find.fill('pocket');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('6 found');
  for (const place of [1, 2, 6]) {
    await find.press(place === 6 ? 'Shift+Enter' : 'Enter');
    if (place === 6) await find.press('Shift+Enter');
    await expect(page.getByRole('search').getByRole('status')).toHaveText(`${place} of 6`);
    await expect(found).toContainText('pocket-calculator');
    await expect(found).toBeInViewport();
  }

  await find.press('Enter');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('1 of 6');
  await expect(found).toBeInViewport();
  await session.point(/^e /).dblclick();
  await expect(page.getByText('You are looking at another point')).toBeVisible();
  await expect(transcript.getByRole('listitem').last()).toBeInViewport();
  await expect(transcript.getByRole('listitem').last()).toContainText('Done.');
  await expect(found).toHaveCount(0);
});
