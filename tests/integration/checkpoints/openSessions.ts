import type { Logger } from '../../../electron/engine/ports';
import { createIds } from '../../../electron/platform/ids';
import { systemClock } from '../../../electron/platform/systemClock';
import { endFileRestores } from '../../../electron/sessions/abandonedRestores';
import type { ModelClient } from '../../../electron/sessions/ports';
import { createSessionManager, type SessionManager } from '../../../electron/sessions/sessionManager';
import { createFileStore, type GitFileStore } from '../../../electron/snapshots/createFileStore';
import { openStore } from '../../../electron/store/openStore';
import type { Store } from '../../../electron/store/store';
import { NO_USAGE } from '../../../shared/run/usage';

export type OpenSessions = {
  readonly store: Store;
  readonly files: GitFileStore;
  readonly sessions: SessionManager;
  close(): Promise<void>;
};

/** Sessions over the real store and the real git, as a host joins them, with a model that answers at once. */
export async function openSessions(database: string, log: Logger = { warn() {}, error() {} }): Promise<OpenSessions> {
  const clock = systemClock();
  const ids = createIds(clock);
  const store = openStore(database, { clock, ids, log });
  const files = createFileStore(`${database}.files`);
  await endFileRestores({ store: store.sessions, files, ids, log, now: () => new Date(clock.now()).toISOString() });
  const sessions = createSessionManager(
    {
      store: store.sessions,
      files,
      model: AGREEABLE,
      tools: { open: async () => ({ tools: [], close: async () => {} }) },
      gate: { decide: async () => ({ state: 'allowed', reason: 'test' }) },
      clock,
      ids,
      priceOf: () => 0,
      log,
      every: () => () => {},
    },
    { maxSessions: 100_000 },
  );
  return {
    store,
    files,
    sessions,
    async close() {
      sessions.close();
      await store.close();
    },
  };
}

const AGREEABLE: ModelClient = {
  reply: async ({ model }) => ({ content: [{ type: 'text', text: 'Yes.' }], stopReason: 'end_turn', model, usage: NO_USAGE }),
};
