import { Trash2 } from 'lucide-react';
import type { DamagedCheckpoint } from '../../../shared/session/session';
import { useClient } from '../../host/HostProvider';
import { Badge } from '../../ui/Badge';
import { IconButton } from '../../ui/IconButton';
import { quoted } from '../../ui/quoted';
import { useKeyboardKept } from '../../ui/useKeyboardKept';
import { attempt } from '../explorer';
import { deleteCheckpoint } from './deleteCheckpoint';
import styles from './SessionTimeline.module.css';

type DamagedCheckpointsProps = { readonly sessionId: string; readonly damaged: readonly DamagedCheckpoint[] };

/** Those that have no place in the tree, since nobody can tell where they belong: that they are there, and a way to be rid of them. */
export function DamagedCheckpoints({ sessionId, damaged }: DamagedCheckpointsProps) {
  const client = useClient();
  const keyboard = useKeyboardKept<HTMLUListElement>();
  return (
    <ul {...keyboard} className={styles.damaged} aria-label="Damaged checkpoints">
      {damaged.map(({ id, label }) => (
        <li key={id}>
          <Badge tone="failed">Damaged</Badge>
          <p>The checkpoint {quoted(label)} cannot be read or restored. Its messages are still there.</p>
          <IconButton
            label={`Delete the damaged checkpoint ${quoted(label)}`}
            size="small"
            icon={<Trash2 aria-hidden="true" />}
            onClick={() => attempt(deleteCheckpoint(client, { id, sessionId, label }))}
          />
        </li>
      ))}
    </ul>
  );
}
