import {
  BookOpen,
  Bot,
  FilePen,
  FileText,
  FolderSearch,
  type LucideIcon,
  Pencil,
  Plug,
  Repeat,
  Search,
  Terminal,
  Workflow,
} from 'lucide-react';
import { KNOWN_TOOLS, type ToolDescriptor } from '../../../shared/catalog/tools';
import type { WorkflowStepDefinition } from '../../../shared/workflow/schema';
import { countOf } from '../../ui/format';
import styles from './StepChips.module.css';

const ICONS: Readonly<Record<ToolDescriptor['icon'], LucideIcon>> = {
  'file-text': FileText,
  'file-pen': FilePen,
  pencil: Pencil,
  'folder-search': FolderSearch,
  'book-open': BookOpen,
  search: Search,
  terminal: Terminal,
  workflow: Workflow,
  bot: Bot,
  plug: Plug,
};
const MOST_ICONS = 4;

/** What sets a step apart from the defaults: its model, mode, tools, servers and retries. */
export function StepChips({ step }: { readonly step: WorkflowStepDefinition }) {
  const servers = step.mcpServers?.length ?? 0;
  return (
    <div className={styles.chips}>
      {step.model && (
        <span className={styles.model} title={`Model ${step.model}`}>
          {step.model}
        </span>
      )}
      {step.mode === 'single' && (
        <span className={styles.chip} title="One model turn, no tools">
          single
        </span>
      )}
      {step.mode !== 'single' && <ToolChip names={step.allowedTools} />}
      {servers > 0 && (
        <span className={styles.chip} title={step.mcpServers?.map(({ name }) => name).join(', ')}>
          <Plug size={12} aria-hidden="true" />
          MCP {servers}
        </span>
      )}
      {step.retries ? (
        <span className={styles.chip} title={`Up to ${step.retries} retries`}>
          <Repeat size={12} aria-hidden="true" />
          {step.retries}
        </span>
      ) : null}
    </div>
  );
}

function ToolChip({ names }: { readonly names: readonly string[] | undefined }) {
  if (!names) {
    return (
      <span className={styles.chip} title="May use every tool">
        all tools
      </span>
    );
  }
  const title = names.length === 0 ? 'No tools' : `Tools: ${names.join(', ')}`;
  return (
    <span className={styles.chip} title={title}>
      {names.slice(0, MOST_ICONS).map((name) => {
        const Icon = iconOf(name);
        return <Icon key={name} size={12} aria-hidden="true" />;
      })}
      {countOf(names.length, 'tool')}
    </span>
  );
}

function iconOf(name: string): LucideIcon {
  const tool = KNOWN_TOOLS.find((candidate) => candidate.name === name.toLowerCase());
  return ICONS[tool?.icon ?? 'plug'];
}
