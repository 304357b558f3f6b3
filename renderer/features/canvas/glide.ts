import type { Position } from '../../../shared/workflow/schema';
import { canvasStore } from './canvasStore';

const DURATION_MS = 160;
/** Beyond this many cards a frame of the glide would be late, and a late glide explains nothing. */
const MOST_CARDS = 300;

type Positions = ReadonlyMap<string, Position>;

/**
 * Shows cards on their way from where they were to where they are now, so that eyes can follow; not under reduced motion. Resolves when they are
 * there, or no more on that way: another edit has put them where they belong.
 */
export async function glide(from: Positions, to: Positions, isOnTheWay: () => boolean): Promise<void> {
  if (from.size > MOST_CARDS || prefersStillness()) return;
  const start = performance.now();
  for (let progress = 0; progress < 1; ) {
    const now = await new Promise<number>(requestAnimationFrame);
    if (!isOnTheWay()) return;
    progress = Math.min(1, Math.max(0, now - start) / DURATION_MS);
    const eased = 1 - (1 - progress) ** 3;
    canvasStore.getState().place(new Map([...to].map(([key, end]) => [key, between(from.get(key) ?? end, end, eased)])));
  }
}

function between(a: Position, b: Position, share: number): Position {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

function prefersStillness(): boolean {
  return document.documentElement.dataset.motion === 'reduced' || matchMedia('(prefers-reduced-motion: reduce)').matches;
}
