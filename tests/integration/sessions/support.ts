import { onTestFinished } from 'vitest';
import { createModelClient } from '../../../electron/model/anthropic';
import { createIds } from '../../../electron/platform/ids';
import { systemClock } from '../../../electron/platform/systemClock';
import { createSessionManager, type SessionManager } from '../../../electron/sessions/sessionManager';
import type { Store } from '../../../electron/store/store';
import { createPermissionGate } from '../../../electron/tools/permissionGate';
import { createToolRegistry } from '../../../electron/tools/registry';
import type { Message } from '../../../shared/session/session';
import { type ModelServer, startModelServer } from '../../support/modelServer/modelServer';
import type { Reply } from '../../support/modelServer/reply';
import type { Script } from '../../support/modelServer/script';
import { recordingLog } from '../store/support';

/** A model server by this script, closed after the test. */
export async function serverFor(script: Script | Reply): Promise<ModelServer> {
  const server = await startModelServer({ script });
  onTestFinished(() => server.close());
  return server;
}

/** Sessions over a store, a model server and the built-in tools, with nobody to ask. */
export function sessionsOver(store: Store, server: ModelServer, limits: Parameters<typeof createSessionManager>[1] = {}): SessionManager {
  const ids = createIds();
  const ports: Parameters<typeof createSessionManager>[0] = {
    store: store.sessions,
    model: createModelClient({
      provider: () => ({ kind: 'anthropic', baseUrl: server.url, apiKey: 'test', authToken: null }),
      maxRetries: 0,
    }),
    tools: createToolRegistry(),
    gate: createPermissionGate({ ids }),
    clock: systemClock(),
    ids,
    priceOf: () => 0.25,
    log: recordingLog(),
    every: () => () => {},
  };
  return createSessionManager(ports, limits);
}

export function conversationOf(store: Store, sessionId: string): Message[] {
  return store.sessions.conversation(store.sessions.get(sessionId)?.headId ?? null);
}

/** Each call with its result, in the order of the results. */
export function resultsIn(
  messages: readonly Message[],
): { readonly name: unknown; readonly content: unknown; readonly isError: boolean }[] {
  const blocks = messages.flatMap((message) => message.content);
  return blocks
    .filter(({ type }) => type === 'tool_result')
    .map((block) => ({
      name: blocks.find(({ id }) => id === block.tool_use_id)?.name,
      content: block.content,
      isError: block.is_error === true,
    }));
}
