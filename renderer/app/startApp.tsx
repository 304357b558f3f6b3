import { createRoot } from 'react-dom/client';
import type { PendingPermission } from '../../shared/ipc/contract/permissions';
import { canvasCommands } from '../features/canvas';
import { followSkills } from '../features/connections';
import {
  editorCommands,
  editorStore,
  flushWhenHidden,
  followStored,
  openWorkflowFile,
  startAutosave,
  takeDroppedFiles,
} from '../features/editor';
import { followPermissions, notifyWhenAway } from '../features/permissions';
import { followProcesses } from '../features/processes';
import { closeTab, keepFollowing, runsStore, setActiveDocument, setAsking, showRun } from '../features/runs';
import { sessionCommands } from '../features/sessions';
import { loadSettings, settingsStore } from '../features/settings';
import type { HostConnection } from '../host/hostConnection';
import { showToast } from '../ui/toasts';
import { App } from './App';
import { onCommandError, registerCommands } from './commands';
import { bindKeys } from './keyBindings';
import { showBottom } from './layoutStore';
import { messageOf } from './messageOf';
import { shellCommands } from './shellCommands';
import { endStart, reportTo } from './startReport';
import { openWhatWasOpen } from './startUp';
import { applyLook, rememberedLook } from './theme';
import { keepWindowState } from './windowState';

/** Joins the features, shows the window and fills it. */
export function startApp(connection: HostConnection, root: HTMLElement): void {
  const { client } = connection;
  const tell = reportTo(connection, (error) => showToast({ tone: 'failed', text: messageOf(error) }));
  applyLook(rememberedLook());
  settingsStore.subscribe(({ settings }) => settings && applyLook(settings));
  const autosave = startAutosave({ workflows: client.workflows, store: editorStore });
  flushWhenHidden(autosave);
  void followStored(client.workflows, editorStore, new AbortController().signal).catch(tell); // as long as the page lives
  onCommandError((_command, error) => tell(error));
  registerCommands([...editorCommands, ...canvasCommands, ...sessionCommands(client), ...shellCommands({ client, autosave })]);
  bindKeys(window); // before there is anything to see: no key is pressed in vain
  takeDroppedFiles(window, (file) => openWorkflowFile(file).catch(tell));
  editorStore.subscribe((state, before) => {
    if (state.activeId !== before.activeId) setActiveDocument(state.activeId);
  });
  keepFollowing(client, (runId, error) => {
    forget(runId);
    tell(error);
  });
  const onChange = (pending: readonly PendingPermission[]) => setAsking(pending.flatMap(({ steps }) => steps));
  void followPermissions(client, { onChange, onRequest }, new AbortController().signal).catch(tell); // as long as the page lives
  void followProcesses(client, new AbortController().signal).catch(tell); // as long as the page lives
  createRoot(root).render(<App connection={connection} autosave={autosave} />);
  void openWhatWasOpen(client)
    .then(() => keepWindowState())
    .catch(tell)
    .finally(endStart);
  void loadSettings(client).catch(tell);
  followSkills(client, tell);
  void client.app.catalog({}).then((catalog) => editorStore.getState().setCatalog(catalog), tell);
}

/** What waits is brought to where it can be answered. */
function onRequest(request: PendingPermission): void {
  showBottom('run');
  notifyWhenAway(request);
}

/** A run that can't be loaded, as when it was deleted, is not asked for again. */
function forget(runId: string): void {
  closeTab({ kind: 'run', id: runId });
  for (const [documentId, shown] of Object.entries(runsStore.getState().shown)) {
    if (shown === runId) showRun(null, documentId);
  }
}
