/** A short word about what just happened. What it says can always be found somewhere else too. */
export type Toast = {
  readonly id: number;
  readonly tone: 'neutral' | 'failed';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
};

const listeners = new Set<() => void>();
let toasts: readonly Toast[] = [];
let nextId = 1;

const MOST_AT_ONCE = 4;

export function showToast(toast: Omit<Toast, 'id' | 'tone'> & { readonly tone?: Toast['tone'] }): number {
  const id = nextId++;
  publish([...toasts.slice(1 - MOST_AT_ONCE), { tone: 'neutral', ...toast, id }]);
  return id;
}

export function dismissToast(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}

export function currentToasts(): readonly Toast[] {
  return toasts;
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}
