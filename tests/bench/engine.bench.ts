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
/** Enough for the thread's clock, which ticks in milliseconds. */
const STEPS_PER_SAMPLE = 50_000;
const SAMPLES = 6;

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

/** The best of some samples of many runs each. Counts this thread's processor time: nothing waits here, and other programs shall not count. */
async function microsecondsPerStep(definition: WorkflowDefinition): Promise<number> {
  const plan = planRun(definition, {}, { runId: 'run_1', maxConcurrency: CONCURRENCY });
  const runs = STEPS_PER_SAMPLE / definition.steps.length;
  let best = Number.POSITIVE_INFINITY;
  for (let sample = 0; sample < SAMPLES; sample++) {
    const start = process.threadCpuUsage();
    for (let run = 0; run < runs; run++) {
      const { status } = await runWorkflow(memoryPorts(), plan).result;
      if (status !== 'completed') throw new Error(`The run ended ${status}`);
    }
    const { user, system } = process.threadCpuUsage(start);
    best = Math.min(best, user + system);
  }
  return best / STEPS_PER_SAMPLE;
}

function validationMilliseconds(definition: WorkflowDefinition): number {
  const start = performance.now();
  validateWorkflow(definition);
  return performance.now() - start;
}
