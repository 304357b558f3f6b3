import { RulesEditor } from '../permissions';
import { FormGroup } from './FormField';

const HINT = 'For every run of this workflow, beside your own rules in Settings. They stay on this machine and are not part of the file.';

/** What the runs of a stored workflow may do, or must ask for. */
export function WorkflowRules({ workflowId }: { readonly workflowId: string | null }) {
  return (
    <FormGroup label="Permission rules" field="permissionRules" problems={[]} hint={HINT}>
      {workflowId === null ? null : <RulesEditor workflowId={workflowId} emptyText="No rules of its own." />}
    </FormGroup>
  );
}
