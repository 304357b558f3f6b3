import { Globe, Plug, Square, SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import type { ProcessOwner, RunningProcess } from '../../../shared/ipc/contract/processes';
import { isAppError } from '../../../shared/lib/appError';
import { visibleText } from '../../../shared/lib/visibleText';
import { useClient } from '../../host/HostProvider';
import { Button } from '../../ui/Button';
import { formatDuration } from '../../ui/format';
import { showToast } from '../../ui/toasts';
import { openTab } from '../runs';
import styles from './ProcessesPanel.module.css';

const KINDS = {
  command: { icon: SquareTerminal, text: 'Command' },
  server: { icon: Plug, text: 'MCP server' },
  connection: { icon: Globe, text: 'Connection to an MCP server' },
} as const;

export function ProcessRow({ process, now }: { readonly process: RunningProcess; readonly now: number }) {
  const { kind, name, folder, pid, startedAt, owner } = process;
  const { icon: Icon, text } = KINDS[kind];
  const command = visibleText(process.command);
  return (
    <tr data-process-kind={kind}>
      <th scope="row" className={styles.program}>
        <div className={styles.line}>
          <Icon size={16} className={styles.icon} aria-hidden="true" />
          <span className="visually-hidden">{text}</span>
          <span className={styles.name}>{name}</span>
          <code className={styles.command} title={folder === null ? command : `${command}\n\nin ${folder}`}>
            {command}
          </code>
        </div>
      </th>
      <td className={styles.owner}>
        <Owner owner={owner} />
      </td>
      <td className={styles.number}>{formatDuration(Math.max(0, now - Date.parse(startedAt)))}</td>
      <td className={styles.number}>{pid ?? '–'}</td>
      <td className={styles.action}>
        <StopButton process={process} />
      </td>
    </tr>
  );
}

/** Who it works for, and the way there. */
function Owner({ owner }: { readonly owner: ProcessOwner }) {
  const { runId, sessionId } = owner;
  const label = ownerText(owner);
  if (runId === null && sessionId === null) return <span className={styles.muted}>{label}</span>;
  const open = () => {
    if (runId !== null) openTab({ kind: 'run', id: runId });
    else if (sessionId !== null) openTab({ kind: 'session', id: sessionId, title: label });
  };
  return (
    <button type="button" className={styles.link} title={`Open ${label}`} onClick={open}>
      {label}
    </button>
  );
}

function ownerText({ runId, workflowName, stepId, sessionTitle }: ProcessOwner): string {
  if (runId === null) return sessionTitle ?? 'A server being tried out';
  const run = workflowName ?? runId;
  return stepId === null ? `${run}, all its steps` : `${run} / ${stepId}`;
}

function StopButton({ process: { id, kind, name } }: { readonly process: RunningProcess }) {
  const client = useClient();
  const [isStopping, setStopping] = useState(false);
  const stop = async () => {
    setStopping(true);
    try {
      await client.processes.stop({ id });
    } catch (error) {
      setStopping(false);
      // It may have ended by itself at that moment.
      if (isAppError(error) && error.code === 'NOT_FOUND') return;
      showToast({ tone: 'failed', text: isAppError(error) ? error.message : `${name} could not be stopped.` });
    }
  };
  return (
    <Button
      variant="quiet"
      className={styles.stop}
      icon={<Square size={12} aria-hidden="true" />}
      aria-label={`Stop ${name}`}
      title={kind === 'command' ? STOPS_COMMAND : STOPS_SERVER}
      disabled={isStopping}
      onClick={() => void stop()}
    >
      {isStopping ? 'Stopping…' : 'Stop'}
    </Button>
  );
}

const STOPS_COMMAND = 'Ends it with everything it has started. The agent is told, and goes on.';
const STOPS_SERVER = 'Ends it with everything it has started. A call under way fails, and the next one starts it again.';
