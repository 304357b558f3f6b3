import type { StepgraphClient } from '../../shared/ipc/contract';
import type { StoredWorkflow } from '../../shared/ipc/contract/workflows';
import { isAppError } from '../../shared/lib/appError';
import { editorStore } from '../features/editor';
import { openTab, runsStore, setActiveDocument, showRun } from '../features/runs';
import { loadWindowState, type WindowState } from './windowState';

/** What starting needs of the host. */
type StartClient = {
  readonly workflows: Pick<StepgraphClient['workflows'], 'list' | 'get' | 'create' | 'templates'>;
  readonly runs: Pick<StepgraphClient['runs'], 'list'>;
};

/** The template a first start opens. */
const FIRST_TEMPLATE = 'release-check';

/** Brings back what this window had open, else the workflow last worked on, else, in an empty store, a first one that is ready to run. */
export async function openWhatWasOpen(client: StartClient): Promise<void> {
  const before = loadWindowState();
  if (before && (before.open.length > 0 || before.tabs.length > 0)) return restore(client, before);
  const [newest] = [...(await client.workflows.list({}))].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  const stored = newest ? await client.workflows.get({ id: newest.id }) : await createFirst(client);
  if (!stored || hasBeenUsed()) return;
  open(stored);
  await showUnfinishedRun(client, stored.id);
}

/** Whoever opened something while the answers were under way is not taken away from it. */
function hasBeenUsed(): boolean {
  return editorStore.getState().documents.length > 0 || runsStore.getState().tabs.length > 0;
}

async function createFirst(client: StartClient): Promise<StoredWorkflow | undefined> {
  const templates = await client.workflows.templates({});
  const template = templates.find(({ definition }) => definition.name === FIRST_TEMPLATE) ?? templates[0];
  return template && client.workflows.create({ definition: template.definition });
}

async function restore(client: StartClient, before: WindowState): Promise<void> {
  const found = await Promise.all(before.open.map((id) => unlessGone(client.workflows.get({ id }))));
  for (const stored of found) if (stored) open(stored, before.shown[stored.id]);
  const active = editorStore.getState().documents.find(({ workflowId }) => workflowId === before.active);
  if (active) editorStore.getState().activate(active.id);
  setActiveDocument(editorStore.getState().activeId);
  for (const tab of before.tabs) openTab(tab);
  runsStore.setState({ front: before.front });
}

function open(stored: StoredWorkflow, runId?: string): void {
  editorStore.getState().openWorkflow(stored);
  const { activeId } = editorStore.getState();
  if (runId !== undefined && activeId !== null) showRun(runId, activeId);
}

/** A run that goes on, or that was cut off, is what one wants to see after a restart. */
async function showUnfinishedRun(client: StartClient, workflowId: string): Promise<void> {
  const { runs } = await client.runs.list({ workflowId, limit: 1 });
  const [last] = runs;
  const { activeId } = editorStore.getState();
  if (activeId !== null && (last?.status === 'running' || last?.status === 'interrupted')) showRun(last.runId, activeId);
}

async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isAppError(error) && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
