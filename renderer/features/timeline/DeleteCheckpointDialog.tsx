import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import type { Checkpoint } from '../../../shared/session/session';
import { useClient } from '../../host/HostProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import styles from './Dialogs.module.css';
import { useAction } from './useAction';

type DeleteCheckpointDialogProps = { readonly session: SessionDetail; readonly checkpoint: Checkpoint; readonly onClose: () => void };

export function DeleteCheckpointDialog({ session, checkpoint, onClose }: DeleteCheckpointDialogProps) {
  const client = useClient();
  const action = useAction();
  const remove = () =>
    action.run(async () => {
      await client.sessions.deleteCheckpoint({ id: session.id, checkpointId: checkpoint.id });
      onClose();
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete “${checkpoint.label}”?`}
      width={440}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" disabled={action.isBusy} onClick={remove}>
            Delete
          </Button>
        </>
      }
    >
      <p>
        The checkpoint goes; the messages stay in the timeline.
        {checkpoint.files && ' Its copy of the files goes with it, and that cannot be undone.'}
      </p>
      {action.error && (
        <p className={styles.error} role="alert">
          {action.error.message}
        </p>
      )}
    </Dialog>
  );
}
