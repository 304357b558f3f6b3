import { RotateCw, Undo2 } from 'lucide-react';
import type { SessionDetail } from '../../../shared/ipc/contract/sessions';
import type { Checkpoint } from '../../../shared/session/session';
import { lastStepEnd } from '../../../shared/session/stepEnd';
import { useClient } from '../../host/HostProvider';
import { Button } from '../../ui/Button';
import { quoted } from '../../ui/quoted';
import { useKeyboardKept } from '../../ui/useKeyboardKept';
import { openTab, rerunStep } from '../runs';
import { dismissRestored, forgetRestored, type Restoration, restorations } from './restorations';
import styles from './SessionTimeline.module.css';
import { useAction } from './useAction';

type RestoredBarProps = { readonly session: SessionDetail; readonly checkpoints: readonly Checkpoint[] };

/**
 * After a session was taken to another point: says so and takes it back. A step of a run can be run again from there, in any window and as long as
 * its session stands elsewhere than where its run has the answer from, since all that was built on that answer has it too.
 */
export function RestoredBar({ session, checkpoints }: RestoredBarProps) {
  const { id, headId } = session;
  const noted = restorations(({ bySession }) => bySession[id]);
  const dismissedAt = restorations(({ dismissed }) => dismissed[id]);
  const restoration = noted?.headId === headId ? noted : undefined;
  const step = stepElsewhere(session, checkpoints);
  if (dismissedAt === headId || (!restoration && !step)) return null;
  return <Bar session={session} restoration={restoration} step={step} />;
}

type StepOfRun = { readonly runId: string; readonly stepId: string; readonly workflowName?: string | undefined };

/** The step whose session this is, once it stands elsewhere than where its run has the answer from. */
function stepElsewhere({ headId, metadata }: SessionDetail, checkpoints: readonly Checkpoint[]): StepOfRun | undefined {
  const { runId, stepId, workflowName } = metadata;
  const end = lastStepEnd(checkpoints);
  if (runId === undefined || stepId === undefined || !end || end.messageId === headId) return undefined;
  return { runId, stepId, workflowName };
}

type BarProps = {
  readonly session: SessionDetail;
  readonly restoration: Restoration | undefined;
  readonly step: StepOfRun | undefined;
};

function Bar({ session, restoration, step }: BarProps) {
  const client = useClient();
  const action = useAction();
  const keyboard = useKeyboardKept<HTMLDivElement>();
  const { id, headId, isBusy } = session;
  const takeBack = ({ undo }: Restoration) =>
    action.run(async () => {
      await client.sessions.restoreCheckpoint({ id, ...undo });
      forgetRestored(id);
    });
  const rerun = ({ runId, stepId, workflowName }: StepOfRun) =>
    action.run(async () => {
      await rerunStep(client, runId, stepId);
      dismissRestored(id, headId);
      openTab({ kind: 'run', id: runId, ...(workflowName && { title: workflowName }) });
    });
  return (
    <div {...keyboard} className={styles.restored} role="status">
      <p>
        {restoration
          ? STANDING[restoration.how](restoration.label)
          : 'The session stands elsewhere than where its run has the answer from.'}
      </p>
      {step && (
        <Button icon={<RotateCw aria-hidden="true" />} unavailable={action.isBusy || isBusy} onClick={() => rerun(step)}>
          Re-run this step and what depends on it
        </Button>
      )}
      {restoration && (
        <Button icon={<Undo2 aria-hidden="true" />} unavailable={action.isBusy || isBusy} onClick={() => takeBack(restoration)}>
          Undo
        </Button>
      )}
      <Button variant="quiet" onClick={() => dismissRestored(id, headId)}>
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
