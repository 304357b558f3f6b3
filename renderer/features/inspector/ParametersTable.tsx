import { Plus } from 'lucide-react';
import type { WorkflowProblem } from '../../../shared/workflow/problems';
import type { WorkflowDefinition, WorkflowParameter } from '../../../shared/workflow/schema';
import { Button } from '../../ui/Button';
import { editorStore, parsePath } from '../editor';
import { FormGroup } from './FormField';
import { ParameterRow } from './ParameterRow';
import styles from './ParametersTable.module.css';

type ParametersTableProps = {
  readonly parameters: NonNullable<WorkflowDefinition['parameters']>;
  readonly problems: readonly WorkflowProblem[];
};

/** The values a run asks for. */
export function ParametersTable({ parameters, problems }: ParametersTableProps) {
  const entries = Object.entries(parameters);
  const problemsOf = Map.groupBy(problems, ({ path }) => String(parsePath(path)[1] ?? ''));
  return (
    <FormGroup
      label="Parameters"
      field="parameters"
      problems={problemsOf.get('') ?? []}
      hint={entries.length === 0 ? 'A run asks for each parameter; prompts name it as $NAME.' : undefined}
    >
      {entries.length > 0 && (
        <table className={styles.table} aria-label="Parameters">
          <colgroup>
            <col />
            <col className={styles.type} />
            <col className={styles.remove} />
          </colgroup>
          {entries.map(([name, parameter]) => (
            <ParameterRow key={name} name={name} parameter={parameter} problems={problemsOf.get(name) ?? []} />
          ))}
        </table>
      )}
      <div>
        <Button icon={<Plus size={16} />} onClick={addParameter}>
          Add parameter
        </Button>
      </div>
    </FormGroup>
  );
}

function addParameter(): void {
  const { apply, focusField } = editorStore.getState();
  let added = '';
  apply('Add parameter', (draft) => {
    added = unusedName(draft.parameters ?? {});
    const parameter: WorkflowParameter = { type: 'string' };
    draft.parameters = { ...draft.parameters, [added]: parameter };
  });
  focusField(`$.parameters.${added}`);
}

function unusedName(parameters: Readonly<Record<string, WorkflowParameter>>): string {
  for (let count = 1; ; count += 1) if (!Object.hasOwn(parameters, `PARAMETER_${count}`)) return `PARAMETER_${count}`;
}
