import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createToolRegistry } from '../../../electron/tools/registry';
import { settingsFor } from '../tools/support';
import { makePathScene, type PathScene, SECRET } from './pathScene';

const entrySchema = z.strictObject({
  tool: z.enum(['grep', 'glob']),
  pattern: z.string(),
  /** `stalls`: matching it takes for ever. `refused`: it leads outside, or is too much to compile. `answers`: with whatever there is, or says what is wrong with it. */
  verdict: z.enum(['stalls', 'refused', 'answers']),
});
type Entry = z.infer<typeof entrySchema>;

const CORPUS = z.array(entrySchema).parse(JSON.parse(readFileSync(new URL('../../corpus/searches.json', import.meta.url), 'utf8')));
const ANSWERED_WITHIN_MS = 2_000;
/** Enough of them spin at once to see that they do not hold each other up. */
const AT_ONCE = 4;

/** What makes patterns backtrack: long runs of what they repeat, and something else at the end. */
const LINES = ['a', 'x', '0', ' ', 'a ', 'ab', '"', ',', 'word '].map((run) => `${run.repeat(1_500 / run.length)}!`);
const NAME = `${'a'.repeat(200)}c`;

let scene: PathScene;

beforeAll(() => {
  scene = makePathScene();
  writeFileSync(path.join(scene.workDir, 'lines.txt'), LINES.join('\n'));
  writeFileSync(path.join(scene.workDir, NAME), '');
});
afterAll(() => scene[Symbol.dispose]());

type Answer = Entry & { readonly isError: boolean; readonly content: string; readonly ms: number };

async function answers(entries: readonly Entry[]): Promise<readonly Answer[]> {
  const { signal } = new AbortController();
  const { tools, close } = await createToolRegistry().open(settingsFor(scene.workDir), signal);
  const context = { sessionId: 's', callId: 'c', workDir: scene.workDir, permissionMode: 'default', signal, metadata: {} } as const;
  try {
    return await inTurns(entries, async (entry) => {
      const startedAt = performance.now();
      const tool = tools.find(({ name }) => name === entry.tool);
      const result = await tool?.execute({ pattern: scene.fill(entry.pattern) }, context);
      return { ...entry, isError: result?.isError !== false, content: String(result?.content), ms: performance.now() - startedAt };
    });
  } finally {
    await close();
  }
}

async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const rest = [...items.entries()];
  const worker = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

it.each(['stalls', 'refused', 'answers'] as const)('patterns of verdict "%s" are answered in time and tell nothing', async (verdict) => {
  const given = await answers(CORPUS.filter((entry) => entry.verdict === verdict));
  expect(given.length).toBeGreaterThan(10);
  expect(given.filter(({ ms }) => ms > ANSWERED_WITHIN_MS)).toEqual([]);
  expect(given.filter(({ content }) => content.includes(SECRET) || /outside\/(secret|victim)/.test(content))).toEqual([]);
  if (verdict === 'answers') return;
  expect(given.filter(({ isError }) => !isError)).toEqual([]);
  if (verdict === 'stalls') expect(given.filter(({ content }) => !content.includes('takes far too long'))).toEqual([]);
});

it('patterns that stall do so without the guard', async () => {
  const quick = await inTurns(
    CORPUS.filter(({ verdict }) => verdict === 'stalls'),
    async ({ tool, pattern }) => ((await takesLong(tool, pattern)) ? undefined : pattern),
  );
  expect(quick.filter((pattern) => pattern !== undefined)).toEqual([]);
});

/** Whether matching, on a thread that nobody watches, is still not through after some time. */
async function takesLong(tool: 'grep' | 'glob', pattern: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const worker = new Worker(
    `const { workerData: { tool, pattern, lines, name }, parentPort } = require('node:worker_threads');
     const { matchesGlob } = require('node:path');
     parentPort.postMessage('started');
     for (const line of lines) tool === 'grep' ? new RegExp(pattern).test(line) : matchesGlob(name, pattern.replace('**/', ''));
     parentPort.postMessage('done');`,
    { eval: true, stderr: true, workerData: { tool, pattern, lines: LINES, name: NAME } },
  );
  worker.on('message', (message) => (message === 'done' ? resolve(false) : setTimeout(() => resolve(true), 400)));
  const isLong = await promise;
  await worker.terminate();
  return isLong;
}
