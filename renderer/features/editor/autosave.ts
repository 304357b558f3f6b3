import type { StepgraphClient } from '../../../shared/ipc/contract';
import { isAppError } from '../../../shared/lib/appError';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { registerCommands } from '../../app/commands';
import { type EditorDocument, isDirty, presentOf } from './document';
import { startDrafts } from './drafts';
import { editorStore } from './editorStore';

type Options = {
  readonly workflows: Pick<StepgraphClient['workflows'], 'create' | 'save' | 'get'>;
  readonly store: typeof editorStore;
  /** How long a document rests before it is stored. */
  readonly delayMs?: number;
  /** How long after a failure it is tried again. */
  readonly retryMs?: number;
};

/** Someone who types without a pause is saved all the same. */
const MOST_DELAY_MS = 5_000;

type Stored = { readonly workflowId: string; readonly revision: number; readonly definition: WorkflowDefinition };

export type Autosave = {
  /** Stores what is not stored yet; resolves once it is, or has failed and says so in the document's save state. */
  flush(): Promise<void>;
  /** Stores what is in front of the person over what somebody else stored; theirs stays in the revisions. */
  keepMine(documentId: string): Promise<void>;
  /** Puts what somebody else stored in front, as an undo step: what was here before is one undo away. */
  takeTheirs(documentId: string): Promise<void>;
  stop(): void;
};

/**
 * Stores every document shortly after its last edit, and at once when it is closed. One save at a time per document; edits made during a
 * save are stored by the next. A closed document whose last save fails comes back as a tab. A conflict waits for a person.
 */
export function startAutosave({ workflows, store, delayMs = 800, retryMs = 5_000 }: Options): Autosave {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const waitingSince = new Map<string, number>();
  const saving = new Map<string, Promise<void>>();
  /** What the store holds of each document; outlives the document, whose last save may follow its closing. */
  const stored = new Map<string, Stored>();
  const current = (documentId: string) => store.getState().documents.find(({ id }) => id === documentId);

  const schedule = (documentId: string, wantedDelay: number) => {
    const since = waitingSince.get(documentId) ?? Date.now();
    waitingSince.set(documentId, since);
    const delay = Math.max(0, Math.min(wantedDelay, since + MOST_DELAY_MS - Date.now()));
    clearTimeout(timers.get(documentId));
    timers.set(
      documentId,
      setTimeout(() => void save(documentId), delay),
    );
  };

  const save = async (documentId: string, closed?: EditorDocument): Promise<void> => {
    clearTimeout(timers.get(documentId));
    timers.delete(documentId);
    waitingSince.delete(documentId);
    while (saving.has(documentId)) await saving.get(documentId);
    const document = current(documentId) ?? (closed && withStored(closed, stored.get(documentId)));
    if (!document || !isDirty(document) || document.save.status === 'conflict') return;
    const attempt = send(document).finally(() => saving.delete(documentId));
    saving.set(documentId, attempt);
    await attempt;
  };

  const send = async (document: EditorDocument): Promise<void> => {
    const { setSaveState, markSaved, reopen } = store.getState();
    const definition = presentOf(document);
    setSaveState(document.id, { status: 'saving' });
    try {
      const { id, revision } =
        document.workflowId === null
          ? await workflows.create({ definition })
          : await workflows.save({ id: document.workflowId, definition, baseRevision: document.baseRevision });
      stored.set(document.id, { workflowId: id, revision, definition });
      markSaved(document.id, { workflowId: id, revision, definition });
    } catch (error) {
      const isConflict = isAppError(error) && error.code === 'CONFLICT';
      const state = isConflict ? ({ status: 'conflict' } as const) : ({ status: 'failed', message: messageOf(error) } as const);
      if (current(document.id)) setSaveState(document.id, state);
      else reopen({ ...document, save: state });
      if (!isConflict) schedule(document.id, retryMs);
    }
  };

  const unsubscribe = store.subscribe((state, previous) => {
    if (state.documents === previous.documents) return;
    const open = new Map(state.documents.map((document) => [document.id, document]));
    for (const before of previous.documents) {
      if (!open.has(before.id) && isDirty(before)) void save(before.id, before);
    }
    const earlier = new Map(previous.documents.map((document) => [document.id, document]));
    for (const document of state.documents) {
      const before = earlier.get(document.id);
      const isEdited = isDirty(document) && (!before || presentOf(before) !== presentOf(document));
      // A new workflow is created at once: from then on a reload finds it again.
      if (isEdited) schedule(document.id, document.workflowId === null ? 0 : delayMs);
    }
  });

  const newest = async (documentId: string) => {
    const workflowId = current(documentId)?.workflowId;
    return workflowId ? await workflows.get({ id: workflowId }) : undefined;
  };

  const flush = async () => {
    await Promise.all(store.getState().documents.map(({ id }) => save(id)));
  };
  const unregister = registerCommands([{ id: 'workflow.save', label: 'Save now', shortcut: 'Mod+S', run: flush }]);

  return {
    flush,
    keepMine: async (documentId) => {
      const theirs = await newest(documentId);
      if (theirs) store.getState().rebase(documentId, theirs.revision);
      await save(documentId);
    },
    takeTheirs: async (documentId) => {
      const theirs = await newest(documentId);
      if (theirs) store.getState().rebase(documentId, theirs.revision, theirs.definition);
    },
    stop: () => {
      unsubscribe();
      unregister();
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** Saves when the page goes out of sight, which may be the last it ever does, and keeps as drafts what could not be saved by then. */
export function flushWhenHidden(autosave: Pick<Autosave, 'flush'>, page: Document = document): () => void {
  const drafts = startDrafts(editorStore, localStorage);
  const flush = () => {
    if (page.visibilityState !== 'hidden') return;
    drafts.keep();
    void autosave.flush().then(drafts.keep);
  };
  page.addEventListener('visibilitychange', flush);
  return () => {
    drafts.stop();
    page.removeEventListener('visibilitychange', flush);
  };
}

function withStored(document: EditorDocument, stored: Stored | undefined): EditorDocument {
  if (!stored || stored.revision < document.baseRevision) return document;
  return { ...document, workflowId: stored.workflowId, baseRevision: stored.revision, saved: stored.definition };
}

function messageOf(error: unknown): string {
  return isAppError(error) ? error.message : 'The host could not store the workflow; it is tried again shortly.';
}
