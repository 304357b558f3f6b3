import { expect, type Locator, type Page } from '@playwright/test';
import type { Workbench } from './workbench';

export type Point = { readonly x: number; readonly y: number };

/** Draws steps by name: each by a double-click on empty canvas at the place its card's middle shall be. */
export async function drawSteps(workbench: Workbench, steps: Readonly<Record<string, Point>>): Promise<void> {
  for (const [name, position] of Object.entries(steps)) {
    await workbench.canvas.dblclick({ position });
    await workbench.inspector.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await workbench.inspector.getByRole('textbox', { name: 'Prompt', exact: true }).fill(`Do what ${name} does`);
    await expect(workbench.step(name)).toBeVisible();
  }
}

export function wires(page: Page): Locator {
  return page.getByRole('img', { name: /^Wire from/ });
}

export async function centre(target: Locator): Promise<Point> {
  const box = await target.boundingBox();
  if (!box) throw new Error('It is not to be seen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export async function drag(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}
