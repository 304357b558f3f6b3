import { LoaderCircle, MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import type { ChildRun } from '../../../shared/ipc/contract/runs';
import type { SessionSummary } from '../../../shared/ipc/contract/sessions';
import { Disclosure } from '../../ui/Disclosure';
import { countOf, formatDuration } from '../../ui/format';
import { StatusMark } from '../../ui/StatusMark';
import { useNow } from '../../ui/useNow';
import { openTab } from './runsStore';
import { outcomeText } from './runView';
import styles from './StartedList.module.css';
import type { Started } from './useStarted';

/** The runs and sessions that a tool call started, if any, under that call: open while one of them goes on, folded afterwards unless a person opened it. */
export function StartedList({ started }: { readonly started: Started | undefined }) {
  const [isOpen, setOpen] = useState<boolean>();
  const { runs, sessions } = started ?? NOTHING;
  const isLive = runs.some(({ status }) => status === 'running') || sessions.some(({ isBusy }) => isBusy);
  const now = useNow(isLive, 1000);
  if (runs.length + sessions.length === 0) return null;
  return (
    <div className={styles.started}>
      <Disclosure
        open={isOpen ?? isLive}
        onToggle={setOpen}
        summary={<span className={styles.summary}>Started {startedText(runs.length, sessions.length)}</span>}
      >
        <ul className={styles.list} aria-label="Started by this call">
          {runs.map((run) => (
            <li key={run.runId}>
              <RunRow run={run} now={now} />
            </li>
          ))}
          {sessions.map((session) => (
            <li key={session.id}>
              <SessionRow session={session} />
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}

const NOTHING: Started = { runs: [], sessions: [] };

/** `1 run`, `2 runs and 1 session`. */
export function startedText(runs: number, sessions: number): string {
  return [runs > 0 ? countOf(runs, 'run') : '', sessions > 0 ? countOf(sessions, 'session') : '']
    .filter((part) => part !== '')
    .join(' and ');
}

function RunRow({ run, now }: { readonly run: ChildRun; readonly now: number }) {
  const duration = run.durationMs ?? (run.status === 'running' ? now - Date.parse(run.startedAt) : null);
  return (
    <button
      type="button"
      className={styles.row}
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

function SessionRow({ session: { id, title, isBusy, messageCount } }: { readonly session: SessionSummary }) {
  const Icon = isBusy ? LoaderCircle : MessagesSquare;
  return (
    <button
      type="button"
      className={styles.row}
      title={`Open the session “${title}”`}
      onClick={() => openTab({ kind: 'session', id, title })}
    >
      <Icon size={14} className={styles.icon} data-busy={isBusy || undefined} aria-hidden="true" />
      <span className={styles.name}>{title}</span>
      <span className={styles.facts}>
        {isBusy && 'Running · '}
        {countOf(messageCount, 'message')}
      </span>
    </button>
  );
}
