/** Gathers items and hands them over once per frame, or after a moment where no frames are drawn. Returns what takes the items in. */
export function frameBatch<Item>(apply: (items: readonly Item[]) => void, schedule: (flush: () => void) => void = nextFrame) {
  let waiting: Item[] = [];
  const flush = (): void => {
    const items = waiting;
    waiting = [];
    apply(items);
  };
  return (items: readonly Item[]): void => {
    if (items.length === 0) return;
    if (waiting.length === 0) schedule(flush);
    waiting.push(...items);
  };
}

/** Hidden pages draw no frames, yet their state should be current when they come back. */
function nextFrame(flush: () => void): void {
  if (document.visibilityState === 'hidden') setTimeout(flush, 250);
  else requestAnimationFrame(flush);
}
