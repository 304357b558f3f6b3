import { expect, type Locator, type Page } from '@playwright/test';

/** The window as a person knows it: by roles and names. */
export class Workbench {
  readonly explorer: Locator;
  readonly canvas: Locator;
  readonly inspector: Locator;
  readonly runButton: Locator;
  readonly rehearseButton: Locator;
  readonly stopButton: Locator;

  constructor(readonly page: Page) {
    this.explorer = page.getByRole('navigation', { name: 'Explorer' });
    this.canvas = page.getByRole('application', { name: 'Workflow canvas' });
    this.inspector = page.getByRole('complementary', { name: 'Inspector' });
    this.runButton = page.getByRole('button', { name: 'Run', exact: true });
    this.rehearseButton = page.getByRole('button', { name: 'Rehearse', exact: true });
    this.stopButton = page.getByRole('button', { name: 'Stop', exact: true });
  }

  static async open(page: Page, url: string): Promise<Workbench> {
    await page.goto(url);
    const workbench = new Workbench(page);
    await workbench.ready();
    return workbench;
  }

  /** The window is there, and takes keys: what React does after painting has been done. */
  async ready(): Promise<void> {
    await expect(this.explorer).toBeVisible();
    await this.page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  }

  /** A tab of the window, by its whole name. */
  tab(name: string): Locator {
    return this.page.getByRole('tab', { name, exact: true });
  }

  step(name: string): Locator {
    return this.page.getByRole('group', { name, exact: true });
  }

  list(name: 'Workflows' | 'Templates' | 'Runs' | 'Sessions' | 'Steps'): Locator {
    return this.page.getByRole('list', { name, exact: true });
  }

  row(list: 'Workflows' | 'Templates' | 'Runs' | 'Sessions' | 'Steps', name: string | RegExp): Locator {
    return this.list(list).getByRole('listitem').filter({ hasText: name });
  }

  runDialog(workflow: string): Locator {
    return this.page.getByRole('dialog', { name: `Run ${workflow}` });
  }

  async expectStatus(step: string, status: string): Promise<void> {
    await expect(this.step(step)).toHaveAttribute('data-status', status, { timeout: 20_000 });
  }

  async newWorkflow(): Promise<void> {
    await this.explorer.getByRole('button', { name: 'New workflow' }).click();
    await expect(this.canvas).toBeVisible();
  }

  /** Double-clicks on empty canvas, then fills in what the new step is and does. */
  async drawStep(at: { readonly x: number; readonly y: number }, name: string, prompt: string, id?: string): Promise<void> {
    await this.canvas.dblclick({ position: at });
    await this.inspector.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await this.inspector.getByRole('textbox', { name: 'Prompt', exact: true }).fill(prompt);
    await expect(this.step(name)).toBeVisible();
    if (id === undefined) return;
    const field = this.inspector.getByRole('textbox', { name: 'Id', exact: true });
    await field.fill(id);
    await field.press('Enter');
    await expect(this.step(name)).toHaveAttribute('data-step-id', id);
  }

  /** Drags from a step's right edge to another step. */
  async wire(from: string, to: string): Promise<void> {
    const [source, target] = [await centre(this.step(from).locator('.source')), await centre(this.step(to))];
    await this.page.mouse.move(source.x, source.y);
    await this.page.mouse.down();
    await this.page.mouse.move((source.x + target.x) / 2, (source.y + target.y) / 2, { steps: 4 });
    await this.page.mouse.move(target.x, target.y, { steps: 4 });
    await this.page.mouse.up();
  }

  /** Writes down every change of a card's status from now on; read with `statuses`. */
  async watchStatuses(): Promise<void> {
    await this.page.evaluate(() => {
      const seen: Record<string, string[]> = {};
      const note = () => {
        for (const card of document.querySelectorAll<HTMLElement>('[data-step-id]')) {
          const { stepId = '', status = '' } = card.dataset;
          const list = seen[stepId] ?? [];
          if (list.at(-1) !== status) seen[stepId] = [...list, status];
        }
      };
      note();
      new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-status'] });
      Object.assign(window, { seenStatuses: seen });
    });
  }

  statuses(): Promise<Record<string, string[]>> {
    return this.page.evaluate(() => (window as { seenStatuses?: Record<string, string[]> }).seenStatuses ?? {});
  }
}

async function centre(target: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await target.boundingBox();
  if (!box) throw new Error('There is nothing to drag');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
