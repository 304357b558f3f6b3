import { AsyncLocalStorage } from 'node:async_hooks';
import type { ToolContext } from '../sessions/ports';

/**
 * Which tool call the present code belongs to, however deep inside it: so that a workflow or session that a tool's own code starts through
 * the library takes no place its caller waits in, ends with it, and is stored as its child.
 */
export type CallScope = {
  around<T>(context: ToolContext, work: () => Promise<T>): Promise<T>;
  /** Nothing outside of calls, and once the call has ended: what it left running belongs to nobody. */
  current(): ToolContext | undefined;
};

export function createCallScope(): CallScope {
  const calls = new AsyncLocalStorage<{ readonly context: ToolContext; isOver: boolean }>();
  return {
    async around(context, work) {
      const call = { context, isOver: false };
      try {
        return await calls.run(call, work);
      } finally {
        call.isOver = true;
      }
    },
    current() {
      const call = calls.getStore();
      return call?.isOver ? undefined : call?.context;
    },
  };
}
