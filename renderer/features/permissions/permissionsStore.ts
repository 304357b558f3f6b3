import { create } from 'zustand';
import type { StepgraphClient } from '../../../shared/ipc/contract';
import type { PendingPermission } from '../../../shared/ipc/contract/permissions';

type Permissions = {
  readonly pending: readonly PendingPermission[];
  /** How many lists some request had gone from: since the last, any other may stand elsewhere on the screen. */
  readonly departures: number;
};

/** What waits for an answer, oldest first, whatever else the window shows. */
export const permissionsStore = create<Permissions>()(() => ({ pending: [], departures: 0 }));

export type PermissionListeners = {
  readonly onChange: (pending: readonly PendingPermission[]) => void;
  readonly onRequest: (request: PendingPermission) => void;
};

/** Keeps the list at what the host has waiting, and tells of each change and each request that is new. Ends when `signal` is aborted. */
export async function followPermissions(
  { permissions }: Pick<StepgraphClient, 'permissions'>,
  { onChange, onRequest }: PermissionListeners,
  signal: AbortSignal,
): Promise<void> {
  for await (const pending of permissions.pending({}, signal)) {
    const known = new Set(permissionsStore.getState().pending.map(({ requestId }) => requestId));
    const present = new Set(pending.map(({ requestId }) => requestId));
    const hasGone = [...known].some((requestId) => !present.has(requestId));
    permissionsStore.setState(({ departures }) => ({ pending, departures: hasGone ? departures + 1 : departures }));
    onChange(pending);
    for (const request of pending) if (!known.has(request.requestId)) onRequest(request);
  }
}

export function usePendingCount(): number {
  return permissionsStore(({ pending }) => pending.length);
}
