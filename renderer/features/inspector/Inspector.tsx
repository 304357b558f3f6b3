import { useRef } from 'react';
import { countOf } from '../../ui/format';
import { presentOf, selectedStep, useActiveDocument } from '../editor';
import styles from './Inspector.module.css';
import { StepForm } from './StepForm';
import { useFieldFocus } from './useFieldFocus';
import { WorkflowForm } from './WorkflowForm';

/** What is selected as a form: one step, or the workflow when nothing is. */
export function Inspector() {
  const form = useRef<HTMLElement>(null);
  useFieldFocus(form);
  return (
    <aside ref={form} aria-label="Inspector" className={styles.inspector}>
      <InspectorContent />
    </aside>
  );
}

function InspectorContent() {
  const document = useActiveDocument();
  if (!document) return <p className={styles.note}>Open a workflow to see its settings here.</p>;
  const definition = presentOf(document);
  const step = selectedStep(document);
  const [key] = document.selection;
  if (step && key !== undefined) {
    // By place, not by id: the form stays while the id changes under it.
    return <StepForm key={`${document.id} ${definition.steps.indexOf(step)}`} step={step} stepKey={key} definition={definition} />;
  }
  if (document.selection.length > 1) {
    return <p className={styles.note}>{countOf(document.selection.length, 'step')} selected. Select one to edit it.</p>;
  }
  return <WorkflowForm key={document.id} definition={definition} workflowId={document.workflowId} />;
}
