import type { Store } from '../../../../electron/store/store';
import { isAppError } from '../../../../shared/lib/appError';

/** What was read under a name: its JSON, or the sentence with which reading was refused. */
export type Reading = { readonly json: string } | { readonly refusal: string };

export type Ids = { readonly runs: readonly string[]; readonly sessions: readonly string[]; readonly workflows: readonly string[] };

export function idsIn(store: Store): Ids {
  return {
    runs: store.runs.list({ limit: 1_000 }).runs.map(({ runId }) => runId),
    sessions: store.sessions.list({ limit: 1_000 }).map(({ id }) => id),
    workflows: store.workflows.list().map(({ id }) => id),
  };
}

/** Everything a person can get to see of these, each by itself. Throws for any error that is not the store's refusal to give out what is damaged. */
export function readEverything(store: Store, { runs, sessions, workflows }: Ids): Map<string, Reading> {
  const readings = new Map<string, Reading>();
  const read = (name: string, get: () => unknown) => readings.set(name, reading(get));
  read('settings', () => store.settings.all());
  for (const id of runs) {
    read(`run ${id}`, () => store.runs.get(id));
    read(`events of ${id}`, () => store.events.events(id, 0));
  }
  for (const id of sessions) {
    read(`session ${id}`, () => store.sessions.get(id));
    read(`messages of ${id}`, () => store.sessions.messages(id));
    read(`conversation of ${id}`, () => store.sessions.conversation(store.sessions.get(id)?.headId ?? null));
    read(`checkpoints of ${id}`, () => store.sessions.checkpoints(id));
  }
  for (const id of workflows) read(`workflow ${id}`, () => [store.workflows.get(id), store.workflows.revisions(id)]);
  read('runs', () => store.runs.list({ limit: 1_000 }).runs);
  read('sessions', () => store.sessions.list({ limit: 1_000 }));
  read('workflows', () => store.workflows.list());
  return readings;
}

function reading(get: () => unknown): Reading {
  try {
    return { json: JSON.stringify(get()) ?? 'nothing' };
  } catch (error) {
    if (isAppError(error) && error.code === 'STORE_FAILED') return { refusal: error.message };
    throw error;
  }
}
