import type { WorkOwner } from '../processList';
import { type ConnectionPorts, ServerConnection } from './serverConnection';
import type { ServerEntry } from './serverEntry';

/** What works with the servers of a scope. */
export type ServerLease = {
  /** The one connection of this scope to such a server; `key` is the entry's fingerprint. Nothing is started before it is used. */
  connection(key: string, entry: ServerEntry, owner: WorkOwner): ServerConnection;
  /** Resolves, for the last one to leave the scope, once all its servers are gone. Safe to call twice. */
  release(): Promise<void>;
};

/** Servers by who shares them: all steps of a run, or the turns of one session. They end when nobody holds the scope any more. */
export type ServerScopes = {
  hold(scope: string): ServerLease;
  /** Ends every server there is. */
  close(): Promise<void>;
};

export function createServerScopes(ports: ConnectionPorts): ServerScopes {
  const scopes = new Map<string, { holders: number; readonly connections: Map<string, ServerConnection> }>();
  return {
    hold(name) {
      const scope = scopes.get(name) ?? { holders: 0, connections: new Map() };
      scopes.set(name, scope);
      scope.holders += 1;
      let isHeld = true;
      return {
        connection(key, entry, owner) {
          const connection = scope.connections.get(key) ?? new ServerConnection(entry, key, owner, ports);
          scope.connections.set(key, connection);
          return connection;
        },
        async release() {
          if (!isHeld) return;
          isHeld = false;
          scope.holders -= 1;
          if (scope.holders > 0) return;
          if (scopes.get(name) === scope) scopes.delete(name);
          await closeAll(scope.connections);
        },
      };
    },
    async close() {
      const all = [...scopes.values()];
      scopes.clear();
      await Promise.all(all.map(({ connections }) => closeAll(connections)));
    },
  };
}

async function closeAll(connections: ReadonlyMap<string, ServerConnection>): Promise<void> {
  await Promise.all([...connections.values()].map((connection) => connection.close()));
}
