import type { RunDetail } from '../../shared/ipc/contract/runs';
import { AppError } from '../../shared/lib/appError';
import type { RunEvent } from '../../shared/run/events';
import { createRunState, interruptRun, reduceRun } from '../../shared/run/reduce';
import type { RunState } from '../../shared/run/state';
import type { HostServices } from '../ipc/hostServices';

const PAGE = 1000;

/** A run as the store has it at this moment, also while another process goes on with it. */
export type StoredRun = { readonly run: RunDetail; readonly events: readonly RunEvent[]; readonly state: RunState };

export function readStoredRun({ runs }: Pick<HostServices, 'runs'>, runId: string): StoredRun {
  const run = runs.get(runId);
  if (run === undefined) throw new AppError('NOT_FOUND', `There is no run ${runId}. "stepgraph runs list" shows them all.`);
  const events = [...pages((after) => runs.events(runId, after, PAGE))];
  const state = reduceRun(createRunState(runId, run.definition), events);
  return { run, events, state: run.status === 'interrupted' ? interruptRun(state) : state };
}

function* pages(read: (after: number) => readonly RunEvent[]): Generator<RunEvent> {
  let page = read(0);
  while (page.length > 0) {
    yield* page;
    page = read(page.at(-1)?.seq ?? 0);
  }
}
