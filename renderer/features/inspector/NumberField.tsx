import { useEffect, useState } from 'react';
import type { WorkflowProblem } from '../../../shared/workflow/problems';
import { Input } from '../../ui/Input';
import { FormField } from './FormField';

type NumberFieldProps = {
  readonly label: string;
  readonly field: string;
  readonly hint?: string;
  readonly value: number | undefined;
  readonly min: number;
  readonly max?: number;
  /** Whether parts of a unit make sense. */
  readonly allowsFractions?: boolean;
  readonly placeholder: string;
  readonly problems: readonly WorkflowProblem[];
  readonly onChange: (value: number | undefined) => void;
};

/** A number, or nothing for the default. What is no such number stays in the field and out of the document. */
export function NumberField({
  label,
  field,
  hint,
  value,
  min,
  max,
  allowsFractions = false,
  placeholder,
  problems,
  onChange,
}: NumberFieldProps) {
  const [text, setText] = useState(asText(value));
  const parse = (typed: string) => numberIn(typed, { min, max, allowsFractions });
  // Only a change from elsewhere may replace what is being typed.
  useEffect(() => setText((typed) => (parse(typed) === value ? typed : asText(value))), [value]);
  const isInvalid = text.trim() !== '' && parse(text) === undefined;
  const range = max === undefined ? (allowsFractions ? 'more than 0' : `${min} or more`) : `${min} to ${max}`;
  return (
    <FormField label={label} field={field} problems={problems} hint={isInvalid ? range : hint}>
      {(control) => (
        <Input
          {...control}
          aria-invalid={isInvalid || control['aria-invalid']}
          inputMode="numeric"
          placeholder={placeholder}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            const number = parse(target.value);
            if (number !== undefined || target.value.trim() === '') onChange(number);
          }}
          onBlur={() => setText(asText(value))}
        />
      )}
    </FormField>
  );
}

function asText(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

type Range = { readonly min: number; readonly max: number | undefined; readonly allowsFractions: boolean };

function numberIn(text: string, { min, max = Number.MAX_SAFE_INTEGER, allowsFractions }: Range): number | undefined {
  const number = Number(text);
  const isWanted = text.trim() !== '' && (allowsFractions ? Number.isFinite(number) : Number.isInteger(number));
  return isWanted && number >= min && number <= max ? number : undefined;
}
