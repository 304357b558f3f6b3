import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/lib/appError';
import { echo, scene, testTool, toolsOf } from './support/scene';
import { calls, reply, says, scriptedModel, toolUse, USAGE } from './support/scriptedModel';

describe('the facts of a turn', () => {
  it('come in order, the start of a call before it runs', async () => {
    const seen: string[] = [];
    const tool = testTool('read', true, () => {
      seen.push(...facts.map(({ type }) => type));
      return { content: 'found', isError: false };
    });
    const model = scriptedModel((_request, onText) => {
      onText('Let me ');
      onText('look.');
      return reply([{ type: 'text', text: 'Let me look.' }, toolUse(['t1', 'read', { file: 'a' }])], 'tool_use');
    }, says('Done.'));
    const { run, facts } = await scene({ model, tools: toolsOf(tool) });
    await run('Go');
    expect(seen).toEqual(['text', 'usage', 'tool.start', 'permission']);
    expect(facts).toEqual([
      { type: 'text', delta: 'Let me look.' },
      { type: 'usage', usage: USAGE, costUsd: 0.5, turn: 1 },
      { type: 'tool.start', callId: 't1', name: 'read', input: { file: 'a' } },
      { type: 'permission', callId: 't1', state: 'allowed', reason: 'test' },
      { type: 'tool.done', callId: 't1', isError: false, preview: 'found', durationMs: 0 },
      { type: 'text', delta: 'Done.' },
      { type: 'usage', usage: USAGE, costUsd: 0.5, turn: 2 },
    ]);
  });

  it('wait until the start of a call that may leave a trace is durable before it runs', async () => {
    const durable = Promise.withResolvers<void>();
    let hasRun = false;
    const tool = testTool('write', false, () => {
      hasRun = true;
      return { content: 'x', isError: false };
    });
    const { run } = await scene({ model: scriptedModel(calls(['t1', 'write']), says('.')), tools: toolsOf(tool) });
    const reported = Promise.withResolvers<void>();
    const turn = run('Go', {
      observer: {
        async report({ type }) {
          if (type !== 'tool.start') return;
          reported.resolve();
          await durable.promise;
        },
      },
    });
    await reported.promise;
    await new Promise(setImmediate);
    expect(hasRun).toBe(false);
    durable.resolve();
    await turn;
    expect(hasRun).toBe(true);
  });

  it('gather text for a moment', async () => {
    const next = Promise.withResolvers<void>();
    const model = scriptedModel(async (_request, onText) => {
      onText('a');
      onText('b');
      await next.promise;
      onText('c');
      return reply([{ type: 'text', text: 'abc' }], 'end_turn');
    });
    const { run, facts, ports } = await scene({ model });
    const turn = run('Go');
    while (model.requests.length === 0) await new Promise(setImmediate);
    expect(facts).toEqual([]);
    ports.clock.pass(50);
    await new Promise(setImmediate);
    expect(facts).toEqual([{ type: 'text', delta: 'ab' }]);
    next.resolve();
    await turn;
    expect(facts.filter(({ type }) => type === 'text')).toEqual([
      { type: 'text', delta: 'ab' },
      { type: 'text', delta: 'c' },
    ]);
  });

  it('end the turn when they cannot be stored', async () => {
    const { run } = await scene({ model: scriptedModel(calls(['t1', 'read'])), tools: toolsOf(echo('read')) });
    const observer = { report: () => Promise.reject(new AppError('STORE_FAILED', 'disk full')) };
    await expect(run('Go', { observer })).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });
});
