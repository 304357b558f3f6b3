import type { Position } from '../../../shared/workflow/schema';
import { canvasStore } from './canvasStore';

const DURATION_MS = 160;
/** Beyond this many cards a frame of the glide would be late, and a late glide explains nothing. */
const MOST_CARDS = 300;

/** Moves cards to their new places so that eyes can follow; at once under reduced motion. Resolves when they are there. */
export async function glide(to: ReadonlyMap<string, Position>): Promise<void> {
  const { nodes, place } = canvasStore.getState();
  if (nodes.length > MOST_CARDS || prefersStillness()) return;
  const from = new Map(nodes.map((node) => [node.id, node.position]));
  const start = performance.now();
  for (let progress = 0; progress < 1; ) {
    const now = await new Promise<number>(requestAnimationFrame);
    progress = Math.min(1, Math.max(0, now - start) / DURATION_MS);
    const eased = 1 - (1 - progress) ** 3;
    place(new Map([...to].map(([key, end]) => [key, between(from.get(key) ?? end, end, eased)])));
  }
}

function between(a: Position, b: Position, share: number): Position {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

function prefersStillness(): boolean {
  return document.documentElement.dataset.motion === 'reduced' || matchMedia('(prefers-reduced-motion: reduce)').matches;
}
