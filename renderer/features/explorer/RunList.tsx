import type { RunSummary } from '../../../shared/ipc/contract/runs';
import { EmptyState } from '../../ui/EmptyState';
import { formatCost, formatCount, formatDuration, formatWhen } from '../../ui/format';
import { StatusMark } from '../../ui/StatusMark';
import { useNow } from '../../ui/useNow';
import { VirtualList } from '../../ui/VirtualList';
import { openTab, outcomeText, totalTokens, useShownRunId } from '../runs';
import styles from './Explorer.module.css';
import { ExplorerRow } from './ExplorerRow';

type RunListProps = { readonly runs: readonly RunSummary[]; readonly isFiltered: boolean };

export function RunList({ runs, isFiltered }: RunListProps) {
  const shownId = useShownRunId();
  const now = useNow(true, runs.some(({ status }) => status === 'running') ? 1000 : 30_000);
  if (runs.length === 0) {
    return isFiltered ? (
      <p className={styles.note}>No run matches.</p>
    ) : (
      <EmptyState title="No runs yet">Every run is kept here, with all it read and answered.</EmptyState>
    );
  }
  return (
    <VirtualList
      label="Runs"
      items={runs}
      rowHeight={44}
      keyOf={({ runId }) => runId}
      selectedKey={shownId}
      renderRow={(run) => <RunRow run={run} now={now} isCurrent={run.runId === shownId} />}
    />
  );
}

function RunRow({ run, now, isCurrent }: { readonly run: RunSummary; readonly now: number; readonly isCurrent: boolean }) {
  return (
    <ExplorerRow
      name={run.workflowName}
      mark={<StatusMark status={run.status} size={14} />}
      aside={formatWhen(run.startedAt, now)}
      facts={factsOf(run, now)}
      title={`${run.workflowName} · ${outcomeText(run.status, run.aborted)} · ${new Date(run.startedAt).toLocaleString()}`}
      isCurrent={isCurrent}
      onOpen={() => openTab({ kind: 'run', id: run.runId })}
    />
  );
}

function factsOf(run: RunSummary, now: number): string {
  const duration = run.durationMs ?? (run.status === 'running' ? now - Date.parse(run.startedAt) : null);
  const facts = [
    run.status === 'running' && `${run.completedSteps}/${run.stepCount}`,
    duration !== null && formatDuration(duration),
    run.rehearsal ? 'Rehearsal' : formatCost(run.costUsd),
    `${formatCount(totalTokens(run))} tokens`,
  ];
  return facts.filter(Boolean).join(' · ');
}
