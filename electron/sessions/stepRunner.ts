import { isAppError } from '../../shared/lib/appError';
import { commonTools } from '../../shared/session/bounds';
import type { SessionMetadata, SessionSettings } from '../../shared/session/session';
import { type McpServerDefinition, stepName } from '../../shared/workflow/schema';
import { StepFailure, type StepRequest, type StepRunner, type StepSink } from '../engine/ports';
import type { PriceOf, SessionStore } from './ports';
import type { SendOptions, SessionManager } from './sessionManager';
import type { StepCheckpoints } from './stepCheckpoints';
import { stepObserver } from './stepFacts';
import { findSession } from './transcript';
import { DEFAULT_MAX_TURNS } from './turnLoop';
import { spentIn, type TurnOutcome } from './turnOutcome';

/** What surrounds a run: what its steps inherit when neither they nor the workflow say otherwise, and which session started it, if one did. */
export type RunSurroundings = Pick<SessionSettings, 'model' | 'systemPrompt' | 'workDir' | 'permissionMode' | 'provider'> & {
  /** The session whose tool call started the run and waits for it. */
  readonly parentSessionId?: string;
};

export type StepRunnerPorts = {
  readonly sessions: Pick<SessionManager, 'create' | 'send' | 'continueTurn' | 'restart'>;
  readonly checkpoints: StepCheckpoints;
  readonly store: Pick<SessionStore, 'get' | 'conversation'>;
  readonly priceOf: PriceOf;
  readonly surroundings: (runId: string) => RunSurroundings;
};

/** Runs each step of a workflow as one turn of a session of its own, which can be continued by itself later. */
export function createStepRunner(ports: StepRunnerPorts): StepRunner {
  return {
    async run(request, sink, signal) {
      const surroundings = ports.surroundings(request.runId);
      const options: SendOptions = {
        signal,
        observer: stepObserver(request.step.id, sink),
        isNested: surroundings.parentSessionId !== undefined,
        after: sink.begun,
        leavesAtOnce: true, // in the commit of the step's end
      };
      try {
        const outcome = ports.store.get(request.sessionId)
          ? await takeUp(ports, request, sink, surroundings, options)
          : await beginSession(ports, request, surroundings, options);
        await ports.checkpoints.after(request, 'done');
        return outcome;
      } catch (error) {
        if (ports.store.get(request.sessionId)) await ports.checkpoints.after(request, 'failed');
        throw withSpending(error, ports, request.sessionId);
      }
    },
  };
}

/** A new session shares the commit of the step's beginning, and of the claim for its first turn. */
async function beginSession(
  { sessions, checkpoints }: StepRunnerPorts,
  request: StepRequest,
  surroundings: RunSurroundings,
  options: SendOptions,
): Promise<TurnOutcome> {
  const { sessionId, workflow, step, prompt } = request;
  const settings = stepSettings(request, surroundings);
  const made = sessions.create({
    id: sessionId,
    title: `${workflow.name}/${stepName(step)}`,
    settings,
    metadata: stepMetadata(request, surroundings),
  });
  made.catch(() => {}); // awaited below
  await checkpoints.before(request, made);
  // Said for the turn as well, since the session cannot be read yet.
  const turn = sessions.send(sessionId, prompt, { ...options, settings: { permissionMode: settings.permissionMode } });
  turn.catch(() => {}); // awaited below, unless there is no session
  await made;
  return turn;
}

/** Goes on where the attempt was cut off, or begins a further attempt in the session of the one before. */
async function takeUp(
  { sessions, checkpoints, store }: StepRunnerPorts,
  request: StepRequest,
  sink: StepSink,
  surroundings: RunSurroundings,
  options: SendOptions,
): Promise<TurnOutcome> {
  const { sessionId, prompt, resume } = request;
  await sink.begun;
  if (resume && findSession(store, sessionId).headId !== null) return sessions.continueTurn(sessionId, options);
  if (!resume) await sessions.restart(sessionId, stepSettings(request, surroundings));
  await checkpoints.before(request, Promise.resolve());
  return sessions.send(sessionId, prompt, options);
}

function stepSettings(request: StepRequest, inherited: RunSurroundings): SessionSettings {
  const { step, model, systemPrompt, workDir, permissionMode } = request;
  const mcpServers = serversOf(request);
  return {
    model: model ?? inherited.model,
    systemPrompt: systemPrompt ?? inherited.systemPrompt,
    mode: step.mode ?? 'react',
    workDir: workDir ?? inherited.workDir,
    permissionMode: permissionMode ?? inherited.permissionMode,
    maxTurns: step.maxTurns ?? DEFAULT_MAX_TURNS,
    provider: inherited.provider,
    ...(step.allowedTools && { allowedTools: step.allowedTools }),
    ...(step.tools && { tools: step.tools }),
    ...(mcpServers.length > 0 && { mcpServers }),
    ...(step.skillDirectories && { skillDirectories: step.skillDirectories }),
  };
}

/** The step's own, and of the workflow's those that the step may use and does not have one of the same name in place of. */
function serversOf({ step, workflow }: StepRequest): readonly McpServerDefinition[] {
  const own = step.mcpServers ?? [];
  const shared = (workflow.mcpServers ?? []).filter(
    ({ name }) =>
      commonTools([`${name}__*`], step.allowedTools)?.length !== 0 &&
      !own.some((server) => server.name.toLowerCase() === name.toLowerCase()),
  );
  return [...own, ...shared];
}

function stepMetadata({ runId, step, workflow }: StepRequest, { parentSessionId }: RunSurroundings): SessionMetadata {
  return {
    runId,
    stepId: step.id,
    workflowName: workflow.name,
    ...(workflow.description && { workflowDescription: workflow.description }),
    ...(parentSessionId && { parentSessionId }),
  };
}

/** An attempt begins at the root, so the conversation at the head is all that it spent. */
function withSpending(error: unknown, { store, priceOf }: StepRunnerPorts, sessionId: string): unknown {
  const session = store.get(sessionId);
  if (!session || !isAppError(error)) return error;
  const { usage, costUsd } = spentIn(store.conversation(session.headId), session.settings, priceOf);
  return new StepFailure(error, usage, costUsd);
}
