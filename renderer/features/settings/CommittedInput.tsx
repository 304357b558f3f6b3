import { type ComponentProps, useState } from 'react';
import { Input, Textarea } from '../../ui/Input';

type Committed = { readonly value: string; readonly onCommit: (value: string) => void };

/** A field whose value is taken when it is left or Enter is pressed, not with every letter. */
export function CommittedInput({ value, onCommit, ...rest }: Omit<ComponentProps<typeof Input>, keyof Committed> & Committed) {
  const draft = useDraft(value, onCommit);
  return (
    <Input
      {...rest}
      value={draft.text}
      onChange={(event) => draft.setText(event.target.value)}
      onBlur={draft.commit}
      onKeyDown={(event) => event.key === 'Enter' && draft.commit()}
    />
  );
}

export function CommittedTextarea({ value, onCommit, ...rest }: Omit<ComponentProps<typeof Textarea>, keyof Committed> & Committed) {
  const draft = useDraft(value, onCommit);
  return <Textarea {...rest} value={draft.text} onChange={(event) => draft.setText(event.target.value)} onBlur={draft.commit} />;
}

/** What is being typed, until it is committed. */
function useDraft(value: string, onCommit: (value: string) => void) {
  const [typed, setText] = useState<string>();
  const commit = () => {
    if (typed !== undefined && typed !== value) onCommit(typed);
    setText(undefined);
  };
  return { text: typed ?? value, setText, commit };
}
