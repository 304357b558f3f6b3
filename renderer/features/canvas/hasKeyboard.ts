/** Whether keys that lists, buttons and text need too are meant for the steps: their view, or nothing in particular, has the focus. */
export function hasKeyboard(): boolean {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return true;
  return (
    focused.closest('[data-surface]') !== null && focused.closest('button, input, textarea, select, [contenteditable="true"]') === null
  );
}

/** Text that somebody selected is what they mean to copy. */
export function hasClipboardKeys(): boolean {
  return hasKeyboard() && (window.getSelection()?.isCollapsed ?? true);
}
