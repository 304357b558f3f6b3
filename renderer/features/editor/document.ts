import type { WorkflowDefinition, WorkflowStepDefinition } from '../../../shared/workflow/schema';
import type { History } from './history';
import { indexOfStep } from './stepKeys';

export type SaveState =
  | { readonly status: 'idle' }
  | { readonly status: 'saving' }
  | { readonly status: 'failed'; readonly message: string }
  /** Someone else saved the same workflow meanwhile; a person decides. */
  | { readonly status: 'conflict' };

/** One tab: a workflow being edited, with everything that belongs to editing it. */
export type EditorDocument = {
  /** The tab's own id; a new workflow has one before the store knows it. */
  readonly id: string;
  readonly workflowId: string | null;
  readonly history: History<WorkflowDefinition>;
  /** What the store holds; `null` while it holds nothing. */
  readonly saved: WorkflowDefinition | null;
  /** The stored revision that `saved` is. */
  readonly baseRevision: number;
  /** Keys of the selected steps (see stepKeys.ts). Not part of the history. */
  readonly selection: readonly string[];
  /** Whether somebody chose the selection, so that other panels follow it; a step just drawn is selected without. */
  readonly isSelectionChosen: boolean;
  /** Ids of steps drawn here whose id nobody has chosen yet: it goes with the name. */
  readonly unnamed: ReadonlySet<string>;
  readonly save: SaveState;
  /** Text typed into the JSON view that is no workflow yet. Not part of the history: it waits until it is applied or discarded. */
  readonly jsonDraft: JsonDraft | null;
};

/** `over` is the definition it was typed over. */
export type JsonDraft = { readonly text: string; readonly over: WorkflowDefinition };

export function presentOf(document: EditorDocument): WorkflowDefinition {
  return document.history.present;
}

export function isDirty(document: EditorDocument): boolean {
  return document.history.present !== document.saved;
}

/** The one selected step, if exactly one is selected. */
export function selectedStep(document: EditorDocument): WorkflowStepDefinition | undefined {
  const [key, ...others] = document.selection;
  if (key === undefined || others.length > 0) return undefined;
  return presentOf(document).steps[indexOfStep(presentOf(document), key)];
}
