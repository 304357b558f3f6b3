import { useMemo } from 'react';
import type { WorkflowProblem } from '../../../shared/workflow/problems';
import type { WorkflowDefinition, WorkflowStepDefinition } from '../../../shared/workflow/schema';
import { useShownRun } from '../runs';
import { FormField } from './FormField';
import { PromptEditor } from './PromptEditor';
import { promptNames } from './promptNames';
import { valuesFor } from './runValues';

type PromptFieldProps = {
  readonly label: string;
  readonly field: string;
  readonly value: string;
  readonly definition: WorkflowDefinition;
  /** The step whose prompt it is; without it only parameters are known, as in system prompts. */
  readonly step?: WorkflowStepDefinition;
  readonly placeholder: string;
  readonly problems: readonly WorkflowProblem[];
  readonly onChange: (value: string) => void;
};

/** A prompt with its variables highlighted, completed and checked. */
export function PromptField({ label, field, value, definition, step, placeholder, problems, onChange }: PromptFieldProps) {
  const run = useShownRun();
  const names = useMemo(() => promptNames(definition, step), [definition, step]);
  const values = useMemo(() => valuesFor(definition, run), [definition, run]);
  return (
    <FormField label={label} field={field} problems={problems}>
      {({ id, ...control }) => (
        <PromptEditor
          id={id}
          label={label}
          describedBy={control['aria-describedby']}
          isInvalid={control['aria-invalid'] ?? false}
          value={value}
          names={names}
          problems={problems}
          values={values}
          placeholder={placeholder}
          onChange={onChange}
        />
      )}
    </FormField>
  );
}
