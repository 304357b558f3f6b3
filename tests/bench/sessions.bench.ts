import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { createHost, type Host } from '../../electron/host/createHost';
import { NO_USAGE } from '../../shared/run/usage';
import type { Message, Session } from '../../shared/session/session';

const SIZES = [100, 1_000, 10_000] as const;
const ROUNDS = 15;
const TARGETS = { list: 200, search: 100, restore: 5 } as const;

/** What people wait for in the Sessions view, with so many sessions, and in one session with so many messages. */
export async function run(): Promise<void> {
  const quiet = { warn: () => undefined, error: () => undefined };
  const columns = new Map<string, number[]>();
  for (const size of SIZES) {
    const folder = mkdtempSync(path.join(tmpdir(), 'stepgraph-bench-'));
    const host = await createHost({ database: path.join(folder, 'stepgraph.db'), workDir: folder, environment: {}, log: quiet });
    try {
      await fill(host, size);
      for (const [name, milliseconds] of await measure(host, size)) columns.set(name, [...(columns.get(name) ?? []), milliseconds]);
    } finally {
      await host.close();
      rmSync(folder, { recursive: true });
    }
  }
  console.log(`Milliseconds (median of ${ROUNDS}), with as many sessions and as many messages in one of them:`);
  console.log(`${'call'.padEnd(34)} ${SIZES.map((size) => String(size).padStart(9)).join('')}   growth`);
  for (const [name, times] of columns) {
    const growth = (times.at(-1) ?? 0) / (times[0] ?? 1);
    console.log(`${name.padEnd(34)} ${times.map((time) => time.toFixed(2).padStart(9)).join('')}   ×${growth.toFixed(1)}`);
  }
  console.log(`Targets at 10,000: list < ${TARGETS.list} ms, search < ${TARGETS.search} ms, restore < ${TARGETS.restore} ms.`);
}

const LONG = 'ses_long';
const WORDS = ['port', 'schema', 'database', 'refactor', 'component', 'release', 'typecheck', 'lint', 'report', 'branch'];

async function fill(host: Host, size: number): Promise<void> {
  const { sessions } = host.store;
  const writes: Promise<unknown>[] = [];
  for (let index = 0; index < size; index += 1) {
    const id = `ses_${index}`;
    writes.push(sessions.create(sessionOf(id, index)), sessions.append(messageOf(id, 0, null, index), null));
    if (index % 1_000 === 999) await Promise.all(writes.splice(0));
  }
  writes.push(sessions.create(sessionOf(LONG, size)));
  let parent: Message | null = null;
  for (let index = 0; index < size; index += 1) {
    parent = messageOf(LONG, index, parent, index);
    writes.push(sessions.append(parent, null));
    if (index === Math.floor(size / 2)) {
      await Promise.all(writes.splice(0));
      await host.sessions.checkpoints.save(LONG, 'middle');
    }
    if (index % 1_000 === 999) await Promise.all(writes.splice(0));
  }
  await Promise.all(writes);
  await host.sessions.checkpoints.save(LONG, 'end');
}

async function measure(host: Host, size: number): Promise<[string, number][]> {
  const { sessions } = host.services;
  const page = { search: '', limit: 200, offset: 0 };
  const checkpoints = sessions.checkpoints(LONG).filter(({ automatic }) => !automatic);
  const tree = () => sessions.tree({ id: LONG, skip: 0 });
  let restores = 0;
  return [
    ['list, first 200', await median(() => sessions.list(page))],
    ['list of one workflow', await median(() => sessions.list({ ...page, workflow: 'workflow 3', state: 'idle' }))],
    ['search in titles and messages', await median(() => sessions.list({ ...page, search: 'refactor component' }))],
    ['search, a word begun', await median(() => sessions.list({ ...page, search: 'unusual42' }))],
    ['messages found, first 50', await median(() => sessions.find({ search: 'refactor component', limit: 50 }))],
    ['counts', await median(() => sessions.stats())],
    ['preview of pruning', await median(() => sessions.prunable({ olderThan: '7d' }, 200))],
    [
      'conversation, 100 around the middle',
      await median(() => sessions.conversation({ id: LONG, from: Math.max(1, size / 2 - 50), limit: 100 })),
    ],
    ['tree, whole', await median(tree)],
    ['save checkpoint', await median(() => sessions.saveCheckpoint({ id: LONG, label: 'bench', files: false }))],
    [
      'restore checkpoint',
      await median(() => {
        restores += 1;
        const { id: checkpointId = '' } = checkpoints[restores % 2] ?? {};
        return sessions.restoreCheckpoint({ id: LONG, checkpointId, files: false, force: false });
      }),
    ],
    ['preview of restoring', await median(() => sessions.restorePreview(LONG, checkpoints[restores % 2]?.id ?? ''))],
  ];
}

async function median(work: () => unknown): Promise<number> {
  const times: number[] = [];
  await work();
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = performance.now();
    await work();
    times.push(performance.now() - before);
  }
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
}

function sessionOf(id: string, index: number): Session {
  const at = new Date(Date.UTC(2026, 0, 1) - index * 60_000).toISOString();
  return {
    id,
    title: `workflow ${index % 20}/Step ${index}`,
    createdAt: at,
    lastActiveAt: at,
    closedAt: index % 3 === 0 ? at : null,
    headId: null,
    messageCount: 0,
    settings: {
      model: `model-${index % 4}`,
      systemPrompt: 'You are a DevOps engineer. Report results only, no conversation.',
      mode: 'react',
      workDir: '/repository',
      permissionMode: 'default',
      maxTurns: 50,
      provider: 'rehearsal',
    },
    metadata: { workflowName: `workflow ${index % 20}`, runId: `run_${index}`, stepId: 'step' },
    usage: NO_USAGE,
    costUsd: 0,
  };
}

function messageOf(sessionId: string, index: number, parent: Message | null, seed: number): Message {
  const words = Array.from({ length: 60 }, (_, word) => WORDS[(seed * 7 + word * 3 + (word % (1 + (seed % 5)))) % WORDS.length]);
  return {
    id: `msg_${sessionId}_${index}`,
    sessionId,
    parentId: parent?.id ?? null,
    depth: (parent?.depth ?? 0) + 1,
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: [{ type: 'text', text: `${words.join(' ')} unusual${seed}` }],
    createdAt: '2026-01-01T00:00:00.000Z',
  };
}
