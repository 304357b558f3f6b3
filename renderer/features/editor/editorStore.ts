import { create } from 'zustand';
import type { StoredWorkflow } from '../../../shared/ipc/contract/workflows';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import type { EditorDocument, SaveState } from './document';
import { activeDocumentOf, changedBy, closeDocument, editDocument, openDocument, travel, updateDocument } from './documents';
import { addStep, type NewStep } from './edits/addStep';
import { redo, undo } from './history';
import { activeProblems, type EditorCatalog, type Problems, stepKeyOf } from './problems';
import { nameStepIn, renameStepIn } from './stepNaming';

/** How the definition in front is shown; all views edit the same document. */
export type EditorView = 'visual' | 'outline' | 'json' | 'code';

/** A wish to put the cursor into the field a JSON path names; `request` tells two equal wishes apart. */
export type FieldFocus = { readonly path: string; readonly request: number };

/** Changes a draft of the definition. */
export type Recipe = (draft: WorkflowDefinition) => void;

export type EditorState = {
  readonly documents: readonly EditorDocument[];
  readonly activeId: string | null;
  readonly view: EditorView;
  readonly fieldFocus: FieldFocus | null;
  /** What exists to be named, for validation; `null` until the host has told. */
  readonly catalog: EditorCatalog | null;

  /** Brings a stored workflow to the front, in the tab it may already have. */
  openWorkflow(stored: Pick<StoredWorkflow, 'id' | 'revision' | 'definition'>): void;
  /** A new tab. An empty workflow is stored with its first edit; one made from a definition at once. */
  newWorkflow(definition?: WorkflowDefinition): void;
  close(documentId: string): void;
  /** Puts a closed document back, for when storing its last edits failed. */
  reopen(document: EditorDocument): void;
  activate(documentId: string): void;

  /** Edits the document in front as one undo step, or as part of the running gesture `mergeKey`. */
  apply(label: string, recipe: Recipe, mergeKey?: string): void;
  /** The same with a whole definition that takes the place of the one in front. */
  replace(label: string, definition: WorkflowDefinition, mergeKey?: string): void;
  /** Applies the text of the JSON view, or keeps it beside the document in front while it is no workflow (`definition` is null). */
  applyJson(text: string, definition: WorkflowDefinition | null): void;
  discardJson(): void;
  undo(): void;
  redo(): void;
  /** Adds a step to the document in front, with whatever `finish` does to it, and selects it. Returns its id. */
  addStep(step: NewStep, finish?: (draft: WorkflowDefinition, id: string) => void): string;
  /** Gives a step another id everywhere it is named, and keeps it selected. Throws `INVALID_INPUT` when the id can not be. */
  renameStep(key: string, id: string): void;
  /** Gives a step another name; the id goes along until somebody chooses one. */
  nameStep(key: string, name: string): void;

  select(keys: readonly string[]): void;
  /** Selects the step a path lies in (or none) and asks the inspector to put the cursor there. */
  focusField(path: string): void;
  setView(view: EditorView): void;
  /** What is known of folders of skills stays when only the host's part is given. */
  setCatalog(catalog: EditorCatalog): void;
  /** What is wrong with folders of skills, by the names that definitions give them. */
  setSkillRemarks(remarks: NonNullable<EditorCatalog['skillDirectories']>): void;

  /** `definition` is stored as `revision`; what was typed since stays unsaved. */
  markSaved(documentId: string, saved: { workflowId: string; revision: number; definition: WorkflowDefinition }): void;
  setSaveState(documentId: string, save: SaveState): void;
  /** Goes on from a revision somebody else stored: with `definition` in front (as an undo step), or keeping what is in front. */
  rebase(documentId: string, revision: number, definition?: WorkflowDefinition): void;
};

export const editorStore = create<EditorState>()((set, get) => ({
  documents: [],
  activeId: null,
  view: 'visual',
  fieldFocus: null,
  catalog: null,

  openWorkflow: (stored) => set((state) => openDocument(state, stored)),
  newWorkflow: (definition) => set((state) => openDocument(state, { id: null, revision: 0, definition: definition ?? null })),
  close: (documentId) => set((state) => closeDocument(state, documentId)),
  reopen: (document) => set(({ documents }) => ({ documents: [...documents, document], activeId: document.id })),
  activate: (documentId) =>
    set(({ documents }) => (documents.some(({ id }) => id === documentId) ? { activeId: documentId, fieldFocus: null } : {})),

  apply: (label, recipe, mergeKey) =>
    set((state) => editDocument(state, state.activeId, changedBy(recipe), { label, mergeKey, at: performance.now() })),
  replace: (label, definition, mergeKey) =>
    set((state) => editDocument(state, state.activeId, () => definition, { label, mergeKey, at: performance.now() })),
  applyJson: (text, definition) => {
    if (definition) get().replace('Edit JSON', definition, 'json');
    set((state) =>
      updateDocument(state, state.activeId, (document) => ({
        ...document,
        jsonDraft: definition ? null : { text, over: document.jsonDraft?.over ?? document.history.present },
      })),
    );
  },
  discardJson: () => set((state) => updateDocument(state, state.activeId, (document) => ({ ...document, jsonDraft: null }))),
  undo: () => set((state) => travel(state, undo)),
  redo: () => set((state) => travel(state, redo)),
  addStep: (step, finish) => {
    let id = '';
    get().apply('Add step', (draft) => {
      id = addStep(draft, step);
      finish?.(draft, id);
    });
    set((state) =>
      updateDocument(state, state.activeId, (document) => ({
        ...document,
        selection: [id],
        isSelectionChosen: false,
        unnamed: new Set(document.unnamed).add(id),
      })),
    );
    return id;
  },
  renameStep: (key, id) => set((state) => renameStepIn(state, key, id, performance.now())),
  nameStep: (key, name) => set((state) => nameStepIn(state, key, name, performance.now())),

  select: (keys) =>
    set((state) =>
      updateDocument(state, state.activeId, (document) =>
        document.isSelectionChosen && sameKeys(document.selection, keys)
          ? document
          : { ...document, selection: [...keys], isSelectionChosen: true },
      ),
    ),
  focusField: (path) =>
    set((state) => ({
      ...updateDocument(state, state.activeId, (document) => {
        const key = stepKeyOf(document.history.present, path);
        return { ...document, selection: key === undefined ? [] : [key], isSelectionChosen: true };
      }),
      fieldFocus: { path, request: (state.fieldFocus?.request ?? 0) + 1 },
    })),
  setView: (view) => set({ view }),
  setCatalog: (catalog) => set((state) => ({ catalog: { ...state.catalog, ...catalog } })),
  setSkillRemarks: (skillDirectories) => set(({ catalog }) => (catalog ? { catalog: { ...catalog, skillDirectories } } : {})),

  markSaved: (documentId, { workflowId, revision, definition }) =>
    set((state) =>
      updateDocument(state, documentId, (document) => ({
        ...document,
        workflowId,
        saved: definition,
        baseRevision: revision,
        save: { status: 'idle' },
      })),
    ),
  setSaveState: (documentId, save) => set((state) => updateDocument(state, documentId, (document) => ({ ...document, save }))),
  rebase: (documentId, revision, definition) =>
    set((state) => {
      const rebased = updateDocument(state, documentId, (document) => ({ ...document, baseRevision: revision, save: { status: 'idle' } }));
      if (!definition) return rebased;
      const edited = editDocument(rebased, documentId, () => definition, { label: 'Load the stored version', at: performance.now() });
      return updateDocument(edited, documentId, (document) => ({ ...document, saved: document.history.present }));
    }),
}));

/** A component that asks re-renders only when what it selects changes. */
export function useEditor<T>(selector: (state: EditorState) => T): T {
  return editorStore(selector);
}

export function useActiveDocument(): EditorDocument | undefined {
  return useEditor(activeDocumentOf);
}

export function useActiveDefinition(): WorkflowDefinition | undefined {
  return useEditor((state) => activeDocumentOf(state)?.history.present);
}

export function useProblems(): Problems {
  return useEditor(activeProblems);
}

/** The worst that is wrong with a step of the document in front. */
export function useStepSeverity(key: string): 'error' | 'warning' | undefined {
  return useEditor((state) => {
    const problems = activeProblems(state).byStep.get(key);
    return problems && (problems.some(({ severity }) => severity === 'error') ? 'error' : 'warning');
  });
}

export function activeDocument(): EditorDocument | undefined {
  return activeDocumentOf(editorStore.getState());
}

function sameKeys(before: readonly string[], after: readonly string[]): boolean {
  return before.length === after.length && before.every((key, index) => key === after[index]);
}
