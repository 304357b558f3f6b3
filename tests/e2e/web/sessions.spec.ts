import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { NO_USAGE } from '../../../shared/run/usage';
import type { SessionSettings } from '../../../shared/session/session';
import { startTestHost, type TestHost } from '../../support/host';
import { stalledAfter, unauthorized } from '../../support/modelServer/faults';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { SessionPage } from '../pages/sessionPage';
import { smallRepository } from '../pages/smallRepository';
import { Workbench } from '../pages/workbench';

test('sessions are found by what was said in them, and opened at the place', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: text('I will remember it.') });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  await talk(host, 'Ports', ['The port is 8080.', 'And the other one 9090.']);
  await talk(host, 'Colours', ['The colour is green.']);
  await openSessions(page, host);
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('searchbox', { name: 'Search sessions' }).fill('8080');
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText('The port is 8080.');
  await rows(page).getByRole('button', { name: /Ports/ }).click();
  await expect(page.getByRole('list', { name: 'Transcript' })).toContainText('The port is 8080.');
});

test('sessions are filtered, closed, pruned after a look at what goes, deleted, and brought back', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: text('Yes.') });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  for (const title of ['One', 'Two', 'Three']) await talk(host, title, ['Hello']);
  await openSessions(page, host);
  await expect(page.getByRole('button', { name: 'Close idle' })).toBeDisabled();
  await row(page, 'One').hover();
  await row(page, 'One').getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(rows(page)).toHaveCount(3);

  await page.getByRole('button', { name: 'Prune…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Prune sessions' });
  await expect(dialog.getByRole('button', { name: 'Prune', exact: true })).toBeDisabled();
  await dialog.getByLabel('Not used for longer than').fill('7x');
  await expect(dialog.getByRole('alert')).toContainText('7x');
  await dialog.getByLabel('State').selectOption('active');
  await dialog.getByLabel('Not used for longer than').fill('0s');
  await expect(dialog.getByRole('list', { name: 'Sessions that would go' }).getByRole('listitem')).toHaveCount(3);
  await dialog.getByRole('button', { name: 'Prune 3 sessions' }).click();
  await expect(page.getByText('No sessions yet').last()).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(rows(page)).toHaveCount(3);

  await row(page, 'Two').hover();
  await row(page, 'Two').getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.reload();
  await page.getByRole('button', { name: 'Recently deleted' }).click();
  await page.getByRole('menuitem', { name: /Bring back .*Two/ }).click();
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByRole('button', { name: 'Recently deleted' })).toBeHidden();

  await page.getByRole('combobox', { name: 'State' }).selectOption('closed');
  await expect(page.getByText('No session matches').last()).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(rows(page)).toHaveCount(3);
});

test('a turn streams into the transcript, is stopped, and what had come stays; a reload finds it again', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: stalledAfter(text('I am reading a long book about it'), 900) });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  await openSessions(page, host);
  await page.getByRole('button', { name: 'New session' }).first().click();
  const session = new SessionPage(page);
  await session.message.fill('Read the book');
  await session.message.press('Enter');
  await expect(session.transcript).toContainText('I am re');
  await expect(page.getByRole('tab', { name: 'Read the book' })).toBeVisible();
  await page.reload();
  await expect(session.transcript).toContainText('I am re');
  await page
    .getByRole('region', { name: /^Session/ })
    .getByRole('button', { name: 'Stop' })
    .click();
  await expect(page.getByRole('button', { name: 'Send' })).toBeVisible();
  await expect(session.transcript).toContainText('I am re');
  await expect(session.transcript).toContainText('Stopped here.');
  await model.idle();
});

test('with a call of a conversation it says why it was allowed or denied, also after a reload', async ({ page }) => {
  using repository = smallRepository();
  const calls = [toolUse('bash', { command: 'touch a' }), toolUse('bash', { command: 'rm a' })];
  await using model = await startModelServer({ script: turns(...calls, text('Done.')) });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  await openSessions(page, host);
  await page.getByRole('button', { name: 'New session' }).first().click();
  const session = new SessionPage(page);
  await session.message.fill('Make it');
  await session.message.press('Enter');
  const requests = page.getByRole('region', { name: 'Permission requests' }).getByRole('article');
  await requests.filter({ hasText: 'touch a' }).getByRole('button', { name: 'Allow once' }).click();
  const second = requests.filter({ hasText: 'rm a' });
  await second.getByRole('textbox', { name: 'Reply to the model, with a denial' }).fill('Keep it.');
  await page.keyboard.press('Enter');
  await expect(session.transcript).toContainText('Done.');
  for (const isStored of [false, true]) {
    if (isStored) await page.reload();
    await session.transcript.getByText('touch a').first().click();
    await expect(session.transcript).toContainText(/Asked: .*Allowed: the person allowed it once/s);
    await expect(session.transcript).toContainText(/Asked: .*Denied: the person said no.*Reply: Keep it\./s);
  }
});

test('a message that fails says why, and what is typed is kept while one looks elsewhere', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: unauthorized() });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  await openSessions(page, host);
  await page.getByRole('button', { name: 'New session' }).first().click();
  const session = new SessionPage(page);
  await session.message.fill('Hello');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('region', { name: /^Session/ }).getByRole('alert')).toContainText('ANTHROPIC_API_KEY');
  await session.message.fill('half a thought');
  await page.getByRole('tab', { name: 'Sessions', exact: true }).click();
  await page.getByRole('tab', { name: 'Hello' }).click();
  await expect(session.message).toHaveValue('half a thought');
  await page.reload();
  await expect(session.message).toHaveValue('half a thought');
});

test('words are found in a long conversation, place by place, also on a branch that was left', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: text('Noted.') });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const id = await talk(host, 'Ports', ['The port is 8080.']);
  const { sessions } = host.host.services;
  const base = await sessions.saveCheckpoint({ id, label: 'base', files: false });
  await say(host, id, ['Forget it: the port is 7070.']);
  await sessions.restoreCheckpoint({ id, checkpointId: base.id, files: false, force: false });
  await say(host, id, ['A second port is 9090.', 'And now to something else.']);
  await openSessions(page, host);
  await row(page, 'Ports').getByRole('button', { name: 'Ports' }).click();
  await page.getByRole('button', { name: 'Find in conversation' }).click();
  const find = page.getByRole('searchbox', { name: 'Find in conversation' });
  await expect(find).toBeFocused();
  await find.fill('port');
  const places = page.getByRole('search').getByRole('status');
  await expect(places).toHaveText('3 found');
  const { transcript } = new SessionPage(page);
  await find.press('Enter');
  await expect(places).toHaveText('1 of 3');
  await expect(transcript.locator('[data-found]')).toContainText('8080');
  await find.press('Shift+Enter');
  await expect(places).toHaveText('3 of 3');
  await find.fill('Forget');
  await find.press('Enter');
  await expect(page.getByText('You are looking at another point')).toBeVisible();
  await expect(transcript).toContainText('7070');
  await find.fill('no such words');
  await expect(places).toHaveText('Not found');
  await find.press('Escape');
  await find.press('Escape');
  await expect(find).toBeHidden();
});

test('what a turn goes on without is said, also once it is over, until it is read', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: text('Done without it.') });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const { sessions } = host.host;
  const { settings } = sessions.resume(await talk(host, 'Plain', []));
  await sessions.create({ title: 'With skills', settings: { ...settings, skillDirectories: ['no-such-folder'] } });
  await openSessions(page, host);
  await row(page, 'With skills').getByRole('button', { name: 'With skills' }).click();
  const session = new SessionPage(page);
  await session.say('Go on', 'Done without it.');
  const warnings = page.getByRole('status', { name: 'Warnings' });
  await expect(warnings).toContainText('no-such-folder');
  await warnings.getByRole('button', { name: 'Dismiss' }).click();
  await expect(warnings).toBeHidden();
});

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

test('the list, a session and its timeline break no rule of accessibility, in any theme', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: text('Yes.') });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const id = await talk(host, 'One', ['Hello', 'And again']);
  await host.host.services.sessions.saveCheckpoint({ id, label: 'here', files: false });
  await openSessions(page, host);
  await expect(rows(page)).toHaveCount(1);
  await expectAccessible(page, 'sessions');
  await page.getByRole('button', { name: 'Prune…' }).click();
  await expectAccessible(page, 'prune');
  await page.keyboard.press('Escape');
  await row(page, 'One').getByRole('button', { name: 'One' }).click();
  await expect(page.getByRole('treeitem', { name: 'Checkpoint here' })).toBeVisible();
  for (const theme of ['light', 'dark', 'high-contrast']) {
    await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
    await expectAccessible(page, `session, ${theme}`);
  }
  await page.getByRole('treeitem', { name: 'Checkpoint here' }).click();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByRole('dialog')).toContainText('stays as it is');
  await expectAccessible(page, 'restore');
});

function rows(page: Page) {
  return page
    .getByRole('table', { name: 'All sessions' })
    .getByRole('row')
    .filter({ has: page.getByRole('cell') });
}

function row(page: Page, title: string | RegExp) {
  return rows(page).filter({ hasText: title });
}

async function openSessions(page: Page, host: TestHost): Promise<void> {
  const workbench = await Workbench.open(page, host.url);
  await workbench.explorer.getByRole('button', { name: 'Show all sessions' }).click();
  await expect(page.getByRole('heading', { name: 'Sessions', level: 2, exact: true }).last()).toBeVisible();
}

/** A session with these prompts, each answered; its id. */
async function talk({ host }: TestHost, title: string, prompts: readonly string[]): Promise<string> {
  const { id } = await host.services.sessions.create({ title });
  await say({ host }, id, prompts);
  return id;
}

async function say({ host }: Pick<TestHost, 'host'>, id: string, prompts: readonly string[]): Promise<void> {
  const { sessions } = host.services;
  for (const prompt of prompts) {
    for await (const item of sessions.send({ id, text: prompt }, new AbortController().signal)) if (item.type === 'done') break;
  }
}

/** Puts that many sessions into the store, and that many messages into the last of them. */
async function fill({ host, workDir }: TestHost, { sessions, messages }: { readonly sessions: number; readonly messages: number }) {
  const { sessions: stored } = host.store;
  const settings: SessionSettings = {
    model: null,
    systemPrompt: '',
    mode: 'react',
    workDir,
    permissionMode: 'default',
    maxTurns: 50,
    provider: 'rehearsal',
  };
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
  await Promise.all(
    numbers(sessions).map((number) =>
      stored.create({
        id: `ses_${number}`,
        title: `Session ${number}`,
        createdAt: at(number),
        lastActiveAt: at(number),
        closedAt: null,
        headId: null,
        messageCount: 0,
        settings,
        metadata: {},
        usage: NO_USAGE,
        costUsd: 0,
      }),
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

async function expectAccessible(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => ({ id, target: target.join(' '), failureSummary })),
  );
  expect(found, screen).toEqual([]);
}
