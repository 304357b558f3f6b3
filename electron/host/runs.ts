import { stat } from 'node:fs/promises';
import { AppError, isAppError } from '../../shared/lib/appError';
import type { RunEvent } from '../../shared/run/events';
import type { WorkflowRunResult } from '../../shared/run/state';
import type { PermissionRules } from '../../shared/session/permissionRules';
import type { PermissionMode } from '../../shared/session/session';
import { type PlanOptions, planRun, type RunPlan } from '../engine/plan';
import type { EnginePorts } from '../engine/ports';
import { rerunStep, resumeRun, retryStep } from '../engine/resumeRun';
import type { RunListeners } from '../engine/runLoop';
import { type RunHandle, runWorkflow } from '../engine/runWorkflow';
import type { Tool } from '../sessions/ports';
import type { RunSurroundings } from '../sessions/stepRunner';
import type { NewRun, RunModelSettings, RunRecord } from '../store/records';
import type { Store } from '../store/store';
import type { Announcer } from './announcer';
import type { CallScope } from './callScope';
import { asChildRun } from './childRun';
import type { RunTools, ToolScopes } from './toolScopes';

export type StartRun = {
  /** Checked before anything happens. */
  readonly definition: unknown;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  /** The stored workflow it comes from. */
  readonly workflowId?: string | null | undefined;
  readonly workDir?: string | undefined;
  readonly permissionMode?: PermissionMode | undefined;
  /** For this run and what it starts, for all of its life. */
  readonly permissions?: PermissionRules | undefined;
  readonly maxConcurrency?: number | undefined;
  /** Rehearse even though there is a model. */
  readonly rehearse?: boolean | undefined;
  /** The session and tool call that start it and wait for it. */
  readonly parent?: { readonly sessionId: string; readonly callId: string } | undefined;
};

/** What this process brings to a run and no store keeps: who listens, what ends it, and what the tools do that its steps name. */
export type RunCompany = RunListeners & { readonly tools?: RunTools | undefined };

export type RunDefaults = {
  readonly workDir: string;
  readonly maxConcurrency: number;
  readonly modelSettings: RunModelSettings;
  readonly isRehearsal: boolean;
  readonly catalog: PlanOptions['catalog'];
};

/** Tells of every event that is stored, and (`null`) of the end of each run. */
export type RunProgress = Announcer<[runId: string, event: RunEvent | null]>;

export type RunsPorts = {
  readonly store: Store;
  readonly engine: EnginePorts;
  readonly underWay: Map<string, RunSurroundings>;
  /** Read anew for each run. */
  readonly defaults: () => RunDefaults;
  readonly progress: RunProgress;
  readonly calls: CallScope;
  readonly toolScopes: ToolScopes;
  /** Keeps what the steps of a run share until the returned function is called. */
  readonly holdServers: (runId: string) => () => Promise<void>;
};

/** Runs of this host: starts them, goes on with them, stops them. */
export type Runs = {
  /** The run is stored when this resolves. `INVALID_WORKFLOW`, `INVALID_PARAMETERS` or `INVALID_INPUT` with every problem, and then nothing is started. */
  start(request: StartRun, company?: RunCompany): Promise<RunHandle>;
  /** Goes on with an interrupted or aborted run; it is under way when this resolves. */
  resume(runId: string, company?: RunCompany): Promise<RunHandle>;
  /** Brings a run to its end: goes on with it, or waits for it where it is under way in this host. The signal ends it either way. */
  finish(runId: string, company: Pick<RunCompany, 'signal' | 'tools'>): Promise<WorkflowRunResult>;
  /** Runs a failed step again, and what was skipped because of it; it is under way when this resolves. */
  retryStep(runId: string, stepId: string, company?: RunCompany): Promise<RunHandle>;
  /** Lets a step go on in its session, from where that stands, and runs what depends on it again; it is under way when this resolves. */
  rerunStep(runId: string, stepId: string, company?: RunCompany): Promise<RunHandle>;
  /** Resolves once nothing of the run is under way. */
  stop(runId: string): Promise<void>;
  /** Stops everything and starts nothing any more. */
  close(): Promise<void>;
  /** The run could not be stored any further and stands still, whatever the store says of it. */
  isBroken(runId: string): boolean;
};

type Active = { readonly abort: AbortController; readonly ended: Promise<void>; readonly result: RunHandle['result'] };
type Begin = (listeners: RunListeners) => RunHandle;

export function createRuns(ports: RunsPorts): Runs {
  const { store, engine, underWay, progress } = ports;
  const active = new Map<string, Active>();
  const broken = new Set<string>();
  let isClosed = false;

  /** Starts the engine and keeps the run at hand until it has ended. Throws what `begin` throws; nothing is held then. */
  function launch(run: NewRun, { onEvent, signal, tools }: RunCompany, begin: Begin): RunHandle {
    const { runId } = run;
    underWay.set(runId, surroundingsOf(run));
    const releaseTools = ports.toolScopes.holdForRun(runId, tools);
    const letGoOfServers = ports.holdServers(runId);
    const releaseServers = () =>
      letGoOfServers().catch((error: unknown) => engine.log.warn(`The servers of run ${runId} could not be let go of`, error));
    const abort = new AbortController();
    let handle: RunHandle;
    try {
      handle = begin({
        signal: eitherSignal(signal, abort.signal),
        onEvent(event) {
          progress.announce(runId, event);
          return onEvent?.(event); // for the engine, which hears of a listener that fails later
        },
      });
    } catch (error) {
      underWay.delete(runId);
      releaseTools();
      void releaseServers();
      throw error;
    }
    const ended = handle.result
      .then(
        () => broken.delete(runId),
        (error: unknown) => {
          if (isAppError(error) && error.code === 'STORE_FAILED') broken.add(runId);
          engine.log.error(`Run ${runId} stands still`, error);
        },
      )
      .then(async () => {
        await releaseServers();
        releaseTools();
        active.delete(runId);
        underWay.delete(runId);
        progress.announce(runId, null);
      });
    // Whoever waits for the result may go on with the run at once, so nothing of it may be left by then.
    const result = ended.then(() => handle.result);
    result.catch(() => {}); // logged above; nobody has to wait for it
    active.set(runId, { abort, ended, result });
    return { runId, result };
  }

  /** Goes on with a stored run, once its first event is stored. */
  async function goOn(
    runId: string,
    company: RunCompany,
    begin: (plan: RunPlan, stored: readonly RunEvent[]) => Begin,
  ): Promise<RunHandle> {
    refuseWhenClosed();
    // Nothing is reopened only to be given up at once: what the steps have come to would be lost for nothing.
    if (company.signal?.aborted) throw new AppError('ABORTED', 'The run was not taken up again: its signal was aborted before.');
    const run = findRun(store, runId);
    if (active.has(runId) || (run.status === 'running' && !broken.has(runId))) {
      throw new AppError('CONFLICT', 'This run is under way already. Wait for its end, or stop it first.');
    }
    const { definition, params, workDir, permissionMode, maxConcurrency } = run;
    const plan = planRun(definition, params, { runId, workDir, permissionMode, maxConcurrency });
    const isUnderWay = Promise.withResolvers<void>();
    const onEvent = (event: RunEvent) => {
      isUnderWay.resolve();
      return company.onEvent?.(event);
    };
    const handle = launch(run, { ...company, onEvent }, begin(plan, store.events.events(runId, 0)));
    await Promise.race([isUnderWay.promise, handle.result]);
    return handle;
  }

  const resume: Runs['resume'] = (runId, company = {}) =>
    goOn(runId, company, (plan, stored) => (heard) => resumeRun(engine, plan, stored, heard));

  function refuseWhenClosed(): void {
    if (isClosed) throw new AppError('ABORTED', 'Stepgraph is closing. Start it again to run something.');
  }

  return {
    async start(given, { tools = () => [], ...listeners } = {}) {
      refuseWhenClosed();
      const call = ports.calls.current();
      const request = call ? asChildRun(store.sessions, call, given) : given;
      const defaults = ports.defaults();
      const runId = engine.ids.next('run');
      const plan = await planOrRecord(ports, request, runId, withTools(defaults, tools()));
      const run: NewRun = {
        runId,
        workflowId: request.workflowId ?? null,
        definition: plan.definition,
        params: plan.params,
        workDir: plan.workDir ?? defaults.workDir,
        permissionMode: plan.permissionMode ?? 'default',
        ...(request.permissions && { permissions: request.permissions }),
        maxConcurrency: plan.maxConcurrency,
        rehearsal: (request.rehearse ?? false) || defaults.isRehearsal,
        startedAt: new Date(engine.clock.now()).toISOString(),
        modelSettings: defaults.modelSettings,
        parentSessionId: request.parent?.sessionId ?? null,
        parentCallId: request.parent?.callId ?? null,
      };
      await store.runs.create(run);
      const signal = call ? eitherSignal(listeners.signal, call.signal) : listeners.signal;
      return launch(run, { ...listeners, tools, signal }, (heard) => runWorkflow(engine, plan, heard));
    },
    resume,
    async finish(runId, company) {
      const running = active.get(runId);
      if (!running) return (await resume(runId, company)).result;
      const { signal } = company;
      const stop = () => running.abort.abort();
      signal?.addEventListener('abort', stop, { once: true });
      return running.result.finally(() => signal?.removeEventListener('abort', stop));
    },
    retryStep: (runId, stepId, company = {}) =>
      goOn(runId, company, (plan, stored) => (heard) => retryStep(engine, plan, stored, stepId, heard)),
    rerunStep: (runId, stepId, company = {}) =>
      goOn(runId, company, (plan, stored) => (heard) => rerunStep(engine, plan, stored, stepId, heard)),
    async stop(runId) {
      const run = active.get(runId);
      run?.abort.abort();
      await run?.ended;
      if (!run && findRun(store, runId).status === 'running' && !broken.has(runId)) {
        throw new AppError('CONFLICT', 'Another Stepgraph process runs this, perhaps in a terminal. Stop it there.');
      }
    },
    async close() {
      isClosed = true;
      const running = [...active.values()];
      for (const { abort } of running) abort.abort();
      await Promise.all(running.map(({ ended }) => ended));
    },
    isBroken: (runId) => broken.has(runId),
  };
}

/** The run's own tools are known in it. */
function withTools(defaults: RunDefaults, own: readonly Tool[]): RunDefaults {
  const { tools } = defaults.catalog ?? {};
  return tools ? { ...defaults, catalog: { ...defaults.catalog, tools: [...tools, ...own.map(({ name }) => name)] } } : defaults;
}

function eitherSignal(one: AbortSignal | undefined, other: AbortSignal): AbortSignal {
  return one ? AbortSignal.any([one, other]) : other;
}

function surroundingsOf({ modelSettings, workDir, permissionMode, rehearsal, parentSessionId }: NewRun): RunSurroundings {
  return {
    ...modelSettings,
    workDir,
    permissionMode,
    provider: rehearsal ? 'rehearsal' : 'anthropic',
    ...(parentSessionId !== null && { parentSessionId }),
  };
}

/** A plan; or the error, once the attempt is on record. */
async function planOrRecord({ store, engine }: RunsPorts, request: StartRun, runId: string, defaults: RunDefaults): Promise<RunPlan> {
  const { definition, params = {}, permissionMode = 'default' } = request;
  try {
    await refuseMissingFolder(request.workDir ?? defaults.workDir);
    return planRun(definition, params, {
      runId,
      workDir: request.workDir ?? defaults.workDir,
      permissionMode,
      maxConcurrency: request.maxConcurrency ?? defaults.maxConcurrency,
      catalog: defaults.catalog,
    });
  } catch (error) {
    if (isAppError(error)) {
      await store.attempts.add({
        at: new Date(engine.clock.now()).toISOString(),
        source: request.workflowId ?? 'definition',
        workflowName: nameOf(definition),
        problems: error.details ?? error.message,
      });
    }
    throw error;
  }
}

/** Better refused at once than a failed run: no step could do anything. */
async function refuseMissingFolder(workDir: string): Promise<void> {
  const found = await stat(workDir).catch(() => undefined);
  if (found?.isDirectory()) return;
  const reason = found ? 'is not a folder' : 'cannot be opened';
  throw new AppError('INVALID_INPUT', `The work directory ${workDir} ${reason}. Choose a folder that exists.`);
}

function nameOf(definition: unknown): string {
  const { name } = Object(definition);
  return typeof name === 'string' ? name : '';
}

function findRun(store: Store, runId: string): RunRecord {
  const run = store.runs.get(runId);
  if (!run) throw new AppError('NOT_FOUND', `There is no run ${runId}. It may have been deleted.`);
  return run;
}
