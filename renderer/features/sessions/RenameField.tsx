import { useState } from 'react';
import { useClient } from '../../host/HostProvider';
import { Input } from '../../ui/Input';
import { attempt } from '../explorer';

type RenameFieldProps = { readonly session: { readonly id: string; readonly title: string }; readonly onDone: () => void };

/** Enter and leaving rename; Escape and an empty title do not. */
export function RenameField({ session: { id, title }, onDone }: RenameFieldProps) {
  const client = useClient();
  const [typed, setTyped] = useState(title);
  const commit = () => {
    onDone();
    const wanted = typed.trim();
    if (wanted !== '' && wanted !== title) attempt(client.sessions.rename({ id, title: wanted }).then(() => {}));
  };
  return (
    <Input
      ref={focusWhenMenuIsGone}
      aria-label="New title"
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        event.stopPropagation(); // arrows and Delete are the field's, not the list's
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') onDone();
      }}
    />
  );
}

/** The menu that asked for the field gives the keyboard back when it closes; the field takes it after that. */
function focusWhenMenuIsGone(field: HTMLInputElement | null): void {
  requestAnimationFrame(() => {
    field?.focus();
    field?.select();
  });
}
