import { FolderOpen, List, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { runCommand } from '../../app/commands';
import type { HostQuery } from '../../host/useHostQuery';
import { IconButton } from '../../ui/IconButton';
import { SearchInput } from '../../ui/SearchInput';
import styles from './Explorer.module.css';
import { ExplorerSection } from './ExplorerSection';
import { MOST_LISTED, useExplorerLists } from './explorerLists';
import { type SectionName, useOpenSections } from './openSections';
import { RunList } from './RunList';
import { SessionList } from './SessionList';
import { TemplateList } from './TemplateList';
import { WorkflowList } from './WorkflowList';

/** Everything there is to open, narrowed by one search. */
export function Explorer() {
  const [search, setSearch] = useState('');
  const { isFiltered, workflows, templates, runs, sessions } = useExplorerLists(search);
  const sections = useOpenSections();
  const section = (name: SectionName) => ({ isOpen: sections.isOpen(name), onToggle: () => sections.toggle(name) });
  return (
    <nav className={styles.explorer} aria-label="Explorer">
      <div className={styles.search}>
        <SearchInput label="Search workflows, runs and sessions" value={search} onChange={setSearch} />
      </div>
      <ExplorerSection
        title="Workflows"
        count={workflows.data?.length}
        {...section('workflows')}
        action={
          <>
            <IconButton
              label="Open workflow file…"
              size="small"
              icon={<FolderOpen aria-hidden="true" />}
              onClick={() => runCommand('workflow.openFile')}
            />
            <IconButton label="New workflow" size="small" icon={<Plus aria-hidden="true" />} onClick={() => runCommand('workflow.new')} />
          </>
        }
      >
        <Answer query={workflows}>{(list) => <WorkflowList workflows={list} isFiltered={isFiltered} />}</Answer>
      </ExplorerSection>
      <ExplorerSection title="Templates" count={templates.data?.length} {...section('templates')}>
        <Answer query={templates}>{(list) => <TemplateList templates={list} isFiltered={isFiltered} />}</Answer>
      </ExplorerSection>
      <ExplorerSection title="Runs" count={runs.data?.total} {...section('runs')}>
        <Answer query={runs}>
          {(list) => (
            <>
              <Cut total={list.total} />
              <RunList runs={list.runs} isFiltered={isFiltered} />
            </>
          )}
        </Answer>
      </ExplorerSection>
      <ExplorerSection
        title="Sessions"
        count={sessions.data?.total}
        {...section('sessions')}
        action={
          <IconButton
            label="Show all sessions"
            size="small"
            icon={<List aria-hidden="true" />}
            onClick={() => runCommand('sessions.show')}
          />
        }
      >
        <Answer query={sessions}>
          {(list) => (
            <>
              <Cut total={list.total} />
              <SessionList sessions={list.sessions} isFiltered={isFiltered} />
            </>
          )}
        </Answer>
      </ExplorerSection>
    </nav>
  );
}

function Answer<T>({ query, children }: { readonly query: HostQuery<T>; readonly children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <p className={styles.error}>{query.error.message}</p>;
  return <p className={styles.note}>Loading…</p>;
}

/** Says so when there are more than are listed. */
function Cut({ total }: { readonly total: number }) {
  if (total <= MOST_LISTED) return null;
  return (
    <p className={styles.note}>
      The newest {MOST_LISTED.toLocaleString('en')} of {total.toLocaleString('en')}; search finds the others.
    </p>
  );
}
