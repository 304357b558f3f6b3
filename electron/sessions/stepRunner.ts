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
  /** Whether steps keep their work directory; read anew for each. */
  readonly keepFiles: () => boolean;
  readonly store: Pick<SessionStore, 'get' | 'conversation'>;
  readonly priceOf: PriceOf;
  readonly surroundings: (runId: string) => RunSurroundings;
};

/** One attempt at a step, and how its turn is taken. */
type Attempt = Pick<StepRunnerPorts, 'sessions' | 'checkpoints' | 'store'> & {
  readonly request: StepRequest;
  readonly begun: StepSink['begun'];
  readonly surroundings: RunSurroundings;
  readonly options: SendOptions;
  readonly keepsFiles: boolean;
};

/** Runs each step of a workflow as one turn of a session of its own, which can be continued by itself later. */
export function createStepRunner(ports: StepRunnerPorts): StepRunner {
  const { checkpoints, store } = ports;
  return {
    async run(request, sink, signal) {
      const surroundings = ports.surroundings(request.runId);
      const keepsFiles = ports.keepFiles();
      const options: SendOptions = {
        signal,
        observer: stepObserver(request.step.id, sink),
        isNested: surroundings.parentSessionId !== undefined,
        after: sink.begun,
        leavesAtOnce: !keepsFiles, // in the commit of the step's end, which taking the files would put off
      };
      const attempt = { ...ports, request, begun: sink.begun, surroundings, options, keepsFiles };
      try {
        const outcome = store.get(request.sessionId) ? await takeUp(attempt) : await beginSession(attempt);
        await checkpoints.after(request, 'done', keepsFiles);
        return outcome;
      } catch (error) {
        if (!(await isCutOff(attempt, error)) && store.get(request.sessionId)) await checkpoints.after(request, 'failed', keepsFiles);
        throw withSpending(error, ports, request.sessionId);
      }
    },
  };
}

/** The step has not failed: its run could not be stored any further, or is in other hands, and shows it as interrupted. */
async function isCutOff({ begun }: Attempt, error: unknown): Promise<boolean> {
  if (isAppError(error) && error.code === 'STORE_FAILED') return true;
  return begun.then(
    () => false,
    () => true,
  );
}

/** A new session shares the commit of the step's beginning, and of the claim for its first turn; one that keeps files waits for it. */
async function beginSession({ sessions, checkpoints, request, begun, surroundings, options, keepsFiles }: Attempt): Promise<TurnOutcome> {
  const { sessionId, workflow, step, prompt } = request;
  const settings = stepSettings(request, surroundings);
  const made = sessions.create({
    id: sessionId,
    title: `${workflow.name}/${stepName(step)}`,
    settings,
    metadata: stepMetadata(request, surroundings),
    duringRun: request.runId,
  });
  made.catch(() => {}); // awaited below
  if (keepsFiles) {
    await begun;
    await made;
    await checkpoints.before(request);
  }
  // Said for the turn as well, since the session cannot be read yet.
  const turn = sessions.send(sessionId, prompt, { ...options, settings: { permissionMode: settings.permissionMode } });
  turn.catch(() => {}); // awaited below, unless there is no session
  await made;
  return turn;
}

/** Goes on where the attempt was cut off, or begins a further attempt in the session of the one before. */
async function takeUp({ sessions, checkpoints, store, request, begun, surroundings, options, keepsFiles }: Attempt): Promise<TurnOutcome> {
  const { sessionId, prompt, resume } = request;
  await begun;
  if (resume && findSession(store, sessionId).headId !== null) return sessions.continueTurn(sessionId, options);
  if (!resume) await sessions.restart(sessionId, stepSettings(request, surroundings));
  if (keepsFiles) await checkpoints.before(request);
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
