import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import styles from './VirtualList.module.css';

type VirtualListProps<Item> = {
  /** The list's accessible name. */
  readonly label: string;
  readonly items: readonly Item[];
  readonly rowHeight: number;
  readonly keyOf: (item: Item) => string;
  /** Draws a row; exactly one element in it carries `data-row-focus`, and that is what the arrow keys move between. */
  readonly renderRow: (item: Item) => ReactNode;
  readonly selectedKey?: string | null;
};

/** A list of any length that draws only what is seen. Up, Down, Home and End move between rows. */
export function VirtualList<Item>({ label, items, rowHeight, keyOf, renderRow, selectedKey }: VirtualListProps<Item>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyOf(items[index] as Item),
    overscan: 8,
  });
  const selectedIndex = selectedKey == null ? -1 : items.findIndex((item) => keyOf(item) === selectedKey);
  const isListed = selectedIndex >= 0;
  const indexOfSelected = useRef(selectedIndex);
  indexOfSelected.current = selectedIndex;
  // Only a new selection scrolls, not every change of the list.
  useEffect(() => {
    if (isListed) virtualizer.scrollToIndex(indexOfSelected.current, { align: 'auto' });
  }, [virtualizer, selectedKey, isListed]);

  const moveFocus = (event: KeyboardEvent<HTMLUListElement>): void => {
    const from = Number((event.target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset.index ?? -1);
    const to = targetIndex(event.key, from, items.length);
    if (to === null) return;
    event.preventDefault();
    virtualizer.scrollToIndex(to);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${to}"] [data-row-focus]`)?.focus());
  };

  return (
    <div ref={scroller} className={styles.scroller}>
      <ul className={styles.space} style={{ height: virtualizer.getTotalSize() }} aria-label={label} onKeyDown={moveFocus}>
        {virtualizer.getVirtualItems().map((row) => (
          <li
            key={row.key}
            aria-setsize={items.length}
            aria-posinset={row.index + 1}
            data-index={row.index}
            className={styles.row}
            style={{ height: row.size, transform: `translateY(${row.start}px)` }}
          >
            {renderRow(items[row.index] as Item)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function targetIndex(key: string, from: number, count: number): number | null {
  if (from < 0 || count === 0) return null;
  switch (key) {
    case 'ArrowDown':
      return Math.min(from + 1, count - 1);
    case 'ArrowUp':
      return Math.max(from - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
