import { type Autosave, ForeignDialog } from '../features/editor';
import { Palette, ShortcutsDialog } from '../features/palette';
import { RunDialog, type RunView } from '../features/runs';
import { PruneDialog } from '../features/sessions';
import { SettingsDialog } from '../features/settings';
import { HostProvider } from '../host/HostProvider';
import type { HostConnection } from '../host/hostConnection';
import { ToastRegion } from '../ui/ToastRegion';
import { TooltipProvider } from '../ui/Tooltip';
import { showToast } from '../ui/toasts';
import { ErrorBoundary } from './ErrorBoundary';
import { layoutStore, openDialog } from './layoutStore';
import { messageOf } from './messageOf';
import { RefusedPage } from './RefusedPage';
import { runAgain } from './shellCommands';
import { startPhase } from './startPhase';
import { Workbench } from './Workbench';

type AppProps = { readonly connection: HostConnection; readonly autosave: Autosave };

export function App({ connection, autosave }: AppProps) {
  const dialog = layoutStore((layout) => layout.dialog);
  const phase = startPhase();
  const closeDialog = () => openDialog(null);
  const again = (view: RunView) => {
    runAgain({ client: connection.client, autosave }, view).catch((error: unknown) =>
      showToast({ tone: 'failed', text: messageOf(error) }),
    );
  };
  if (phase.is === 'refused') return <RefusedPage reason={phase.reason} />;
  return (
    <ErrorBoundary part="Stepgraph">
      <HostProvider connection={connection}>
        <TooltipProvider>
          <Workbench autosave={autosave} onRunAgain={again} />
          <RunDialog />
          <PruneDialog />
          <SettingsDialog />
          <ForeignDialog />
          <Palette isOpen={dialog === 'palette'} onClose={closeDialog} />
          <ShortcutsDialog isOpen={dialog === 'shortcuts'} onClose={closeDialog} />
          <ToastRegion />
        </TooltipProvider>
      </HostProvider>
    </ErrorBoundary>
  );
}
