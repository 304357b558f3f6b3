import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { step, workflow } from '../../support/builders';
import { startTestHost, type TestHost } from '../../support/host';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text, toolUse } from '../../support/modelServer/reply';
import { byPrompt, type Script, turns } from '../../support/modelServer/script';
import { smallRepository } from '../pages/smallRepository';
import { Workbench } from '../pages/workbench';

type Scene = AsyncDisposable & { readonly host: TestHost; readonly workbench: Workbench; readonly requests: Locator };

/** A window on a workflow whose model follows a script. */
async function open(page: Page, definition: WorkflowDefinition, script: Script): Promise<Scene> {
  const repository = smallRepository();
  const model = await startModelServer({ script });
  const host = await startTestHost({ workDir: repository.path, modelServer: model.url });
  await host.host.services.workflows.create(definition);
  const workbench = await Workbench.open(page, host.url);
  return {
    host,
    workbench,
    requests: page.getByRole('region', { name: 'Permission requests' }).getByRole('article'),
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]();
      await model.close();
      repository[Symbol.dispose]();
    },
  };
}

const MAKE = workflow([step('make', { description: 'Make' })], { name: 'maker' });
const touch = (file: string) => toolUse('bash', { command: `touch ${file}` });

test('a step that asks waits; its request shows the change, and allowing it once lets it happen once', async ({ page }) => {
  const edit = toolUse('edit', { file_path: 'src/sum.ts', old_string: '// @ts-ignore\n', new_string: '// checked\n' });
  await using scene = await open(page, MAKE, turns(edit, toolUse('write', { file_path: 'new.txt', content: 'hello\n' }), text('Done.')));
  const { host, workbench, requests } = scene;
  await workbench.runButton.click();
  await workbench.expectStatus('Make', 'waiting');
  await expect(workbench.step('Make')).toContainText('Asks to change src/sum.ts');
  const request = requests.filter({ hasText: 'maker/Make asks to use edit' });
  const change = request.getByRole('region', { name: 'Changes to src/sum.ts' });
  await expect(change).toContainText('removed: // @ts-ignore');
  await expect(change).toContainText('added: // checked');
  expect(readFileSync(join(host.workDir, 'src/sum.ts'), 'utf8')).toContain('@ts-ignore');

  await request.getByRole('button', { name: 'Allow once' }).click();
  const second = requests.filter({ hasText: 'asks to use write' });
  await expect(second).toContainText('new.txt (new)');
  expect(readFileSync(join(host.workDir, 'src/sum.ts'), 'utf8')).toContain('// checked');
  await second.getByRole('button', { name: 'Allow once' }).click();
  await workbench.expectStatus('Make', 'completed');
  await expect(requests).toHaveCount(0);
});

test('a command is shown whole; a denial with a reply reaches the model, and nothing has run', async ({ page }) => {
  const command = `printf 'a\u200bb' > made && echo ${'x'.repeat(600)}`;
  await using scene = await open(page, MAKE, turns(toolUse('bash', { command }), text('I will not.')));
  const { host, workbench, requests } = scene;
  await workbench.runButton.click();
  const shown = requests.getByRole('region', { name: 'Command' });
  await expect(shown).toHaveText(command.replace('\u200b', '\\u{200b}'));
  await requests.getByRole('textbox', { name: 'Reply to the model, with a denial' }).fill('Leave the disk alone.');
  await expect(requests.getByRole('button', { name: 'Deny' })).toBeEnabled();
  await page.keyboard.press('Enter');
  await workbench.expectStatus('Make', 'completed');
  await workbench.tab('Transcript').click();
  await expect(page.getByRole('list', { name: 'Transcript' })).toContainText('Leave the disk alone.');
  expect(existsSync(join(host.workDir, 'made'))).toBe(false);
});

test('allowed for this run is not asked again in it, and is in the next', async ({ page }) => {
  await using scene = await open(page, MAKE, turns(touch('a'), touch('a'), text('Done.')));
  const { host, workbench, requests } = scene;
  await workbench.runButton.click();
  await requests.getByRole('button', { name: 'Allow for this run' }).click();
  await workbench.expectStatus('Make', 'completed');
  expect(existsSync(join(host.workDir, 'a'))).toBe(true);
  await workbench.runButton.click();
  await expect(requests).toHaveCount(1);
  await workbench.stopButton.click();
  await expect(requests).toHaveCount(0);
});

test('always allowed is not asked again, until the rule is taken back in Settings', async ({ page }) => {
  await using scene = await open(page, MAKE, turns(touch('a'), text('Done.')));
  const { workbench, requests } = scene;
  await workbench.runButton.click();
  await expect(requests).toContainText('bash(touch a)');
  await requests.getByRole('button', { name: 'Always allow' }).click();
  await workbench.expectStatus('Make', 'completed');
  await workbench.runButton.click();
  await expect(workbench.list('Runs').getByRole('listitem')).toHaveCount(2);
  await workbench.expectStatus('Make', 'completed');

  await page.keyboard.press('ControlOrMeta+,');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('button', { name: 'Remove the rule bash(touch a)' }).click();
  await expect(settings).toContainText('No rules yet');
  await page.keyboard.press('Escape');
  await workbench.runButton.click();
  await expect(requests).toHaveCount(1);
});

test('a rule that forbids, made in Settings, is not asked about', async ({ page }) => {
  await using scene = await open(page, MAKE, turns(touch('a'), text('Done.')));
  const { host, workbench, requests } = scene;
  await page.keyboard.press('ControlOrMeta+,');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('textbox', { name: 'New rule' }).fill('bash(touch *)');
  await page.keyboard.press('Enter');
  await expect(settings.getByRole('list', { name: 'Rules' })).toContainText('bash(touch *)');
  await page.keyboard.press('Escape');
  await workbench.runButton.click();
  await workbench.expectStatus('Make', 'completed');
  await expect(requests).toHaveCount(0);
  expect(existsSync(join(host.workDir, 'a'))).toBe(false);
});

test('rules of one workflow are kept for it, and are changed in the inspector', async ({ page }) => {
  await using scene = await open(page, MAKE, turns(touch('a'), text('Done.')));
  const { host, workbench, requests } = scene;
  await workbench.runButton.click();
  await requests.getByRole('checkbox', { name: 'always in this workflow only' }).click();
  await requests.getByRole('button', { name: 'Always allow' }).click();
  await workbench.expectStatus('Make', 'completed');

  const rules = page.getByRole('group', { name: 'Permission rules' });
  await expect(rules.getByRole('list', { name: 'Rules' })).toContainText('bash(touch a)');
  await workbench.runButton.click();
  await expect(workbench.list('Runs').getByRole('listitem')).toHaveCount(2);
  await workbench.expectStatus('Make', 'completed');

  rmSync(join(host.workDir, 'a'));
  await rules.getByRole('textbox', { name: 'New rule' }).fill('bash(touch *)');
  await page.keyboard.press('Enter');
  await expect(rules.getByRole('list', { name: 'Rules' })).toContainText('Never');
  await workbench.runButton.click();
  await expect(workbench.list('Runs').getByRole('listitem')).toHaveCount(3);
  await workbench.expectStatus('Make', 'completed');
  expect(existsSync(join(host.workDir, 'a'))).toBe(false);
  await expect(requests).toHaveCount(0);

  await page.keyboard.press('ControlOrMeta+,');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toContainText('No rules yet');
});

test('what was allowed or denied once is asked again the next time', async ({ page }) => {
  await using scene = await open(page, MAKE, turns(touch('a'), touch('a'), touch('b'), touch('b'), text('Done.')));
  const { host, workbench, requests } = scene;
  await workbench.runButton.click();
  for (const [file, answer] of [
    ['a', 'Allow once'],
    ['a', 'Allow once'],
    ['b', 'Deny'],
    ['b', 'Deny'],
  ] as const) {
    const request = requests.filter({ has: page.getByRole('region', { name: 'Command' }).getByText(`touch ${file}`) });
    await expect(request).toHaveCount(1);
    const id = await request.getAttribute('data-request');
    await request.getByRole('button', { name: answer }).click();
    await expect(page.locator(`[data-request="${id}"]`)).toHaveCount(0);
  }
  await workbench.expectStatus('Make', 'completed');
  expect([existsSync(join(host.workDir, 'a')), existsSync(join(host.workDir, 'b'))]).toEqual([true, false]);
  await workbench.tab('Transcript').click();
  const transcript = page.getByRole('list', { name: 'Transcript' });
  await expect(transcript).toContainText('Denied: the person said no');
  await transcript.getByText('touch a').first().click();
  await expect(transcript).toContainText('Allowed: the person allowed it once');
});

test('a step waits while a workflow that it started asks, and so says its card', async ({ page }) => {
  const child = { name: 'survey', steps: [{ id: 'look', description: 'Look closely', prompt: 'Work' }] };
  const lead = workflow([step('lead', { description: 'Lead', prompt: 'Orchestrate', allowedTools: ['run_workflow', 'bash'] })], {
    name: 'parent',
  });
  const script = byPrompt(
    ['Orchestrate', turns(toolUse('run_workflow', { definition: child }), text('All done.'))],
    ['Work', turns(touch('a'), text('Nothing wrong.'))],
  );
  await using scene = await open(page, lead, script);
  const { host, workbench, requests } = scene;
  await workbench.runButton.click();
  await requests.filter({ hasText: 'asks to use run_workflow' }).getByRole('button', { name: 'Allow once' }).click();
  const request = requests.filter({ hasText: 'survey/Look closely, started by parent/Lead, asks to use bash' });
  await workbench.expectStatus('Lead', 'waiting');
  await expect(workbench.step('Lead')).toContainText('What it started asks for permission');
  await request.getByRole('button', { name: 'Allow once' }).click();
  await workbench.expectStatus('Lead', 'completed');
  expect(existsSync(join(host.workDir, 'a'))).toBe(true);
});

test('the sandbox is turned on in Settings, where this machine has one', async ({ page }) => {
  await using scene = await open(page, MAKE, turns(touch('a'), text('Done.')));
  await page.keyboard.press('ControlOrMeta+,');
  const field = page.getByRole('dialog', { name: 'Settings' }).getByRole('combobox', { name: 'Sandbox for commands' });
  await expect(field).toHaveValue('off');
  const { state } = await scene.host.host.services.permissions.sandbox();
  if (state !== 'ready') {
    await expect(page.getByText('Not available here')).toBeVisible();
    await expect(field.getByRole('option', { name: 'without a network' })).toBeDisabled();
    return;
  }
  await field.selectOption('offline');
  await expect.poll(async () => (await scene.host.host.services.permissions.sandbox()).mode).toBe('offline');
});

test('steps that wait at the same time are all seen, also after a reload, and are answered one by one', async ({ page }) => {
  const both = workflow([step('one', { description: 'One' }), step('two', { description: 'Two' })], { name: 'pair' });
  await using scene = await open(page, both, byPrompt(['one', turns(touch('a'), text('1'))], ['two', turns(touch('b'), text('2'))]));
  const { host, workbench, requests } = scene;
  await workbench.runButton.click();
  await expect(requests).toHaveCount(2);
  await page.reload();
  await expect(requests).toHaveCount(2);
  for (const name of ['One', 'Two']) await workbench.expectStatus(name, 'waiting');
  await requests.filter({ hasText: 'pair/One' }).getByRole('button', { name: 'Allow once' }).click();
  await workbench.expectStatus('One', 'completed');
  await workbench.expectStatus('Two', 'waiting');
  await requests.filter({ hasText: 'pair/Two' }).getByRole('button', { name: 'Deny' }).click();
  await workbench.expectStatus('Two', 'completed');
  expect([existsSync(join(host.workDir, 'a')), existsSync(join(host.workDir, 'b'))]).toEqual([true, false]);
});

test('the second half of a double click answers nobody: a card that has taken the place of another, or has just come, takes none at first', async ({
  page,
}) => {
  const both = workflow([step('one', { description: 'One' }), step('two', { description: 'Two' })], { name: 'pair' });
  await using scene = await open(page, both, byPrompt(['one', turns(touch('a'), text('1'))], ['two', turns(touch('b'), text('2'))]));
  const { host, workbench, requests } = scene;
  await workbench.runButton.click();
  await expect(requests).toHaveCount(2);
  const [first, second] = await Promise.all([requests.first(), requests.last()].map((card) => card.getAttribute('data-request')));
  // In the page, since a loaded machine takes longer from here than a hand takes for a second click.
  const tried = page.evaluate(
    (gone) =>
      new Promise<number>((resolve) => {
        const observer = new MutationObserver(() => {
          if (document.querySelector(`[data-request="${gone}"]`)) return;
          observer.disconnect();
          const buttons = document.querySelectorAll<HTMLElement>('[data-request] button');
          for (const button of buttons) button.click();
          document.querySelector<HTMLFormElement>('[data-request] form')?.requestSubmit();
          resolve(buttons.length);
        });
        observer.observe(document.body, { childList: true, subtree: true });
      }),
    first,
  );
  await requests.first().getByRole('button', { name: 'Allow once' }).click();
  expect(await tried).toBeGreaterThan(3);
  const left = page.locator(`[data-request="${second}"]`);
  await expect(left.getByRole('button', { name: 'Allow once' })).toBeEnabled();
  expect(['a', 'b'].filter((file) => existsSync(join(host.workDir, file)))).toHaveLength(1);
  await left.getByRole('button', { name: 'Allow once' }).click();
  for (const name of ['One', 'Two']) await workbench.expectStatus(name, 'completed');
});

test('a browser that may tells of a request on the desktop while one looks elsewhere', async ({ page }) => {
  await page.addInitScript(() => {
    const told: string[] = [];
    class Told extends EventTarget {
      static permission = 'default';
      static async requestPermission() {
        Told.permission = 'granted';
        return 'granted';
      }
      constructor(title: string, { body }: { body: string }) {
        super();
        told.push(`${title}: ${body}`);
      }
    }
    Object.assign(window, { Notification: Told, told });
    document.hasFocus = () => false;
  });
  await using scene = await open(page, MAKE, turns(touch('a'), text('Done.')));
  await page.keyboard.press('ControlOrMeta+,');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('button', { name: 'Tell me on the desktop when an answer is waited for' }).click();
  await expect(settings).toContainText('requests are told on the desktop');
  await page.keyboard.press('Escape');
  await scene.workbench.runButton.click();
  await expect(scene.requests).toHaveCount(1);
  expect(await page.evaluate(() => (window as { told?: readonly string[] }).told)).toEqual([
    'Stepgraph waits for your answer: maker/Make asks to run the command touch a',
  ]);
});
