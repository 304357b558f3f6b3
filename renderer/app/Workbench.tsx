import { useEffect, useState } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { Autosave } from '../features/editor';
import { Explorer } from '../features/explorer';
import { Inspector } from '../features/inspector';
import { type RunView, runsStore } from '../features/runs';
import { BottomPanel } from './BottomPanel';
import { ConnectionBanner } from './ConnectionBanner';
import { DocumentBanner } from './DocumentBanner';
import { ErrorBoundary } from './ErrorBoundary';
import { layoutStore } from './layoutStore';
import { MainArea } from './MainArea';
import { StatusBar } from './StatusBar';
import { TitleBar } from './TitleBar';
import { Toolbar } from './Toolbar';
import styles from './Workbench.module.css';

type WorkbenchProps = { readonly autosave: Autosave; readonly onRunAgain: (view: RunView) => void };

/** The window: bars above and below, panels between, each of which may fail without the others. */
export function Workbench({ autosave, onRunAgain }: WorkbenchProps) {
  const { explorer, inspector, bottom, bottomTab } = layoutStore();
  const front = runsStore((runs) => runs.front);
  const [frozenStepId, setFrozenStepId] = useState<string | null>(null);
  useEffect(() => setFrozenStepId(null), [front]);
  const withInspector = inspector && front === null;
  // Sessions have all of it beside them but what runs.
  const withBottom = bottom && (front === null || front.kind === 'run' || bottomTab === 'processes');
  const columns = useDefaultLayout({ id: 'stepgraph.columns', panelIds: present({ explorer, main: true, inspector: withInspector }) });
  const rows = useDefaultLayout({ id: 'stepgraph.rows', panelIds: present({ top: true, bottom: withBottom }) });
  return (
    <div className={styles.window}>
      <TitleBar />
      <Toolbar />
      <ConnectionBanner />
      <Group orientation="vertical" className={styles.panels} {...rows}>
        <Panel id="top" minSize={160}>
          <Group orientation="horizontal" {...columns}>
            {explorer && (
              <>
                <Panel id="explorer" defaultSize={264} minSize={180} maxSize={480} groupResizeBehavior="preserve-pixel-size">
                  <ErrorBoundary part="The explorer">
                    <Explorer />
                  </ErrorBoundary>
                </Panel>
                <Separator className={styles.separator} aria-label="Width of the explorer" />
              </>
            )}
            <Panel id="main" minSize={240}>
              <main className={styles.main}>
                <DocumentBanner autosave={autosave} />
                <div className={styles.content}>
                  <ErrorBoundary part="The canvas">
                    <MainArea onSelectFrozen={(stepIds) => setFrozenStepId(stepIds.length === 1 ? (stepIds[0] ?? null) : null)} />
                  </ErrorBoundary>
                </div>
              </main>
            </Panel>
            {withInspector && (
              <>
                <Separator className={styles.separator} aria-label="Width of the inspector" />
                <Panel id="inspector" defaultSize={340} minSize={240} maxSize={640} groupResizeBehavior="preserve-pixel-size">
                  <ErrorBoundary part="The inspector">
                    <Inspector />
                  </ErrorBoundary>
                </Panel>
              </>
            )}
          </Group>
        </Panel>
        {withBottom && (
          <>
            <Separator className={styles.separator} aria-label="Height of the bottom panel" />
            <Panel id="bottom" defaultSize={260} minSize={120} groupResizeBehavior="preserve-pixel-size" className={styles.bottom}>
              <ErrorBoundary part="The bottom panel">
                <BottomPanel onRunAgain={onRunAgain} frozenStepId={frozenStepId} />
              </ErrorBoundary>
            </Panel>
          </>
        )}
      </Group>
      <StatusBar />
    </div>
  );
}

function present(panels: Readonly<Record<string, boolean>>): string[] {
  return Object.keys(panels).filter((id) => panels[id]);
}
