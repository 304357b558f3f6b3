import { allCommands, isEnabled, runCommand, shortcutsOf } from './commands';
import { belongsToTextField, matchesShortcut } from './shortcut';

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** Lets the shortcuts of all registered commands work in the window until the returned function is called. */
export function bindKeys(target: Window): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || ownsItsKeys(event.target)) return;
    if (isTextField(event.target) && belongsToTextField(event, isMac)) return;
    const command = allCommands().findLast(
      (candidate) => shortcutsOf(candidate).some((shortcut) => matchesShortcut(shortcut, event, isMac)) && isEnabled(candidate),
    );
    if (!command) return;
    event.preventDefault();
    runCommand(command.id);
  };
  target.addEventListener('keydown', onKeyDown);
  return () => target.removeEventListener('keydown', onKeyDown);
}

/** Dialogs and menus are modal: nothing behind them may move. */
function ownsItsKeys(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}
