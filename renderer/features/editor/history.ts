/**
 * Undo over whole immutable values: an edit keeps the value it replaced, so nothing has to be inverted and an undo can not be
 * wrong. Values share structure, which makes a long history cheap.
 */
export type HistoryEntry<T> = { readonly label: string; readonly value: T };

export type History<T> = {
  /** Oldest first; `value` is what the edit called `label` replaced. */
  readonly past: readonly HistoryEntry<T>[];
  readonly present: T;
  /** Nearest first; `value` is what redoing the edit called `label` brings back. */
  readonly future: readonly HistoryEntry<T>[];
  /** The gesture that the newest edit belongs to, while more of it may come. */
  readonly merge: { readonly key: string; readonly at: number } | null;
};

export type Edit = {
  readonly label: string;
  /** Edits of one gesture (typing into one field, holding an arrow key) share a key and become one entry. */
  readonly mergeKey?: string | undefined;
  /** Milliseconds on any clock that does not run backwards. */
  readonly at: number;
};

/** Typing that pauses for longer than this starts a new entry. */
export const MERGE_WINDOW_MS = 1000;
const MAX_ENTRIES = 500;

export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], merge: null };
}

/** Makes `next` the present. A value identical to the present is no edit: the history comes back as it was. */
export function record<T>(history: History<T>, next: T, edit: Edit): History<T> {
  if (next === history.present) return history;
  const merge = edit.mergeKey === undefined ? null : { key: edit.mergeKey, at: edit.at };
  if (continuesGesture(history, edit)) return { ...history, present: next, future: [], merge };
  const past = [...history.past, { label: edit.label, value: history.present }].slice(-MAX_ENTRIES);
  return { past, present: next, future: [], merge };
}

export function undo<T>(history: History<T>): History<T> {
  const entry = history.past.at(-1);
  if (!entry) return history;
  return {
    past: history.past.slice(0, -1),
    present: entry.value,
    future: [{ label: entry.label, value: history.present }, ...history.future],
    merge: null,
  };
}

export function redo<T>(history: History<T>): History<T> {
  const [entry, ...future] = history.future;
  if (!entry) return history;
  return { past: [...history.past, { label: entry.label, value: history.present }], present: entry.value, future, merge: null };
}

function continuesGesture<T>({ merge }: History<T>, edit: Edit): boolean {
  return merge !== null && merge.key === edit.mergeKey && edit.at - merge.at <= MERGE_WINDOW_MS;
}
