import type { Ids } from '../../../../electron/engine/ports';
import type {
  ModelClient,
  PermissionGate,
  SessionStore,
  Tool,
  ToolContext,
  ToolProvider,
  ToolResult,
} from '../../../../electron/sessions/ports';
import type { TurnFact, TurnObserver } from '../../../../electron/sessions/turnFacts';
import { runTurn, type TurnPorts, type TurnRequest } from '../../../../electron/sessions/turnLoop';
import type { Json } from '../../../../shared/lib/json';
import type { Message, Session, SessionSettings } from '../../../../shared/session/session';
import { newSession, sessionSettings } from '../../../support/sessions';
import { manualClock } from './manualClock';
import { memoryStore } from './memoryStore';

export const SETTINGS = sessionSettings('/work', { systemPrompt: 'Be brief.', provider: 'anthropic' });

export const ALLOW_ALL: PermissionGate = { decide: async () => ({ state: 'allowed', reason: 'test' }) };

export function countingIds(): Ids {
  const counts = new Map<string, number>();
  return {
    next(kind) {
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return `${kind}_${count}`;
    },
  };
}

export function testTool(
  name: string,
  isReadOnly: boolean,
  execute: (input: Json, context: ToolContext) => ToolResult | Promise<ToolResult>,
): Tool {
  return {
    name,
    description: `${name} it`,
    inputSchema: { type: 'object' },
    isReadOnly,
    execute: async (input, context) => execute(input, context),
  };
}

/** A tool that answers its name. */
export function echo(name: string, isReadOnly = true): Tool {
  return testTool(name, isReadOnly, () => ({ content: `${name} done`, isError: false }));
}

export function toolsOf(...tools: readonly Tool[]): ToolProvider & { readonly opened: () => number; readonly closed: () => number } {
  let opened = 0;
  let closed = 0;
  return {
    opened: () => opened,
    closed: () => closed,
    async open() {
      opened += 1;
      return {
        tools,
        async close() {
          closed += 1;
        },
      };
    },
  };
}

export type Scene = {
  readonly ports: TurnPorts & { readonly clock: ReturnType<typeof manualClock> };
  readonly store: SessionStore;
  readonly facts: TurnFact[];
  readonly observer: TurnObserver;
  run(input: string | null, options?: Partial<TurnRequest> & { readonly signal?: AbortSignal }): ReturnType<typeof runTurn>;
  /** The conversation at the head, without ids and times. */
  conversation(): Pick<Message, 'role' | 'content' | 'interrupted'>[];
};

/** One session `s` over a store in memory. */
export async function scene(given: {
  readonly model: ModelClient;
  readonly tools?: ToolProvider;
  readonly gate?: PermissionGate;
  readonly settings?: Partial<SessionSettings>;
  readonly store?: SessionStore;
}): Promise<Scene> {
  const store = given.store ?? memoryStore();
  const clock = manualClock();
  const facts: TurnFact[] = [];
  const observer: TurnObserver = { report: async (fact) => void facts.push(fact) };
  const ports = {
    store,
    model: given.model,
    tools: given.tools ?? toolsOf(),
    gate: given.gate ?? ALLOW_ALL,
    clock,
    ids: countingIds(),
    priceOf: () => 0.5,
    log: { warn() {}, error() {} },
  };
  await store.create(session('s', { ...SETTINGS, ...given.settings }));
  return {
    ports,
    store,
    facts,
    observer,
    run: (input, { signal = new AbortController().signal, ...rest } = {}) =>
      runTurn(ports, { sessionId: 's', input, observer, ...rest }, signal),
    conversation: () =>
      store
        .conversation(store.get('s')?.headId ?? null)
        .map(({ role, content, interrupted }) => ({ role, content, ...(interrupted && { interrupted }) })),
  };
}

export const session = (id: string, settings: SessionSettings = SETTINGS): Session => newSession(id, settings);

/** Adds messages to session `s` as an earlier host would have left them. */
export async function remember(
  store: SessionStore,
  ...messages: readonly (Pick<Message, 'role' | 'content'> & Partial<Message>)[]
): Promise<void> {
  for (const [index, message] of messages.entries()) {
    const parentId = index === 0 ? null : `old_${index}`;
    const known = { id: `old_${index + 1}`, sessionId: 's', parentId, depth: index + 1, createdAt: '2026-01-01T00:00:00.000Z' };
    await store.append({ ...known, ...message }, 0);
  }
}

export const user = (text: string): Pick<Message, 'role' | 'content'> => ({ role: 'user', content: [{ type: 'text', text }] });
export const assistant = (text: string): Pick<Message, 'role' | 'content'> => ({ role: 'assistant', content: [{ type: 'text', text }] });
export const result = (id: string, content: string, isError = false): Pick<Message, 'role' | 'content'> => ({
  role: 'user',
  content: [{ type: 'tool_result', tool_use_id: id, content, ...(isError && { is_error: true }) }],
});
