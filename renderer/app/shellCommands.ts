import type { StepgraphClient } from '../../shared/ipc/contract';
import { isAppError } from '../../shared/lib/appError';
import { type Autosave, activeDocument, editorStore, presentOf } from '../features/editor';
import { activeProblems } from '../features/editor/problems';
import { openWorkflow } from '../features/explorer';
import { isUnderWay, type RunView, requestRun, runsStore, setActiveDocument, shownRunId, stopRun } from '../features/runs';
import { isTurnLive, stopTurns } from '../features/sessions';
import { openSettings } from '../features/settings';
import { showToast } from '../ui/toasts';
import type { Command } from './commands';
import { openDialog, showBottom, togglePanel } from './layoutStore';

type Context = { readonly client: StepgraphClient; readonly autosave: Autosave };

/** The commands of the window itself, and those that need its parts together. */
export function shellCommands({ client, autosave }: Context): readonly Command[] {
  return [
    { id: 'run.start', label: 'Run', shortcut: 'Mod+Enter', when: canRun, run: () => run({ client, autosave }, false) },
    { id: 'run.rehearse', label: 'Rehearse', shortcut: 'Mod+Shift+Enter', when: canRun, run: () => run({ client, autosave }, true) },
    { id: 'run.stop', label: 'Stop', shortcut: 'Mod+.', when: canStop, run: () => stopShown(client) },
    { id: 'app.palette', label: 'Command palette', shortcut: 'Mod+K', run: () => openDialog('palette') },
    { id: 'app.shortcuts', label: 'Keyboard shortcuts', shortcut: '?', run: () => openDialog('shortcuts') },
    { id: 'app.settings', label: 'Settings', shortcut: 'Mod+,', run: openSettings },
    { id: 'view.explorer', label: 'Show or hide the explorer', shortcut: 'Mod+B', run: () => togglePanel('explorer') },
    { id: 'view.bottom', label: 'Show or hide the bottom panel', shortcut: 'Mod+J', run: () => togglePanel('bottom') },
    { id: 'view.inspector', label: 'Show or hide the inspector', shortcut: 'Mod+I', run: () => togglePanel('inspector') },
    { id: 'view.problems', label: 'Show problems', shortcut: 'Mod+Shift+M', run: () => showBottom('problems') },
    { id: 'view.run', label: 'Show the run', run: () => showBottom('run') },
    { id: 'view.processes', label: 'Show what is running', run: () => showBottom('processes') },
    { id: 'view.timeline', label: 'Show the timeline', when: hasBottom, run: () => showBottom('timeline') },
  ];
}

/** Runs an old run's workflow again with its values: the workflow as it is now, or as it was where that is gone. */
export async function runAgain(context: Context, { detail }: RunView): Promise<void> {
  await openWorkflowOf(context.client, detail);
  setActiveDocument(editorStore.getState().activeId);
  await run(context, detail.rehearsal, detail.params);
}

async function openWorkflowOf(client: StepgraphClient, { workflowId, definition }: RunView['detail']): Promise<void> {
  const { documents, activate, newWorkflow } = editorStore.getState();
  const open = documents.find((document) => workflowId !== null && document.workflowId === workflowId);
  if (open) return activate(open.id);
  if (workflowId === null) return newWorkflow(definition);
  try {
    await openWorkflow(client, workflowId);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'NOT_FOUND') throw error;
    newWorkflow(definition);
  }
}

async function run({ client, autosave }: Context, rehearse: boolean, params?: RunView['detail']['params']): Promise<void> {
  const { errors } = activeProblems(editorStore.getState());
  if (errors > 0) {
    showBottom('problems');
    showToast({ tone: 'failed', text: `${errors === 1 ? 'One problem keeps' : `${errors} problems keep`} this workflow from running.` });
    return;
  }
  await autosave.flush();
  const document = activeDocument();
  if (!document) return;
  showBottom('run');
  await requestRun(client, { documentId: document.id, workflowId: document.workflowId, definition: presentOf(document), rehearse, params });
}

/** The run in front, or the turn of the session in front. */
async function stopShown(client: StepgraphClient): Promise<void> {
  const { front } = runsStore.getState();
  if (front?.kind === 'session') return stopTurns(client, front.id);
  const runId = shownRunId(runsStore.getState());
  if (runId !== null) await stopRun(client, runId);
}

/** Sessions have their timeline beside them. */
function hasBottom(): boolean {
  const { front } = runsStore.getState();
  return front === null || front.kind === 'run';
}

function canStop(): boolean {
  const { front } = runsStore.getState();
  return front?.kind === 'session' ? isTurnLive(front.id) : isUnderWay(shownView());
}

function canRun(): boolean {
  return activeDocument() !== undefined && runsStore.getState().front === null && !isUnderWay(shownView());
}

function shownView(): RunView | undefined {
  const runId = shownRunId(runsStore.getState());
  return runId === null ? undefined : runsStore.getState().views[runId];
}
