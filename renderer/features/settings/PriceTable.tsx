import { Pencil, RotateCcw, Trash2 } from 'lucide-react';
import type { PriceRow } from '../../../shared/ipc/contract/prices';
import { Badge } from '../../ui/Badge';
import { IconButton } from '../../ui/IconButton';
import styles from './Prices.module.css';

type PriceTableProps = {
  readonly label: string;
  readonly rows: readonly PriceRow[];
  readonly onEdit: (row: PriceRow) => void;
  readonly onRemove?: (row: PriceRow) => void;
};

export function PriceTable({ label, rows, onEdit, onRemove }: PriceTableProps) {
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">Input</th>
          <th scope="col">Output</th>
          <th scope="col">Cache read</th>
          <th scope="col">Cache write</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <PriceLine key={row.model} row={row} onEdit={onEdit} onRemove={onRemove} />
        ))}
      </tbody>
    </table>
  );
}

function PriceLine({ row, onEdit, onRemove }: { readonly row: PriceRow } & Pick<PriceTableProps, 'onEdit' | 'onRemove'>) {
  const { model, price, source, builtIn } = row;
  const { input, output, cacheRead = input, cacheWrite = input } = price;
  return (
    <tr>
      <th scope="row">
        <span className={styles.model}>{model}</span>
        {source === 'given' && <Badge>set by the program</Badge>}
        {builtIn && <Badge>built in: {`${builtIn.input} / ${builtIn.output}`}</Badge>}
      </th>
      {[input, output, cacheRead, cacheWrite].map((dollars, column) => (
        // The columns of a row never change places.
        <td key={COLUMNS[column]}>{dollars}</td>
      ))}
      <td className={styles.actions}>
        {source !== 'given' && (
          <IconButton label={`Change the price of ${model}`} size="small" icon={<Pencil size={14} />} onClick={() => onEdit(row)} />
        )}
        {source === 'file' && (
          <IconButton
            label={builtIn ? `Reset the price of ${model}` : `Remove the price of ${model}`}
            size="small"
            icon={builtIn ? <RotateCcw size={14} /> : <Trash2 size={14} />}
            onClick={() => onRemove?.(row)}
          />
        )}
      </td>
    </tr>
  );
}

const COLUMNS = ['input', 'output', 'cacheRead', 'cacheWrite'];
