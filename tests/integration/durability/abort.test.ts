import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tool } from '../../../electron/tools/customTool';
import type { RunEvent } from '../../../shared/run/events';
import type { WorkflowRunResult } from '../../../shared/run/state';
import { after, step, workflow } from '../../support/builders';
import { cutAfter, overloaded, paced, stalledAfter } from '../../support/modelServer/faults';
import { message, text, toolUse, toolUseBlock } from '../../support/modelServer/reply';
import type { Script } from '../../support/modelServer/script';
import { amount, dice, FIRST_SEED } from '../../support/seeds';
import { type ChaosHost, expectOrderly, openChaosHost } from './chaosHost';
import { runningWith } from './processes';

const LIMIT_MS = 2_000;
const TRIES = amount('STEPGRAPH_ABORTS', 50);

describe('an abort at any point of a run (F12)', () => {
  /** An agent of three rounds with both kinds of tools, a step before it and one behind it, and one that is tried again. */
  const definition = workflow([
    step('before', { prompt: 'say before' }),
    step('flaky', { prompt: 'flaky', retries: 2 }),
    step('agent', { prompt: 'agent $steps.before.text', dependsOn: ['before'] }),
    step('end', { prompt: 'say $steps.agent.text $steps.flaky.text', dependsOn: ['agent', 'flaky'] }),
  ]);
  const calls = ['look', 'note'] as const;

  async function openScene() {
    let abort = new AbortController();
    let abortAt = Number.POSITIVE_INFINITY;
    let points = 0;
    let hasFailed = false;
    const passed: string[] = [];
    const pass = (point: string) => {
      passed.push(point);
      points += 1;
      if (points === abortAt) abort.abort();
    };
    const inputSchema = z.object({});
    const tools = calls.map((name) =>
      tool({ name, description: name, inputSchema, isReadOnly: name === 'look' }, async () => {
        pass(`${name} started`);
        await new Promise(setImmediate);
        pass(`${name} finished`);
        return name;
      }),
    );
    const script: Script = ({ prompt, body }) => {
      pass('request received');
      const round = body.messages.filter(({ role }) => role === 'assistant').length;
      if (prompt === 'flaky' && !hasFailed) {
        hasFailed = true;
        return cutAfter(text('It begins well and then'), 600);
      }
      if (prompt.startsWith('agent') && round === 0) return message([toolUseBlock('look', {}), toolUseBlock('look', {})]);
      if (prompt.startsWith('agent') && round === 1) return message([toolUseBlock('note', {}), toolUseBlock('look', {})]);
      return paced(text(`“${prompt}” it is`), 1);
    };
    const chaos = await openChaosHost(script, { tools, haste: 20, stallTimeoutMs: 20_000 });
    return {
      chaos,
      passed,
      /** Runs it and aborts at the n-th point; then lets it come to its end, when it has not. */
      async run(at: number) {
        abort = new AbortController();
        abortAt = at;
        points = 0;
        hasFailed = false;
        let abortedAt = 0;
        abort.signal.addEventListener('abort', () => {
          abortedAt = performance.now();
        });
        const { result, events } = await chaos.run(definition, { signal: abort.signal, onEvent: ({ type }) => pass(type) });
        const settledMs = performance.now() - abortedAt;
        abortAt = Number.POSITIVE_INFINITY;
        return { result, events, settledMs, wasAborted: abort.signal.aborted };
      },
    };
  }

  it('settles it within 2 s, in order, and it can be resumed to the same end', async () => {
    const { chaos, passed, run } = await openScene();
    await using _ = chaos;
    const undisturbed = await run(Number.POSITIVE_INFINITY);
    expect(undisturbed.result.status).toBe('completed');
    const points = passed.length;
    const slowest = { ms: 0, point: '' };
    for (let at = 1; at <= points; at += 1) {
      const from = passed.length;
      const { result, events, settledMs, wasAborted } = await run(at);
      const story = `aborted at point ${at}, ${passed[from + at - 1]}`;
      expectOrderly(events);
      if (!wasAborted) continue;
      if (settledMs > slowest.ms) Object.assign(slowest, { ms: settledMs, point: story });
      expect(settledMs, story).toBeLessThan(LIMIT_MS);
      expectAborted(result, events, story);
      await chaos.server.idle();
      const stored = chaos.host.store.events.events(result.runId, 0);
      expect(stored, story).toEqual(events);
      const resumed = await (await chaos.host.runs.resume(result.runId)).result;
      expect(answers(resumed), story).toEqual(answers(undisturbed.result));
    }
    console.log(`F12: ${points} points, the slowest took ${slowest.ms.toFixed(0)} ms (${slowest.point})`);
  }, 120_000);
});

describe('from the signal to nothing running', () => {
  /** An endless command with children, one that ignores SIGTERM in every fourth run, and all other ways to wait. */
  const mark = `400.${process.pid}`;
  const script: Script = ({ prompt }) => {
    if (prompt === 'command') return toolUse('bash', { command: `sleep ${mark} & (sleep ${mark}; true) & sleep ${mark}` });
    if (prompt === 'stubborn') return toolUse('bash', { command: `trap "" TERM; sleep ${mark}; sleep ${mark}` });
    if (prompt === 'stream') return stalledAfter(text('It begins and never ends'), 700);
    if (prompt === 'silence') return { ...text(''), until: new Promise(() => {}) };
    if (prompt === 'overload') return overloaded();
    if (prompt === 'hang') return toolUse('hang', {});
    return text('Done.');
  };
  const hang = tool({ name: 'hang', description: 'Hangs', inputSchema: z.object({}) }, () => new Promise(() => {}));

  /** Milliseconds from the abort of a run with these steps until it is settled, and no process or request of it is left. */
  async function timeToStop(chaos: ChaosHost, prompts: readonly string[], afterMs: number): Promise<number> {
    const abort = new AbortController();
    const steps = [...prompts.map((prompt) => step(prompt, { prompt, retries: 5 })), after('last', ...prompts)];
    const run = chaos.run(workflow(steps), { signal: abort.signal });
    await expect.poll(() => runningWith(mark).length, { timeout: 10_000, interval: 5 }).toBeGreaterThan(0);
    await setTimeout(afterMs);
    const startedAt = performance.now();
    abort.abort();
    const { result } = await run;
    await chaos.server.idle();
    await expect.poll(() => runningWith(mark), { timeout: 10_000, interval: 5 }).toEqual([]);
    expect(result.aborted).toBe(true);
    return performance.now() - startedAt;
  }

  it(`takes less than 2 s at the 95th percentile of ${TRIES} tries, with commands, streams and waits under way`, async () => {
    await using chaos = await openChaosHost(script, { stallTimeoutMs: 60_000 });
    const random = dice(FIRST_SEED);
    const times: number[] = [];
    while (times.length < TRIES) {
      const command = times.length % 4 === 0 ? 'stubborn' : 'command';
      times.push(await timeToStop(chaos, [command, 'stream', 'silence', 'overload', 'quick'], random.below(30)));
    }
    const sorted = times.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
    console.log(`Abort: ${TRIES} tries, median ${at(0.5).toFixed(0)} ms, p95 ${at(0.95).toFixed(0)} ms, longest ${at(1).toFixed(0)} ms`);
    expect(at(0.95)).toBeLessThan(LIMIT_MS);
  }, 180_000);

  it('takes less than 2 s even where a tool ignores its signal', async () => {
    await using chaos = await openChaosHost(script, { tools: [hang], stallTimeoutMs: 60_000 });
    expect(await timeToStop(chaos, ['command', 'hang'], 0)).toBeLessThan(LIMIT_MS);
  });
});

/** What never started is skipped, what was in flight has failed, both with the same words; what had ended is as it ended. */
function expectAborted(result: WorkflowRunResult, events: readonly RunEvent[], story: string): void {
  expect(events.at(-1), story).toMatchObject({ type: 'workflow.done', aborted: result.aborted });
  const started = new Set(events.flatMap((event) => (event.type === 'step.start' ? [event.stepId] : [])));
  for (const { id, status, error } of result.steps) {
    if (status === 'completed') continue;
    expect({ story, id, status, error }).toEqual({ story, id, status: started.has(id) ? 'failed' : 'skipped', error: 'Run aborted' });
  }
}

/** What remains the same although a step was begun anew. */
function answers({ status, text: answer, aborted, steps }: WorkflowRunResult): unknown {
  return { status, answer, aborted, steps: steps.map(({ id, status: ended, text: said, toolCalls }) => ({ id, ended, said, toolCalls })) };
}
