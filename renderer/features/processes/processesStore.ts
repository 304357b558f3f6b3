import { create } from 'zustand';
import type { StepgraphClient } from '../../../shared/ipc/contract';
import type { RunningProcess } from '../../../shared/ipc/contract/processes';

type Processes = { readonly running: readonly RunningProcess[] };

/** What runs on the host for steps and sessions, oldest first. */
export const processesStore = create<Processes>()(() => ({ running: [] }));

/** Keeps the list at what runs. Ends when `signal` is aborted. */
export async function followProcesses({ processes }: Pick<StepgraphClient, 'processes'>, signal: AbortSignal): Promise<void> {
  for await (const running of processes.running({}, signal)) processesStore.setState({ running });
}

export function useProcessCount(): number {
  return processesStore(({ running }) => running.length);
}
