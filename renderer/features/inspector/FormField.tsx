import type { ReactNode } from 'react';
import type { WorkflowProblem } from '../../../shared/workflow/problems';
import { Field, type FieldControl } from '../../ui/Field';
import { FixButton } from '../problems';
import styles from './FormField.module.css';

export type FormFieldProps = {
  readonly label: string;
  /** The key of the definition that this edits, by which Problems finds it. */
  readonly field: string;
  readonly hint?: ReactNode;
  readonly problems?: readonly WorkflowProblem[];
  readonly children: (control: FieldControl) => ReactNode;
};

/** A field of the definition with the problems that lie in it and their fixes. */
export function FormField({ label, field, hint, problems = [], children }: FormFieldProps) {
  const isInvalid = problems.some(({ severity }) => severity === 'error');
  return (
    <div data-field={field}>
      <Field label={label} hint={hint || problems.length > 0 ? <Remarks hint={hint} problems={problems} /> : undefined}>
        {(control) => children({ ...control, 'aria-invalid': isInvalid || undefined })}
      </Field>
    </div>
  );
}

/** A control made of several, named as one group. */
export function FormGroup({
  label,
  field,
  hint,
  problems = [],
  children,
}: Omit<FormFieldProps, 'children'> & { readonly children: ReactNode }) {
  return (
    <fieldset className={styles.group} data-field={field}>
      <legend className={styles.legend}>{label}</legend>
      {children}
      <div className={styles.remarks}>
        <Remarks hint={hint} problems={problems} />
      </div>
    </fieldset>
  );
}

function Remarks({ hint, problems }: { readonly hint: ReactNode; readonly problems: readonly WorkflowProblem[] }) {
  return (
    <>
      {problems.map((problem) => (
        <div key={problem.code + problem.path + problem.message} className={styles.problem} data-severity={problem.severity}>
          <span>{problem.message}</span>
          {problem.fix && <FixButton fix={problem.fix} />}
        </div>
      ))}
      {hint}
    </>
  );
}
