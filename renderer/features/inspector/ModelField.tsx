import { useId } from 'react';
import { KNOWN_MODELS } from '../../../shared/catalog/models';
import type { WorkflowProblem } from '../../../shared/workflow/problems';
import { Input } from '../../ui/Input';
import { useEditor } from '../editor';
import { FormField } from './FormField';

type ModelFieldProps = {
  readonly field: string;
  readonly value: string | null | undefined;
  /** What an empty field stands for, where that is known. */
  readonly inherited?: string | null | undefined;
  readonly problems: readonly WorkflowProblem[];
  readonly onChange: (model: string | undefined) => void;
};

/** Pick a model, type any other name, or leave it empty to inherit. */
export function ModelField({ field, value, inherited, problems, onChange }: ModelFieldProps) {
  const listId = useId();
  const models = useEditor((state) => state.catalog?.models) ?? KNOWN_MODELS;
  return (
    <FormField label="Model" field={field} problems={problems}>
      {(control) => (
        <>
          <Input
            {...control}
            list={listId}
            placeholder={inherited ? `Inherit ${inherited}` : 'Inherit from settings'}
            value={value ?? ''}
            onChange={({ target }) => onChange(target.value.trim() || undefined)}
          />
          <datalist id={listId}>
            {models.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </datalist>
        </>
      )}
    </FormField>
  );
}
