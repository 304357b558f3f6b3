import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../shared/lib/appError';
import type { Tool, ToolBox, ToolContext, ToolResult } from '../sessions/ports';

/** A tool that ignores its signal is waited for no longer than this. */
const CLOSE_LIMIT_MS = 2_000;

/** One for all: an error made for each turn costs more than the rest of closing. */
const TURN_OVER = new AppError('ABORTED', 'The turn is over.');

/**
 * Closing ends every call that still runs and waits until it has let go of its processes and threads: a turn that was stopped does not wait
 * for its calls itself.
 */
export function trackedToolBox(tools: readonly Tool[]): ToolBox {
  const running = new Set<Promise<unknown>>();
  const end = new AbortController();

  const within = (context: ToolContext): ToolContext => ({ ...context, signal: AbortSignal.any([context.signal, end.signal]) });
  const follow = (call: Promise<ToolResult>): Promise<ToolResult> => {
    running.add(call);
    const forget = () => running.delete(call);
    call.then(forget, forget);
    return call;
  };

  function track(tool: Tool): Tool {
    return {
      ...tool,
      execute: (input, context) => follow(tool.execute(input, within(context))),
      ...(tool.goOn && {
        goOn(input, context) {
          const work = tool.goOn?.(input, within(context));
          return work && (() => follow(work()));
        },
      }),
    };
  }

  return {
    tools: tools.map(track),
    async close() {
      end.abort(TURN_OVER);
      if (running.size > 0) await Promise.race([Promise.allSettled(running), delay(CLOSE_LIMIT_MS, undefined, { ref: false })]);
    },
  };
}
