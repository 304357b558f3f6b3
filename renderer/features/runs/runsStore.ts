import { create } from 'zustand';
import type { RunDetail } from '../../../shared/ipc/contract/runs';
import type { RunState, StepState } from '../../../shared/run/state';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';

/** A run as the window knows it: what it was started with, and where its events have brought it. */
export type RunView = { readonly detail: RunDetail; readonly state: RunState };

type Runs = {
  readonly views: { readonly [runId: string]: RunView };
  /** The editor's document in front; the shell keeps it up to date. */
  readonly documentId: string | null;
  /** Which run's results each document shows while it stays editable. */
  readonly shown: { readonly [documentId: string]: string };
  /** Old runs opened as read-only tabs. */
  readonly tabs: readonly string[];
  /** The run tab in front, if one is: the canvas then shows the definition as it was. */
  readonly frontTab: string | null;
};

const EMPTY: Runs = { views: {}, documentId: null, shown: {}, tabs: [], frontTab: null };

/** Changes once per frame while runs go on; everything in it is replaced, never changed in place. */
export const runsStore = create<Runs>()(() => EMPTY);

/** The run in front: an old one opened as a tab, else the one the active document shows. */
export function shownRunId(runs: Runs): string | null {
  return runs.frontTab ?? (runs.documentId === null ? null : (runs.shown[runs.documentId] ?? null));
}

function shownView(runs: Runs): RunView | undefined {
  const runId = shownRunId(runs);
  return runId === null ? undefined : runs.views[runId];
}

export function useShownRun(): RunView | undefined {
  return runsStore(shownView);
}

export function useShownRunId(): string | null {
  return runsStore(shownRunId);
}

/** A step's state in the run in front; a component that asks re-renders only when its own step changes. */
export function useStepRun(stepId: string): StepState | undefined {
  return runsStore((runs) => shownView(runs)?.state.steps.get(stepId));
}

/** The definition to show instead of the active document, read-only: set while an old run is in front. */
export function useFrozenDefinition(): WorkflowDefinition | undefined {
  return runsStore((runs) => (runs.frontTab === null ? undefined : runs.views[runs.frontTab]?.detail.definition));
}

/** Paints a run on the document it was started from, which stays editable; `null` takes the paint off. */
export function showRun(runId: string | null, documentId = runsStore.getState().documentId): void {
  if (documentId === null) return;
  runsStore.setState(({ shown }) => {
    const { [documentId]: _before, ...others } = shown;
    return { shown: runId === null ? others : { ...others, [documentId]: runId }, frontTab: null };
  });
}

/** Opens an old run as a read-only tab of its own and brings it to the front. */
export function openRunTab(runId: string): void {
  runsStore.setState(({ tabs }) => ({ tabs: tabs.includes(runId) ? tabs : [...tabs, runId], frontTab: runId }));
}

export function closeRunTab(runId: string): void {
  runsStore.setState(({ tabs, frontTab }) => ({
    tabs: tabs.filter((tab) => tab !== runId),
    frontTab: frontTab === runId ? null : frontTab,
  }));
}

/** Brings a document to the front: whatever run tab was there goes behind it. */
export function setActiveDocument(documentId: string | null): void {
  runsStore.setState({ documentId, frontTab: null });
}

export function resetRuns(): void {
  runsStore.setState(EMPTY, true);
}
