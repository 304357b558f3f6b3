import { useState } from 'react';
import type { ChildRun } from '../../../shared/ipc/contract/runs';
import { Disclosure } from '../../ui/Disclosure';
import { countOf, formatDuration } from '../../ui/format';
import { StatusMark } from '../../ui/StatusMark';
import { useNow } from '../../ui/useNow';
import styles from './ChildRunList.module.css';
import { openTab } from './runsStore';
import { outcomeText } from './runView';

/** The runs that a tool call started, if any, under that call: open while one of them goes on, folded afterwards unless a person opened it. */
export function ChildRunList({ runs }: { readonly runs: readonly ChildRun[] }) {
  const [isOpen, setOpen] = useState<boolean>();
  const isLive = runs.some(({ status }) => status === 'running');
  const now = useNow(isLive, 1000);
  if (runs.length === 0) return null;
  return (
    <div className={styles.children}>
      <Disclosure
        open={isOpen ?? isLive}
        onToggle={setOpen}
        summary={<span className={styles.summary}>Started {countOf(runs.length, 'run')}</span>}
      >
        <ul className={styles.list} aria-label="Runs this call started">
          {runs.map((run) => (
            <li key={run.runId}>
              <ChildRunRow run={run} now={now} />
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}

function ChildRunRow({ run, now }: { readonly run: ChildRun; readonly now: number }) {
  const duration = run.durationMs ?? (run.status === 'running' ? now - Date.parse(run.startedAt) : null);
  return (
    <button
      type="button"
      className={styles.run}
      title={`Open this run of ${run.workflowName}: ${outcomeText(run.status, run.aborted)}`}
      onClick={() => openTab({ kind: 'run', id: run.runId, title: run.workflowName })}
    >
      <StatusMark status={run.status} size={14} />
      <span className={styles.name}>{run.workflowName}</span>
      <span className={styles.facts}>
        {run.completedSteps} of {countOf(run.stepCount, 'step')}
        {duration !== null && ` · ${formatDuration(duration)}`}
      </span>
    </button>
  );
}
