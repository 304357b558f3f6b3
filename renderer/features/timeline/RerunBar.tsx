import { RotateCw } from 'lucide-react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import { useClient } from '../../host/HostProvider';
import { Button } from '../../ui/Button';
import { openTab, rerunStep } from '../runs';
import { forgetRestored, restoredSteps } from './restoredSteps';
import styles from './SessionTimeline.module.css';
import { useAction } from './useAction';

/** After a step of a run was taken back: its run still has the answer from before, and so has all that was built on it. */
export function RerunBar({ session }: { readonly session: SessionDetail }) {
  const label = restoredSteps(({ labels }) => labels[session.id]);
  const client = useClient();
  const action = useAction();
  const { runId, stepId, workflowName } = session.metadata;
  if (label === undefined || runId === undefined || stepId === undefined) return null;
  const rerun = () =>
    action.run(async () => {
      await rerunStep(client, runId, stepId);
      forgetRestored(session.id);
      openTab({ kind: 'run', id: runId, ...(workflowName && { title: workflowName }) });
    });
  return (
    <div className={styles.offer} role="status">
      <p>The step stands at “{label}”. Its run still has what came of it before.</p>
      <Button icon={<RotateCw aria-hidden="true" />} disabled={action.isBusy || session.isBusy} onClick={rerun}>
        Re-run this step and what depends on it
      </Button>
      <Button variant="quiet" onClick={() => forgetRestored(session.id)}>
        Not now
      </Button>
      {action.error && (
        <p className={styles.error} role="alert">
          {action.error.message}
        </p>
      )}
    </div>
  );
}
