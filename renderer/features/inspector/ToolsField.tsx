import type { WorkflowProblem } from '../../../shared/workflow/problems';
import type { WorkflowStepDefinition } from '../../../shared/workflow/schema';
import { LinesInput } from '../../ui/LinesInput';
import { FormField } from './FormField';
import { editStep, setOrRemove } from './stepEdits';

type ToolsFieldProps = {
  readonly stepKey: string;
  readonly tools: WorkflowStepDefinition['tools'];
  readonly problems: readonly WorkflowProblem[];
};

/** Tools by name beyond those that every step has. Those that code has given to the definition stay as they are. */
export function ToolsField({ stepKey, tools = [], problems }: ToolsFieldProps) {
  const names = tools.filter((tool) => typeof tool === 'string');
  const defined = tools.filter((tool) => typeof tool === 'object');
  const set = (lines: readonly string[]) => {
    const all = [...lines.map((line) => line.trim()), ...defined];
    editStep(stepKey, 'tools', (draft) => setOrRemove(draft, 'tools', all.length === 0 ? undefined : all));
  };
  return (
    <FormField
      label="Tools"
      field="tools"
      problems={problems}
      hint={
        <>
          Further tools by name, one on each line, such as run_workflow.
          {defined.length > 0 && <div>Defined in code: {defined.map(({ name }) => name).join(', ')}</div>}
        </>
      }
    >
      {(control) => <LinesInput {...control} lines={names} onLines={set} />}
    </FormField>
  );
}
