import { allCommands, isEnabled, runCommand, shortcutsOf } from './commands';
import { belongsToTextField, isMac, matchesShortcut } from './shortcut';

/** Lets the shortcuts of all registered commands work in the window until the returned function is called. */
export function bindKeys(target: Window): () => void {
  const mac = isMac();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || ownsItsKeys(event.target)) return;
    if (isTextField(event.target) && belongsToTextField(event, mac)) return;
    const command = allCommands().findLast(
      (candidate) =>
        shortcutsOf(candidate).some((shortcut) => matchesShortcut(shortcut, event, mac)) &&
        (candidate.hasKeys?.() ?? true) &&
        isEnabled(candidate),
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
