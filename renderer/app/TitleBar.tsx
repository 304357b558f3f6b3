import { History, MessagesSquare, Search, Workflow, X } from 'lucide-react';
import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { type EditorDocument, editorStore, isDirty, presentOf, useEditor } from '../features/editor';
import { closeTab, openTab, type ReaderTab, runsStore, setActiveDocument } from '../features/runs';
import { Button } from '../ui/Button';
import { formatMoment } from '../ui/format';
import { IconButton } from '../ui/IconButton';
import { Kbd } from '../ui/Kbd';
import { runCommand, shortcutText, useCommand } from './commands';
import styles from './TitleBar.module.css';

/** Everything open, one tab each: documents first, then what was opened for reading. */
export function TitleBar() {
  const documents = useEditor((state) => state.documents);
  const activeId = useEditor((state) => state.activeId);
  const tabs = runsStore((runs) => runs.tabs);
  const front = runsStore((runs) => runs.front);
  const palette = useCommand('app.palette');
  const choose = (key: string) => {
    const tab = tabs.find((candidate) => keyOf(candidate) === key);
    if (tab) return openTab(tab);
    editorStore.getState().activate(key);
    setActiveDocument(key);
  };
  return (
    <header className={styles.bar}>
      <Radix.Root className={styles.tabs} value={front ? keyOf(front) : (activeId ?? '')} onValueChange={choose} activationMode="manual">
        <Radix.List className={styles.list} aria-label="Open documents">
          {documents.map((document) => (
            <DocumentTab key={document.id} document={document} />
          ))}
          {tabs.map((tab) => (
            <ReaderTabItem key={keyOf(tab)} tab={tab} />
          ))}
        </Radix.List>
      </Radix.Root>
      <Button variant="quiet" className={styles.search} icon={<Search aria-hidden="true" />} onClick={() => runCommand('app.palette')}>
        Search <Kbd>{shortcutText(palette)}</Kbd>
      </Button>
    </header>
  );
}

function DocumentTab({ document }: { readonly document: EditorDocument }) {
  const name = presentOf(document).name || 'unnamed';
  const dirty = isDirty(document);
  return (
    <TabItem
      value={document.id}
      name={name}
      icon={<Workflow size={14} aria-hidden="true" />}
      mark={dirty && <span className={styles.dirty} role="img" aria-label="unsaved" />}
      onClose={() => editorStore.getState().close(document.id)}
    />
  );
}

function ReaderTabItem({ tab }: { readonly tab: ReaderTab }) {
  const detail = runsStore(({ views }) => (tab.kind === 'run' ? views[tab.id]?.detail : undefined));
  const name = detail ? `${detail.workflowName}, ${formatMoment(detail.startedAt, Date.now())}` : (tab.title ?? NAMELESS[tab.kind]);
  const Icon = tab.kind === 'run' ? History : MessagesSquare;
  return <TabItem value={keyOf(tab)} name={name} icon={<Icon size={14} aria-hidden="true" />} onClose={() => closeTab(tab)} />;
}

const NAMELESS = { run: 'Run', session: 'Session' } as const;

type TabItemProps = {
  readonly value: string;
  readonly name: string;
  readonly icon: ReactNode;
  readonly mark?: ReactNode;
  readonly onClose: () => void;
};

function TabItem({ value, name, icon, mark, onClose }: TabItemProps) {
  return (
    <div className={styles.item} role="presentation">
      <Radix.Trigger
        className={styles.tab}
        value={value}
        title={name}
        onMouseDown={(event) => event.button === 1 && onClose()}
        onKeyDown={(event) => event.key === 'Delete' && onClose()}
      >
        {icon}
        <span className={styles.name}>{name}</span>
        {mark}
      </Radix.Trigger>
      <IconButton
        label={`Close ${name}`}
        size="small"
        className={styles.close}
        icon={<X aria-hidden="true" />}
        tabIndex={-1}
        onClick={onClose}
      />
    </div>
  );
}

function keyOf({ kind, id }: ReaderTab): string {
  return `${kind}:${id}`;
}
