import { FilePlus2 } from 'lucide-react';
import { WorkflowCanvas } from '../features/canvas';
import { useActiveDocument } from '../features/editor';
import { runsStore, useFrozenDefinition } from '../features/runs';
import { SessionsView, SessionView } from '../features/sessions';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { runCommand } from './commands';
import styles from './MainArea.module.css';
import { startPhase } from './startPhase';

type MainAreaProps = { readonly onSelectFrozen: (stepIds: readonly string[]) => void };

/** What is in front: a session, an old run, the active document, or nothing yet. */
export function MainArea({ onSelectFrozen }: MainAreaProps) {
  const front = runsStore((runs) => runs.front);
  const frozen = useFrozenDefinition();
  const document = useActiveDocument();
  const isStarting = startPhase(({ is }) => is === 'starting');
  if (front?.kind === 'run' && !frozen) return <EmptyState title="Loading the run…" />;
  if (!front && !document) return isStarting ? null : <NothingOpen />;
  return (
    <>
      {front?.kind === 'session' && (
        <div className={styles.over}>
          <SessionView key={front.id} sessionId={front.id} />
        </div>
      )}
      {front?.kind === 'sessions' && (
        <div className={styles.over}>
          <SessionsView />
        </div>
      )}
      {/* Stays where it is behind sessions, so that coming back finds the same sight. */}
      <div className={styles.editor} inert={front !== null && front.kind !== 'run'}>
        <WorkflowCanvas definition={frozen} readOnly={front !== null} onSelect={onSelectFrozen} />
      </div>
    </>
  );
}

function NothingOpen() {
  return (
    <EmptyState
      icon={<FilePlus2 />}
      title="Nothing is open"
      action={
        <Button variant="primary" onClick={() => runCommand('workflow.new')}>
          New workflow
        </Button>
      }
    >
      Open a workflow from the explorer, begin with a template, or draw a new one.
    </EmptyState>
  );
}
