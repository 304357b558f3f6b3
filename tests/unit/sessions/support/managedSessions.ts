import { afterEach, beforeEach } from 'vitest';
import { textOf } from '../../../../electron/sessions/conversation';
import type { ModelClient } from '../../../../electron/sessions/ports';
import { createSessionManager, type SessionManager } from '../../../../electron/sessions/sessionManager';
import { NO_USAGE } from '../../../../shared/run/usage';
import type { Message, Session } from '../../../../shared/session/session';
import { manualClock } from './manualClock';
import { memoryStore } from './memoryStore';
import { ALLOW_ALL, countingIds, SETTINGS, toolsOf } from './scene';
import { reply } from './scriptedModel';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Answers at once. */
export const quickModel: ModelClient = {
  reply: async (request) => reply([{ type: 'text', text: `re: ${textOf(request.messages.at(-1)?.content ?? [])}` }], 'end_turn'),
};

/** What a session is made of in these tests: its id is its title, too. */
export const named = (id: string) => ({ id, title: id, settings: SETTINGS });

/** A session as an earlier host would have left it. */
export function stored(id: string, lastActiveAt: string, parentSessionId?: string): Session {
  const at = { createdAt: lastActiveAt, lastActiveAt, closedAt: null };
  const metadata = parentSessionId === undefined ? {} : { parentSessionId };
  return { id, title: id, ...at, headId: null, messageCount: 0, settings: SETTINGS, metadata, usage: NO_USAGE, costUsd: 0 };
}

/** For the tests of a file: managers over a store in memory and a clock of theirs, fresh for each test and closed after it. */
export function managedSessions() {
  const store = { current: memoryStore() };
  const clock = { current: manualClock() };
  const managers: SessionManager[] = [];

  beforeEach(() => {
    store.current = memoryStore();
    clock.current = manualClock();
  });
  afterEach(() => {
    for (const manager of managers.splice(0)) manager.close();
  });

  return {
    store,
    clock,
    /** `ticks` is given what is to be done from time to time, for the test to do it. */
    manager(
      model: ModelClient = quickModel,
      options: Parameters<typeof createSessionManager>[1] = {},
      ticks: (() => void)[] = [],
    ): SessionManager {
      const made = createSessionManager(
        {
          store: store.current,
          model,
          tools: toolsOf(),
          gate: ALLOW_ALL,
          clock: clock.current,
          ids: countingIds(),
          priceOf: () => 0,
          log: { warn() {}, error() {} },
          every: (_ms, work) => {
            ticks.push(work);
            return () => void ticks.splice(ticks.indexOf(work), 1);
          },
        },
        options,
      );
      managers.push(made);
      return made;
    },
    conversation: (id: string): Message[] => store.current.conversation(store.current.get(id)?.headId ?? null),
    ids: () => store.current.list({}).map(({ id }) => id),
  };
}
