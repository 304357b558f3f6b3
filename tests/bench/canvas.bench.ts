import { existsSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';
import type { WorkflowDefinition } from '../../shared/workflow/schema';
import { CHROMIUM_ARGS, chromiumPath } from '../support/browser';
import { layered } from '../support/builders';
import { startTestHost } from '../support/host';
import { countRenders, type Renders } from './countRenders';

const STEPS = 1_000;
const FRAMES = 90;
const TARGET_FRAME_MS = 33;
const TARGET_RENDERS = 2;

/** Prints how the built app draws, drags and pans 1,000 steps in a real Chromium: the whole workflow in sight, and at 100 %. */
export async function run(): Promise<void> {
  if (!existsSync('out/main/headless.js')) throw new Error('The app is not built: run `npm run build` first.');
  await using host = await startTestHost();
  await host.host.services.workflows.create(workflow());
  await host.host.services.workflows.create({ ...layered(2, 2), name: 'the newest, which opens by itself' });
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: CHROMIUM_ARGS });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(countRenders);
    await page.goto(host.url);
    console.log(`Canvas, ${STEPS} steps (target: p95 ≤ ${TARGET_FRAME_MS} ms a frame, ≤ ${TARGET_RENDERS} node renders a drag frame):`);
    console.log(`  mount, all in sight        ${(await mountTime(page)).toFixed(0)} ms`);
    await measure(page, 'all in sight');
    await page.keyboard.press('0');
    await page.waitForFunction(() => document.querySelector('[data-detail="full"]') !== null);
    await measure(page, 'at 100 %');
  } finally {
    await browser.close();
  }
}

function workflow(): WorkflowDefinition {
  return { ...layered(50, STEPS / 50), name: 'a thousand steps' };
}

/** From the click that opens the workflow to the frame after all its cards are there. */
async function mountTime(page: Page): Promise<number> {
  const row = page.getByRole('list', { name: 'Workflows' }).getByRole('button', { name: /a thousand steps/ });
  await row.waitFor();
  await page.evaluate((count) => {
    const start = performance.now();
    Object.assign(window, {
      mounted: new Promise<number>((resolve) => {
        const look = () => {
          if (document.querySelectorAll('[data-step-id]').length < count) requestAnimationFrame(look);
          else requestAnimationFrame(() => resolve(performance.now() - start));
        };
        look();
      }),
    });
  }, STEPS);
  await row.click();
  return page.evaluate(() => (window as unknown as { mounted: Promise<number> }).mounted);
}

/** Twice each: once counting renders, once counting nothing but time. */
async function measure(page: Page, view: string): Promise<void> {
  const counted = await gesture(page, 'card', true);
  const drag = await gesture(page, 'card', false);
  const pan = await gesture(page, 'pane', false);
  const perFrame = (count: number) => (count / FRAMES).toFixed(2);
  console.log(`  drag, ${view.padEnd(20)} ${describe(drag.frames)}`);
  console.log(`        node renders a frame ${perFrame(counted.renders.nodes)}, of cards ${perFrame(counted.renders.cards)}`);
  console.log(`  pan,  ${view.padEnd(20)} ${describe(pan.frames)}`);
}

type Gesture = { readonly frames: readonly number[]; readonly renders: Renders };

/** Presses on a card or on empty canvas, moves the mouse once a frame, and lets go. */
async function gesture(page: Page, target: 'card' | 'pane', isCounting: boolean): Promise<Gesture> {
  const from = await page.evaluate(findPlace, target);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 3, from.y + 3);
  await page.evaluate((counting) => window.renderCount.start(counting), isCounting);
  for (let frame = 1; frame <= FRAMES; frame += 1) {
    await page.mouse.move(from.x + 3 + frame, from.y + 3 + 20 * Math.sin(frame / 8));
  }
  const result = await page.evaluate(() => window.renderCount.stop());
  await page.mouse.up();
  return result;
}

/** The middle of the card nearest to the middle of the canvas, or a spot near it where only the canvas is. */
function findPlace(target: 'card' | 'pane'): { x: number; y: number } {
  const canvas = document.querySelector('[data-surface="canvas"]')?.getBoundingClientRect();
  if (!canvas) throw new Error('There is no canvas');
  const wanted = target === 'card' ? '[data-step-id]' : '.react-flow__pane';
  const middle = { x: canvas.x + canvas.width / 2, y: canvas.y + canvas.height / 2 };
  for (let radius = 0; radius < canvas.height / 2; radius += 3) {
    for (let angle = 0; angle < 6.28; angle += 0.2) {
      const spot = { x: middle.x + radius * Math.cos(angle), y: middle.y + radius * Math.sin(angle) };
      const found = document.elementFromPoint(spot.x, spot.y);
      if (found?.closest(wanted) && !found.closest('.react-flow__handle')) return spot;
    }
  }
  throw new Error(`No ${target} is in sight`);
}

function describe(frames: readonly number[]): string {
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return `frames p50 ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms, worst ${at(1).toFixed(1)} ms (${frames.length} frames)`;
}
