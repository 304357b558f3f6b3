import { useSyncExternalStore } from 'react';
import { describeShortcut } from './shortcut';

export { describeShortcut };

/** One thing a person can do, reached alike from keyboard, palette, menu, toolbar and tests. */
export type Command = {
  readonly id: string;
  readonly label: string;
  /** As in `Mod+Enter`, `Shift+L`, `N`; `Mod` is Command on macOS and Ctrl elsewhere. */
  readonly shortcut?: string | readonly string[];
  /** Whether it can be done now; without it, always. Asked for keyboard, palette, menu and toolbar alike. */
  readonly when?: () => boolean;
  /** Whether its shortcut is meant for it, as with plain keys that belong to one part of the window. Asked for the keyboard only. */
  readonly hasKeys?: () => boolean;
  readonly run: () => void | Promise<void>;
};

type ErrorListener = (command: Command, error: unknown) => void;

const registered = new Map<string, Command>();
const listeners = new Set<() => void>();
let snapshot: readonly Command[] = [];
let onError: ErrorListener = (_command, error) => reportError(error);

/** Adds commands until the returned function is called. A later command of the same id takes the place of the earlier one. */
export function registerCommands(commands: readonly Command[]): () => void {
  for (const command of commands) registered.set(command.id, command);
  publish();
  return () => {
    for (const command of commands) if (registered.get(command.id) === command) registered.delete(command.id);
    publish();
  };
}

/** Runs a command by id; does nothing when it is unknown or can't be done now. Says whether it ran. */
export function runCommand(id: string): boolean {
  const command = registered.get(id);
  if (!command || !isEnabled(command)) return false;
  perform(command);
  return true;
}

export function isEnabled(command: Command): boolean {
  return command.when?.() ?? true;
}

export function allCommands(): readonly Command[] {
  return snapshot;
}

export function shortcutsOf(command: Command): readonly string[] {
  if (command.shortcut === undefined) return [];
  return typeof command.shortcut === 'string' ? [command.shortcut] : command.shortcut;
}

/** How the command's first shortcut is written on this machine, if it has one. */
export function shortcutText(command: Command | undefined): string | undefined {
  const [first] = command ? shortcutsOf(command) : [];
  return first === undefined ? undefined : describeShortcut(first);
}

/** Who tells the person that a command failed; the shell sets this once. */
export function onCommandError(listener: ErrorListener): void {
  onError = listener;
}

export function subscribeCommands(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useCommands(): readonly Command[] {
  return useSyncExternalStore(subscribeCommands, allCommands);
}

export function useCommand(id: string): Command | undefined {
  return useSyncExternalStore(subscribeCommands, () => registered.get(id));
}

function perform(command: Command): void {
  try {
    const outcome = command.run();
    if (outcome instanceof Promise) outcome.catch((error: unknown) => onError(command, error));
  } catch (error) {
    onError(command, error);
  }
}

function publish(): void {
  snapshot = [...registered.values()];
  for (const listener of listeners) listener();
}
