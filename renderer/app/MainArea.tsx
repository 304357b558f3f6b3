import { FilePlus2 } from 'lucide-react';
import { WorkflowCanvas } from '../features/canvas';
import { useActiveDocument } from '../features/editor';
import { runsStore, useFrozenDefinition } from '../features/runs';
import { SessionView } from '../features/sessions';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { runCommand } from './commands';

type MainAreaProps = { readonly onSelectFrozen: (stepIds: readonly string[]) => void };

/** What is in front: a session, an old run, the active document, or nothing yet. */
export function MainArea({ onSelectFrozen }: MainAreaProps) {
  const front = runsStore((runs) => runs.front);
  const frozen = useFrozenDefinition();
  const document = useActiveDocument();
  if (front?.kind === 'session') return <SessionView key={front.id} sessionId={front.id} />;
  if (front?.kind === 'run') {
    return frozen ? (
      <WorkflowCanvas key={front.id} definition={frozen} readOnly onSelect={onSelectFrozen} />
    ) : (
      <EmptyState title="Loading the run…" />
    );
  }
  if (document) return <WorkflowCanvas />;
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
