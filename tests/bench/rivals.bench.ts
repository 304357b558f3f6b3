import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { planRun } from '../../electron/engine/plan';
import type { EnginePorts, RunJournal } from '../../electron/engine/ports';
import { runWorkflow } from '../../electron/engine/runWorkflow';
import { createIds } from '../../electron/platform/ids';
import { systemClock } from '../../electron/platform/systemClock';
import { openStore } from '../../electron/store/openStore';
import type { Store } from '../../electron/store/store';
import { NO_USAGE } from '../../shared/run/usage';
import type { WorkflowDefinition } from '../../shared/workflow/schema';
import { chain, fanOutFanIn, layered, randomGraph } from '../support/builders';
import { temporaryFolder } from '../support/temporaryFolder';
import { barePromises } from './rivals/barePromises';

/**
 * The engine beside others on graphs of no-op steps, as ratios within one process and one run: machines are noisy. In memory: LangGraph, p-graph
 * and bare promises (LangGraph up to BENCH_RIVALS_UP_TO steps, 1,000 unless told: beyond it takes minutes a run). Stored with `synchronous=FULL`:
 * LangGraph with its SQLite checkpointer, both with steps that go on while the disk is busy (its default, and what the engine's steps do that act on
 * nothing) and with steps that wait (its `sync`, and what steps do that act on the world).
 */
type Graph = readonly (readonly number[])[];
type Contender = () => Promise<unknown>;
/** `sync`: what happened before a step is durable before it does anything. `async`: steps go on while it becomes so. */
type Durability = 'sync' | 'async';
type Rivals = {
  langGraph(graph: Graph): Contender;
  langGraphSqlite(graph: Graph, file: string, durability: Durability): Contender;
  pGraph(graph: Graph): Contender;
};

const SIZES = [100, 1_000, 10_000] as const;
const SHAPES: Readonly<Record<string, (count: number) => WorkflowDefinition>> = {
  chain,
  'fan-out/fan-in': fanOutFanIn,
  'layered 50 deep': (count) => layered(50, count / 50),
  random: (count) => randomGraph(count),
};
const OUTCOME = { text: 'done', toolCalls: [], usage: NO_USAGE, costUsd: 0 };

export async function run(): Promise<void> {
  const rivals = await loadRivals();
  const largest = Number(process.env.BENCH_RIVALS_UP_TO ?? 1_000);
  using folder = temporaryFolder();
  const store = openStore(join(folder.path, 'engine.db'), storeOptions());
  console.log("µs a step; in brackets how many times the engine's. Targets: LangGraph ≥ 40× in memory, ≥ 10× stored.");
  for (const [name, build] of Object.entries(SHAPES)) {
    for (const count of SIZES) {
      const definition = build(count);
      const graph = graphOf(definition);
      const times = count === 10_000 ? 1 : 3;
      const engine = await microseconds(inMemory(definition), count, times * 5);
      const isForAll = count <= largest;
      const others = {
        promises: await microseconds(barePromises(graph), count, times * 5),
        'p-graph': await microseconds(rivals.pGraph(graph), count, times),
        ...(isForAll && { LangGraph: await microseconds(rivals.langGraph(graph), count, times) }),
      };
      print(`${name} ${count}, in memory`, engine, others);
      for (const durability of ['async', 'sync'] as const) {
        const stored = await microseconds(() => runStored(store, definition, durability), count, times);
        const file = join(folder.path, `langgraph-${name.replaceAll(/\W/g, '-')}-${count}-${durability}.db`);
        print(
          `${name} ${count}, stored, ${durability}`,
          stored,
          isForAll ? { 'LangGraph+SQLite': await microseconds(rivals.langGraphSqlite(graph, file, durability), count, times) } : {},
        );
      }
    }
  }
  await store.close();
  await printCriticalPath();
}

/** Installed by the benchmark alone, in a folder of their own, and loaded from there. */
async function loadRivals(): Promise<Rivals> {
  const folder = resolve('tests', 'bench', 'rivals');
  if (!existsSync(join(folder, 'node_modules'))) execFileSync('npm', ['ci'], { cwd: folder, stdio: 'inherit' });
  return (await import(/* @vite-ignore */ pathToFileURL(join(folder, 'rivals.mjs')).href)) as Rivals;
}

function graphOf(definition: WorkflowDefinition): Graph {
  const indexOf = new Map(definition.steps.map((step, index) => [step.id, index]));
  return definition.steps.map((step) => (step.dependsOn ?? []).map((id) => indexOf.get(id) ?? -1));
}

const WAITING: EnginePorts['steps'] = {
  async run(_request, { begun }) {
    await begun;
    return OUTCOME;
  },
};

function ports(journal: RunJournal, steps: EnginePorts['steps'] = { run: async () => OUTCOME }): EnginePorts {
  const clock = systemClock();
  return { clock, ids: createIds(clock), random: Math.random, journal, steps, log: console };
}

const forgetful: RunJournal = { append: async () => {} };

function inMemory(definition: WorkflowDefinition): Contender {
  const plan = planRun(definition, {}, { runId: 'run_1', maxConcurrency: definition.steps.length });
  return () => completed(runWorkflow(ports(forgetful), plan).result);
}

let runs = 0;

async function runStored(store: Store, definition: WorkflowDefinition, durability: Durability): Promise<void> {
  const runId = `run_bench_${++runs}`;
  const plan = planRun(definition, {}, { runId, maxConcurrency: definition.steps.length });
  await store.runs.create({
    runId,
    workflowId: null,
    definition,
    params: {},
    workDir: '.',
    permissionMode: 'default',
    maxConcurrency: definition.steps.length,
    rehearsal: true,
    startedAt: new Date().toISOString(),
    modelSettings: { model: null, systemPrompt: '' },
    parentSessionId: null,
    parentCallId: null,
  });
  await completed(runWorkflow(ports(store.events, durability === 'sync' ? WAITING : undefined), plan).result);
}

async function completed(result: Promise<{ readonly status: string }>): Promise<void> {
  const { status } = await result;
  if (status !== 'completed') throw new Error(`The run ended ${status}`);
}

/** The best of `times`, in microseconds a step. */
async function microseconds(contender: Contender, count: number, times: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time++) {
    const start = performance.now();
    await contender();
    best = Math.min(best, performance.now() - start);
  }
  return (best * 1_000) / count;
}

function print(title: string, engine: number, others: Readonly<Record<string, number>>): void {
  const columns = Object.entries(others).map(([name, cost]) => `${name} ${cost.toFixed(1)} (${(cost / engine).toFixed(1)}×)`);
  console.log(`  ${title.padEnd(34)} engine ${engine.toFixed(1)}   ${columns.join('   ')}`);
}

/** Steps of uneven length, 1 to 40 ms: the run should take no longer than its longest path, however the layers are cut. */
async function printCriticalPath(): Promise<void> {
  const definition = layered(10, 20);
  const lengths = new Map(definition.steps.map((step, index) => [step.id, 1 + ((index * 7919) % 40)]));
  const ends = new Map<string, number>();
  for (const { id, dependsOn = [] } of definition.steps) {
    ends.set(id, Math.max(0, ...dependsOn.map((need) => ends.get(need) ?? 0)) + (lengths.get(id) ?? 0));
  }
  const criticalPath = Math.max(...ends.values());
  const clock = systemClock();
  const steps: EnginePorts['steps'] = {
    run: async ({ step }) => {
      await clock.sleep(lengths.get(step.id) ?? 0);
      return OUTCOME;
    },
  };
  const plan = planRun(definition, {}, { runId: 'run_1', maxConcurrency: definition.steps.length });
  const start = performance.now();
  await completed(runWorkflow(ports(forgetful, steps), plan).result);
  const took = performance.now() - start;
  console.log(
    `  uneven steps: ${took.toFixed(0)} ms, critical path ${criticalPath} ms, ratio ${(took / criticalPath).toFixed(2)} (target ≤ 1.1)`,
  );
}

function storeOptions() {
  const clock = systemClock();
  return { clock, ids: createIds(clock), log: console };
}
