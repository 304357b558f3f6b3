import type { Position } from '../../../shared/workflow/schema';
import { CARD_HEIGHT, CARD_WIDTH } from '../editor';

const GAP = 24;

/** The place nearest below the wished-for one where a card covers no other. */
export function freeSpot(taken: Iterable<Position>, wish: Position): Position {
  const inTheWay = [...taken].filter(({ x }) => Math.abs(x - wish.x) < CARD_WIDTH + GAP).sort((a, b) => a.y - b.y);
  let { y } = wish;
  for (const card of inTheWay) if (Math.abs(card.y - y) < CARD_HEIGHT + GAP) y = card.y + CARD_HEIGHT + GAP;
  return { x: Math.round(wish.x), y: Math.round(y) };
}
