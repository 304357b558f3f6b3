export type FrameBatch<Item> = {
  take(items: readonly Item[]): void;
  /** Hands over at once what waits. */
  flush(): void;
};

/** Gathers items and hands them over once per frame, or after a moment where no frames are drawn. */
export function frameBatch<Item>(
  apply: (items: readonly Item[]) => void,
  schedule: (flush: () => void) => void = nextFrame,
): FrameBatch<Item> {
  let waiting: Item[] = [];
  const flush = (): void => {
    const items = waiting;
    waiting = [];
    if (items.length > 0) apply(items);
  };
  return {
    flush,
    take: (items) => {
      if (items.length === 0) return;
      if (waiting.length === 0) schedule(flush);
      for (const item of items) waiting.push(item);
    },
  };
}

/** Hidden pages draw no frames, yet their state should be current when they come back. */
function nextFrame(flush: () => void): void {
  if (document.visibilityState === 'hidden') setTimeout(flush, 250);
  else requestAnimationFrame(flush);
}
