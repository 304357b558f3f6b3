import type { WorkflowDefinition, WorkflowStepDefinition } from '../../../shared/workflow/schema';
import { editorStore, indexOfStep } from '../editor';

/** Changes the step with a key; what is typed into one field without a pause is one undo step. */
export function editStep(key: string, field: string, change: (step: WorkflowStepDefinition) => void): void {
  editorStore.getState().apply(
    `Change ${field} of ${key}`,
    (draft) => {
      const step = draft.steps[indexOfStep(draft, key)];
      if (step) change(step);
    },
    `${key}.${field}`,
  );
}

export function editWorkflow(field: string, change: (draft: WorkflowDefinition) => void): void {
  editorStore.getState().apply(`Change ${field} of the workflow`, change, `workflow.${field}`);
}

/** What says nothing is not written down, so that files hold only what somebody decided. */
export function setOrRemove<T extends object, K extends keyof T>(target: T, key: K, value: T[K] | undefined): void {
  if (value === undefined || value === '') delete target[key];
  else target[key] = value;
}
