import { planRun } from '../../electron/engine/plan';
import type { EnginePorts } from '../../electron/engine/ports';
import { runWorkflow } from '../../electron/engine/runWorkflow';
import { NO_USAGE } from '../../shared/run/usage';
import type { WorkflowDefinition } from '../../shared/workflow/schema';
import { validateWorkflow } from '../../shared/workflow/validate';
import { chain, fanOutFanIn, layered, randomGraph } from '../support/builders';

/** Steps that do nothing: what remains is the engine. */
const OUTCOME = { text: 'done', toolCalls: [], usage: NO_USAGE, costUsd: 0 };
const SIZES = [100, 1_000, 10_000] as const;
const TARGET_MICROSECONDS = 15;
const CONCURRENCY = 64;

const SHAPES: Readonly<Record<string, (count: number) => WorkflowDefinition>> = {
  chain,
  'fan-out/fan-in': fanOutFanIn,
  'layered 50 deep': (count) => layered(50, count / 50),
  random: (count) => randomGraph(count),
};

function memoryPorts(): EnginePorts {
  let ids = 0;
  return {
    clock: { now: () => Date.now(), monotonic: () => performance.now(), sleep: () => Promise.reject(new Error('nothing sleeps here')) },
    ids: { next: () => `ses_${++ids}` },
    random: () => 0.5,
    journal: { append: () => Promise.resolve() },
    steps: { run: () => Promise.resolve(OUTCOME) },
    log: { warn: console.warn, error: console.error },
  };
}

/** Prints what the engine costs per step in memory, by shape and size, and how that grows. */
export async function run(): Promise<void> {
  console.log(`Engine in memory, no-op steps, ${CONCURRENCY} at once (target ≤ ${TARGET_MICROSECONDS} µs a step, growth ≤ 1.3):`);
  for (const [name, build] of Object.entries(SHAPES)) {
    const costs: number[] = [];
    for (const count of SIZES) costs.push(await microsecondsPerStep(build(count)));
    const growth = (costs.at(-1) ?? 0) / (costs[1] ?? 1);
    const figures = SIZES.map((count, index) => `${count}: ${costs[index]?.toFixed(1)} µs`).join('  ');
    console.log(`  ${name.padEnd(16)} ${figures}  growth 1,000 → 10,000: ${growth.toFixed(2)}`);
  }
  console.log('Validation:');
  for (const [name, build] of Object.entries(SHAPES)) {
    const figures = SIZES.map((count) => `${count}: ${validationMilliseconds(build(count)).toFixed(1)} ms`).join('  ');
    console.log(`  ${name.padEnd(16)} ${figures}`);
  }
}

/** The best of several runs, each measured from the start of the loop to its result. */
async function microsecondsPerStep(definition: WorkflowDefinition): Promise<number> {
  const repetitions = Math.max(20, Math.round(20_000 / definition.steps.length));
  const plan = planRun(definition, {}, { runId: 'run_1', maxConcurrency: CONCURRENCY });
  let best = Number.POSITIVE_INFINITY;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const start = performance.now();
    const { status } = await runWorkflow(memoryPorts(), plan).result;
    best = Math.min(best, performance.now() - start);
    if (status !== 'completed') throw new Error(`The run ended ${status}`);
  }
  return (best * 1_000) / definition.steps.length;
}

function validationMilliseconds(definition: WorkflowDefinition): number {
  const start = performance.now();
  validateWorkflow(definition);
  return performance.now() - start;
}
