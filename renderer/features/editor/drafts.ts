import { z } from 'zod';
import { workflowSchema } from '../../../shared/workflow/schema';
import { isDirty, presentOf } from './document';
import type { editorStore } from './editorStore';

const draftSchema = z.object({ workflowId: z.string().nullable(), baseRevision: z.number(), definition: workflowSchema });
type Draft = z.infer<typeof draftSchema>;

const KEY = 'stepgraph.drafts';

export type Drafts = {
  /** Writes down what is not stored yet. */
  keep(): void;
  stop(): void;
};

/**
 * What could not be stored when the window went away, as when the host was gone too, is kept in the window's own storage and put back,
 * as an edit that undo takes away, when its workflow is opened again. If that was changed elsewhere meanwhile, saving it is a
 * conflict like any other, which a person settles.
 */
export function startDrafts(store: typeof editorStore, storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): Drafts {
  let waiting = read(storage);
  for (const { definition } of waiting.filter(({ workflowId }) => workflowId === null)) store.getState().newWorkflow(definition);
  waiting = waiting.filter(({ workflowId }) => workflowId !== null);

  const keep = () => {
    // A new workflow is being created right now, unless that was tried before: kept too, it would come back as a second one.
    const unsaved = store.getState().documents.filter((each) => isDirty(each) && (each.workflowId !== null || each.save.status !== 'idle'));
    const drafts: Draft[] = unsaved.map((document) => ({
      workflowId: document.workflowId,
      baseRevision: document.baseRevision,
      definition: presentOf(document),
    }));
    const all = [...waiting, ...drafts];
    if (all.length === 0) storage.removeItem(KEY);
    else storage.setItem(KEY, JSON.stringify(all));
  };

  const stop = store.subscribe((state, previous) => {
    if (state.documents === previous.documents) return;
    const opened = state.documents.find(({ id }) => !previous.documents.some((before) => before.id === id));
    const draft = opened?.workflowId && waiting.find(({ workflowId }) => workflowId === opened.workflowId);
    if (!opened || !draft) return;
    waiting = waiting.filter((other) => other !== draft);
    if (JSON.stringify(draft.definition) === JSON.stringify(presentOf(opened))) return; // it was stored after all
    state.replace('Restore unsaved changes', draft.definition);
    state.rebase(opened.id, draft.baseRevision);
  });

  return { keep, stop };
}

function read(storage: Pick<Storage, 'getItem'>): Draft[] {
  try {
    return z.array(draftSchema).parse(JSON.parse(storage.getItem(KEY) ?? '[]'));
  } catch {
    return []; // written by another version: nothing that could be put back
  }
}
