import { type FormEvent, useId, useState } from 'react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import { useClient } from '../../host/HostProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { countOf } from '../../ui/format';
import { Input } from '../../ui/Input';
import styles from './Dialogs.module.css';
import { noteRestored, pointLeft } from './restorations';
import type { TimelinePoint } from './timelinePoints';
import { useAction } from './useAction';

type BranchDialogProps = { readonly session: SessionDetail; readonly point: TimelinePoint; readonly onClose: () => void };

/** Goes on from any point, under a name of its own. */
export function BranchDialog({ session, point, onClose }: BranchDialogProps) {
  const client = useClient();
  const formId = useId();
  const action = useAction();
  const [label, setLabel] = useState('Branch');
  const branch = (event: FormEvent) => {
    event.preventDefault();
    action.run(async () => {
      const { id } = session;
      const branch = await client.sessions.branch({ id, messageId: point.messageId, label });
      const left = pointLeft(branch, await client.sessions.checkpoints({ id }));
      if (left)
        noteRestored(id, { how: 'branched', label: branch.label, headId: branch.messageId, undo: { checkpointId: left.id, files: false } });
      onClose();
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Branch here"
      description={`The next message will follow ${placeOf(point)}. Where the session stands now is marked by an automatic checkpoint, so nothing is lost.`}
      width={440}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} unavailable={label.trim() === '' || action.isBusy}>
            Branch here
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={branch}>
        <Field label="Label" error={action.error?.message}>
          {(field) => <Input {...field} maxLength={200} value={label} spellCheck onChange={(event) => setLabel(event.target.value)} />}
        </Field>
      </form>
    </Dialog>
  );
}

function placeOf({ depth }: TimelinePoint): string {
  return depth === 0 ? 'nothing: it begins the session anew' : `the first ${countOf(depth, 'message')}`;
}
