import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import Database from 'better-sqlite3';
import { createIds } from '../../electron/platform/ids';
import { systemClock } from '../../electron/platform/systemClock';
import { openStore } from '../../electron/store/openStore';
import type { RunEvent } from '../../shared/run/events';
import { NO_USAGE } from '../../shared/run/usage';
import type { WorkflowDefinition } from '../../shared/workflow/schema';

/**
 * The journal of runs of no-op steps (step.start and step.done each) beside a bare loop that inserts the same text and commits as
 * often: once per step (a chain), once per fifty steps (a layer) and once for all (a fan-out).
 */
export async function run(): Promise<void> {
  console.log('steps   steps/commit   bare µs/step   journal µs/step   ratio');
  for (const steps of [1_000, 10_000]) {
    for (const stepsPerCommit of [1, 50, steps]) await compare(steps, stepsPerCommit);
  }
}

const ROUNDS = 5;

/** Both in turn, several times, so that a busy moment of the disk hits both; the medians are compared. */
async function compare(steps: number, stepsPerCommit: number): Promise<void> {
  const batches = batchesOf(steps, stepsPerCommit);
  const [bare, journal]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await inFolder((folder) => bareLoop(path.join(folder, 'bare.db'), batches)));
    journal.push(await inFolder((folder) => journalLoop(path.join(folder, 'store.db'), definitionOf(steps), batches)));
  }
  const [bareStep, journalStep] = [median(bare), median(journal)].map((ms) => (ms * 1000) / steps) as [number, number];
  console.log(
    `${String(steps).padStart(5)}   ${String(stepsPerCommit).padStart(12)}   ${bareStep.toFixed(1).padStart(12)}   ${journalStep.toFixed(1).padStart(15)}   ${(journalStep / bareStep).toFixed(2).padStart(5)}`,
  );
}

/** Milliseconds; the text is made in the loop, because a journal has to make it, too. */
function bareLoop(file: string, batches: readonly RunEvent[][]): number {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE events (run INTEGER, seq INTEGER, event TEXT, PRIMARY KEY (run, seq)) STRICT, WITHOUT ROWID');
  const insert = db.prepare('INSERT INTO events VALUES (1, ?, ?)');
  const commit = db.transaction((events: readonly RunEvent[]) => {
    for (const event of events) insert.run(event.seq, JSON.stringify(event));
  });
  const before = performance.now();
  for (const events of batches) commit(events);
  const took = performance.now() - before;
  db.close();
  return took;
}

async function journalLoop(file: string, definition: WorkflowDefinition, batches: readonly RunEvent[][]): Promise<number> {
  const store = openStore(file, { clock: systemClock(), ids: createIds(), log: console });
  await store.runs.create({
    runId: RUN_ID,
    workflowId: null,
    definition,
    params: {},
    workDir: '/',
    permissionMode: 'default',
    maxConcurrency: 10,
    rehearsal: true,
    startedAt: TIMESTAMP,
    modelSettings: { model: null, systemPrompt: '' },
    parentSessionId: null,
    parentCallId: null,
  });
  const before = performance.now();
  for (const events of batches) await store.events.append(RUN_ID, events);
  const took = performance.now() - before;
  await store.close();
  return took;
}

const RUN_ID = 'run_01k9q3v5w7x8y9z0a1b2c3d4e5';
const TIMESTAMP = '2026-01-01T00:00:00.000Z';

function definitionOf(steps: number): WorkflowDefinition {
  return { name: 'bench', steps: Array.from({ length: steps }, (_, index) => ({ id: `step_${index}`, prompt: 'Do nothing' })) };
}

function batchesOf(steps: number, stepsPerCommit: number): RunEvent[][] {
  return Array.from({ length: steps / stepsPerCommit }, (_, batch) =>
    Array.from({ length: stepsPerCommit }, (_, index) => stepEvents(batch * stepsPerCommit + index)).flat(),
  );
}

function stepEvents(step: number): [RunEvent, RunEvent] {
  const common = {
    workflowName: 'bench',
    stepId: `step_${step}`,
    stepName: `step_${step}`,
    sessionId: `ses_${step}`,
    runId: RUN_ID,
    timestamp: TIMESTAMP,
  };
  return [
    { ...common, type: 'step.start', attempt: 1, prompt: 'Do nothing', seq: 2 * step + 1 },
    {
      ...common,
      type: 'step.done',
      status: 'completed',
      durationMs: 0,
      text: '',
      toolCalls: [],
      attempts: 1,
      usage: NO_USAGE,
      costUsd: 0,
      seq: 2 * step + 2,
    },
  ];
}

async function inFolder<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'stepgraph-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
