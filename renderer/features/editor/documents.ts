import { freeze, produce } from 'immer';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import type { EditorDocument } from './document';
import type { EditorState, Recipe } from './editorStore';
import { type Edit, type History, record, startHistory } from './history';
import { withLayout } from './layout';
import { stepKeys } from './stepKeys';

/** The set of open documents and what can happen to it; pure, so that the store is only wiring. */
export type Documents = Pick<EditorState, 'documents' | 'activeId'>;

let opened = 0;

export function activeDocumentOf({ documents, activeId }: Documents): EditorDocument | undefined {
  return documents.find(({ id }) => id === activeId);
}

export function openDocument(
  state: Documents,
  stored: { readonly id: string | null; readonly revision: number; readonly definition: WorkflowDefinition | null },
): Documents {
  const open = stored.id === null ? undefined : state.documents.find(({ workflowId }) => workflowId === stored.id);
  if (open) return { documents: state.documents, activeId: open.id };
  const present = freeze(withLayout(stored.definition ?? { name: untitled(state), steps: [] }), true);
  opened += 1;
  const document: EditorDocument = {
    id: `doc-${opened}`,
    workflowId: stored.id,
    history: startHistory(present),
    saved: stored.id === null && stored.definition !== null ? null : present,
    baseRevision: stored.revision,
    selection: [],
    isSelectionChosen: false,
    unnamed: new Set(),
    save: { status: 'idle' },
    jsonDraft: null,
  };
  return { documents: [...state.documents, document], activeId: document.id };
}

/** Its right neighbour comes to the front, or else its left one. */
export function closeDocument({ documents, activeId }: Documents, documentId: string): Documents {
  const index = documents.findIndex(({ id }) => id === documentId);
  if (index < 0) return { documents, activeId };
  const left = documents.filter(({ id }) => id !== documentId);
  return { documents: left, activeId: activeId === documentId ? ((left[index] ?? left.at(-1))?.id ?? null) : activeId };
}

export function updateDocument(
  state: Documents,
  documentId: string | null,
  update: (document: EditorDocument) => EditorDocument,
): Documents {
  const documents = state.documents.map((document) => (document.id === documentId ? update(document) : document));
  return { documents, activeId: state.activeId };
}

export function editDocument(
  state: Documents,
  documentId: string | null,
  change: (definition: WorkflowDefinition) => WorkflowDefinition,
  edit: Edit,
): Documents {
  return updateDocument(state, documentId, (document) => {
    const next = freeze(change(document.history.present), true);
    return withHistory(document, record(document.history, next, edit));
  });
}

/** What a recipe returns is not looked at: only what it does to the draft counts. */
export function changedBy(recipe: Recipe): (definition: WorkflowDefinition) => WorkflowDefinition {
  return (definition) =>
    produce(definition, (draft) => {
      recipe(draft);
    });
}

export function travel(state: Documents, move: (history: History<WorkflowDefinition>) => History<WorkflowDefinition>): Documents {
  return updateDocument(state, state.activeId, (document) => withHistory(document, move(document.history)));
}

/** What is known about steps follows them to the new definition: by their key, or by their place where only ids changed. */
function withHistory(document: EditorDocument, history: History<WorkflowDefinition>): EditorDocument {
  if (history === document.history) return document;
  const before = stepKeys(document.history.present);
  const after = stepKeys(history.present);
  if (before === after) return { ...document, history };
  const present = new Set(after);
  const follow = (key: string) => {
    if (present.has(key)) return [key];
    const renamed = before.length === after.length ? after[before.indexOf(key)] : undefined;
    return renamed === undefined ? [] : [renamed];
  };
  return { ...document, history, selection: document.selection.flatMap(follow), unnamed: new Set([...document.unnamed].flatMap(follow)) };
}

function untitled({ documents }: Documents): string {
  const names = new Set(documents.map(({ history }) => history.present.name));
  if (!names.has('untitled')) return 'untitled';
  for (let count = 2; ; count += 1) if (!names.has(`untitled-${count}`)) return `untitled-${count}`;
}
