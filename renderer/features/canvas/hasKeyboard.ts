import { canvasElement } from './focusCard';

/** Whether plain keys are meant for the canvas: it, or nothing in particular, has the focus. */
export function hasKeyboard(): boolean {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return true;
  return (
    canvasElement()?.contains(focused) === true && focused.closest('button, input, textarea, select, [contenteditable="true"]') === null
  );
}
