import { type ComponentProps, useEffect, useState } from 'react';
import { Textarea } from './Input';

type Base = Omit<ComponentProps<typeof Textarea>, 'value' | 'onChange'>;

type ParsedInputProps<T> = Base & {
  readonly value: T;
  readonly onValue: (value: T) => void;
  readonly parse: (lines: readonly string[]) => T;
  readonly format: (value: T) => readonly string[];
};

const TALLEST = 8;

/** Lines of text that stand for a value. Empty ones count for nothing, but what is typed stays as it is typed while it means the same. */
export function ParsedLinesInput<T>({ value, onValue, parse, format, ...rest }: ParsedInputProps<T>) {
  const [text, setText] = useState(format(value).join('\n'));
  const meaning = JSON.stringify(value);
  // Only a change from elsewhere may replace what is being typed.
  useEffect(() => {
    setText((typed) => (JSON.stringify(parse(linesOf(typed))) === meaning ? typed : format(value).join('\n')));
  }, [meaning]);
  return (
    <Textarea
      {...rest}
      rows={Math.min(TALLEST, Math.max(2, text.split('\n').length))}
      value={text}
      onChange={({ target }) => {
        setText(target.value);
        onValue(parse(linesOf(target.value)));
      }}
    />
  );
}

/** A list with an entry on each line. */
export function LinesInput({
  lines,
  onLines,
  ...rest
}: Base & { readonly lines: readonly string[]; readonly onLines: (lines: readonly string[]) => void }) {
  return <ParsedLinesInput {...rest} value={lines} onValue={onLines} parse={asIs} format={asIs} />;
}

const asIs = (lines: readonly string[]) => lines;

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}
