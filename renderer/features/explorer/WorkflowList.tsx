import { Copy, FolderOpen, Pencil, Trash2, Workflow } from 'lucide-react';
import { useState } from 'react';
import type { WorkflowSummary } from '../../../shared/ipc/contract/workflows';
import { useClient } from '../../host/HostProvider';
import { EmptyState } from '../../ui/EmptyState';
import { countOf } from '../../ui/format';
import { Input } from '../../ui/Input';
import { MenuItem, MenuSeparator } from '../../ui/Menu';
import { VirtualList } from '../../ui/VirtualList';
import { useActiveDocument } from '../editor';
import { attempt } from './attempt';
import styles from './Explorer.module.css';
import { ExplorerRow } from './ExplorerRow';
import { deleteWorkflow, duplicateWorkflow, openWorkflow, renameWorkflow } from './workflowActions';

type WorkflowListProps = { readonly workflows: readonly WorkflowSummary[]; readonly isFiltered: boolean };

export function WorkflowList({ workflows, isFiltered }: WorkflowListProps) {
  const currentId = useActiveDocument()?.workflowId ?? null;
  const [renaming, setRenaming] = useState<string | null>(null);
  if (workflows.length === 0) {
    return isFiltered ? (
      <p className={styles.note}>No workflow matches.</p>
    ) : (
      <EmptyState title="No workflows yet">Begin with a template, or with an empty workflow.</EmptyState>
    );
  }
  return (
    <VirtualList
      label="Workflows"
      items={workflows}
      rowHeight={28}
      keyOf={({ id }) => id}
      selectedKey={currentId}
      renderRow={(workflow) =>
        renaming === workflow.id ? (
          <RenameField workflow={workflow} onDone={() => setRenaming(null)} />
        ) : (
          <WorkflowRow workflow={workflow} isCurrent={workflow.id === currentId} onRename={() => setRenaming(workflow.id)} />
        )
      }
    />
  );
}

type WorkflowRowProps = { readonly workflow: WorkflowSummary; readonly isCurrent: boolean; readonly onRename: () => void };

function WorkflowRow({ workflow, isCurrent, onRename }: WorkflowRowProps) {
  const client = useClient();
  const { id, name, description, stepCount } = workflow;
  const open = () => attempt(openWorkflow(client, id));
  return (
    <ExplorerRow
      name={name || 'unnamed'}
      mark={<Workflow size={14} aria-hidden="true" />}
      aside={countOf(stepCount, 'step')}
      title={description ? `${name} · ${description}` : name}
      isCurrent={isCurrent}
      onOpen={open}
      menu={
        <>
          <MenuItem icon={<FolderOpen />} onSelect={open}>
            Open
          </MenuItem>
          <MenuItem icon={<Copy />} onSelect={() => attempt(duplicateWorkflow(client, id))}>
            Duplicate
          </MenuItem>
          <MenuItem icon={<Pencil />} onSelect={onRename}>
            Rename
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={<Trash2 />} danger onSelect={() => attempt(deleteWorkflow(client, workflow))}>
            Delete
          </MenuItem>
        </>
      }
    />
  );
}

/** Enter and leaving rename; Escape and an empty name do not. */
function RenameField({ workflow, onDone }: { readonly workflow: WorkflowSummary; readonly onDone: () => void }) {
  const client = useClient();
  const [name, setName] = useState(workflow.name);
  const commit = () => {
    onDone();
    const wanted = name.trim();
    if (wanted !== '' && wanted !== workflow.name) attempt(renameWorkflow(client, workflow.id, wanted));
  };
  return (
    <div className={styles.rename}>
      <Input
        ref={focusWhenMenuIsGone}
        aria-label="New name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') onDone();
        }}
      />
    </div>
  );
}

/** The menu that asked for the field gives the keyboard back when it closes; the field takes it after that. */
function focusWhenMenuIsGone(field: HTMLInputElement | null): void {
  requestAnimationFrame(() => {
    field?.focus();
    field?.select();
  });
}
