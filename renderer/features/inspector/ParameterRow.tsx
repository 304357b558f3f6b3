import { Trash2 } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { isAppError } from '../../../shared/lib/appError';
import type { WorkflowProblem } from '../../../shared/workflow/problems';
import { renameParameter } from '../../../shared/workflow/rename';
import { PARAMETER_TYPES, type WorkflowParameter } from '../../../shared/workflow/schema';
import { Checkbox } from '../../ui/Checkbox';
import { IconButton } from '../../ui/IconButton';
import { Input, Select } from '../../ui/Input';
import { activeDocument, editorStore, presentOf } from '../editor';
import { FixButton } from '../problems';
import { DefaultValueInput } from './DefaultValueInput';
import styles from './ParametersTable.module.css';
import { editWorkflow, setOrRemove } from './stepEdits';

type ParameterRowProps = { readonly name: string; readonly parameter: WorkflowParameter; readonly problems: readonly WorkflowProblem[] };

/** One parameter on three lines: what it is called and its type; what it is for; what holds when it is not given, or that it must be. */
export function ParameterRow({ name, parameter, problems }: ParameterRowProps) {
  const [refusal, setRefusal] = useState<string>();
  const requiredId = useId();
  const edit = (field: string, change: (draft: WorkflowParameter) => void) =>
    editWorkflow(`${field} of ${name}`, (draft) => {
      const own = draft.parameters?.[name];
      if (own) change(own);
    });
  return (
    <tbody className={styles.parameter} data-field={`parameters.${name}`}>
      <tr>
        <td>
          <NameInput name={name} isInvalid={refusal !== undefined || problems.length > 0} onRefused={setRefusal} />
        </td>
        <td>
          <Select
            aria-label={`Type of ${name}`}
            value={parameter.type}
            onChange={({ target }) =>
              edit('type', (draft) => {
                draft.type = PARAMETER_TYPES.find((type) => type === target.value) ?? 'string';
                delete draft.default;
              })
            }
          >
            {PARAMETER_TYPES.map((type) => (
              <option key={type}>{type}</option>
            ))}
          </Select>
        </td>
        <td className={styles.remove}>
          <IconButton size="small" label={`Remove ${name}`} icon={<Trash2 size={14} />} onClick={() => remove(name)} />
        </td>
      </tr>
      <tr>
        <td colSpan={3}>
          <Input
            aria-label={`Description of ${name}`}
            placeholder="Description"
            spellCheck
            value={parameter.description ?? ''}
            onChange={({ target }) => edit('description', (draft) => setOrRemove(draft, 'description', target.value))}
          />
        </td>
      </tr>
      <tr>
        <td>
          <DefaultValueInput
            key={parameter.type}
            name={name}
            parameter={parameter}
            onChange={(value) => edit('default', (draft) => setOrRemove(draft, 'default', value))}
          />
        </td>
        <td colSpan={2}>
          <span className={styles.required}>
            <Checkbox
              id={requiredId}
              aria-label={`${name} is required`}
              checked={parameter.required ?? false}
              onCheckedChange={(checked) => edit('required', (draft) => setOrRemove(draft, 'required', checked === true || undefined))}
            />
            <label htmlFor={requiredId}>Required</label>
          </span>
        </td>
      </tr>
      {(refusal !== undefined || problems.length > 0) && (
        <tr>
          <td colSpan={3} className={styles.problem}>
            {refusal}
            {problems.map((problem) => (
              <div key={problem.code}>
                {problem.message} {problem.fix && <FixButton fix={problem.fix} />}
              </div>
            ))}
          </td>
        </tr>
      )}
    </tbody>
  );
}

type NameInputProps = { readonly name: string; readonly isInvalid: boolean; readonly onRefused: (refusal: string | undefined) => void };

/** Takes effect on Enter or on leaving, in every prompt at once. */
function NameInput({ name, isInvalid, onRefused }: NameInputProps) {
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);
  const commit = () => onRefused(rename(name, text.trim()));
  return (
    <Input
      className={styles.name}
      aria-label={`Name of ${name}`}
      aria-invalid={isInvalid || undefined}
      value={text}
      onChange={({ target }) => setText(target.value.toUpperCase().replace(/[\s-]/g, '_'))}
      onBlur={commit}
      onKeyDown={({ key }) => {
        if (key === 'Enter') commit();
        if (key === 'Escape') setText(name);
      }}
    />
  );
}

function rename(from: string, to: string): string | undefined {
  const document = activeDocument();
  if (!document || from === to) return undefined;
  try {
    editorStore.getState().replace(`Rename parameter ${from} to ${to}`, renameParameter(presentOf(document), from, to));
    return undefined;
  } catch (error) {
    if (isAppError(error)) return error.message;
    throw error;
  }
}

function remove(name: string): void {
  editorStore.getState().apply(`Remove parameter ${name}`, (draft) => {
    if (draft.parameters) delete draft.parameters[name];
  });
}
