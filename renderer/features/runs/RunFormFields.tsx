import { Fragment } from 'react';
import { PERMISSION_MODES, type PermissionMode } from '../../../shared/session/session';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Input, Select } from '../../ui/Input';
import { ParameterField } from './ParameterField';
import styles from './RunDialog.module.css';
import type { RunForm } from './useRunForm';

const MODE_TEXTS: Readonly<Record<PermissionMode, string>> = {
  default: 'Ask before writing files and running commands',
  acceptEdits: 'Edit files freely, ask before running commands',
  plan: 'Only read',
  bypassPermissions: 'Do everything without asking',
};

type RunFormFieldsProps = { readonly definition: WorkflowDefinition; readonly form: RunForm };

/** A field per parameter, then where and with what permissions the run works. */
export function RunFormFields({ definition, form }: RunFormFieldsProps) {
  return (
    <>
      {Object.entries(definition.parameters ?? {}).map(([name, parameter]) => (
        <Fragment key={name}>
          <ParameterField
            name={name}
            parameter={parameter}
            value={form.fields[name] ?? ''}
            error={form.errorOf(name)}
            onChange={(value) => form.setField(name, value)}
            onLeave={() => form.leave(name)}
          />
          <OutsideNote folder={form.outsideOf(name)} form={form} />
        </Fragment>
      ))}
      <hr className={styles.rule} />
      <Field label="Work directory" hint="Files are read, and with permission changed, only in here.">
        {(field) => <Input {...field} value={form.workDir} onChange={(event) => form.setWorkDir(event.target.value)} />}
      </Field>
      <Field label="Permission mode">
        {(field) => (
          <Select {...field} value={form.permissionMode} onChange={(event) => form.setPermissionMode(event.target.value as PermissionMode)}>
            {PERMISSION_MODES.map((mode) => (
              <option key={mode} value={mode}>
                {MODE_TEXTS[mode]}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </>
  );
}

function OutsideNote({ folder, form }: { readonly folder: string | undefined; readonly form: RunForm }) {
  if (folder === undefined) return null;
  return (
    <div role="status" className={styles.outside}>
      <p>Steps can read only inside the work directory {form.workDir}.</p>
      <Button onClick={() => form.setWorkDir(folder)}>Use as work directory</Button>
    </div>
  );
}
