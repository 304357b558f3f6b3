import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startTestHost } from '../../support/host';
import { paced, stalledAfter, unauthorized } from '../../support/modelServer/faults';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text, toolUse } from '../../support/modelServer/reply';
import { sequence, turns } from '../../support/modelServer/script';
import { SessionPage } from '../pages/sessionPage';
import { openNewSession, openSessions, row } from '../pages/sessionsPage';
import { smallRepository } from '../pages/smallRepository';
import { say, talk } from '../pages/talk';

test('a turn streams into the transcript, is stopped, and what had come stays; a reload finds it again', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: stalledAfter(text('I am reading a long book about it'), 900) });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const session = await openNewSession(page, host);
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
  const session = await openNewSession(page, host);
  await session.message.fill('Make it');
  await session.message.press('Enter');
  const requests = page.getByRole('region', { name: 'Permission requests' }).getByRole('article');
  await requests.filter({ hasText: 'touch a' }).getByRole('button', { name: 'Allow once' }).click();
  const second = requests.filter({ hasText: 'rm a' });
  await second.getByRole('textbox', { name: 'Reply to the model, with a denial' }).fill('Keep it.');
  await expect(second.getByRole('button', { name: 'Deny' })).toBeEnabled();
  await expect(session.transcript.getByText('rm a')).toHaveCount(1);
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
  const session = await openNewSession(page, host);
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

test('a connection that is lost during a turn sends nothing again: the turn goes on and its text comes back', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: paced(text('slow answer '.repeat(40)), 60) });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const connections: (() => Promise<void>)[] = [];
  await page.routeWebSocket(/.*/, (socket) => {
    const server = socket.connectToServer();
    connections.push(async () => {
      await Promise.all([socket.close({ code: 1001 }), server.close()]);
    });
  });
  const session = await openNewSession(page, host);
  await session.message.fill('Go please');
  await session.message.press('Enter');
  await expect(session.transcript).toContainText('slow answer slow');
  await session.message.fill('my next thought');
  await connections.at(-1)?.();
  await expect.poll(() => connections.length).toBeGreaterThan(1);
  await expect(page.getByRole('button', { name: 'Stop' }).last()).toBeVisible();
  await expect(session.transcript).toContainText('slow answer '.repeat(20).trim());
  await expect(page.getByRole('button', { name: 'Send' })).toBeVisible({ timeout: 15_000 });
  await expect(session.message).toHaveValue('my next thought');
  await expect(session.transcript).toContainText('slow answer '.repeat(40).trim());
  await expect(session.transcript.getByText('Go please')).toHaveCount(1);
  expect(model.requests).toHaveLength(1);
  expect(model.abortedRequests).toBe(0);
});

test('a message that waits for a place says so; Stop gives it back, also after a reload', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: stalledAfter(text('I am reading a long book about it'), 900) });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url, sessionManager: { maxConcurrentActive: 1 } });
  await openSessions(page, host);
  const session = new SessionPage(page);
  const region = page.getByRole('region', { name: /^Session / });
  await page.getByRole('button', { name: 'New session' }).first().click();
  await session.message.fill('First one');
  await session.message.press('Enter');
  await expect(session.transcript).toContainText('I am re');
  await page.getByRole('tab', { name: 'Sessions', exact: true }).click();
  await page.getByRole('button', { name: 'New session' }).first().click();
  for (const isReloaded of [false, true]) {
    await session.message.fill('Second one');
    await session.message.press('Enter');
    await expect(region.getByText('Waiting for a place', { exact: true })).toBeVisible();
    await expect(session.message).toHaveValue('');
    if (isReloaded) await page.reload();
    await region.getByRole('button', { name: 'Stop' }).click();
    await expect(session.message).toHaveValue('Second one');
    await expect(region.getByRole('button', { name: 'Send' })).toBeEnabled();
  }
  expect(model.requests).toHaveLength(1);
  await page.getByRole('tab', { name: 'First one' }).click();
  await region.getByRole('button', { name: 'Stop' }).click();
  await model.idle();
});

test('a session that was deleted and is brought back goes on in every window', async ({ page, context }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: text('Noted.') });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  await talk(host, 'Shared', ['One']);
  await openSessions(page, host);
  await row(page, 'Shared').getByRole('button', { name: 'Shared' }).click();
  const other = await context.newPage();
  await openSessions(other, host);
  await row(other, 'Shared').getByRole('button').first().focus();
  await other.keyboard.press('Delete');
  const gone = page.getByRole('alert').filter({ hasText: 'This session was deleted' });
  await expect(gone).toBeVisible();
  await other.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(gone).toBeHidden();
  const session = new SessionPage(page);
  await session.say('Still there?', 'Noted.');
  await expect(session.transcript.getByText('Still there?')).toBeVisible();
  await expect(session.timeline.getByRole('treeitem')).not.toHaveCount(0);
});

test('a turn that failed says why in every window and after a reload, and Retry goes on with it', async ({ page, context }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: sequence(unauthorized(), unauthorized(), text('Here I am.')) });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const id = (await host.host.services.sessions.create({ title: 'Shared' })).id;
  await openSessions(page, host);
  await row(page, 'Shared').getByRole('button', { name: 'Shared' }).click();
  const other = await context.newPage();
  await openSessions(other, host);
  await row(other, 'Shared').getByRole('button', { name: 'Shared' }).click();
  const session = new SessionPage(page);
  const reasons = [page, other].map((window) => window.getByRole('alert').filter({ hasText: 'ANTHROPIC_API_KEY' }));
  await session.message.fill('Hello');
  await session.message.press('Enter');
  for (const reason of reasons) await expect(reason.getByRole('button', { name: 'Retry' })).toBeVisible();
  await page.reload();
  for (const reason of reasons) await expect(reason).toHaveCount(1);
  await other.getByRole('button', { name: 'Retry' }).click();
  for (const reason of reasons) await expect(reason.getByRole('button', { name: 'Retry' })).toBeVisible();
  await expect.poll(() => model.requests.length).toBe(2);
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(session.transcript).toContainText('Here I am.');
  for (const reason of reasons) await expect(reason).toHaveCount(0);
  await expect(session.transcript.getByText('Hello')).toHaveCount(1);
  expect((await host.host.services.sessions.conversation({ id, from: 1 })).map(({ role }) => role)).toEqual(['user', 'assistant']);
});

test('a message whose folder is gone is back in the box with the reason, and nothing of it is stored', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: sequence(text('One.'), text('Two.')) });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const folder = join(repository.path, 'work');
  mkdirSync(folder);
  const { id } = await host.host.services.sessions.create({ title: 'Moved', workDir: folder });
  await openSessions(page, host);
  await row(page, 'Moved').getByRole('button', { name: 'Moved' }).click();
  const session = new SessionPage(page);
  await session.say('First', 'One.');
  renameSync(folder, `${folder}-moved`);
  await session.message.fill('And now?');
  await session.message.press('Enter');
  const reason = page.getByRole('alert').filter({ hasText: `${folder} cannot be opened` });
  await expect(reason).toBeVisible();
  await expect(reason.getByRole('button', { name: 'Retry' })).toHaveCount(0);
  await expect(session.message).toHaveValue('And now?');
  await expect(session.transcript.getByText('And now?')).toHaveCount(0);
  expect(host.host.services.sessions.get(id)).toMatchObject({ messageCount: 2 });
  renameSync(`${folder}-moved`, folder);
  await session.message.press('Enter');
  await expect(session.transcript).toContainText('Two.');
  await expect(reason).toHaveCount(0);
  await expect(session.transcript.getByText('And now?')).toHaveCount(1);
});

test('a message that waits for a place is not lost when the host ends', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: stalledAfter(text('I am reading a long book about it'), 900) });
  const options = { workDir: repository.path, modelServer: model.url, sessionManager: { maxConcurrentActive: 1 } };
  let port = 0;
  {
    await using another = await startTestHost();
    port = Number(new URL(another.url).port); // free again: where a browser keeps things belongs to an address
  }
  await using host = await startTestHost({ ...options, port });
  await openSessions(page, host);
  const session = new SessionPage(page);
  await page.getByRole('button', { name: 'New session' }).first().click();
  await session.message.fill('First one');
  await session.message.press('Enter');
  await expect(session.transcript).toContainText('I am re');
  await page.getByRole('tab', { name: 'Sessions', exact: true }).click();
  await page.getByRole('button', { name: 'New session' }).first().click();
  await session.message.fill('A long thought');
  await session.message.press('Enter');
  await expect(page.getByText('Waiting for a place', { exact: true })).toBeVisible();
  await page.goto('about:blank');
  await host.restart();
  await page.goto(host.url);
  await expect(session.message).toHaveValue('A long thought');
  await expect(session.transcript).toBeHidden();
});
