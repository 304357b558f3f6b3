import { LayoutTemplate } from 'lucide-react';
import type { Template } from '../../../shared/ipc/contract/workflows';
import { VirtualList } from '../../ui/VirtualList';
import { editorStore } from '../editor';
import styles from './Explorer.module.css';
import { ExplorerRow } from './ExplorerRow';

type TemplateListProps = { readonly templates: readonly Template[]; readonly isFiltered: boolean };

/** Opening a template makes a workflow of one's own from it. */
export function TemplateList({ templates, isFiltered }: TemplateListProps) {
  if (templates.length === 0) return <p className={styles.note}>{isFiltered ? 'No template matches.' : 'No templates are installed.'}</p>;
  return (
    <VirtualList
      label="Templates"
      items={templates}
      rowHeight={44}
      keyOf={({ id }) => id}
      renderRow={({ definition }) => (
        <ExplorerRow
          name={definition.name}
          mark={<LayoutTemplate size={14} aria-hidden="true" />}
          facts={definition.description}
          title={`New workflow from ${definition.name}${definition.description ? `: ${definition.description}` : ''}`}
          onOpen={() => editorStore.getState().newWorkflow(definition)}
        />
      )}
    />
  );
}
