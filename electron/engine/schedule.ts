import type { RunState, StepStatus } from '../../shared/run/state';
import { at } from '../../shared/workflow/graph';
import type { RunPlan } from './plan';
import { StepQueue } from './stepQueue';

/** What is to happen next; steps by their position in the definition. */
export type Action =
  | { readonly kind: 'start'; readonly step: number }
  /** `cause` is the step whose failure reaches this one. */
  | { readonly kind: 'skip'; readonly step: number; readonly cause: number }
  | { readonly kind: 'finish'; readonly completed: number };

/** What a run in this state would do next: pure, and the same for the same state. */
export function nextActions(plan: Pick<RunPlan, 'definition' | 'graph' | 'maxConcurrency'>, state: RunState): Action[] {
  return new Schedule(plan, state).next();
}

type Phase = 'pending' | 'running' | 'completed' | 'failed' | 'skipped';

const PHASE: Readonly<Record<StepStatus, Phase>> = {
  pending: 'pending',
  interrupted: 'pending', // is to be started again
  running: 'running',
  waiting: 'running',
  completed: 'completed',
  failed: 'failed',
  skipped: 'skipped',
};

/**
 * Decides what starts when. Holds counters, so that a decision costs as much as what changed: a whole run is linear in
 * steps and dependencies. A step starts the moment its own dependencies are completed; at most `maxConcurrency` run at
 * once; ready ones wait in definition order, those that had been interrupted first.
 */
export class Schedule {
  readonly #plan: Pick<RunPlan, 'graph' | 'maxConcurrency'>;
  readonly #phases: Phase[];
  readonly #waitingFor: number[];
  readonly #ready = new StepQueue();
  #decided: Action[] = [];
  #running = 0;
  #undecided = 0;
  #completed = 0;
  #isFinished = false;

  constructor(plan: Pick<RunPlan, 'definition' | 'graph' | 'maxConcurrency'>, state: RunState) {
    this.#plan = plan;
    const statuses = plan.definition.steps.map((step) => state.steps.get(step.id)?.status ?? 'pending');
    this.#phases = statuses.map((status) => PHASE[status]);
    this.#waitingFor = plan.graph.dependencies.map((list) => this.#uncompleted(list));
    this.#phases.forEach((phase, index) => {
      if (phase === 'running') this.#running++;
      if (phase === 'completed') this.#completed++;
      if (phase === 'running' || phase === 'pending') this.#undecided++;
      if (phase === 'pending' && this.#waitingFor[index] === 0) {
        this.#ready.push(statuses[index] === 'interrupted' ? index - statuses.length : index);
      }
    });
    const alreadySkipped = new Set<number>();
    this.#phases.forEach((phase, index) => {
      if (phase === 'failed') this.#skipDependents(index, alreadySkipped);
    });
  }

  /** All that can be decided now. What it says is taken as done: the next call says what else. */
  next(): Action[] {
    const actions = this.#decided;
    this.#decided = [];
    while (this.#running < this.#plan.maxConcurrency && this.#ready.size > 0) {
      const place = this.#ready.pop() ?? 0;
      const step = place < 0 ? place + this.#phases.length : place;
      if (this.#phases[step] !== 'pending') continue;
      this.#phases[step] = 'running';
      this.#running++;
      actions.push({ kind: 'start', step });
    }
    if (this.#undecided === 0 && !this.#isFinished) {
      this.#isFinished = true;
      actions.push({ kind: 'finish', completed: this.#completed });
    }
    return actions;
  }

  complete(step: number): void {
    this.#decide(step, 'completed');
    this.#completed++;
    for (const dependent of at(this.#plan.graph.dependents, step)) {
      const left = at(this.#waitingFor, dependent) - 1;
      this.#waitingFor[dependent] = left;
      if (left === 0 && this.#phases[dependent] === 'pending') this.#ready.push(dependent);
    }
  }

  /** Everything that waits for the step, directly or through others, will be skipped. */
  fail(step: number): void {
    this.#decide(step, 'failed');
    this.#skipDependents(step);
  }

  /** Gives up every step that is not running, and names them: after this nothing starts. */
  abandon(): number[] {
    const abandoned = [...this.#phases.keys()].filter((step) => this.#phases[step] === 'pending');
    for (const step of abandoned) this.#decide(step, 'skipped');
    return abandoned;
  }

  #uncompleted(steps: readonly number[]): number {
    let count = 0;
    for (const step of steps) if (this.#phases[step] !== 'completed') count++;
    return count;
  }

  #decide(step: number, phase: Phase): void {
    if (this.#phases[step] === 'running') this.#running--;
    this.#phases[step] = phase;
    this.#undecided--;
  }

  /** `passed` collects steps that were skipped before this schedule began: nothing is left to decide about them, only behind them. */
  #skipDependents(cause: number, passed?: Set<number>): void {
    const reached = [cause];
    for (const step of reached) {
      for (const dependent of at(this.#plan.graph.dependents, step)) {
        if (this.#phases[dependent] === 'pending') {
          this.#decide(dependent, 'skipped');
          this.#decided.push({ kind: 'skip', step: dependent, cause });
        } else if (passed === undefined || passed.has(dependent) || this.#phases[dependent] !== 'skipped') continue;
        passed?.add(dependent);
        reached.push(dependent);
      }
    }
  }
}
