import { useState } from 'react';
import { Field, type FieldProps } from '../../ui/Field';
import { Input } from '../../ui/Input';
import styles from './SettingsDialog.module.css';
import type { Typed } from './typedValues';

type TypedFieldProps<T> = Pick<FieldProps, 'label' | 'hint'> & {
  readonly value: T;
  readonly write: (value: T) => string;
  readonly read: (text: string) => Typed<T>;
  readonly onCommit: (value: T) => void;
};

/**
 * A value that is typed as text and taken when the field is left or Enter is pressed. What does not fit stays, with the reason, and is not taken.
 * The reason shows while one types: a line that came when the field is left would move what was being clicked.
 */
export function TypedField<T>({ label, hint, value, write, read, onCommit }: TypedFieldProps<T>) {
  const [text, setText] = useState<string>();
  const typed = text === undefined ? { value } : read(text);
  const commit = () => {
    if ('problem' in typed) return;
    if (typed.value !== value) onCommit(typed.value);
    setText(undefined);
  };
  return (
    <Field label={label} hint={hint} error={'problem' in typed ? typed.problem : undefined}>
      {(field) => (
        <Input
          {...field}
          className={styles.short}
          value={text ?? write(value)}
          onChange={(event) => setText(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => event.key === 'Enter' && commit()}
        />
      )}
    </Field>
  );
}
