import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Tool } from '../../../electron/sessions/ports';
import { tool } from '../../../electron/tools/customTool';
import { step, workflow } from '../../support/builders';
import { text, toolUse } from '../../support/modelServer/reply';
import { turns } from '../../support/modelServer/script';
import { openChaosHost } from './chaosHost';
import { runningWith, zombies } from './processes';

/** What the promise of section 2 allows: two seconds from the end to nothing running. */
const LIMIT_MS = 2_000;
const MEGABYTE = 1_000_000;

const nothing = z.object({});
const chaotic = (execute: (signal: AbortSignal) => unknown): Tool =>
  tool({ name: 'chaos', description: 'Does what it wants', inputSchema: nothing }, (_, { signal }) => execute(signal));

/** An agent that calls one tool and then answers. */
const openAgent = (name: string, input: Record<string, string | number>, tools: readonly Tool[] = []) =>
  openChaosHost(turns(toolUse(name, input), text('The end.')), { tools, stallTimeoutMs: 30_000 });

const agent = (fields = {}) => workflow([step('agent', fields)]);

/** The results that the model was given, as text. */
function resultsGiven(chaos: Awaited<ReturnType<typeof openAgent>>): string {
  const { messages } = chaos.server.requests.at(-1)?.body ?? { messages: [] };
  return JSON.stringify(messages.at(-1)?.content);
}

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** In bytes, without what is only waiting to be collected: when that happens depends on how busy the machine is. */
function memoryHeld(): number {
  if (typeof collectGarbage !== 'function') throw new Error('This Node lets nobody collect garbage');
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('a tool that misbehaves, through whole runs (F11)', () => {
  it.each([
    ['throws', () => Promise.reject(new Error('broken pipe'))],
    ['throws what is no error', () => Promise.reject('just words')],
    [
      'throws before it waits',
      () => {
        throw new TypeError('undefined is not a function');
      },
    ],
    ['answers what is no JSON', () => ({ loop: 1n })],
    ['answers nothing', () => undefined],
  ])('that %s is told to the model, and the run goes on', async (_what, execute) => {
    await using chaos = await openAgent('chaos', {}, [chaotic(execute)]);
    const { result } = await chaos.run(agent());
    expect(result).toMatchObject({ status: 'completed', text: 'The end.' });
    expect(resultsGiven(chaos)).toContain('tool_result');
  });

  it('that hangs and ignores its signal does not outlast the time limit of its step', async () => {
    await using chaos = await openAgent('chaos', {}, [chaotic(() => new Promise(() => {}))]);
    const startedAt = performance.now();
    const { events } = await chaos.run(agent({ timeoutMs: 100 }));
    expect(performance.now() - startedAt).toBeLessThan(LIMIT_MS + 100);
    expect(events.findLast(({ type }) => type === 'step.done')).toMatchObject({ status: 'failed', errorCode: 'TIMEOUT' });
  });

  it('that goes on after its step was stopped changes nothing any more', async () => {
    const late = Promise.withResolvers<string>();
    await using chaos = await openAgent('chaos', {}, [chaotic(() => late.promise)]);
    const { result } = await chaos.run(agent({ timeoutMs: 100 }));
    const before = chaos.conversation(result.steps[0]?.sessionId ?? '');
    const events = chaos.host.store.events.events(result.runId, 0);
    late.resolve('far too late');
    await new Promise(setImmediate);
    expect(chaos.conversation(result.steps[0]?.sessionId ?? '')).toEqual(before);
    expect(chaos.host.store.events.events(result.runId, 0)).toEqual(events);
  });

  it('that answers 100 MB gives the model and the store a part of it that says so', async () => {
    await using chaos = await openAgent('chaos', {}, [chaotic(() => 'x'.repeat(100 * MEGABYTE))]);
    const { result, events } = await chaos.run(agent());
    expect(result.status).toBe('completed');
    const given = resultsGiven(chaos);
    expect(given).toContain(`of ${100 * MEGABYTE} characters shown`);
    expect(given.length).toBeLessThan(0.2 * MEGABYTE);
    expect(JSON.stringify(events).length).toBeLessThan(0.1 * MEGABYTE);
  });

  it('that prints 300 MB is held in bounded memory', async () => {
    await using chaos = await openAgent('bash', { command: 'yes 0123456789abcdef | head -c 300000000' });
    const before = memoryHeld();
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, memoryHeld());
    }, 500);
    const { result } = await chaos.run(agent());
    clearInterval(watch);
    expect(result.status).toBe('completed');
    expect(resultsGiven(chaos)).toContain('characters left out');
    expect((most - before) / MEGABYTE).toBeLessThan(64);
  });

  it.each([
    ['starts grandchildren', 'for i in 1 2 3; do (sleep 300.MARK & sleep 300.MARK) & done; wait'],
    ['closes its outputs', 'exec >&- 2>&-; sleep 300.MARK'],
    ['ignores SIGTERM', 'trap "" TERM; while true; do sleep 300.MARK; done'],
    ['never stops printing', 'sleep 300.MARK & yes'],
  ])('whose command %s leaves no process 2 s after the abort of its run, nor after the time limit of its step', async (what, shape) => {
    for (const end of ['abort', 'limit'] as const) {
      const mark = `${process.pid}${end === 'abort' ? 1 : 2}${what.length}`;
      await using chaos = await openAgent('bash', { command: shape.replaceAll('MARK', mark) });
      const abort = new AbortController();
      const run = chaos.run(agent(end === 'limit' ? { timeoutMs: 700 } : {}), { signal: abort.signal });
      await expect.poll(() => runningWith(`300.${mark}`).length, { timeout: 10_000, interval: 10 }).toBeGreaterThan(0);
      const startedAt = performance.now();
      if (end === 'abort') abort.abort();
      const { result } = await run;
      await expect.poll(() => runningWith(`300.${mark}`), { timeout: LIMIT_MS, interval: 10 }).toEqual([]);
      if (end === 'abort') expect(performance.now() - startedAt).toBeLessThan(LIMIT_MS);
      expect(result.status).toBe('failed');
    }
  });

  it('called a hundred times leaves no zombie behind', async () => {
    const steps = Array.from({ length: 100 }, (_, index) => step(`s${index}`));
    await using chaos = await openAgent('bash', { command: 'true & true' });
    const { result } = await chaos.run(workflow(steps));
    expect(result.status).toBe('completed');
    await expect.poll(zombies, { timeout: LIMIT_MS }).toEqual([]);
  });
});
