import { useState } from 'react';
import type { WorkflowParameter } from '../../../shared/workflow/schema';
import { Input, Select } from '../../ui/Input';

type DefaultValueInputProps = {
  readonly name: string;
  readonly parameter: WorkflowParameter;
  readonly onChange: (value: unknown) => void;
};

/** The value that holds when none is given, as the parameter's type writes it. What does not parse stays in the field and out of the document. */
export function DefaultValueInput({ name, parameter: { type, default: value }, onChange }: DefaultValueInputProps) {
  const [text, setText] = useState(() => textOf(value));
  const label = `Default of ${name}`;
  if (type === 'boolean') {
    return (
      <Select aria-label={label} value={textOf(value)} onChange={({ target }) => onChange(parse(type, target.value))}>
        <option value="">no default</option>
        <option>true</option>
        <option>false</option>
      </Select>
    );
  }
  if (type === 'string') {
    return <Input aria-label={label} placeholder="Default" value={textOf(value)} onChange={({ target }) => onChange(target.value)} />;
  }
  const isInvalid = text.trim() !== '' && parse(type, text) === undefined;
  return (
    <Input
      aria-label={label}
      aria-invalid={isInvalid || undefined}
      title={isInvalid ? `Not a ${type} value` : undefined}
      placeholder={type === 'json' ? 'Default, as JSON' : 'Default'}
      value={text}
      onChange={({ target }) => {
        setText(target.value);
        const parsed = parse(type, target.value);
        if (parsed !== undefined || target.value.trim() === '') onChange(parsed);
      }}
    />
  );
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parse(type: WorkflowParameter['type'], text: string): unknown {
  switch (type) {
    case 'string':
      return text;
    case 'boolean':
      return text === '' ? undefined : text === 'true';
    case 'number':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'json':
      return parseJson(text);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // still being typed
  }
}
