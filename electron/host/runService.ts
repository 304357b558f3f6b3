import type { RunDetail, RunSummary } from '../../shared/ipc/contract/runs';
import type { RunEvent } from '../../shared/run/events';
import type { RunService, Subscribe } from '../ipc/hostServices';
import type { RunRecord } from '../store/records';
import type { Store } from '../store/store';
import { type Announcer, joined } from './announcer';
import { childRunsOf } from './childRun';
import type { RunProgress, Runs } from './runs';

/** Events after which a list of runs shows something else. */
const LISTED: ReadonlySet<RunEvent['type']> = new Set(['workflow.start', 'step.done', 'workflow.done']);

type RunServiceParts = {
  readonly store: Store;
  readonly runs: Runs;
  readonly progress: RunProgress;
  readonly changes: Announcer;
  /** Of what other processes store. */
  readonly onChangeElsewhere: Subscribe;
};

/** Runs as people look at them. */
export function createRunService({ store, runs, progress, changes, onChangeElsewhere }: RunServiceParts): RunService {
  progress.subscribe((_runId, event) => {
    if (!event || LISTED.has(event.type)) changes.announce();
  });
  /** A run that could not be stored any further stands still, though the store can't say so. */
  function withRealStatus<R extends RunSummary>(run: R): R {
    return run.status === 'running' && runs.isBroken(run.runId) ? { ...run, status: 'interrupted' } : run;
  }
  return {
    list(filter) {
      const { runs: found, total } = store.runs.list(filter);
      return { runs: found.map(withRealStatus), total };
    },
    get(runId) {
      const run = store.runs.get(runId);
      return run && withRealStatus(runDetail(run));
    },
    children: (sessionId) => childRunsOf(store.runs, sessionId).map(withRealStatus),
    startedWithin: (runId) => store.runs.startedWithin(runId),
    async start(input) {
      const { runId } = await runs.start(input);
      changes.announce();
      return { runId };
    },
    stop: (runId) => runs.stop(runId),
    resume: (runId) => runs.resume(runId),
    retryStep: (runId, stepId) => runs.retryStep(runId, stepId),
    rerunStep: (runId, stepId) => runs.rerunStep(runId, stepId),
    async delete(runId) {
      const isDeleted = await store.runs.delete(runId);
      changes.announce();
      return isDeleted;
    },
    events: (runId, after, limit) => store.events.events(runId, after, limit),
    onEvents: (runId, listener) => progress.subscribe((changedId) => changedId === runId && listener()),
    onChange: joined(changes.subscribe, onChangeElsewhere),
  };
}

function runDetail({ modelSettings, parentSessionId, parentCallId, lastSeq, ...detail }: RunRecord): RunDetail {
  return detail;
}
