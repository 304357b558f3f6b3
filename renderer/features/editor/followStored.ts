import type { StepgraphClient } from '../../../shared/ipc/contract';
import { isAppError } from '../../../shared/lib/appError';
import { type EditorDocument, isDirty, presentOf } from './document';
import type { editorStore } from './editorStore';

type Workflows = Pick<StepgraphClient['workflows'], 'changes' | 'list' | 'get'>;

/**
 * Keeps documents with nothing unsaved at what is stored, for when another window, a terminal or a program saves the same workflow: its
 * version comes in as an edit that undo takes away, and the selection stays. A document with unsaved edits is left alone; saving it is
 * then a conflict, which a person settles. Ends when `signal` is aborted.
 */
export async function followStored(workflows: Workflows, store: typeof editorStore, signal: AbortSignal): Promise<void> {
  for await (const _change of workflows.changes({}, signal)) {
    if (!store.getState().documents.some(mayFollow)) continue;
    const newest = new Map((await workflows.list({}, signal)).map(({ id, revision }) => [id, revision]));
    for (const document of store.getState().documents) {
      const { workflowId, baseRevision } = document;
      if (workflowId === null || !mayFollow(document) || (newest.get(workflowId) ?? 0) <= baseRevision) continue;
      await takeOver(workflows, store, document.id, workflowId, signal);
    }
  }
}

async function takeOver(
  workflows: Workflows,
  store: typeof editorStore,
  documentId: string,
  workflowId: string,
  signal: AbortSignal,
): Promise<void> {
  const stored = await workflows.get({ id: workflowId }, signal).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'NOT_FOUND') return undefined; // deleted since it was listed
    throw error;
  });
  const document = store.getState().documents.find(({ id }) => id === documentId);
  // Somebody may have begun to type while it was fetched.
  if (!stored || !document || !mayFollow(document) || stored.revision <= document.baseRevision) return;
  const isSame = JSON.stringify(stored.definition) === JSON.stringify(presentOf(document));
  store.getState().rebase(documentId, stored.revision, isSame ? undefined : stored.definition);
}

function mayFollow(document: EditorDocument): boolean {
  return document.workflowId !== null && document.save.status === 'idle' && document.jsonDraft === null && !isDirty(document);
}
