import { Trash2 } from 'lucide-react';
import { useClient } from '../../host/HostProvider';
import { Badge } from '../../ui/Badge';
import { IconButton } from '../../ui/IconButton';
import { attempt } from '../explorer';
import styles from './SessionTable.module.css';
import { deleteSessions } from './sessionActions';

type DamagedCellsProps = { readonly id: string; readonly isTabStop: boolean };

/** In the place of a session that cannot be read: that it is there, and a way to be rid of it. */
export function DamagedCells({ id, isTabStop }: DamagedCellsProps) {
  const client = useClient();
  return (
    <>
      <td className={styles.cell}>
        <Badge tone="failed">Damaged</Badge>
      </td>
      <td className={styles.damaged} colSpan={6}>
        <bdi>{id}</bdi> cannot be read.
      </td>
      <td className={styles.cell}>
        <IconButton
          label="Delete"
          size="small"
          data-row-focus
          tabIndex={isTabStop ? 0 : -1}
          icon={<Trash2 aria-hidden="true" />}
          onClick={() => attempt(deleteSessions(client, [{ id, title: id }]))}
        />
      </td>
    </>
  );
}
