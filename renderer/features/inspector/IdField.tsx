import { useEffect, useState } from 'react';
import { isAppError } from '../../../shared/lib/appError';
import type { WorkflowProblem } from '../../../shared/workflow/problems';
import { Input } from '../../ui/Input';
import { editorStore } from '../editor';
import { FormField } from './FormField';

type IdFieldProps = { readonly stepKey: string; readonly id: string; readonly problems: readonly WorkflowProblem[] };

/** The id takes effect on Enter or on leaving: every letter of the way there would be an id of its own in every prompt. */
export function IdField({ stepKey, id, problems }: IdFieldProps) {
  const [text, setText] = useState(id);
  const [refusal, setRefusal] = useState<string>();
  useEffect(() => {
    setText(id);
    setRefusal(undefined);
  }, [id]);
  const commit = () => setRefusal(rename(stepKey, text.trim()));
  return (
    <FormField
      label="Id"
      field="id"
      problems={problems}
      hint={refusal ?? 'Names the step in $steps.<id>.text; renaming changes it everywhere.'}
    >
      {(control) => (
        <Input
          {...control}
          aria-invalid={refusal ? true : control['aria-invalid']}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            setRefusal(undefined);
          }}
          onBlur={commit}
          onKeyDown={({ key }) => {
            if (key === 'Enter') commit();
            if (key === 'Escape') setText(id);
          }}
        />
      )}
    </FormField>
  );
}

/** Why not, where it can not be. */
function rename(key: string, id: string): string | undefined {
  try {
    editorStore.getState().renameStep(key, id);
    return undefined;
  } catch (error) {
    if (isAppError(error)) return error.message;
    throw error;
  }
}
