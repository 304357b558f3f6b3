import { useState } from 'react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import type { Checkpoint } from '../../../shared/session/session';
import { useClient } from '../../host/HostProvider';
import { useHostQuery } from '../../host/useHostQuery';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import styles from './Dialogs.module.css';
import { FileRestoreSection } from './FileRestoreSection';
import { MessagesSection } from './MessagesSection';
import { noteRestored } from './restorations';
import { SettingChanges } from './SettingChanges';
import { useAction } from './useAction';

type RestoreDialogProps = { readonly session: SessionDetail; readonly checkpoint: Checkpoint; readonly onClose: () => void };

/** Says what going back would change, and does it. */
export function RestoreDialog({ session, checkpoint, onClose }: RestoreDialogProps) {
  const client = useClient();
  const action = useAction();
  const [wantsFiles, setWantsFiles] = useState(true);
  const [force, setForce] = useState(false);
  const { id } = session;
  const { data: preview, error } = useHostQuery(
    (host, signal) => host.sessions.restorePreview({ id, checkpointId: checkpoint.id }, signal),
    [id, checkpoint.id],
    (host, signal) => host.sessions.changes({}, signal),
  );
  const plan = preview?.files;
  const files = wantsFiles && plan != null && plan.changes.length > 0;
  const isHeldBack = files && (plan.blocked.length > 0 || (plan.changedSince.length > 0 && !force));
  const restore = () =>
    action.run(async () => {
      const left = await client.sessions.restoreCheckpoint({ id, checkpointId: checkpoint.id, files, force: files && force });
      noteRestored(id, { how: 'restored', label: checkpoint.label, headId: checkpoint.messageId, undo: { checkpointId: left.id, files } });
      onClose();
    });
  const refusal = action.error ?? error;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Restore “${checkpoint.label}”`}
      description="Nothing is lost: where the session stands now is marked by an automatic checkpoint."
      width={600}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" unavailable={!preview || isHeldBack || action.isBusy || session.isBusy} onClick={restore}>
            Restore
          </Button>
        </>
      }
    >
      {refusal && (
        <p className={styles.error} role="alert">
          {refusal.message}
        </p>
      )}
      {preview ? (
        <div className={styles.sections}>
          <MessagesSection preview={preview} />
          <SettingChanges changes={preview.settings} />
          {plan && (
            <FileRestoreSection
              plan={plan}
              workDir={checkpoint.files?.workDir ?? session.settings.workDir}
              leftOut={checkpoint.files?.leftOut ?? []}
              isWanted={wantsFiles}
              onWant={setWantsFiles}
              force={force}
              onForce={setForce}
            />
          )}
        </div>
      ) : (
        !refusal && <p className={styles.note}>Looking what that would change…</p>
      )}
    </Dialog>
  );
}
