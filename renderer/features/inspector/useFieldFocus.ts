import { type RefObject, useLayoutEffect } from 'react';
import { parsePath, useEditor } from '../editor';

const CONTROLS = 'input, textarea, select, [contenteditable="true"], button';

/** Puts the cursor into the field that somebody asked for: at once, so that what is typed next is typed there, or as soon as it is drawn. */
export function useFieldFocus(form: RefObject<HTMLElement | null>): void {
  const wish = useEditor((state) => state.fieldFocus);
  useLayoutEffect(() => {
    if (!wish) return;
    const path = parsePath(wish.path);
    if (focusField(form.current, path)) return;
    const frame = requestAnimationFrame(() => focusField(form.current, path));
    return () => cancelAnimationFrame(frame);
  }, [form, wish]);
}

function focusField(form: HTMLElement | null, path: readonly (string | number)[]): boolean {
  const [first, second, third] = path;
  const field = first === 'steps' ? third : first;
  const named =
    first === 'parameters' && second !== undefined ? form?.querySelector(`[data-field="${CSS.escape(`parameters.${second}`)}"]`) : null;
  const place = named ?? form?.querySelector(`[data-field="${CSS.escape(String(field ?? 'prompt'))}"]`);
  const control = place?.querySelector<HTMLElement>(CONTROLS);
  if (!control) return false;
  control.scrollIntoView({ block: 'nearest' });
  control.focus();
  if (control instanceof HTMLInputElement) control.select();
  return true;
}
