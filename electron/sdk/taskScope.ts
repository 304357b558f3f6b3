import { AsyncLocalStorage } from 'node:async_hooks';

/** The task of `parallel()` or `race()` that the present code belongs to, however deep inside it. */
type TaskScope = { readonly signal: AbortSignal; isOver: boolean };

const scopes = new AsyncLocalStorage<TaskScope>();

/** Runs a task so that what it starts through the SDK ends with its signal, though nobody hands that signal on (the chapter's own samples don't). */
export async function inTaskScope<T>(signal: AbortSignal, task: (signal: AbortSignal) => Promise<T> | T): Promise<T> {
  const scope: TaskScope = { signal, isOver: false };
  try {
    return await scopes.run(scope, async () => task(signal));
  } finally {
    scope.isOver = true;
  }
}

/** The signal that was given, joined with that of the task it is used in; what a task that has ended left running belongs to nobody. */
export function joinTaskSignal(given: AbortSignal | undefined): AbortSignal | undefined {
  const scope = scopes.getStore();
  if (!scope || scope.isOver) return given;
  return given ? AbortSignal.any([given, scope.signal]) : scope.signal;
}
