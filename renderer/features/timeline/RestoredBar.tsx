import { RotateCw, Undo2 } from 'lucide-react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import { useClient } from '../../host/HostProvider';
import { Button } from '../../ui/Button';
import { quoted } from '../../ui/quoted';
import { openTab, rerunStep } from '../runs';
import { forgetRestored, type Restoration, restorations } from './restorations';
import styles from './SessionTimeline.module.css';
import { useAction } from './useAction';

/**
 * After a session was taken to another point: says so and takes it back. A step of a run can be run again from there: its run still has the answer
 * from before, and so has all that was built on it.
 */
export function RestoredBar({ session }: { readonly session: SessionDetail }) {
  const restoration = restorations(({ bySession }) => bySession[session.id]);
  const client = useClient();
  const action = useAction();
  const { id, headId, isBusy, metadata } = session;
  const { runId, stepId, workflowName } = metadata;
  const isStep = runId !== undefined && stepId !== undefined;
  const isStill = restoration?.headId === headId;
  if (!restoration || (!isStep && !isStill)) return null;
  const { label, undo } = restoration;
  const takeBack = (point: NonNullable<typeof undo>) =>
    action.run(async () => {
      await client.sessions.restoreCheckpoint({ id, ...point });
      forgetRestored(id);
    });
  const rerun = () =>
    action.run(async () => {
      if (!isStep) return;
      await rerunStep(client, runId, stepId);
      forgetRestored(id);
      openTab({ kind: 'run', id: runId, ...(workflowName && { title: workflowName }) });
    });
  return (
    <div className={styles.restored} role="status">
      <p>{isStill ? STANDING[restoration.how](label) : `The session went on from ${quoted(label)}.`}</p>
      {isStep && (
        <Button icon={<RotateCw aria-hidden="true" />} disabled={action.isBusy || isBusy} onClick={rerun}>
          Re-run this step and what depends on it
        </Button>
      )}
      {undo && isStill && (
        <Button icon={<Undo2 aria-hidden="true" />} disabled={action.isBusy || isBusy} onClick={() => takeBack(undo)}>
          Undo
        </Button>
      )}
      <Button variant="quiet" onClick={() => forgetRestored(id)}>
        Dismiss
      </Button>
      {action.error && (
        <p className={styles.error} role="alert">
          {action.error.message}
        </p>
      )}
    </div>
  );
}

const STANDING = {
  restored: (label: string) => `The session stands at ${quoted(label)} again.`,
  branched: (label: string) => `The session stands where ${quoted(label)} begins.`,
} as const satisfies Record<Restoration['how'], (label: string) => string>;
