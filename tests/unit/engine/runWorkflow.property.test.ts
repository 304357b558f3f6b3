import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRun, type RunPlan } from '../../../electron/engine/plan';
import type { StepRequest } from '../../../electron/engine/ports';
import { resumeRun } from '../../../electron/engine/resumeRun';
import { runWorkflow } from '../../../electron/engine/runWorkflow';
import type { RunEvent } from '../../../shared/run/events';
import { createRunState, reduceRun } from '../../../shared/run/reduce';
import { toRunResult } from '../../../shared/run/result';
import type { WorkflowRunResult } from '../../../shared/run/state';
import { buildGraph, transitiveDependents } from '../../../shared/workflow/graph';
import type { WorkflowDefinition } from '../../../shared/workflow/schema';
import { step, workflow } from '../../support/builders';
import { oneToken, overloaded, type Play, refused, testEngine } from '../../support/enginePorts';

type Fate = {
  readonly dependsOn: readonly number[];
  readonly retries: number;
  readonly failures: number;
  readonly isFatal: boolean;
  readonly takesMs: number;
};
type Case = { readonly definition: WorkflowDefinition; readonly fates: ReadonlyMap<string, Fate>; readonly maxConcurrency: number };

/** Random graphs whose definition order is not their topological order, each step with a fate of its own. */
function cases(mostSteps: number): fc.Arbitrary<Case> {
  const fate = (index: number): fc.Arbitrary<Fate> =>
    fc.record({
      dependsOn: index === 0 ? fc.constant<number[]>([]) : fc.uniqueArray(fc.nat(index - 1), { maxLength: 3 }),
      retries: fc.nat(2),
      failures: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) }),
      isFatal: fc.boolean(),
      takesMs: fc.nat(20),
    });
  return fc
    .integer({ min: 1, max: mostSteps })
    .chain((count) =>
      fc.record({
        fates: fc.tuple(...Array.from({ length: count }, (_, index) => fate(index))),
        order: fc.shuffledSubarray([...Array(count).keys()], { minLength: count, maxLength: count }),
        maxConcurrency: fc.integer({ min: 1, max: 8 }),
      }),
    )
    .map(({ fates, order, maxConcurrency }) => ({
      definition: workflow(
        order.map((index) => {
          const { dependsOn = [], retries = 0 } = fates[index] ?? {};
          const ids = dependsOn.map((dependency) => `s${dependency}`);
          return step(`s${index}`, { dependsOn: ids, retries, prompt: ids.map((id) => `$steps.${id}.text`).join('+') || 'begin' });
        }),
      ),
      fates: new Map(fates.map((each, index) => [`s${index}`, each])),
      maxConcurrency,
    }));
}

const script =
  ({ fates }: Case) =>
  ({ step: { id }, attempt }: StepRequest): Play => {
    const fate = fates.get(id);
    const isFailing = fate !== undefined && attempt <= fate.failures;
    return {
      takesMs: fate?.takesMs ?? 0,
      text: `${id}#${attempt}`,
      toolCalls: ['read'],
      turns: Array.from({ length: 1 + (attempt % 2) }, () => oneToken),
      ...(isFailing && { error: fate.isFatal ? refused() : overloaded() }),
    };
  };

const plan = ({ definition, maxConcurrency }: Case): RunPlan => planRun(definition, {}, { runId: 'run_1', maxConcurrency });

/** What must come out, worked out step by step from the fates alone. */
function expected({ definition, fates }: Case): Map<string, 'completed' | 'failed' | 'skipped'> {
  const outcomes = new Map<string, 'completed' | 'failed' | 'skipped'>();
  const outcomeOf = (id: string): 'completed' | 'failed' | 'skipped' => {
    const known = outcomes.get(id);
    if (known) return known;
    const fate = fates.get(id);
    if (!fate) throw new Error(`No fate for ${id}`);
    const isFree = fate.dependsOn.every((dependency) => outcomeOf(`s${dependency}`) === 'completed');
    const survives = fate.failures === 0 || (!fate.isFatal && fate.failures <= fate.retries);
    const outcome = !isFree ? 'skipped' : survives ? 'completed' : 'failed';
    outcomes.set(id, outcome);
    return outcome;
  };
  for (const { id } of definition.steps) outcomeOf(id);
  return outcomes;
}

/** Without what rightly differs: times, sessions, and which of several failures reached a skipped step first. */
const comparable = (result: WorkflowRunResult) => ({
  ...result,
  startedAt: '',
  durationMs: 0,
  steps: result.steps.map((each) => ({ ...each, sessionId: '', durationMs: 0, error: each.status === 'skipped' ? '' : each.error })),
});

describe('any run of any graph', () => {
  it('keeps order, cap, attempts, skips, status and numbering', async () => {
    await fc.assert(
      fc.asyncProperty(cases(200), async (sample) => {
        const engine = testEngine(script(sample));
        const shown: RunEvent[] = [];
        const handle = runWorkflow(engine, plan(sample), { onEvent: (event) => shown.push(event) });
        const result = await engine.clock.finish(handle.result);
        const outcomes = expected(sample);

        expect(shown).toEqual(engine.journal.events);
        expect(shown.map((event) => event.seq)).toEqual(shown.map((_, index) => index + 1));
        expect(shown.at(-1)?.type).toBe('workflow.done');
        expect(engine.steps.mostRunning).toBeLessThanOrEqual(sample.maxConcurrency);
        expect(result.steps.map((each) => [each.id, each.status])).toEqual(sample.definition.steps.map(({ id }) => [id, outcomes.get(id)]));
        expect(skippedIn(result)).toEqual(dependentsOfFailed(sample.definition, result));
        expectHonestSkips(sample.definition, result);
        expectOrder(sample, shown);
        const completed = result.steps.filter((each) => each.status === 'completed').length;
        expect(result.status).toBe(completed === result.steps.length ? 'completed' : completed === 0 ? 'failed' : 'partial');
        const replayed = reduceRun(createRunState('run_1', sample.definition), shown);
        expect(toRunResult(sample.definition, replayed)).toEqual(result);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('gives the result of an undisturbed run when it is resumed from any prefix of its events', async () => {
    await fc.assert(
      fc.asyncProperty(cases(8), async (sample) => {
        const undisturbed = testEngine(script(sample));
        const result = await undisturbed.clock.finish(runWorkflow(undisturbed, plan(sample)).result);
        const events = undisturbed.journal.events;
        for (let length = 0; length <= events.length; length++) {
          const prefix = events.slice(0, length);
          const engine = testEngine(script(sample), 'later');
          for (const [session, turns] of turnsIn(prefix)) engine.steps.turnsDone.set(session, turns);
          const resumed = await engine.clock.finish(resumeRun(engine, plan(sample), prefix).result);
          expect(comparable(resumed)).toEqual(comparable(result));
          expectHonestSkips(sample.definition, resumed);
          const all = [...prefix, ...engine.journal.events];
          expect(all.map((event) => event.seq)).toEqual(all.map((_, index) => index + 1));
          const completed = new Set(prefix.flatMap((event) => (event.type === 'step.done' ? [event.stepId] : [])));
          expect(engine.steps.requests.filter((request) => completed.has(request.step.id))).toEqual([]);
          expect(toRunResult(sample.definition, reduceRun(createRunState('run_1', sample.definition), all))).toEqual(resumed);
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

function skippedIn(result: WorkflowRunResult): string[] {
  return result.steps.filter((each) => each.status === 'skipped').map((each) => each.id);
}

function dependentsOfFailed(definition: WorkflowDefinition, result: WorkflowRunResult): string[] {
  const graph = buildGraph(definition.steps);
  const reached = new Set(result.steps.flatMap((each, index) => (each.status === 'failed' ? transitiveDependents(graph, index) : [])));
  return graph.ids.filter((_, index) => reached.has(index));
}

/** A skipped step names a failed step that it waited for. */
function expectHonestSkips(definition: WorkflowDefinition, result: WorkflowRunResult): void {
  const graph = buildGraph(definition.steps);
  const failed = result.steps.flatMap((each, index) => (each.status === 'failed' ? [index] : []));
  const blamed = result.steps.map((_, index) =>
    failed
      .filter((cause) => transitiveDependents(graph, cause).includes(index))
      .map((cause) => `Skipped because step "${graph.ids[cause]}" failed`),
  );
  result.steps.forEach((each, index) => {
    if (each.status === 'skipped') expect(blamed[index]).toContain(each.error);
  });
}

/** No step begins before all it waits for has completed, none twice but after a retry was announced, none is decided twice. */
function expectOrder({ fates }: Case, events: readonly RunEvent[]): void {
  const completed = new Set<string>();
  const decided = new Set<string>();
  const mayBegin = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'step.start') {
      expect(event.attempt).toBe(mayBegin.get(event.stepId) ?? 1);
      mayBegin.set(event.stepId, Number.NaN);
      for (const dependency of fates.get(event.stepId)?.dependsOn ?? []) expect(completed).toContain(`s${dependency}`);
    }
    if (event.type === 'step.retry') mayBegin.set(event.stepId, event.attempt);
    if (event.type === 'step.done') {
      expect(decided).not.toContain(event.stepId);
      decided.add(event.stepId);
      if (event.status === 'completed') completed.add(event.stepId);
    }
  }
}

/** How many turns each session had stored. */
function turnsIn(events: readonly RunEvent[]): Map<string, number> {
  const sessionOf = new Map<string, string>();
  const turns = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'step.start') sessionOf.set(event.stepId, event.sessionId);
    if (event.type === 'step.usage') turns.set(sessionOf.get(event.stepId) ?? '', event.turn);
  }
  return turns;
}
