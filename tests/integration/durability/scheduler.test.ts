import { describe, expect, it } from 'vitest';
import { planRun } from '../../../electron/engine/plan';
import type { StepRequest } from '../../../electron/engine/ports';
import { runWorkflow } from '../../../electron/engine/runWorkflow';
import type { RunEvent } from '../../../shared/run/events';
import { step, workflow } from '../../support/builders';
import { overloaded, type Play, refused, testEngine } from '../../support/enginePorts';
import { amount, FIRST_SEED } from '../../support/seeds';
import { type Case, expectedRun, type Fate, randomCase } from './schedulerModel';

/** STEPGRAPH_GRAPHS asks for more or fewer. */
const GRAPHS = amount('STEPGRAPH_GRAPHS', 10_000);
const MOST_STEPS = 40;

describe('the engine does exactly what a model of its semantics does (F13)', () => {
  it(`in ${GRAPHS} random graphs of up to ${MOST_STEPS} steps that succeed, fail, are retried and run out of time`, async () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + GRAPHS; seed += 1)
      await expectSame(randomCase(seed, 1 + (seed % MOST_STEPS)), `seed ${seed}`);
  }, 300_000);

  it('in random graphs of 500 steps', async () => {
    for (let seed = 1; seed <= 10; seed += 1) await expectSame(randomCase(seed, 500), `seed ${seed}`);
  }, 60_000);

  it('in every graph of three steps with every combination of fates and caps', async () => {
    const ways = [
      { failures: 0 },
      { failures: 1, way: 'refused' },
      { failures: 1, way: 'overloaded' },
      { failures: 1, way: 'too slow' },
    ] as const;
    for (let edges = 0; edges < 8; edges += 1) {
      const dependencies = [[], edges & 1 ? [0] : [], [...(edges & 2 ? [0] : []), ...(edges & 4 ? [1] : [])]];
      for (let fates = 0; fates < 4 ** 3 * 2 ** 3; fates += 1) {
        const steps = dependencies.map((dependsOn, index): Fate => {
          const way = ways[Math.floor(fates / 4 ** index) % 4];
          const retries = Math.floor(fates / 4 ** 3 / 2 ** index) % 2;
          return {
            way: 'overloaded',
            ...way,
            failures: way?.failures ?? 0,
            dependsOn,
            retries,
            takesMs: 101 * 7 ** index,
            limitMs: 9_001 * 3 ** index,
          };
        });
        for (const cap of [1, 2, 3]) await expectSame({ fates: steps, cap }, `edges ${edges}, fates ${fates}, cap ${cap}`);
      }
    }
  }, 120_000);
});

async function expectSame(sample: Case, story: string): Promise<void> {
  const told = await actualRun(sample);
  const expected = expectedRun(sample);
  // A plain comparison first: the whole one is slow, and needed only where they differ.
  if (told.join('\n') !== expected.join('\n')) expect({ story, told }).toEqual({ story, told: expected });
}

async function actualRun({ fates, cap }: Case): Promise<string[]> {
  const definition = workflow(
    fates.map(({ dependsOn, retries, limitMs }, index) =>
      step(`s${index}`, { dependsOn: dependsOn.map((each) => `s${each}`), retries, timeoutMs: limitMs }),
    ),
  );
  const engine = testEngine((request) => play(request, fates));
  const startedAt = engine.clock.now();
  const plan = planRun(definition, {}, { runId: 'run_1', maxConcurrency: cap });
  await engine.clock.finish(runWorkflow(engine, plan).result);
  return engine.journal.events.flatMap((event) => {
    const words = wordsFor(event);
    return words === undefined ? [] : [`${Date.parse(event.timestamp) - startedAt} ${words}`];
  });
}

function play({ step: { id }, attempt }: StepRequest, fates: readonly Fate[]): Play {
  const { takesMs, limitMs, failures, way } = fates[Number(id.slice(1))] as Fate; // every step has its fate
  if (attempt > failures) return { takesMs };
  if (way === 'too slow') return { takesMs: limitMs + 1 };
  return { takesMs, error: way === 'refused' ? refused() : overloaded() };
}

function wordsFor(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'step.start':
      return `start ${event.stepId} ${event.attempt}`;
    case 'step.retry':
      return `retry ${event.stepId} in ${event.delayMs}`;
    case 'step.done':
      return `${event.status} ${event.stepId}`;
    case 'workflow.done':
      return `run ${event.status}`;
    default:
      return undefined;
  }
}
