import { useState } from 'react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import { isAppError } from '../../../shared/lib/appError';
import type { Checkpoint } from '../../../shared/session/session';
import { useClient } from '../../host/HostProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import styles from './Dialogs.module.css';
import { FileRestoreSection } from './FileRestoreSection';
import { FilesLeft } from './FilesLeft';
import { MessagesSection } from './MessagesSection';
import { noteRestored } from './restorations';
import { SettingChanges } from './SettingChanges';
import { useAction } from './useAction';
import { useRestorePreview } from './useRestorePreview';

type RestoreDialogProps = { readonly session: SessionDetail; readonly checkpoint: Checkpoint; readonly onClose: () => void };

/** Says what going back would change, and does it. */
export function RestoreDialog({ session, checkpoint, onClose }: RestoreDialogProps) {
  const client = useClient();
  const action = useAction();
  const [wantsFiles, setWantsFiles] = useState(true);
  const { id } = session;
  const { preview, error, force, isNewSinceForced, setForce, lookAgain } = useRestorePreview(id, checkpoint.id);
  const plan = preview?.files;
  const files = wantsFiles && plan != null && plan.changes.length > 0;
  const isHeldBack = files && (plan.blocked.length > 0 || (plan.changedSince.length > 0 && !force));
  const restore = () =>
    action.run(async () => {
      const consent = files ? { files, force, shown: plan.id } : {};
      const left = await client.sessions.restoreCheckpoint({ id, checkpointId: checkpoint.id, ...consent }).catch((reason: unknown) => {
        if (isAppError(reason) && reason.code === 'CONFLICT') lookAgain();
        throw reason;
      });
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
            {preview?.filesFailure === undefined ? 'Restore' : 'Restore without files'}
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
          {preview.filesFailure !== undefined && <FilesLeft reason={preview.filesFailure} onLookAgain={lookAgain} />}
          {plan && (
            <FileRestoreSection
              plan={plan}
              workDir={checkpoint.files?.workDir ?? session.settings.workDir}
              leftOut={checkpoint.files?.leftOut ?? []}
              isWanted={wantsFiles}
              onWant={setWantsFiles}
              force={force}
              onForce={setForce}
              isNewSinceForced={isNewSinceForced}
            />
          )}
        </div>
      ) : (
        !error && <p className={styles.note}>Looking what that would change…</p>
      )}
    </Dialog>
  );
}
