import { expect, test } from '@playwright/test';
import { startTestHost } from '../../support/host';
import { startModelServer } from '../../support/modelServer/modelServer';
import { echo, openEchoedSession, promptsOf } from '../pages/echoedSession';
import { SessionPage } from '../pages/sessionPage';
import { openSessions, row } from '../pages/sessionsPage';
import { smallRepository } from '../pages/smallRepository';
import { say, talk } from '../pages/talk';

test('two approaches from one baseline are both there afterwards, and can be compared (4.2)', async ({ page }) => {
  await using opened = await openEchoedSession(page);
  const { model, session } = opened;
  await session.say('The task is a cache.', /cache/);
  await session.saveCheckpoint('baseline');
  await session.say('Approach A: a map in memory.', /Approach A/);
  await session.saveCheckpoint('approach A');
  await session.restore('baseline');
  await session.say('Approach B: a table on disk.', /Approach B/);
  await session.saveCheckpoint('approach B');
  expect(promptsOf(model)).toEqual(['The task is a cache.', 'Approach B: a table on disk.']);

  await session.point('Checkpoint approach A').click();
  await session.point('Checkpoint approach B').click({ modifiers: ['ControlOrMeta'] });
  await session.action('Compare').click();
  const differences = page.getByRole('region', { name: 'Differences in the conversation' });
  await expect(differences).toContainText('added: Approach A: a map in memory.');
  await expect(differences).toContainText('removed: Approach B: a table on disk.');
  await page.keyboard.press('Escape');

  for (const approach of ['A', 'B']) {
    await session.restore(`approach ${approach}`);
    await expect(session.transcript).toContainText(`Approach ${approach}`);
    await expect(session.transcript).not.toContainText(`Approach ${approach === 'A' ? 'B' : 'A'}`);
  }
});

test('long conversations are compared from where they part, part by part', async ({ page }) => {
  using repository = smallRepository();
  await using model = await startModelServer({ script: echo });
  await using host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  const { sessions } = host.host.services;
  const same = Array.from({ length: 105 }, (_, turn) => `The same ${turn}`);
  const id = await talk(host, 'Long', ['Base']);
  const { id: base } = await sessions.saveCheckpoint({ id, label: 'base', files: false });
  await say(host, id, [...same, 'THIS']);
  await sessions.saveCheckpoint({ id, label: 'this', files: false });
  await sessions.restoreCheckpoint({ id, checkpointId: base, files: false, force: false });
  await say(host, id, [...same, 'THAT']);
  await openSessions(page, host);
  await row(page, 'Long').getByRole('button', { name: 'Long' }).click();
  const session = new SessionPage(page);
  await session.timeline.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  for (let turn = 0; turn < same.length + 2; turn += 1) await page.keyboard.press('ArrowRight');
  await expect(session.point('Checkpoint this')).toHaveAttribute('aria-selected', 'true');
  await session.action('Compare').click();
  const comparison = page.getByRole('dialog', { name: 'Compare two points' });
  await expect(comparison).toContainText('Both share the first 2 messages, then come 210 messages that say the same on both sides');
  await expect(comparison).toContainText('added: THIS');
  await page.keyboard.press('Escape');

  await session.timeline.focus();
  await page.keyboard.press('Home');
  await session.action('Compare').click();
  await expect(comparison).toContainText('the messages 1 to 200 of these');
  await expect(comparison).not.toContainText('removed: THAT');
  await comparison.getByRole('button', { name: 'Next part' }).press('Enter');
  await expect(comparison).toContainText('the messages 201 to 214 of these');
  await expect(comparison).toContainText('removed: THAT');
  await expect(comparison.getByRole('button', { name: 'Next part' })).toBeDisabled();
  await expect(comparison.getByRole('button', { name: 'Next part' })).toBeFocused();
});
