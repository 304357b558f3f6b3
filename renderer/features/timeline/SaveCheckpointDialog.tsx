import { type FormEvent, useId, useState } from 'react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import { useClient } from '../../host/HostProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { Input, Select } from '../../ui/Input';
import { Switch } from '../../ui/Switch';
import styles from './Dialogs.module.css';
import { pointText } from './pointText';
import type { TimelinePoint } from './timelinePoints';
import { useAction } from './useAction';

type SaveCheckpointDialogProps = { readonly session: SessionDetail; readonly point: TimelinePoint; readonly onClose: () => void };

/** Names where the session stands, or the selected point; on wish with the files of the work directory. */
export function SaveCheckpointDialog({ session, point, onClose }: SaveCheckpointDialogProps) {
  const client = useClient();
  const formId = useId();
  const action = useAction();
  const [label, setLabel] = useState('');
  const [isAtPoint, setAtPoint] = useState(false);
  const [withFiles, setWithFiles] = useState(false);
  const isElsewhere = point.messageId !== session.headId;
  const files = withFiles && !isAtPoint; // the files are those of now
  const save = (event: FormEvent) => {
    event.preventDefault();
    action.run(async () => {
      const { id } = session;
      await client.sessions.saveCheckpoint({ id, label, files, ...(isAtPoint && { messageId: point.messageId }) });
      onClose();
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Save checkpoint"
      description="A name for a point of the session. Whatever is said afterwards, you can come back to it."
      width={440}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} unavailable={label.trim() === '' || action.isBusy}>
            Save checkpoint
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={save}>
        <Field label="Label" error={action.error?.message}>
          {(field) => (
            <Input
              {...field}
              maxLength={200}
              placeholder="baseline"
              value={label}
              spellCheck
              onChange={(event) => setLabel(event.target.value)}
            />
          )}
        </Field>
        {isElsewhere && (
          <Field label="Point">
            {(field) => (
              <Select {...field} value={isAtPoint ? 'point' : 'head'} onChange={(event) => setAtPoint(event.target.value === 'point')}>
                <option value="head">Where the session stands</option>
                <option value="point">{`The selected point: ${pointText(point).title}`.slice(0, 80)}</option>
              </Select>
            )}
          </Field>
        )}
        <Field
          label="Keep the files too"
          layout="inline"
          hint={
            isAtPoint
              ? 'Files can only be kept as they are now, with the point where the session stands.'
              : `The files of ${session.settings.workDir}, without what .gitignore leaves out. Your repository is not touched.`
          }
        >
          {({ required: _never, ...field }) => <Switch {...field} checked={files} disabled={isAtPoint} onCheckedChange={setWithFiles} />}
        </Field>
      </form>
    </Dialog>
  );
}
