import { useMemo } from 'react';
import { create } from 'zustand';
import type { RunDetail } from '../../../shared/ipc/contract/runs';
import type { RunState, StepState } from '../../../shared/run/state';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';

/** A run as the window knows it: what it was started with, and where its events have brought it. */
export type RunView = { readonly detail: RunDetail; readonly state: RunState };

/** What can be opened for reading, each as a tab beside the documents: an old run, a session, the list of all sessions (there is one). */
export type ReaderTab = { readonly kind: 'run' | 'session' | 'sessions'; readonly id: string; readonly title?: string };

export type Runs = {
  readonly views: { readonly [runId: string]: RunView };
  /** The editor's document in front; the shell keeps it up to date. */
  readonly documentId: string | null;
  /** Which run's results each document shows while it stays editable. */
  readonly shown: { readonly [documentId: string]: string };
  readonly tabs: readonly ReaderTab[];
  /** The reader tab in front of the documents, if one is. For a run, the canvas then shows the definition as it was. */
  readonly front: ReaderTab | null;
  /** Steps for which a person is asked: by themselves, or by something they have started. */
  readonly asking: readonly StepPlace[];
};

export type StepPlace = { readonly runId: string; readonly stepId: string };

const EMPTY: Runs = { views: {}, documentId: null, shown: {}, tabs: [], front: null, asking: [] };

/** Changes once per frame while runs go on; everything in it is replaced, never changed in place. */
export const runsStore = create<Runs>()(() => EMPTY);

/** The run in front: an old one opened as a tab, else the one the active document shows. */
export function shownRunId(runs: Runs): string | null {
  if (runs.front) return runs.front.kind === 'run' ? runs.front.id : null;
  return runs.documentId === null ? null : (runs.shown[runs.documentId] ?? null);
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
  const step = runsStore((runs) => shownView(runs)?.state.steps.get(stepId));
  const isAsking = runsStore((runs) => isAskingIn(runs, shownRunId(runs), stepId));
  return useMemo(() => step && asShown(step, isAsking), [step, isAsking]);
}

/** All steps of a run, in its order, as they are shown. */
export function useShownSteps({ state }: RunView): readonly StepState[] {
  const asking = runsStore((runs) => runs.asking);
  return useMemo(
    () => [...state.steps.values()].map((step) => asShown(step, isAskingIn({ asking }, state.runId, step.id))),
    [state, asking],
  );
}

export function setAsking(asking: readonly StepPlace[]): void {
  runsStore.setState({ asking });
}

function isAskingIn({ asking }: Pick<Runs, 'asking'>, runId: string | null, stepId: string): boolean {
  return asking.some((place) => place.runId === runId && place.stepId === stepId);
}

/** A step also waits while a run or session that it has started waits for a person; its own events do not tell of that. */
function asShown(step: StepState, isAsking: boolean): StepState {
  return isAsking && step.status === 'running' ? { ...step, status: 'waiting' } : step;
}

/** The definition to show instead of the active document, read-only: set while an old run is in front. */
export function useFrozenDefinition(): WorkflowDefinition | undefined {
  return runsStore((runs) => (runs.front?.kind === 'run' ? runs.views[runs.front.id]?.detail.definition : undefined));
}

/** Paints a run on the document it was started from, which stays editable; `null` takes the paint off. */
export function showRun(runId: string | null, documentId = runsStore.getState().documentId): void {
  if (documentId === null) return;
  runsStore.setState(({ shown }) => {
    const { [documentId]: _before, ...others } = shown;
    return { shown: runId === null ? others : { ...others, [documentId]: runId }, front: null };
  });
}

/** Opens something for reading in a tab of its own, or brings the one it has to the front. */
export function openTab(tab: ReaderTab): void {
  runsStore.setState(({ tabs }) => {
    const open = tabs.find((other) => isSameTab(other, tab));
    return { tabs: open ? tabs : [...tabs, tab], front: open ?? tab };
  });
}

/** Keeps a tab's name that of what it shows. */
export function renameTab(tab: ReaderTab, title: string): void {
  const renamed = (other: ReaderTab) => (isSameTab(other, tab) && other.title !== title ? { ...other, title } : other);
  runsStore.setState(({ tabs, front }) => ({ tabs: tabs.map(renamed), front: front && renamed(front) }));
}

export function closeTab(tab: ReaderTab): void {
  runsStore.setState(({ tabs, front }) => ({
    tabs: tabs.filter((other) => !isSameTab(other, tab)),
    front: front && isSameTab(front, tab) ? null : front,
  }));
}

/** Brings a document to the front: whatever was opened for reading goes behind it. */
export function setActiveDocument(documentId: string | null): void {
  runsStore.setState({ documentId, front: null });
}

export function isSameTab(one: ReaderTab, other: ReaderTab): boolean {
  return one.kind === other.kind && one.id === other.id;
}
