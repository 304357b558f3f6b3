import { History, MessageSquare, MessagesSquare, Search, Workflow } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import type { RunDetail } from '../../shared/ipc/contract/runs';
import { type EditorDocument, editorStore, isDirty, presentOf, useEditor } from '../features/editor';
import { closeTab, openTab, type ReaderTab, runsStore, setActiveDocument } from '../features/runs';
import { Button } from '../ui/Button';
import { formatMoment } from '../ui/format';
import { Kbd } from '../ui/Kbd';
import { runCommand, shortcutText, useCommand } from './commands';
import { type OpenTab, TabStrip } from './TabStrip';
import styles from './TitleBar.module.css';

/** Everything open, one tab each: documents first, then what was opened for reading. */
export function TitleBar() {
  const documents = useEditor((state) => state.documents);
  const activeId = useEditor((state) => state.activeId);
  const tabs = runsStore((runs) => runs.tabs);
  const front = runsStore((runs) => runs.front);
  const details = runsStore(useShallow((runs) => tabs.map(({ id }) => runs.views[id]?.detail)));
  const palette = useCommand('app.palette');
  const open = [...documents.map(documentTab), ...tabs.map((tab, index) => readerTab(tab, details[index]))];
  const current = front ? keyOf(front) : activeId;
  const inFront = open.find(({ key }) => key === current)?.name;
  return (
    <header className={styles.bar}>
      <title>{inFront === undefined ? 'Stepgraph' : `${inFront} – Stepgraph`}</title>
      <TabStrip tabs={open} current={current} />
      <Button variant="quiet" className={styles.search} icon={<Search aria-hidden="true" />} onClick={() => runCommand('app.palette')}>
        Search <Kbd>{shortcutText(palette)}</Kbd>
      </Button>
    </header>
  );
}

function documentTab(document: EditorDocument): OpenTab {
  const { id } = document;
  return {
    key: id,
    name: presentOf(document).name || 'unnamed',
    icon: <Workflow size={14} aria-hidden="true" />,
    isUnsaved: isDirty(document),
    onChoose: () => {
      editorStore.getState().activate(id);
      setActiveDocument(id);
    },
    onClose: () => editorStore.getState().close(id),
  };
}

function readerTab(tab: ReaderTab, detail: RunDetail | undefined): OpenTab {
  const Icon = ICONS[tab.kind];
  return {
    key: keyOf(tab),
    name: detail ? `${detail.workflowName}, ${formatMoment(detail.startedAt, Date.now())}` : (tab.title ?? NAMELESS[tab.kind]),
    icon: <Icon size={14} aria-hidden="true" />,
    isUnsaved: false,
    onChoose: () => openTab(tab),
    onClose: () => closeTab(tab),
  };
}

const NAMELESS = { run: 'Run', session: 'Session', sessions: 'Sessions' } as const;
const ICONS = { run: History, session: MessageSquare, sessions: MessagesSquare } as const;

function keyOf({ kind, id }: ReaderTab): string {
  return `${kind}:${id}`;
}
