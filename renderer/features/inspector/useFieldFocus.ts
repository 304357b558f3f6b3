import { type RefObject, useEffect } from 'react';
import { parsePath, useEditor } from '../editor';

const CONTROLS = 'input, textarea, select, [contenteditable="true"], button';

/** Puts the cursor into the field that somebody asked for, once it is drawn. */
export function useFieldFocus(form: RefObject<HTMLElement | null>): void {
  const wish = useEditor((state) => state.fieldFocus);
  useEffect(() => {
    if (!wish) return;
    const frame = requestAnimationFrame(() => focusField(form.current, parsePath(wish.path)));
    return () => cancelAnimationFrame(frame);
  }, [form, wish]);
}

function focusField(form: HTMLElement | null, path: readonly (string | number)[]): void {
  const [first, second, third] = path;
  const field = first === 'steps' ? third : first;
  const named =
    first === 'parameters' && second !== undefined ? form?.querySelector(`[data-field="${CSS.escape(`parameters.${second}`)}"]`) : null;
  const place = named ?? form?.querySelector(`[data-field="${CSS.escape(String(field ?? 'prompt'))}"]`);
  const control = place?.querySelector<HTMLElement>(CONTROLS);
  if (!control) return;
  control.scrollIntoView({ block: 'nearest' });
  control.focus();
  if (control instanceof HTMLInputElement) control.select();
}
