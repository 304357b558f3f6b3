import { type ReactNode, useId, useState } from 'react';
import { Checkbox } from '../../ui/Checkbox';
import { SearchInput } from '../../ui/SearchInput';
import styles from './Checklist.module.css';

export type ChecklistItem = {
  readonly id: string;
  readonly label: string;
  /** One line about it; why it can't be chosen, where it can't. */
  readonly detail?: ReactNode;
  readonly isDisabled?: boolean;
};

type ChecklistProps = {
  readonly searchLabel: string;
  readonly items: readonly ChecklistItem[];
  readonly checked: ReadonlySet<string>;
  readonly onToggle: (id: string, checked: boolean) => void;
};

const SEARCH_FROM = 8;
/** More rows than anyone reads through; the search narrows them down. */
const MOST_ROWS = 100;

/** Things to tick, the ticked ones first as they were when the list was opened. */
export function Checklist({ searchLabel, items, checked, onToggle }: ChecklistProps) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const matching = items.filter(({ id, label }) => `${id} ${label}`.toLowerCase().includes(wanted));
  const shown = [...matching.filter(({ id }) => checked.has(id)), ...matching.filter(({ id }) => !checked.has(id)).slice(0, MOST_ROWS)];
  const order = new Map(items.map(({ id }, index) => [id, index]));
  const rows = items.length <= MOST_ROWS ? shown.toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0)) : shown;
  return (
    <div className={styles.checklist}>
      {items.length >= SEARCH_FROM && <SearchInput label={searchLabel} value={search} onChange={setSearch} />}
      <div className={styles.rows}>
        {rows.map((item) => (
          <Row key={item.id} item={item} isChecked={checked.has(item.id)} onToggle={onToggle} />
        ))}
        {rows.length === 0 && <p className={styles.none}>Nothing matches.</p>}
        {matching.length > rows.length && <p className={styles.none}>{matching.length - rows.length} more: search to find them.</p>}
      </div>
    </div>
  );
}

type RowProps = { readonly item: ChecklistItem; readonly isChecked: boolean; readonly onToggle: ChecklistProps['onToggle'] };

function Row({ item, isChecked, onToggle }: RowProps) {
  const id = useId();
  return (
    <div className={styles.row} data-disabled={item.isDisabled}>
      <Checkbox
        id={id}
        checked={isChecked}
        disabled={item.isDisabled}
        aria-describedby={item.detail ? `${id}-detail` : undefined}
        onCheckedChange={(checked) => onToggle(item.id, checked === true)}
      />
      <label htmlFor={id} className={styles.label}>
        {item.label}
      </label>
      {item.detail && (
        <span id={`${id}-detail`} className={styles.detail}>
          {item.detail}
        </span>
      )}
    </div>
  );
}
