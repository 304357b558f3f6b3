import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRun } from '../../../electron/engine/plan';
import { nextActions, Schedule } from '../../../electron/engine/schedule';
import { StepQueue } from '../../../electron/engine/stepQueue';
import { createRunState } from '../../../shared/run/reduce';
import type { RunState, StepStatus } from '../../../shared/run/state';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { after, layered, step, workflow } from '../../support/builders';

const plan = (definition: WorkflowDefinition, maxConcurrency = 10) => planRun(definition, {}, { runId: 'run_1', maxConcurrency });

function stateWith(definition: WorkflowDefinition, statuses: Readonly<Record<string, StepStatus>>): RunState {
  const state = createRunState('run_1', definition);
  for (const [id, status] of Object.entries(statuses)) {
    const before = state.steps.get(id);
    if (before) state.steps.set(id, { ...before, status });
  }
  return state;
}

//   a ──► b ──► d ──► e
//   └───► c ────┘
const diamond = workflow([step('a'), after('b', 'a'), after('c', 'a'), after('d', 'b', 'c'), after('e', 'd')]);

describe('nextActions', () => {
  it.each<[string, Record<string, StepStatus>, ReturnType<typeof nextActions>]>([
    ['starts what waits for nothing', {}, [{ kind: 'start', step: 0 }]],
    ['waits for what runs', { a: 'running' }, []],
    ['waits for a person', { a: 'waiting' }, []],
    [
      'starts all that is free, in definition order',
      { a: 'completed' },
      [
        { kind: 'start', step: 1 },
        { kind: 'start', step: 2 },
      ],
    ],
    ['does not start a join before all its inputs', { a: 'completed', b: 'completed', c: 'running' }, []],
    [
      'skips everything behind a failure and lets the rest run',
      { a: 'completed', b: 'failed' },
      [
        { kind: 'skip', step: 3, cause: 1 },
        { kind: 'skip', step: 4, cause: 1 },
        { kind: 'start', step: 2 },
      ],
    ],
    [
      'skips behind what was skipped already',
      { a: 'completed', b: 'failed', c: 'completed', d: 'skipped' },
      [
        { kind: 'skip', step: 4, cause: 1 },
        { kind: 'finish', completed: 2 },
      ],
    ],
    ['starts again what was interrupted', { a: 'completed', b: 'completed', c: 'interrupted' }, [{ kind: 'start', step: 2 }]],
    [
      'finishes when all is decided',
      { a: 'failed', b: 'skipped', c: 'skipped', d: 'skipped', e: 'skipped' },
      [{ kind: 'finish', completed: 0 }],
    ],
  ])('%s', (_, statuses, actions) => {
    expect(nextActions(plan(diamond), stateWith(diamond, statuses))).toEqual(actions);
  });

  it('keeps to maxConcurrency, counting what runs', () => {
    const wide = workflow(['a', 'b', 'c', 'd'].map((id) => step(id)));
    expect(nextActions(plan(wide, 2), stateWith(wide, { c: 'running' }))).toEqual([{ kind: 'start', step: 0 }]);
  });

  it('starts interrupted steps before others that are ready', () => {
    const wide = workflow(['a', 'b', 'c', 'd'].map((id) => step(id)));
    expect(nextActions(plan(wide, 3), stateWith(wide, { c: 'interrupted', d: 'interrupted' }))).toEqual(
      [2, 3, 0].map((index) => ({ kind: 'start', step: index })),
    );
  });

  it('leaves the state alone and answers the same again', () => {
    const state = stateWith(diamond, { a: 'completed', b: 'failed' });
    const before = structuredClone(state);
    expect(nextActions(plan(diamond), state)).toEqual(nextActions(plan(diamond), state));
    expect(state).toEqual(before);
  });
});

describe('a schedule that is told what happens', () => {
  it('decides at every moment what a fresh look at the state would decide', () => {
    const definition = layered(5, 3);
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(9)), fc.integer({ min: 1, max: 4 }), (chance, maxConcurrency) => {
        const fixed = plan(definition, maxConcurrency);
        const state = createRunState('run_1', definition);
        const schedule = new Schedule(fixed, state);
        const running: number[] = [];
        const set = (index: number, status: StepStatus) => {
          const id = definition.steps[index]?.id ?? '';
          const before = state.steps.get(id);
          if (before) state.steps.set(id, { ...before, status });
        };
        for (;;) {
          const fresh = nextActions(fixed, state);
          const actions = schedule.next();
          expect(actions).toEqual(fresh);
          for (const action of actions) {
            if (action.kind === 'finish') return;
            set(action.step, action.kind === 'start' ? 'running' : 'skipped');
            if (action.kind === 'start') running.push(action.step);
          }
          const draw = chance.next().value ?? 0;
          const [step = 0] = running.splice(draw % running.length, 1);
          if (draw === 9) schedule.fail(step);
          else schedule.complete(step);
          set(step, draw === 9 ? 'failed' : 'completed');
        }
      }),
    );
  });

  it('starts nothing once it has been given up', () => {
    const schedule = new Schedule(plan(diamond), createRunState('run_1', diamond));
    expect(schedule.next()).toEqual([{ kind: 'start', step: 0 }]);
    expect(schedule.abandon()).toEqual([1, 2, 3, 4]);
    schedule.complete(0);
    expect(schedule.next()).toEqual([{ kind: 'finish', completed: 1 }]);
    expect(schedule.next()).toEqual([]);
  });
});

describe('StepQueue', () => {
  it('gives the least first, whatever is put in between', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer())), (moves) => {
        const queue = new StepQueue();
        const model: number[] = [];
        for (const move of moves) {
          if (move === null) {
            model.sort((a, b) => a - b);
            expect(queue.pop()).toBe(model.shift());
          } else {
            queue.push(move);
            model.push(move);
          }
          expect(queue.size).toBe(model.length);
        }
      }),
    );
  });
});
