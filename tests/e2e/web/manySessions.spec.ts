import { expect, test } from '@playwright/test';
import { startTestHost, type TestHost } from '../../support/host';
import { newSession, sessionSettings } from '../../support/sessions';
import { SessionPage } from '../pages/sessionPage';
import { openSessions, row, rows } from '../pages/sessionsPage';
import { smallRepository } from '../pages/smallRepository';

test('of thousands of sessions, and of thousands of messages, only what is in sight is drawn', async ({ page }) => {
  using repository = smallRepository();
  await using host = await startTestHost({ workDir: repository.path });
  await fill(host, { sessions: 3000, messages: 3000 });
  await openSessions(page, host);
  await expect(rows(page).first()).toContainText('Session 3000');
  await rows(page).first().getByRole('button', { name: 'Session 3000' }).focus();
  await page.keyboard.press('End');
  await expect(row(page, /^\D*Session 1\D/).getByRole('button', { name: 'Session 1', exact: true })).toBeFocused();
  expect(await rows(page).count()).toBeLessThan(80);

  await page.keyboard.press('Home');
  await expect(rows(page).first().getByRole('button', { name: 'Session 3000' })).toBeFocused();
  await page.keyboard.press('Enter');
  const session = new SessionPage(page);
  await expect(session.transcript).toContainText('Message 3000.');
  await expect(session.point(/Message 2999/)).toHaveAttribute('aria-current', 'true');
  expect(await session.transcript.getByRole('listitem').count()).toBeLessThan(80);
  await session.timeline.focus();
  await page.keyboard.press('Home');
  await expect(session.point('Beginning')).toHaveAttribute('aria-selected', 'true');
  expect(await session.timeline.getByRole('treeitem').count()).toBeLessThan(80);

  await page.getByRole('tab', { name: 'Sessions', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Search sessions' }).fill('Message 1500');
  await expect(rows(page)).toHaveCount(1);
  await rows(page).getByRole('button', { name: 'Session 3000' }).click();
  await expect(session.transcript.getByText('Message 1500.', { exact: true })).toBeInViewport();
  await session.transcript.hover();
  for (let wheel = 0; wheel < 40; wheel += 1) await page.mouse.wheel(0, -2_000);
  await expect(session.transcript.locator('[aria-busy]')).toHaveCount(0);
  await expect(session.transcript.getByRole('listitem').first()).toContainText(/Message \d+\./);
});

/** Puts that many sessions into the store, and that many messages into the last of them. */
async function fill({ host, workDir }: TestHost, { sessions, messages }: { readonly sessions: number; readonly messages: number }) {
  const { sessions: stored } = host.store;
  const settings = sessionSettings(workDir);
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
  await Promise.all(
    numbers(sessions).map((number) =>
      stored.create(newSession(`ses_${number}`, settings, { title: `Session ${number}`, createdAt: at(number), lastActiveAt: at(number) })),
    ),
  );
  await Promise.all(
    numbers(messages).map((depth) =>
      stored.append(
        {
          id: `msg_${depth}`,
          sessionId: `ses_${sessions}`,
          parentId: depth === 1 ? null : `msg_${depth - 1}`,
          depth,
          role: depth % 2 === 1 ? 'user' : 'assistant',
          content: [{ type: 'text', text: `Message ${depth}.` }],
          createdAt: at(sessions + depth),
        },
        0,
      ),
    ),
  );
}
