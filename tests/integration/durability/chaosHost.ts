import { join } from 'node:path';
import { expect } from 'vitest';
import type { RunListeners } from '../../../electron/engine/runLoop';
import { createHost, type Host, type HostOptions } from '../../../electron/host/createHost';
import { createModelClient, type ModelClientOptions } from '../../../electron/model/anthropic';
import { systemClock } from '../../../electron/platform/systemClock';
import type { RunEvent } from '../../../shared/run/events';
import type { WorkflowRunResult } from '../../../shared/run/state';
import type { Message } from '../../../shared/session/session';
import { type ModelServer, startModelServer } from '../../support/modelServer/modelServer';
import type { Script } from '../../support/modelServer/script';
import { temporaryFolder } from '../../support/temporaryFolder';
import { requestFaults, unansweredCalls } from './conversationFaults';

export type ChaosHost = {
  readonly host: Host;
  readonly server: ModelServer;
  readonly workDir: string;
  /** Runs a definition to its end with all permissions; fails the test when something follows the end, or a call is left unanswered. */
  run(definition: unknown, listeners?: RunListeners): Promise<{ readonly result: WorkflowRunResult; readonly events: readonly RunEvent[] }>;
  conversation(sessionId: string): readonly Message[];
  [Symbol.asyncDispose](): Promise<void>;
};

type ChaosOptions = Omit<HostOptions, 'modelClient'> &
  Partial<Pick<ModelClientOptions, 'maxRetries' | 'stallTimeoutMs'>> & {
    /** Waits between attempts are this many times shorter. */
    readonly haste?: number;
  };

/**
 * The real host against a server that misbehaves, with a client that loses patience soon. Every request must be one that the Messages API
 * takes, and no promise may be rejected unheard.
 */
export async function openChaosHost(script: Script, options: ChaosOptions = {}): Promise<ChaosHost> {
  const { maxRetries = 0, stallTimeoutMs = 300, haste = 1, ...hostOptions } = options;
  const folder = temporaryFolder();
  const faults: string[] = [];
  const unhandled: unknown[] = [];
  const remember = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', remember);
  const server = await startModelServer({
    script(request) {
      faults.push(...requestFaults(request.body.messages).map((fault) => `${request.prompt.slice(0, 80)}: ${fault}`));
      return script(request);
    },
  });
  const clock = systemClock();
  const host = await createHost({
    database: join(folder.path, 'stepgraph.db'),
    workDir: folder.path,
    environment: { ANTHROPIC_BASE_URL: server.url },
    modelClient: createModelClient({
      provider: () => ({ kind: 'anthropic', baseUrl: server.url, apiKey: 'test', authToken: null }),
      maxRetries,
      stallTimeoutMs,
    }),
    clock: { ...clock, sleep: (ms, signal) => clock.sleep(ms / haste, signal) },
    log: { warn: () => {}, error: () => {} },
    ...hostOptions,
  });
  const conversation = (sessionId: string) => host.store.sessions.conversation(host.store.sessions.get(sessionId)?.headId ?? null);
  return {
    host,
    server,
    workDir: folder.path,
    conversation,
    async run(definition, listeners = {}) {
      const events: RunEvent[] = [];
      const onEvent = (event: RunEvent) => {
        events.push(event);
        listeners.onEvent?.(event);
      };
      const { result } = await host.runs.start({ definition, permissionMode: 'bypassPermissions' }, { ...listeners, onEvent });
      const ended = await result;
      for (const { sessionId } of ended.steps) expect(unansweredCalls(conversation(sessionId))).toEqual([]);
      return { result: ended, events };
    },
    async [Symbol.asyncDispose]() {
      await host.close();
      await server.idle();
      await server.close();
      folder[Symbol.dispose]();
      process.off('unhandledRejection', remember);
      expect({ faults, unhandled }).toEqual({ faults: [], unhandled: [] });
    },
  };
}

/** The events of a run are numbered without gaps, its end is told once, and nothing follows it. */
export function expectOrderly(events: readonly RunEvent[]): void {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.findIndex(({ type }) => type === 'workflow.done')).toBe(events.length - 1);
}
