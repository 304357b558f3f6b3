import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useClient } from '../../host/HostProvider';
import { useKeyboardKept } from '../../ui/useKeyboardKept';
import { useNow } from '../../ui/useNow';
import { attempt } from '../explorer';
import { SessionRow } from './SessionRow';
import styles from './SessionTable.module.css';
import { deleteSessions } from './sessionActions';
import type { ListedSessions } from './useSessionPages';

const ROW = 32;
/** With a line of what was found. */
const FOUND_ROW = 52;

const COLUMNS = ['State', 'Title', 'Workflow', 'Model', 'Messages', 'Tokens', 'Last active'] as const;

type SessionTableProps = { readonly listed: ListedSessions };

/** The sessions as a table of any length; one tab stop, in which the arrow keys walk. */
export function SessionTable({ listed }: SessionTableProps) {
  const client = useClient();
  const scroller = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const now = useNow(true, 30_000);
  const { search, total = 0 } = listed;
  const rowHeight = search === '' ? ROW : FOUND_ROW;
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollPaddingStart: HEADING,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  // A new search begins at the top.
  useEffect(() => {
    setCurrent(0);
    if (search !== '') scroller.current?.scrollTo({ top: 0 });
  }, [search]);
  const rows = virtualizer.getVirtualItems();
  const [first, last] = [rows[0]?.index ?? 0, rows.at(-1)?.index ?? 0];
  const { show } = listed;
  useEffect(() => show(first, last), [show, first, last]);

  // A row far away is there to be focused only once it is loaded.
  const waitsForFocus = useRef<number>(undefined);
  useEffect(() => {
    const row = waitsForFocus.current;
    const button = row !== undefined && scroller.current?.querySelector<HTMLElement>(`[data-index="${row}"] [data-row-focus]`);
    if (!button) return;
    waitsForFocus.current = undefined;
    button.focus();
  });
  const focusRow = (index: number) => {
    waitsForFocus.current = index;
    setCurrent(index);
    virtualizer.scrollToIndex(index);
  };
  // Where a row was deleted, the keyboard goes on with the one that took its place.
  const keyboard = useKeyboardKept<HTMLTableElement>((table) => table.querySelector<HTMLElement>('[data-row-focus][tabindex="0"]'));
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-index]'); // events come from elements
    if (!row) return;
    const index = Number(row.dataset.index);
    const { session, damagedId } = listed.at(index) ?? NOT_LOADED;
    const to = targetIndex(event.key, index, total, Math.max(1, last - first - 10));
    const toDelete = session ?? (damagedId !== undefined && { id: damagedId, title: damagedId });
    if (event.key === 'Delete' && toDelete) attempt(deleteSessions(client, [toDelete]));
    else if (to !== null) focusRow(to);
    else return;
    event.preventDefault();
  };

  return (
    <div ref={scroller} className={styles.scroller}>
      <table {...keyboard} aria-label="All sessions" aria-rowcount={total + 1} className={styles.table} onKeyDown={onKeyDown}>
        <thead className={styles.head}>
          <tr aria-rowindex={1} className={styles.heading}>
            {COLUMNS.map((name) => (
              <th key={name} scope="col" className={styles.cell} data-column={name}>
                {name}
              </th>
            ))}
            <th scope="col" className={styles.cell}>
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
          {rows.map(({ index, start, size }) => {
            const { session, match, damagedId } = listed.at(index) ?? NOT_LOADED;
            return (
              <SessionRow
                key={session?.id ?? damagedId ?? `place-${index}`}
                session={session}
                match={match}
                damagedId={damagedId}
                search={search}
                index={index}
                start={start}
                height={size}
                isTabStop={index === Math.min(current, total - 1)}
                now={now}
                onFocus={setCurrent}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Height of the heading, which stays at the top. */
const HEADING = 32;

const NOT_LOADED = { session: undefined, match: undefined, damagedId: undefined };

function targetIndex(key: string, from: number, count: number, page: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(from + 1, count - 1);
    case 'ArrowUp':
      return Math.max(from - 1, 0);
    case 'PageDown':
      return Math.min(from + page, count - 1);
    case 'PageUp':
      return Math.max(from - page, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
