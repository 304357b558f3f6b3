import { z } from 'zod';
import { command, type Handlers, of, query, stream } from '../../../shared/ipc/define';
import { AppError } from '../../../shared/lib/appError';

/** A small contract with one call for each thing a carrier has to get right. */
export const toyContract = {
  toy: {
    echo: query(z.object({ value: z.unknown() }), of<{ readonly value: unknown }>()),
    fail: command(z.object({ how: z.enum(['expected', 'bug', 'unsendable']) }), of<unknown>()),
    hang: query(z.object({}), of<null>()),
    count: stream(z.object({ to: z.number(), after: z.number().default(0) }), of<number>()),
    failAfter: stream(z.object({ items: z.number() }), of<number>()),
    tick: stream(z.object({}), of<number>()),
  },
};
export type ToyContract = typeof toyContract;

/** The handlers, with what they saw. */
export function toyHost() {
  const seen = { logged: [] as unknown[], aborted: [] as string[], produced: 0, streamsEnded: 0 };
  const untilAborted = (name: string, signal: AbortSignal) =>
    new Promise<null>((resolve) => {
      signal.addEventListener('abort', () => {
        seen.aborted.push(name);
        resolve(null);
      });
    });
  const handlers: Handlers<ToyContract> = {
    toy: {
      echo: ({ value }) => ({ value }),
      fail({ how }) {
        if (how === 'expected') throw new AppError('CONFLICT', 'Someone was faster.', { revision: 7 });
        if (how === 'bug') throw new TypeError('secret detail');
        return 1n;
      },
      hang: (_, signal) => untilAborted('hang', signal),
      async *count({ to, after }) {
        try {
          for (let number = after + 1; number <= to; number += 1) {
            seen.produced = number;
            yield number;
          }
        } finally {
          seen.streamsEnded += 1;
        }
      },
      async *failAfter({ items }) {
        for (let number = 1; number <= items; number += 1) yield number;
        throw new AppError('NOT_FOUND', 'There is no more.');
      },
      async *tick(_, signal) {
        yield 1;
        await untilAborted('tick', signal);
      },
    },
  };
  const log = { error: (message: string, details?: unknown) => seen.logged.push([message, details]) };
  return { handlers, log, seen };
}
