import { Wrench } from 'lucide-react';
import { applyFix } from '../../../shared/workflow/applyFix';
import type { WorkflowFix } from '../../../shared/workflow/problems';
import { Button } from '../../ui/Button';
import { activeDocument, editorStore, presentOf } from '../editor';
import styles from './FixButton.module.css';

/** Solves a problem of the document in front, as one undo step. */
export function FixButton({ fix }: { readonly fix: WorkflowFix }) {
  return (
    <Button className={styles.fix} icon={<Wrench size={12} aria-hidden="true" />} onClick={() => solve(fix)}>
      {fix.label}
    </Button>
  );
}

function solve(fix: WorkflowFix): void {
  const document = activeDocument();
  if (document) editorStore.getState().replace(fix.label, applyFix(presentOf(document), fix));
}
