import type { ServerTrial } from '../../../shared/ipc/contract/connections';
import type { WorkOwner } from '../processList';
import { endedBy } from './endedBy';
import { fingerprint } from './fingerprint';
import type { ServerEntry } from './serverEntry';
import type { ServerScopes } from './serverScopes';
import { serverTools } from './serverTools';

const NOBODY: WorkOwner = { sessionId: null, runId: null, stepId: null, workflowName: null };

/** Starts a server, asks what it offers and ends it again. Rejects with `MCP_FAILED` and what it said. */
export async function tryServer(scopes: ServerScopes, entry: ServerEntry, signal: AbortSignal): Promise<ServerTrial> {
  const startedAt = performance.now();
  const lease = scopes.hold(`trial ${crypto.randomUUID()}`);
  try {
    const connection = lease.connection(await fingerprint(entry), entry, NOBODY);
    const listed = await endedBy(signal, connection.tools());
    const tools = serverTools(connection, listed).map(({ name, description }) => ({ name, description }));
    return { ...(await connection.about()), tools, durationMs: Math.round(performance.now() - startedAt) };
  } finally {
    await lease.release();
  }
}
