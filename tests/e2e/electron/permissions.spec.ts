import { expect, test } from '@playwright/test';
import { DesktopApp } from '../../support/electron-double/launch';
import { startModelServer } from '../../support/modelServer/modelServer';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { temporaryFolder } from '../../support/temporaryFolder';
import { Workbench } from '../pages/workbench';

test('a request that comes while one looks elsewhere is told on the desktop, once, and answered in the window', async () => {
  using home = temporaryFolder();
  await using model = await startModelServer({ script: turns(toolUse('bash', { command: 'touch made' }), text('Done.')) });
  await using app = await DesktopApp.launch(home.path, { ANTHROPIC_BASE_URL: model.url });
  const page = await app.page();
  const workbench = new Workbench(page);
  await workbench.newWorkflow();
  await workbench.drawStep({ x: 160, y: 90 }, 'Make', 'Make it.');
  await workbench.runButton.click();
  const requests = page.getByRole('region', { name: 'Permission requests' }).getByRole('article');
  await expect(requests).toHaveCount(1);
  expect((await app.state()).notifications).toEqual(['Stepgraph waits for your answer: untitled/Make asks to run the command touch made']);
  await requests.getByRole('button', { name: 'Deny' }).click();
  await workbench.expectStatus('Make', 'completed');
  expect((await app.state()).notifications).toHaveLength(1);
});
