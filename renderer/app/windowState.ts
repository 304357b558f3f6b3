import { z } from 'zod';
import { editorStore } from '../features/editor';
import { runsStore } from '../features/runs';

const tabSchema = z.object({ kind: z.enum(['run', 'session', 'sessions']), id: z.string(), title: z.string().optional() });

const windowStateSchema = z.object({
  /** Stored workflows in tabs, left to right. */
  open: z.array(z.string()),
  active: z.string().nullable(),
  /** Workflow id → the run painted on it. */
  shown: z.record(z.string(), z.string()),
  tabs: z.array(tabSchema),
  front: tabSchema.nullable(),
});

/** What a reload of this window must bring back. */
export type WindowState = z.infer<typeof windowStateSchema>;

const KEY = 'stepgraph.window';

export function loadWindowState(storage: Pick<Storage, 'getItem'> = sessionStorage): WindowState | undefined {
  try {
    return windowStateSchema.parse(JSON.parse(storage.getItem(KEY) ?? 'null'));
  } catch {
    return undefined; // a new window
  }
}

/** Writes the state down whenever it changes; the window's own storage lives as long as the window. */
export function keepWindowState(storage: Pick<Storage, 'setItem'> = sessionStorage): () => void {
  let written = '';
  const write = () => {
    const text = JSON.stringify(currentState());
    if (text === written) return;
    written = text;
    storage.setItem(KEY, text);
  };
  const leave = [editorStore.subscribe(write), runsStore.subscribe(write)];
  return () => {
    for (const unsubscribe of leave) unsubscribe();
  };
}

function currentState(): WindowState {
  const { documents, activeId } = editorStore.getState();
  const { shown, tabs, front } = runsStore.getState();
  const stored = documents.flatMap(({ id, workflowId }) => (workflowId === null ? [] : [{ id, workflowId }]));
  return {
    open: stored.map(({ workflowId }) => workflowId),
    active: stored.find(({ id }) => id === activeId)?.workflowId ?? null,
    shown: Object.fromEntries(stored.flatMap(({ id, workflowId }) => (shown[id] === undefined ? [] : [[workflowId, shown[id]]]))),
    tabs: [...tabs],
    front,
  };
}
