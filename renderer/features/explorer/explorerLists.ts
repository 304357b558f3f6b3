import { useDeferredValue, useRef } from 'react';
import { type HostQuery, useHostQuery } from '../../host/useHostQuery';

/** How many of the newest are listed; the search finds older ones. */
export const MOST_LISTED = 200;

/** The four lists, narrowed to what is searched for and kept current. */
export function useExplorerLists(typed: string) {
  const search = useDeferredValue(typed.trim());
  const workflows = useHostQuery(
    (client, signal) => client.workflows.list({}, signal),
    [],
    (client, signal) => client.workflows.changes({}, signal),
  );
  const templates = useHostQuery((client, signal) => client.workflows.templates({}, signal), []);
  const runs = useHostQuery(
    (client, signal) => client.runs.list({ search, limit: MOST_LISTED }, signal),
    [search],
    (client, signal) => client.runs.changes({}, signal),
  );
  const sessions = useHostQuery(
    (client, signal) => client.sessions.list({ search, limit: MOST_LISTED }, signal),
    [search],
    (client, signal) => client.sessions.changes({}, signal),
  );
  return {
    isFiltered: search !== '',
    workflows: { ...workflows, data: workflows.data?.filter(({ name, description }) => matches(search, name, description)) },
    templates: {
      ...templates,
      data: templates.data?.filter(({ definition }) => matches(search, definition.name, definition.description ?? '')),
    },
    runs: useKept(runs),
    sessions: useKept(sessions),
  };
}

/** Shows the last answer until the next one is there, so that lists do not blink while one types. */
function useKept<T>(query: HostQuery<T>): HostQuery<T> {
  const kept = useRef(query.data);
  if (query.data !== undefined) kept.current = query.data;
  return { ...query, data: query.data ?? kept.current };
}

/** Every word must occur somewhere. */
export function matches(search: string, ...texts: readonly string[]): boolean {
  const text = texts.join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
