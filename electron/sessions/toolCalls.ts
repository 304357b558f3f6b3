import { isAbort, isAppError } from '../../shared/lib/appError';
import type { Json } from '../../shared/lib/json';
import type { Session, SessionSettings } from '../../shared/session/session';
import { isToolAllowed } from '../../shared/workflow/allowedTools';
import type { Clock, Logger } from '../engine/ports';
import type { ToolCall } from './conversation';
import { findTool } from './findTool';
import { throwIfAborted, untilAborted } from './interruption';
import { OutputRecord } from './keepOutput';
import type { AroundCall, PermissionGate, ShownProcess, Tool, ToolContext, ToolOutputStore, ToolResult } from './ports';
import { cutForModel, previewOf, textBeyondLimit } from './toolOutput';
import { type Transcript, toolResultMessage } from './transcript';
import type { TurnFact, TurnFacts } from './turnFacts';

export const INTERRUPTED_CALL =
  'This call was interrupted before its result was stored. It may or may not have taken effect: check before you repeat it.';

/** Lists what a call runs until the returned function is called. */
export type ShowProcess = (process: ShownProcess, context: ToolContext) => () => void;

export type ToolCallScene = {
  readonly session: Session;
  readonly settings: SessionSettings;
  readonly tools: readonly Tool[];
  /** See `ToolBox`. */
  readonly ownTools?: readonly Tool[];
  readonly transcript: Transcript;
  readonly facts: TurnFacts;
  /** Hands to the store what was decided so far. */
  readonly writeDecisions: () => void;
  readonly gate: PermissionGate;
  readonly aroundCall?: AroundCall | undefined;
  /** Without it, what is too long for the model is gone. */
  readonly outputs?: ToolOutputStore | undefined;
  readonly showProcess?: ShowProcess | undefined;
  /** Called before each call that may change something. */
  readonly beforeChange?: (() => Promise<void>) | undefined;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** The calls were stored by a host that is gone, which may have begun them. */
  readonly isLeftOver?: boolean;
  /** Resolves when the reply with the calls is durable; only what leaves no trace runs before. */
  readonly kept?: Promise<unknown> | undefined;
};

/**
 * Runs the calls of one reply, at once if all are read-only, else in order. Each result is stored as soon as it is there. Whatever ends
 * this early, every call has a stored result, so that the conversation can go on.
 */
export async function runToolCalls(scene: ToolCallScene, calls: readonly ToolCall[]): Promise<void> {
  const open = new Set(calls);
  const answer = (call: ToolCall) => answerCall(scene, call, open);
  try {
    if (calls.every((call) => isHarmless(scene, call))) await allOrFirstError(calls.map(answer));
    else {
      await scene.kept;
      for (const call of calls) await answer(call);
    }
  } catch (error) {
    await refuseToolCalls(scene, [...open], INTERRUPTED_CALL);
    throw error;
  }
}

/**
 * After a crash: what only reads is done again, and what can tell how far it came goes on from there; of the rest nobody knows, which is what the
 * model is told.
 */
export async function resumeToolCalls(scene: ToolCallScene, calls: readonly ToolCall[]): Promise<void> {
  const lost = calls.filter((call) => !isHarmless(scene, call) && !callableTool(scene, call)?.goOn);
  await refuseToolCalls(scene, lost, INTERRUPTED_CALL);
  await runToolCalls(
    { ...scene, isLeftOver: true },
    calls.filter((call) => !lost.includes(call)),
  );
}

/** Answers calls without running them. Not subject to the signal: it is what makes an ended turn valid. */
export async function refuseToolCalls(
  { transcript, facts, log }: Pick<ToolCallScene, 'transcript' | 'facts' | 'log'>,
  calls: readonly ToolCall[],
  reason: string,
): Promise<void> {
  // The turn may be over for whoever watches; the conversation is what counts.
  const tell = (fact: TurnFact) => {
    facts.report(fact).catch((error: unknown) => log.warn('A refused tool call could not be reported', error));
  };
  for (const { id: callId, name, input } of calls) {
    await transcript.append(toolResultMessage(callId, reason, true));
    if (!facts.isStarted(callId)) tell({ type: 'tool.start', callId, name, input });
    tell({ type: 'tool.done', callId, isError: true, preview: reason, durationMs: 0 });
  }
}

async function answerCall(scene: ToolCallScene, call: ToolCall, open: Set<ToolCall>): Promise<void> {
  const { transcript, facts, clock, signal } = scene;
  throwIfAborted(signal);
  const told = facts.report({ type: 'tool.start', callId: call.id, name: call.name, input: call.input });
  told.catch(() => undefined); // awaited below, whatever comes in between
  const startedAt = clock.monotonic();
  const result = cutForModel(await keepingWhole(scene, call, (keepOutput) => resultOf(scene, call, told, keepOutput)));
  open.delete(call);
  const done: TurnFact = {
    type: 'tool.done',
    callId: call.id,
    isError: result.isError,
    preview: previewOf(result),
    durationMs: Math.round(clock.monotonic() - startedAt),
  };
  // Made in one turn of the event loop, the result and the word of it share a commit.
  const stored = transcript.append(toolResultMessage(call.id, result.content, result.isError));
  await allOrFirstError([stored, facts.report(done), told]);
}

type KeepOutput = ToolContext['keepOutput'];

/** Keeps what the model will not be given whole, also of a call that is broken off. That it cannot be kept fails nothing. */
async function keepingWhole(
  { outputs, session, log }: ToolCallScene,
  call: ToolCall,
  work: (keepOutput: KeepOutput) => Promise<ToolResult>,
): Promise<ToolResult> {
  if (!outputs) return work(undefined);
  const output = new OutputRecord(outputs, { sessionId: session.id, callId: call.id });
  try {
    const result = await work((text) => output.add(text));
    if (output.isEmpty) output.add(textBeyondLimit(result));
    return result;
  } finally {
    await output.end().catch((error: unknown) => log.warn(`The whole output of ${call.name} could not be kept`, error));
  }
}

/** `told`: the word that the call has started. It is durable before anything that may leave a trace runs. */
async function resultOf(scene: ToolCallScene, call: ToolCall, told: Promise<void>, keepOutput: KeepOutput): Promise<ToolResult> {
  const { session, settings, signal } = scene;
  const tool = callableTool(scene, call);
  if (!tool) return failure(unknownToolSentence(scene, call));
  if (!isObject(call.input)) return failure(`The input of ${tool.name} must be a JSON object that fits its schema. Nothing was run.`);
  const { showProcess, ownTools = [] } = scene;
  const context: ToolContext = {
    sessionId: session.id,
    callId: call.id,
    workDir: settings.workDir,
    permissionMode: settings.permissionMode,
    ...(settings.allowedTools && { allowedTools: settings.allowedTools }),
    ownTools: ownTools.filter(({ name }) => isToolAllowed(settings.allowedTools, name)),
    signal,
    metadata: session.metadata,
    ...(keepOutput && { keepOutput }),
    ...(showProcess && { showProcess: (process) => showProcess(process, context) }),
  };
  const goingOn = scene.isLeftOver ? tool.goOn?.(call.input, context) : undefined;
  if (goingOn) {
    await told;
    await scene.beforeChange?.();
    return execute(scene, tool, context, goingOn); // begun with a permission that is on record
  }
  const flaw = tool.check && (await execute(scene, tool, context, async () => tool.check?.(call.input, context)));
  if (flaw) return flaw;
  const { denial, decided, bounds } = await askPermission(scene, tool, call, context);
  if (denial) {
    await decided;
    return denial;
  }
  const reported = allOrFirstError([told, decided]);
  if (!tool.isReadOnly) {
    scene.writeDecisions(); // beside the work of the tool, which may take the host with it
    await Promise.all([reported, scene.beforeChange?.()]);
  }
  reported.catch(() => undefined); // awaited below
  const result = await execute(scene, tool, context, () => tool.execute(call.input, { ...context, ...bounds }));
  await reported;
  return result;
}

type Permission = {
  /** What the model is told, when the call may not run. */
  readonly denial?: ToolResult;
  /** Resolves when the decision is durable. */
  readonly decided: Promise<void>;
  /** What the call is held to. */
  readonly bounds?: Pick<ToolContext, 'withheld' | 'judged'>;
};

async function askPermission(scene: ToolCallScene, tool: Tool, call: ToolCall, context: ToolContext): Promise<Permission> {
  const { facts, gate, signal } = scene;
  const onAsk = (requestId: string, why: string) =>
    facts.report({ type: 'permission', callId: call.id, state: 'asked', name: tool.name, input: call.input, reason: why, requestId });
  const { state, reason, reply, ...bounds } = await untilAborted(gate.decide({ tool, input: call.input, context }, onAsk), signal);
  const decided = facts.report({ type: 'permission', callId: call.id, state, reason, ...(reply && { reply }) });
  if (state === 'allowed') return { decided, bounds };
  return { decided, denial: failure(`Permission denied: ${reason}${reply ? `\nThe person says: ${reply}` : ''}`) };
}

async function execute<T extends ToolResult | undefined>(
  { log, signal, aroundCall }: ToolCallScene,
  tool: Tool,
  context: ToolContext,
  work: () => Promise<T>,
): Promise<T | ToolResult> {
  throwIfAborted(signal);
  try {
    return await untilAborted(aroundCall ? aroundCall(context, work) : work(), signal);
  } catch (error) {
    if (signal.aborted || isAbort(error)) throw error;
    if (isAppError(error)) return failure(error.message);
    log.error(`The tool ${tool.name} broke`, error);
    return failure(`The tool ${tool.name} broke: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Calls that leave no trace: of read-only tools, and those that will not be run at all. */
function isHarmless(scene: ToolCallScene, call: ToolCall): boolean {
  return callableTool(scene, call)?.isReadOnly ?? true;
}

function callableTool({ settings, tools }: ToolCallScene, call: ToolCall): Tool | undefined {
  const tool = findTool(tools, call.name);
  return tool && isToolAllowed(settings.allowedTools, tool.name) ? tool : undefined;
}

function unknownToolSentence({ settings, tools }: ToolCallScene, call: ToolCall): string {
  const allowed = tools.filter((tool) => isToolAllowed(settings.allowedTools, tool.name)).map((tool) => tool.name);
  const why = findTool(tools, call.name) ? 'is not allowed here' : 'does not exist';
  return `The tool ${call.name} ${why}. ${allowed.length > 0 ? `You can use: ${allowed.join(', ')}.` : 'There are no tools here.'}`;
}

async function allOrFirstError(work: readonly Promise<unknown>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(work)) if (outcome.status === 'rejected') throw outcome.reason;
}

function failure(content: string): ToolResult {
  return { content, isError: true };
}

function isObject(value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
