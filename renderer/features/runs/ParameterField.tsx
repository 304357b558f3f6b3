import type { WorkflowParameter } from '../../../shared/workflow/schema';
import { Field, type FieldControl } from '../../ui/Field';
import { Input, Textarea } from '../../ui/Input';
import { Switch } from '../../ui/Switch';
import styles from './RunDialog.module.css';

type ParameterFieldProps = {
  readonly name: string;
  readonly parameter: WorkflowParameter;
  readonly value: string | boolean;
  readonly error: string | undefined;
  readonly onChange: (value: string | boolean) => void;
  readonly onLeave: () => void;
};

/** The field a parameter's type asks for. */
export function ParameterField({ name, parameter, error, ...control }: ParameterFieldProps) {
  return (
    <Field
      label={name}
      hint={parameter.description}
      error={error}
      required={parameter.required}
      layout={parameter.type === 'boolean' ? 'inline' : 'stacked'}
    >
      {(field) => <Control field={field} type={parameter.type} {...control} />}
    </Field>
  );
}

type ControlProps = Pick<ParameterFieldProps, 'value' | 'onChange' | 'onLeave'> & {
  readonly field: FieldControl;
  readonly type: WorkflowParameter['type'];
};

function Control({ field, type, value, onChange, onLeave }: ControlProps) {
  if (typeof value === 'boolean') {
    const { required: _always, ...rest } = field;
    return <Switch {...rest} checked={value} onCheckedChange={onChange} />;
  }
  if (type === 'json') {
    return (
      <Textarea
        {...field}
        className={styles.json}
        rows={4}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onLeave}
      />
    );
  }
  return (
    <Input
      {...field}
      type={type === 'number' ? 'number' : 'text'}
      step={type === 'number' ? 'any' : undefined}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onLeave}
    />
  );
}
