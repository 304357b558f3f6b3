import { Plus, Workflow } from 'lucide-react';
import { runCommand } from '../../app/commands';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Kbd } from '../../ui/Kbd';
import styles from './EmptyCanvas.module.css';

export function EmptyCanvas({ readOnly }: { readonly readOnly: boolean }) {
  return (
    <div className={styles.empty}>
      {readOnly ? (
        <EmptyState icon={<Workflow size={24} />} title="This run had no steps" />
      ) : (
        <EmptyState
          icon={<Workflow size={24} />}
          title="Draw your first step"
          action={
            <Button variant="primary" icon={<Plus size={16} />} onClick={() => runCommand('canvas.addStep')}>
              Add a step
            </Button>
          }
        >
          Double-click anywhere or press <Kbd>N</Kbd>. Then drag from a step's right edge to the step that should wait for it.
        </EmptyState>
      )}
    </div>
  );
}
