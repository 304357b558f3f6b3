import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { StepgraphClient } from '../../shared/ipc/contract';
import type { AppError } from '../../shared/lib/appError';
import type { ConnectionState, HostConnection } from './hostConnection';

const HostContext = createContext<HostConnection | null>(null);

/** Gives everything below it the connection to the host; made once, outside React, by the renderer's entry. */
export function HostProvider({ connection, children }: { readonly connection: HostConnection; readonly children: ReactNode }) {
  return <HostContext value={connection}>{children}</HostContext>;
}

/** The contract as functions. Always the same object, so it may be a dependency of effects. */
export function useClient(): StepgraphClient {
  return useHost().client;
}

/** How it stands with the connection, and why where it is lost. */
export function useConnection(): { readonly state: ConnectionState; readonly error: AppError | undefined } {
  const host = useHost();
  return { state: useSyncExternalStore(host.subscribe, host.state), error: useSyncExternalStore(host.subscribe, host.error) };
}

function useHost(): HostConnection {
  const host = useContext(HostContext);
  if (!host) throw new Error('This component needs a HostProvider above it');
  return host;
}
