import { RotateCcw, StepForward, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { isAppError } from '../../../shared/lib/appError';
import { canResume } from '../../../shared/run/canResume';
import { useClient } from '../../host/HostProvider';
import { Badge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { formatDuration, formatWhen } from '../../ui/format';
import { StatusMark } from '../../ui/StatusMark';
import { showToast } from '../../ui/toasts';
import { useNow } from '../../ui/useNow';
import styles from './RunPanel.module.css';
import { RunSpending } from './RunSpending';
import { resumeRun, retryStep } from './runActions';
import type { RunView } from './runsStore';
import { isUnderWay, outcomeText, runElapsed, stepToRetry } from './runView';

type RunHeaderProps = {
  readonly view: RunView;
  /** The step that is looked at. */
  readonly selectedStepId: string | null;
  readonly onRunAgain: (view: RunView) => void;
};

/** How the run stands, what it cost, and what can be done with it. */
export function RunHeader(props: RunHeaderProps) {
  const { view } = props;
  const { state, detail } = view;
  const isLive = isUnderWay(view);
  const now = useNow(isLive, 200);
  return (
    <header className={styles.header}>
      <StatusMark status={state.status} />
      <span className={styles.outcome}>{outcomeText(state.status, state.aborted)}</span>
      <span className={styles.name} title={detail.workflowName}>
        {detail.workflowName}
      </span>
      {detail.rehearsal && <Badge tone="accent">Rehearsal</Badge>}
      <span className={styles.facts}>
        <time dateTime={detail.startedAt} title={new Date(detail.startedAt).toLocaleString()}>
          {formatWhen(detail.startedAt, now)}
        </time>
        <span>{formatDuration(runElapsed(view, now))}</span>
        <RunSpending view={view} />
      </span>
      <RunButtons {...props} />
    </header>
  );
}

function RunButtons({ view, selectedStepId, onRunAgain }: RunHeaderProps) {
  const client = useClient();
  const [isBusy, setBusy] = useState(false);
  const { runId, status } = view.state;
  const failed = stepToRetry([...view.state.steps.values()], selectedStepId);
  const act = async (action: () => Promise<void>) => {
    setBusy(true);
    try {
      await action();
    } catch (error) {
      showToast({ tone: 'failed', text: isAppError(error) ? error.message : 'That did not work. The host’s log says why.' });
    } finally {
      setBusy(false);
    }
  };
  if (status === 'running') return null;
  return (
    <div className={styles.buttons}>
      {canResume(view.state) && (
        <Button
          variant="primary"
          icon={<StepForward aria-hidden="true" />}
          disabled={isBusy}
          title="Goes on with the run and keeps what is completed"
          onClick={() => act(() => resumeRun(client, runId))}
        >
          Resume run
        </Button>
      )}
      {failed && status !== 'interrupted' && (
        <Button
          icon={<RotateCcw aria-hidden="true" />}
          disabled={isBusy}
          title={`Runs ${failed.name} again, and what was skipped because of it`}
          onClick={() => act(() => retryStep(client, runId, failed.id))}
        >
          Retry failed step
        </Button>
      )}
      <Button icon={<Undo2 aria-hidden="true" />} disabled={isBusy} onClick={() => onRunAgain(view)}>
        Run again with these parameters
      </Button>
    </div>
  );
}
