import { CircleCheckBig, MessagesSquare, Plus, Scissors } from 'lucide-react';
import { useDeferredValue } from 'react';
import { useClient } from '../../host/HostProvider';
import { useHostQuery } from '../../host/useHostQuery';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { countOf } from '../../ui/format';
import { attempt } from '../explorer';
import { RecentlyDeleted } from './RecentlyDeleted';
import { SessionFilterBar } from './SessionFilterBar';
import styles from './SessionsView.module.css';
import { SessionTable } from './SessionTable';
import { closeIdle, newSession } from './sessionActions';
import { askToPrune, NO_FILTERS, sessionsStore, setFilters } from './sessionsStore';
import { useSessionPages } from './useSessionPages';

/** All conversations there are: to search, to open and to tidy up. */
export function SessionsView() {
  const client = useClient();
  const filters = sessionsStore((sessions) => sessions.filters);
  const settled = useDeferredValue(filters);
  const listed = useSessionPages(settled);
  const { data: stats } = useHostQuery(
    (host, signal) => host.sessions.stats({}, signal),
    [],
    (host, signal) => host.sessions.changes({}, signal),
  );
  return (
    <section className={styles.view} aria-label="Sessions">
      <header className={styles.header}>
        <h2 className={styles.title}>Sessions</h2>
        {stats && (
          <span className={styles.facts}>
            {[`${inWords(stats.active)} active`, `${inWords(stats.idle)} idle`, `${inWords(stats.closed)} closed`].join(' · ')}
          </span>
        )}
        <span className={styles.buttons}>
          <RecentlyDeleted />
          <Button
            icon={<CircleCheckBig aria-hidden="true" />}
            disabled={stats?.idle === 0}
            title="Closes every session that is idle; a message to it opens it again"
            onClick={() => attempt(closeIdle(client))}
          >
            Close idle
          </Button>
          <Button icon={<Scissors aria-hidden="true" />} disabled={stats?.total === 0} onClick={() => askToPrune(true)}>
            Prune…
          </Button>
          <Button variant="primary" icon={<Plus aria-hidden="true" />} data-focus-home onClick={() => attempt(newSession(client))}>
            New session
          </Button>
        </span>
      </header>
      <SessionFilterBar filters={filters} />
      {listed.error && (
        <div className={styles.error} role="alert">
          <p>{listed.error.message}</p>
          <Button onClick={listed.reload}>Retry</Button>
        </div>
      )}
      {listed.total === 0 ? (
        <NothingListed isFiltered={Object.values(settled).some((value) => value !== '')} />
      ) : (
        <SessionTable listed={listed} />
      )}
      <p className="visually-hidden" role="status">
        {listed.total === undefined ? 'Loading sessions' : `${countOf(listed.total, 'session')} listed`}
      </p>
    </section>
  );
}

const inWords = (count: number) => count.toLocaleString('en');

function NothingListed({ isFiltered }: { readonly isFiltered: boolean }) {
  const client = useClient();
  return (
    <div className={styles.nothing}>
      {isFiltered ? (
        <EmptyState title="No session matches" action={<Button onClick={() => setFilters(NO_FILTERS)}>Show all sessions</Button>}>
          The search looks at titles and at every word said, by people, models and tools. Signs such as -&gt; are only found in titles.
        </EmptyState>
      ) : (
        <EmptyState
          icon={<MessagesSquare />}
          title="No sessions yet"
          action={<Button onClick={() => attempt(newSession(client))}>New session</Button>}
        >
          Every step of a run leaves its conversation here; or begin one yourself.
        </EmptyState>
      )}
    </div>
  );
}
